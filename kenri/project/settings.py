"""Django settings. Everything that differs between installations is an environment variable."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kenri.project import environment

CHECKOUT = Path(__file__).resolve().parents[2]
KENRI_HOME = environment.home(CHECKOUT)

DEBUG = environment.flag("KENRI_DEBUG", default=False)
# A fixed key is harmless while nothing is signed for anyone; a public site sets its own (checked by doctor).
LOCAL_SECRET_KEY = "only-for-a-site-on-this-machine"  # noqa: S105
SECRET_KEY = environment.text("KENRI_SECRET_KEY", LOCAL_SECRET_KEY)
ALLOWED_HOSTS = environment.words("KENRI_HOSTS", ("localhost", "127.0.0.1", "[::1]", "testserver"))

# Told to the servers that Kenri harvests, so that their operators know whom to write to.
KENRI_CONTACT = environment.text("KENRI_CONTACT")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "kenri.records",
    "kenri.cases",
    "kenri.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kenri.web.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "kenri.project.urls"
WSGI_APPLICATION = "kenri.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
        },
    }
]
DATABASES = {"default": environment.database(environment.text("DATABASE_URL"), KENRI_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

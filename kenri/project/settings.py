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
# Whether lists are cleared and pairs judged without an account: by default only on a site for this machine.
KENRI_OPEN = environment.flag("KENRI_OPEN", default=SECRET_KEY == LOCAL_SECRET_KEY)
# How many agreeing reviews decide on a pair of records, and what one address may ask over HTTP.
KENRI_REVIEWS = environment.number("KENRI_REVIEWS", 2)
KENRI_API_RATE = environment.text("KENRI_API_RATE", "6000/m")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "testserver")
ALLOWED_HOSTS = environment.words("KENRI_HOSTS", LOCAL_HOSTS)
IS_PUBLIC = not set(ALLOWED_HOSTS).issubset(LOCAL_HOSTS)

# Whether the site is reached by https:// only, as every public site should be, and how many web servers of
# one's own stand before it: the last so many names in X-Forwarded-For are theirs, all others are hearsay.
HTTPS = environment.flag("KENRI_HTTPS", default=False)
PROXIES = environment.count("KENRI_PROXIES")

# Where people reach the site, for the addresses that stand in e-mails and on documents.
_address = environment.address(ALLOWED_HOSTS, https=HTTPS) if IS_PUBLIC else "http://localhost:8000"
KENRI_ADDRESS = environment.text("KENRI_ADDRESS", _address).rstrip("/")

# Told to the servers that Kenri harvests, so that their operators know whom to write to.
KENRI_CONTACT = environment.text("KENRI_CONTACT")

# Stops the clock of cases and money at a moment (ISO 8601), to rehearse a procedure; empty: it runs.
KENRI_NOW = environment.moment("KENRI_NOW")

# Key and certificate with which documents are sealed (PEM or PKCS#12); empty: made in the home folder.
KENRI_SEAL_KEY = environment.text("KENRI_SEAL_KEY")
KENRI_SEAL_CERTIFICATE = environment.text("KENRI_SEAL_CERTIFICATE")
KENRI_SEAL_PASSWORD = environment.text("KENRI_SEAL_PASSWORD")
# A time-stamping service (RFC 3161) for sealed PDF files; empty: none is asked.
KENRI_SEAL_TIMESTAMPS = environment.text("KENRI_SEAL_TIMESTAMPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "kenri.accounts",
    "kenri.records",
    "kenri.registry",
    "kenri.ledger",
    "kenri.cases",
    # Before allauth, so that the pages of signing in are Kenri's.
    "kenri.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kenri.web.middleware.protected",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
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

# Signing in (django-allauth): by e-mail address and password, passkey, second factor, or OpenID Connect.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "kenri.accounts.signing_in.LongestPassword"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:account"
LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = PROXIES
MAIL = environment.mail(environment.text("KENRI_MAIL"), KENRI_HOME)
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL.backend, MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = MAIL.user, MAIL.password, MAIL.tls
EMAIL_FILE_PATH = str(MAIL.folder)
DEFAULT_FROM_EMAIL = environment.text("KENRI_MAIL_FROM", "kenri@localhost")
# Without a mail server nobody could read the code that confirms an address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL.sends else "optional"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = MAIL.sends
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = not MAIL.sends
MFA_TOTP_ISSUER = "Kenri"
MFA_ADAPTER = "kenri.accounts.signing_in.SealedSecrets"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ONLY_VERIFIED_EMAIL = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SIGN_IN_PROVIDERS = environment.sign_in_providers(environment.text("KENRI_SIGN_IN"))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [provider.as_app() for provider in SIGN_IN_PROVIDERS],
        "OAUTH_PKCE_ENABLED": True,
    }
}

# Half a day, then one signs in again. A cookie whose name begins so is taken from this host by https only.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What limits how often somebody may try, and which codes were used, is known to all processes of the site.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": KENRI_HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
LOGGING = environment.logging()

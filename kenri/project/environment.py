"""Typed readers of environment variables; a secret may come from a file named by ``<NAME>_FILE``."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import msgspec
from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable's value, else what the file named by ``<name>_FILE`` holds, else the default.

    Raises ImproperlyConfigured where that file cannot be read.
    """
    if name in os.environ:
        return os.environ[name]
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file}, which cannot be read ({error}). Name a file that Kenri may read."
            ) from error
    return default


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable. Raises ImproperlyConfigured on any other word."""
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}. Set it to yes or no.")


def moment(name: str) -> dt.datetime | None:
    """A moment in ISO 8601, in Japan's time where it names no zone. Raises ImproperlyConfigured on others."""
    value = text(name)
    if not value:
        return None
    try:
        found = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write it as 2026-05-16T09:00:00+09:00.") from None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def number(name: str, default: int) -> int:
    """A whole number above zero. Raises ImproperlyConfigured on anything else."""
    value = text(name) or str(default)
    if not value.isascii() or not value.isdigit() or not int(value):
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number above zero.")
    return int(value)


def count(name: str) -> int:
    """A whole number, none where it is not told. Raises ImproperlyConfigured on anything else."""
    return 0 if text(name) in ("", "0") else number(name, 1)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated variable."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def address(hosts: Iterable[str], *, https: bool) -> str:
    """Where people reach the site: the first name among ``hosts`` that says one, without wildcards."""
    host = next(filter(None, (name.strip("*.") for name in hosts)), "localhost")
    return f"{'https' if https else 'http'}://{host}"


def home(checkout: Path) -> Path:
    """Where Kenri keeps its data: ``KENRI_HOME``, else ``var`` of a checkout, else the user's data folder."""
    if value := text("KENRI_HOME"):
        return Path(value).expanduser().resolve()
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var"
    return Path(text("XDG_DATA_HOME") or "~/.local/share").expanduser() / "kenri"


def database(url: str, home: Path) -> dict[str, object]:
    """Django's database settings for ``postgres://user:password@host:port/name``; SQLite when empty.

    A socket folder may stand in ``host`` percent-encoded, as libpq does it.
    Raises ImproperlyConfigured on another scheme, and where the driver of PostgreSQL is missing.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "kenri.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with {parts.scheme}://. Kenri runs on SQLite (leave it empty) "
            "or PostgreSQL (postgres://user:password@host/name)."
        )
    if importlib.util.find_spec("psycopg") is None:
        raise ImproperlyConfigured(
            "DATABASE_URL names PostgreSQL, whose driver is not installed. "
            "Install it: pip install 'kenri[postgres]', in a checkout: pip install -e '.[postgres]'."
        )
    # Not ``parts.hostname``: it lower-cases, and the path of a socket folder must keep its capitals.
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{parts.port}").strip("[]")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }


def logging() -> dict[str, object]:
    """Refusals, failures and what concerns signing in: a line each on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "kenri.project.log_lines.Lines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "loggers": {
            "django": {"handlers": ["lines"], "level": "WARNING", "propagate": True},
            "kenri": {"handlers": ["lines"], "level": "INFO", "propagate": True},
        },
    }


class Mail(NamedTuple):
    """Where letters go: to a server, or as files into a folder."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    folder: Path = Path()

    @property
    def sends(self) -> bool:
        """Whether letters reach people."""
        return bool(self.host)


def mail(url: str, home: Path) -> Mail:
    """Letters by ``smtp://user:password@host:port`` (``smtps://`` with STARTTLS); empty: files in ``mail/``.

    Raises ImproperlyConfigured on another scheme.
    """
    if not url:
        return Mail("django.core.mail.backends.filebased.EmailBackend", folder=home / "mail")
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "KENRI_MAIL must be smtp://user:password@host:port, or smtps:// for an encrypted connection."
        )
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (587 if parts.scheme == "smtps" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
    )


class Provider(msgspec.Struct, forbid_unknown_fields=True):
    """An OpenID Connect service through which users sign in; ``server`` is its issuer address.

    ``grade`` (``kenri/accounts/data/grades.yaml``): how sure it is who somebody is whom it knows.
    """

    id: str
    name: str
    server: str
    client: str
    secret: str
    grade: Literal["provider", "register", "public_id"] = "provider"

    def as_app(self) -> dict[str, object]:
        """As django-allauth takes it."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client,
            "secret": self.secret,
            "settings": {"server_url": self.server, "grade": self.grade},
        }


def sign_in_providers(file: str) -> list[Provider]:
    """OpenID Connect providers from the YAML file that ``KENRI_SIGN_IN`` names; none where it is empty.

    Raises ImproperlyConfigured on a file that is missing or of another shape.
    """
    if not file:
        return []
    try:
        return msgspec.yaml.decode(Path(file).expanduser().read_bytes(), type=list[Provider])
    except (OSError, msgspec.MsgspecError) as error:
        raise ImproperlyConfigured(
            f"KENRI_SIGN_IN names {file}, which cannot be read ({error}). It is a YAML list of "
            "{id, name, server, client, secret, grade}; see docs/operate.md."
        ) from error

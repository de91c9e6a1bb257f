"""Typed readers of environment variables; a secret may come from a file named by ``<NAME>_FILE``."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable's value, else what the file named by ``<name>_FILE`` holds, else the default."""
    if name in os.environ:
        return os.environ[name]
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return default


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable. Raises ImproperlyConfigured on any other word."""
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}. Set it to yes or no.")


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated variable."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


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
    Raises ImproperlyConfigured on another scheme.
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

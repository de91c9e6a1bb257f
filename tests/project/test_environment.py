"""Settings come from the environment, and a wrong one is told with its cure."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kenri.project import environment


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "key"
    secret.write_text("long and random\n", encoding="utf-8")
    monkeypatch.setenv("KENRI_SECRET_KEY_FILE", str(secret))
    monkeypatch.delenv("KENRI_SECRET_KEY", raising=False)
    assert environment.text("KENRI_SECRET_KEY") == "long and random"


def test_a_secret_s_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENRI_SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    monkeypatch.delenv("KENRI_SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"KENRI_SECRET_KEY_FILE names .*nowhere"):
        environment.text("KENRI_SECRET_KEY")


def test_a_missing_driver_of_postgresql_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install .*\[postgres\]"):
        environment.database("postgres://me@db.example/rights", tmp_path)


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("0", False), ("", True), ("TRUE", True)])
def test_flags(word: str, value: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENRI_DEBUG", word)
    assert environment.flag("KENRI_DEBUG", default=True) is value


def test_a_flag_that_is_no_flag_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENRI_DEBUG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="yes or no"):
        environment.flag("KENRI_DEBUG", default=False)


def test_sqlite_is_the_default(tmp_path: Path) -> None:
    assert environment.database("", tmp_path)["NAME"] == tmp_path / "kenri.sqlite3"


def test_postgresql_by_one_setting(tmp_path: Path) -> None:
    found = environment.database("postgres://me:s%40cret@db.example:5433/rights", tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("me", "s@cret", "db.example")
    assert (found["PORT"], found["NAME"]) == (5433, "rights")


def test_a_socket_folder_keeps_its_capitals(tmp_path: Path) -> None:
    assert environment.database("postgres://me@%2Frun%2FMyDb/rights", tmp_path)["HOST"] == "/run/MyDb"


def test_another_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SQLite"):
        environment.database("mysql://me@db/rights", tmp_path)


def test_home_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENRI_HOME", str(tmp_path))
    assert environment.home(tmp_path / "checkout") == tmp_path


def test_home_of_a_checkout_is_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KENRI_HOME", raising=False)
    (tmp_path / "pyproject.toml").touch()
    assert environment.home(tmp_path) == tmp_path / "var"


def test_the_clock_can_be_stopped_and_stands_in_japan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENRI_NOW", "2026-05-16T09:00:00")
    stopped = environment.moment("KENRI_NOW")
    assert stopped is not None
    assert stopped.isoformat() == "2026-05-16T09:00:00+09:00"
    monkeypatch.setenv("KENRI_NOW", "next week")
    with pytest.raises(ImproperlyConfigured, match="next week"):
        environment.moment("KENRI_NOW")


def test_the_address_of_a_site_is_its_first_name() -> None:
    assert (
        environment.address(["*", ".kenri.example", "other.example"], https=True) == "https://kenri.example"
    )
    assert environment.address(["kenri.example"], https=False) == "http://kenri.example"

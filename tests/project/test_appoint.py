"""``kenri appoint``: an office is held from the operator's word until the operator's word."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import may
from kenri.project.commands import add_to

pytestmark = pytest.mark.django_db


def told(*words: str) -> str:
    app = typer.Typer()
    add_to(app)
    done = CliRunner().invoke(app, ["appoint", *words])
    assert done.exit_code in (0, 1), done.output
    return done.output


def test_an_office_with_its_first_officer_and_its_end():
    officer = User.objects.create_user("officer@example.org")
    told(
        "confirmation_officer", "確認機関", "--found", "--number", "第1号", "--officer", "officer@example.org"
    )
    body = Organisation.objects.get(name="確認機関")
    assert may(officer, "confirm_cases", body)
    told("confirmation_officer", body.key, "--end")
    assert not may(officer, "confirm_cases", body)


def test_nothing_is_half_done():
    told("confirmation_officer", "確認機関", "--found", "--officer", "nobody@example.org")
    assert not Organisation.objects.filter(name="確認機関").exists()

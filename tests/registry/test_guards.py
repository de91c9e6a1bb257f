"""The database itself refuses to change or delete what was published, willed or claimed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from kenri.accounts.models import User
from kenri.registry import claims, personal, services
from kenri.registry.claiming import Claimed
from kenri.registry.claims import Subject
from kenri.registry.declared import Declared
from kenri.registry.guards import GUARDED
from kenri.registry.models import ClaimStep, Declaration, Licence, RightsClaim, Version

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def owner() -> User:
    """Somebody who registered a work, willed something of it, and claimed another and withdrew."""
    user = User.objects.create_user("a@example.org", name="ハル")
    told = {"title": "雨音", "kind": "image", "url": "https://v.example/1", "holder": "ハル"}
    told |= {"description": "“雨” & 'é'\n", "contributors": [{"name": "ハル", "role": "illustrator"}]}
    work = services.save_draft(user, told)
    services.publish(user, work.key)
    services.declare(user, Declared({"ai_training": "refuse"}), work.key)
    said = Claimed("ハル", "author", evidence="奥付", link="https://v.example/2")
    made = claims.claim(user, Subject("e1", "雪", ("list:1",)), said, at=AT).claim
    claims.step(user, made.key, "withdrawn", "誤り", at=AT)
    Licence.objects.create(number="L-1", work=work, version=1, user=user, pdf=b"", at=AT)
    return user


def refused(change: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        change()


@pytest.mark.parametrize("model", [Version, Declaration, RightsClaim, ClaimStep, Licence])
def test_nothing_is_deleted(owner, model):
    assert model._meta.db_table in GUARDED
    refused(lambda: model.objects.all()._raw_delete("default"))
    assert model.objects.exists()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Version, {"number": 9}),
        (Version, {"withdrawn": True}),
        (Version, {"doc": {"title": "別"}}),
        (Declaration, {"doc": {"answers": {"ai_training": "permit"}}}),
        (Declaration, {"at": AT}),
        (RightsClaim, {"entity": "e2"}),
        (RightsClaim, {"doc": {"holder": "", "basis": "transfer"}}),
        (RightsClaim, {"succeeds": 1}),
        (ClaimStep, {"note": "別の理由"}),
        (ClaimStep, {"kind": "agreed", "note": ""}),
        (Licence, {"data": "x"}),
    ],
)
def test_nothing_is_changed(owner, model, change):
    refused(lambda: model.objects.update(**change))


def test_other_names_are_not_put_in(owner):
    doc = Version.objects.get().doc
    refused(lambda: Version.objects.update(doc={**doc, "holder": "別の人"}))
    claim = RightsClaim.objects.get().doc
    refused(lambda: RightsClaim.objects.update(doc={**claim, "evidence": "別の根拠"}))


def test_who_leaves_is_still_erased(owner):
    personal.erase(owner, AT)
    personal.erase(owner, AT)
    assert "holder" not in Version.objects.earliest("pk").doc
    assert RightsClaim.objects.get().doc["evidence"] == ""
    assert ClaimStep.objects.get(kind="withdrawn").note == ""

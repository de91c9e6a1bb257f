"""Drafts, versions, declarations: what is kept, what is refused, what stands."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from owning import published_keys

from kenri.accounts.models import User
from kenri.registry import queries, services
from kenri.registry.declared import ANSWERS, Declared, Terms
from kenri.registry.models import Declaration, Version, Work
from kenri.registry.purposes import purposes, templates
from kenri.registry.registration import Registration, faults, registration_of
from kenri.vocab.problems import Problem, problem_kinds
from kenri.vocab.uses import presets, use_words
from kenri.vocab.vocabularies import acts, statements
from tests.append_only import unguarded

TOLD = {
    "title": "雨音のプログラム",
    "kind": "musical_work",
    "url": "https://video.example/1",
    "holder": "霧野ハル",
    "made": "person",
    "contributors": [{"name": "霧野ハル", "role": "composer"}],
}


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("haru@example.org", name="霧野ハル")


def code_of(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.code in problem_kinds()
    return caught.value.code


def published(user: User, **changes: object) -> str:
    work = services.save_draft(user, {**TOLD, **changes})
    services.publish(user, work.key)
    return work.key


def test_versions_are_only_added(user):
    key = published(user)
    services.publish(user, key)
    assert Version.objects.count() == 1, "publishing what is public adds nothing"
    work = queries.work(user, key)
    services.save_draft(user, {**TOLD, "title": "雨音"}, key, work.revision)
    assert queries.registered([key])[key].told.title == "雨音のプログラム", "a draft is nobody else's"
    services.publish(user, key)
    services.withdraw(user, key)
    services.withdraw(user, key)
    shown = [(v.number, v.doc["title"], v.withdrawn) for v in reversed(queries.versions(work))]
    assert shown == [(1, "雨音のプログラム", False), (2, "雨音", False), (3, "雨音", True)]
    assert queries.registered([key]) == {}
    assert published_keys(user) == []
    services.publish(user, key)
    assert published_keys(user) == [key]


def test_two_windows_do_not_overwrite_each_other(user):
    work = services.save_draft(user, TOLD)
    services.save_draft(user, {**TOLD, "title": "一つ目の窓"}, work.key, work.revision)
    second = {**TOLD, "title": "二つ目の窓"}
    assert code_of(lambda: services.save_draft(user, second, work.key, work.revision)) == "edited_elsewhere"
    assert Work.objects.get().draft["title"] == "一つ目の窓"


def test_nobody_writes_to_what_is_anothers(user):
    key = published(user)
    other = User.objects.create_user("other@example.org")
    for call in (
        lambda: services.save_draft(other, TOLD, key, 1),
        lambda: services.publish(other, key),
        lambda: services.withdraw(other, key),
        lambda: services.discard(other, key),
        lambda: services.declare(other, Declared({"commercial": "permit"}), key),
    ):
        assert code_of(call) == "no_such_work"
    assert queries.work(other, key) is None
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " \u200b\x00 "}, "title"),
        ({"kind": "person"}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://user:pass@example.org/"}, "url"),
        ({"url": ""}, "url"),
        ({"published": "いつか"}, "published"),
        ({"other_title": "Rain", "other_language": "Klingonese?"}, "other_language"),
        ({"holder": ""}, "holder"),
        ({"made": "assisted"}, "contribution"),
        ({"contributors": [{"name": "x", "role": "wizard"}]}, "contributors"),
    ],
)
def test_what_cannot_be_published_says_where_and_why(user, changes, field):
    told = registration_of({**TOLD, **changes})
    assert field in [problem.where for problem in faults(told)]
    work = services.save_draft(user, {**TOLD, **changes})
    code_of(lambda: services.publish(user, work.key))
    assert not Version.objects.exists()


def test_simple_instructions_give_no_copyright():
    told = registration_of({**TOLD, "made": "generated"})
    assert told.without_copyright
    assert faults(told) == (), "it may be registered all the same"
    assert not registration_of({**TOLD, "made": "generated", "contribution": "加筆"}).without_copyright


def test_bad_data_is_refused_as_a_problem(user):
    for told in ({"title": 5}, {"made": "by magic"}, {"contributors": "x"}, []):
        assert code_of(lambda told=told: registration_of(told)) == "bad_registration"
    assert code_of(lambda: registration_of({"title": "x" * 501})) == "too_long"
    many = {"contributors": [{"name": str(n)} for n in range(51)]}
    assert code_of(lambda: registration_of(many)) == "too_many_contributors"


def test_a_published_work_is_not_deleted(user):
    key = published(user)
    assert code_of(lambda: services.discard(user, key)) == "published_stays"
    draft = services.save_draft(user, TOLD)
    services.discard(user, draft.key)
    assert Work.objects.count() == 1


def test_a_flood_of_publications_is_stopped(user):
    for number in range(services.MOST_A_MINUTE):
        published(user, title=str(number))
    work = services.save_draft(user, {**TOLD, "title": "one more"})
    assert code_of(lambda: services.publish(user, work.key)) == "too_fast"
    early = Version.objects.order_by("pk").first()
    with unguarded():
        Version.objects.filter(pk=early.pk).update(at=early.at - timedelta(minutes=2))
    services.publish(user, work.key)


def test_the_latest_declaration_stands_and_the_former_stay(user):
    key = published(user)
    services.declare(user, Declared({"commercial": "refuse", "translation": "permit"}))
    services.declare(user, Declared({"commercial": "ask"}), key)
    standing = queries.registered([key])[key].standing
    assert [(p, s.says, s.general) for p, s in standing.items()] == [
        ("commercial", "ask", False),
        ("translation", "permit", True),
    ]
    services.declare(user, Declared({"commercial": "permit"}), key)
    assert queries.registered([key])[key].standing["commercial"].says == "permit"
    history = queries.declarations(user, queries.work(user, key))
    assert [one.answers["commercial"] for _, one in history] == ["permit", "ask"]


def test_the_same_declaration_twice_is_one(user):
    for _ in range(2):
        services.declare(user, Declared({"commercial": "ask"}))
    assert Declaration.objects.count() == 1
    assert code_of(lambda: services.declare(user, Declared({}))) == "no_purpose_answered"
    assert code_of(lambda: services.declare(user, Declared({"magic": "ask"}))) == "unknown_purpose"


def test_a_licence_is_named_only_while_its_answers_stand(user):
    template = templates()["cc-by-4.0"]
    key = published(user)
    whole = Declared(dict(template.answers), template.terms, "cc-by-4.0")
    services.declare(user, whole, key)
    assert queries.registered([key])[key].licence == "cc-by-4.0"
    narrower = Declared({**template.answers, "commercial": "refuse"}, template.terms, "cc-by-4.0")
    services.declare(user, narrower, key)
    assert queries.registered([key])[key].licence == ""
    shorter = Declared(
        dict(template.answers), Terms(credit=True, fee="free", until=date(2030, 1, 1)), "cc-by-4.0"
    )
    services.declare(user, shorter, key)
    assert queries.registered([key])[key].licence == ""


def test_what_changed_is_due_for_the_catalogue(user):
    key = published(user)
    due = queries.due(10)
    assert list(due) == [key]
    services.declare(user, Declared({"commercial": "ask"}), key)
    services.brought(due)
    assert list(queries.due(10)) == [key], "what changed meanwhile stays due"
    services.brought(queries.due(10))
    assert queries.due(10) == {}
    services.declare(user, Declared({"commercial": "refuse"}))
    assert list(queries.due(10)) == [key], "a declaration for all works concerns each"


def test_the_export_tells_withdrawn_works(user):
    kept, gone = published(user), published(user, title="消える")
    services.withdraw(user, gone)
    lines = {line["id"]: line for line in map(json.loads, queries.export([kept, gone]))}
    assert lines[kept]["withdrawn"] is False
    assert lines[kept]["title"] == TOLD["title"]
    assert lines[gone]["withdrawn"] is True


def test_the_data_speak_the_vocabularies():
    words = use_words()
    for purpose in purposes().values():
        for reach in purpose.reach:
            assert set(reach.purposes) <= set(words.purposes)
            assert {*reach.users, *reach.not_users} <= set(words.users)
            assert {*reach.acts, *reach.not_acts} <= set(acts())
            assert {*reach.uses, *reach.not_uses} <= set(presets())
    for key, template in templates().items():
        assert set(template.answers) <= set(purposes())
        assert set(template.answers.values()) <= set(ANSWERS)
        assert template.licence in ("", *statements())
        assert not template.licence or template.licence == key


def test_every_registration_has_the_keys_that_its_source_reads():
    from kenri.sources import all_sources

    shape = all_sources()[queries.SOURCE].shapes[0]
    assert set(Registration.__struct_fields__) <= {*shape.required, *shape.optional}

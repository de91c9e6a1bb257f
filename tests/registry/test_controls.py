"""Who controls an address: three ways to prove it, and what proves nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from proving_server import name_server, site

from kenri.accounts import services as accounts
from kenri.accounts.models import User
from kenri.harvest.http import Client as Fetcher
from kenri.harvest.http import Politeness
from kenri.registry import controls, lookup, queries, services
from kenri.registry.declared import Declared
from kenri.registry.models import Check
from kenri.registry.proving import covers, line_of, scope_of, texts_of
from kenri.vocab.problems import Problem
from kenri.web.registry import proving

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
QUICK = Politeness(rate=0, attempts=1, allow_private=True, total_timeout=5)


def refused(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


@pytest.fixture
def user() -> User:
    return User.objects.create_user("haru@example.org")


@pytest.fixture
def look() -> Iterator[controls.Look]:
    with Fetcher(QUICK) as client, name_server() as (resolver, records):
        seen = controls.looking(client, texts_of(resolver))
        seen.records = records
        yield seen


def checked(user: User, control, look, *, days: int = 0) -> str:
    return controls.check(user, control.key, look, at=AT + dt.timedelta(days=days)).problem


def test_a_tag_in_the_head_proves_the_page(user, look):
    with site() as (address, pages):
        control = controls.claim_control(user, "page", f"{address}/1", at=AT)
        tag = f'<meta name="kenri-verification" content="{control.code}">'
        for body, problem in [
            (f"<html><head></head><body><p>{tag}</p>{control.code}</body></html>", "code_missing"),
            ("", "code_missing"),
            ("\x00<<<", "code_missing"),
            (f"<html><head>{tag}</head><body></body></html>", ""),
        ]:
            pages["/1"] = body.encode()
            assert checked(user, control, look) == problem, body
        described = f'<head><meta property="og:description" content="歌です {line_of(control.code)}"></head>'
        pages["/1"] = described.encode()
        assert checked(user, control, look) == "", "a platform's page carries the uploader's words there"


def test_a_file_proves_the_site_and_no_other(user, look):
    with site() as (address, pages), site() as (other, others):
        control = controls.claim_control(user, "file", f"{address}/any/work?x=1", at=AT)
        assert checked(user, control, look) == "code_missing"
        pages["/.well-known/kenri.txt"] = f"{other}/kenri.txt"
        others["/kenri.txt"] = line_of(control.code).encode()
        assert checked(user, control, look) == "led_elsewhere"
        pages["/.well-known/kenri.txt"] = f"# us\n{line_of(control.code)}\n".encode()
        assert checked(user, control, look) == ""
        pages["/.well-known/kenri.txt"] = 503
        assert checked(user, control, look) == "http_busy"
        [held] = controls.held([("user", user.pk)], at=AT)[("user", user.pk)]
        assert controls.holding([held], f"{address}/another") is held
        assert controls.holding([held], f"{other}/another") is None


def test_a_record_of_the_domain_proves_what_is_below(user, look):
    control = controls.claim_control(user, "dns", "https://www.Example.jp/works/1", at=AT)
    assert control.scope == "example.jp"
    assert checked(user, control, look) == "code_missing"
    look.records["_kenri.example.jp"] = ["v=spf1 -all", line_of(control.code)]
    assert checked(user, control, look) == ""
    for address, proved in [
        ("https://example.jp/1", True),
        ("https://blog.example.jp/", True),
        ("https://badexample.jp/", False),
        ("https://example.jp.evil.test/", False),
    ]:
        assert covers("dns", "example.jp", address) is proved


def test_no_look_reaches_into_this_network(user):
    control = controls.claim_control(user, "page", "http://127.0.0.1:1/", at=AT)
    with proving.looking() as seen:
        assert checked(user, control, seen) == "private_address"


@pytest.mark.parametrize("told", ["", "localhost", "https://10.0.0.1/", "ftp://x.jp", "https://a b/", "日本"])
def test_what_is_no_domain_is_refused(told):
    assert refused(lambda: scope_of("dns", told)) in ("bad_address", "no_domain")


def test_homographs_are_told_apart():
    assert scope_of("file", "https://аpple.com/1") == "https://xn--pple-43d.com"


def test_a_proof_lapses_when_it_is_missing_twice_or_not_seen_for_long(user):
    found, gone = (lambda c: (c.scope, None)), (lambda c: (c.scope, Problem("code_missing")))
    away = lambda c: (c.scope, Problem("no_answer"))  # noqa: E731
    control = controls.claim_control(user, "file", "https://site.example/", at=AT)

    def holds(day: int) -> bool:
        return bool(controls.held([("user", user.pk)], at=AT + dt.timedelta(days=day)))

    checked(user, control, found)
    assert [holds(0), holds(179), holds(181)] == [True, True, False]
    assert not list(controls.check_again(gone, at=AT + dt.timedelta(days=29)))
    [again] = controls.check_again(gone, at=AT + dt.timedelta(days=31))
    assert again.problem == "code_missing"
    assert holds(31), "once may be an accident"
    list(controls.check_again(away, at=AT + dt.timedelta(days=62)))
    list(controls.check_again(gone, at=AT + dt.timedelta(days=93)))
    assert holds(93), "a silent server proves nothing"
    checked(user, control, gone, days=94)
    assert not holds(94)
    checked(user, control, found, days=95)
    assert holds(95)
    assert Check.objects.count() == 6, "every look is kept"


def test_one_owner_one_code_and_nobody_elses(user):
    first = controls.claim_control(user, "page", "https://site.example/1", at=AT)
    assert controls.claim_control(user, "page", "https://SITE.example:443/1#top", at=AT).pk == first.pk
    assert controls.claim_control(user, "dns", "site.example", at=AT).code == first.code
    other = User.objects.create_user("other@example.org")
    assert controls.claim_control(other, "page", "https://site.example/1", at=AT).code != first.code
    found = lambda c: (c.scope, None)  # noqa: E731
    assert refused(lambda: controls.check(other, first.key, found, at=AT)) == "no_such_control"
    body = accounts.found_organisation(other, "出版社")
    call = lambda: controls.claim_control(user, "dns", "b.example", at=AT, organisation=body)  # noqa: E731
    assert refused(call) == "not_yours_to_do"
    for _ in range(controls.MOST_LOOKS):
        controls.check(user, first.key, found, at=AT)
    assert refused(lambda: controls.check(user, first.key, found, at=AT)) == "too_many_looks"


def test_who_proved_the_address_is_heard_and_others_are_not(user):
    url = "https://site.example/1"
    keys = []
    for one, says in ((user, "permit"), (User.objects.create_user("b@example.org"), "refuse")):
        told = {"title": "雨音", "kind": "musical_work", "url": url, "holder": "x", "made": "person"}
        work = services.save_draft(one, told)
        services.publish(one, work.key)
        services.declare(one, Declared({"ai_training": says}), work.key)
        keys.append(work.key)
    [before] = lookup.wills([url], at=dt.datetime.now(dt.UTC))
    assert (before.state, before.answers["ai_training"], before.confirmed) == ("conflict", "refuse", False)
    control = controls.claim_control(user, "dns", "site.example", at=AT)
    controls.check(user, control.key, lambda c: (c.scope, None), at=dt.datetime.now(dt.UTC))
    [after] = lookup.wills([url], at=dt.datetime.now(dt.UTC))
    assert (after.state, after.answers, after.confirmed) == ("declared", {"ai_training": "permit"}, True)
    assert after.content_usage == "train-ai=y"
    known = queries.registered(keys)
    assert [known[key].control is not None for key in keys] == [True, False]

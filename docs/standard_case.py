"""Play the standard case of art. 67-3 through the pages, and say how many actions it took and how long.

``python docs/standard_case.py`` plays it on a data folder of its own, from the plan of a work to the day on
which the use is allowed. An action is one form that a person sends; the clock is moved, nothing else is made
easier: every form is read from the page and filled in as it stands there. ``docs/standard-case.md`` keeps the
figures that later changes must not exceed.
"""

# ruff: noqa: PLC0415  (models can be imported only once Django is set up)
from __future__ import annotations

import datetime as dt
import functools
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from lxml import html

TOKYO = dt.timezone(dt.timedelta(hours=9))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "05fe02fea70000000049454e44ae426082"
)
WISH = "作品を利用したいので、許諾をお願いします。"
EXTENT = "2000"
OFFICES = {
    "applicant": ("user", "放送局"),
    "checker": ("confirmation_officer", "登録確認機関"),
    "second": ("confirmation_officer", "登録確認機関"),
    "commissioner": ("commissioner_office", "文化庁"),
    "treasurer": ("compensation_officer", "補償金管理機関"),
}
"""Who plays: the role in which they act, and their organisation."""
CHECKS = ("published", "unmanaged", "no_contact_published", "measures", "intention_unknown", "in_japan")


class Tally:
    """What was done by whom: forms sent, fields typed, seconds of machine time."""

    def __init__(self) -> None:
        self.actions: list[tuple[str, str]] = []
        self.typed = 0
        self.seconds = 0.0


class Person:
    """Somebody at a browser, who sees pages and sends the forms that stand on them."""

    def __init__(self, name: str, client: Any, tally: Tally) -> None:
        self.name, self.client, self.tally = name, client, tally
        self.address, self.page = "", html.document_fromstring("<html></html>")

    def see(self, address: str) -> None:
        """Open a page."""
        self._take(lambda: self.client.get(address, follow=True), address)

    def follow(self, text: str) -> None:
        """Follow a link by a part of its address."""
        found = next(a for a in self.page.iter("a") if text in (a.get("href") or ""))
        self.see(found.get("href"))

    def send(self, wanted: str, told: dict[str, Any] | None = None, files: Any = None) -> None:
        """Fill in and send the form that holds a field or entry of that name (or leads to that address)."""
        form = next(form for form in self.page.iter("form") if _holds(form, wanted))
        values = _values(form)
        for name, value in (told or {}).items():
            if value is not None:
                values[name] = value
        self.tally.typed += len(told or {})
        self.tally.actions.append((self.name, wanted))
        address = form.get("action") or self.address
        body = {**values, **(files or {})}
        send = self.client.post if form.get("method") == "post" else self.client.get
        self._take(lambda: send(address, body, follow=True), address)

    def _take(self, ask: Callable[[], Any], address: str) -> None:
        began = perf_counter()
        answer = ask()
        self.tally.seconds += perf_counter() - began
        text = answer.content.decode()
        if answer.status_code != 200:
            raise AssertionError(f"{self.name}, {address}: {answer.status_code}\n{_told(text)}")
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        self.page = html.document_fromstring(text)


def _told(text: str) -> str:
    banners = html.document_fromstring(text).xpath('//*[contains(@class, "banner")]')
    return "\n".join(" ".join(banner.text_content().split()) for banner in banners)


def _holds(form: Any, wanted: str) -> bool:
    names = {one.get("name") for one in form.iter("input", "select", "textarea")}
    entries = {one.get("value") for one in form.iter("input", "option") if one.get("type") != "text"}
    return wanted in names or wanted in entries or (form.get("action") or "").endswith(wanted)


def _values(form: Any) -> dict[str, Any]:
    """What a browser would send of a form as it stands."""
    found: dict[str, Any] = {}
    for one in form.iter("input", "select", "textarea"):
        name, kind = one.get("name"), one.get("type")
        if not name or kind == "file" or (kind in ("checkbox", "radio") and one.get("checked") is None):
            continue
        value = one.value if one.tag != "input" else one.get("value", "on" if kind == "checkbox" else "")
        found.setdefault(name, []).append(value or "")
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def ticks(person: Person, action: str) -> list[str]:
    """The boxes that can be ticked for an action."""
    boxes = person.page.xpath(f'//input[@type="checkbox"][starts-with(@value, "{action}.")]')
    return [box.get("value") for box in boxes]


def play(
    people: dict[str, Any],
    entity: str,
    move: Callable[[dt.datetime], None],
    upload: Callable[[str, bytes], Any],
) -> tuple[str, Tally]:
    """The standard case; the number of the case and the tally. ``people`` are clients that are signed in."""
    tally = Tally()
    applicant, checker, second, commissioner, treasurer = (
        Person(name, people[name], tally)
        for name in ("applicant", "checker", "second", "commissioner", "treasurer")
    )
    move(_at("2026-05-01"))
    number = _apply(applicant, entity, upload)
    move(_at("2026-05-16"))
    applicant.see(f"/ja/cases/{number}")
    applicant.send("file.")
    move(_at("2026-05-18"))
    _confirm(checker, second, number, move)
    move(_at("2026-05-25"))
    _decide(commissioner, number)
    move(_at("2026-06-10"))
    treasurer.see(f"/ja/cases/{number}")
    treasurer.send("payment_received.")
    return number, tally


def _apply(applicant: Person, entity: str, upload: Callable[[str, bytes], Any]) -> str:
    number = begin(applicant, entity)
    prepare(applicant, upload)
    return number


def begin(applicant: Person, entity: str) -> str:
    """The number of a draft that is opened from the plan of a work."""
    applicant.see(
        f"/ja/entities/{entity}/plan?use=stream_archive_programme&begins=2026-09-01&ends=2028-08-31"
    )
    applicant.follow("procedure=adjudication_67_3")
    applicant.send("title")
    return re.search(r"/cases/([\d-]+)", applicant.address)[1]  # type: ignore[index]


def prepare(applicant: Person, upload: Callable[[str, bytes], Any]) -> None:
    """Everything between the draft and the application, on the page of the case."""
    applicant.send(
        "describe.",
        {
            **{f"describe..{name}": "no" for name in ("withdrawn", "managed", "use_rule_shown")},
            **{f"describe..{name}": "no" for name in ("application_contact_shown", "in_creators_system")},
            "describe..published": "yes",
            "describe..authors": "不詳",
            "describe..royalty_basis": "年間1万回の再生",
        },
    )
    measures = ("check_surroundings..surroundings", "check_holder_sites..holder_sites")
    results = {f"{name}_result": "連絡先の表示なし" for name in (*measures, "search_across..cross_search")}
    applicant.send("check_surroundings.", results)
    if sites := ticks(applicant, "view_site"):
        applicant.send("all.view_site.viewed_on", {"do": sites, "all.view_site.viewed_result": "該当なし"})
    for item, name in enumerate(("製作会社", "監督の遺族"), 1):
        _write_to(applicant, item, name)
    applicant.send("/files", {"kind": "work_copy"}, {"file": upload("still.png", PNG)})


def _write_to(applicant: Person, item: int, name: str) -> None:
    told = {"name": name, "address": f"contact{item}@example.org", "domestic": "yes"}
    applicant.send("add_contact.", {f"add_contact..{key}": value for key, value in told.items()})
    applicant.send(f"send_letter.{item}", {f"send_letter.{item}.letter": WISH})
    applicant.send(f"letter_arrived.{item}")


def _confirm(checker: Person, second: Person, number: str, move: Callable[[dt.datetime], None]) -> None:
    checker.see("/ja/cases/?role=confirmation_body")
    checker.follow(f"/cases/{number}")
    checker.send("ask_fee.")
    move(_at("2026-05-19"))
    checker.see(f"/ja/cases/{number}")
    checker.send("payment_received.")
    move(_at("2026-05-20"))
    checker.see(f"/ja/cases/{number}")
    examine(checker)
    move(_at("2026-05-22"))
    second.see(f"/ja/cases/{number}")
    second.send("forward.")


def examine(checker: Person) -> None:
    """Findings on every requirement, and the royalty, on the page of the case."""
    checker.send("record_check.published", {f"record_check.{check}.result": "met" for check in CHECKS})
    checker.follow("/reckon/")
    blanks = checker.page.xpath('//form[.//input[@name="market_rate"]]//input[@value=""]/@name')
    checker.send("market_rate", {name: EXTENT for name in blanks if name != "tariff"})
    checker.send("reckon.")


def _decide(commissioner: Person, number: str) -> None:
    commissioner.see("/ja/cases/?role=commissioner")
    commissioner.follow(f"/cases/{number}")
    commissioner.send(
        "record_own_check.not_withdrawn",
        {"record_own_check.not_withdrawn.result": "met"},
    )
    commissioner.send("grant.")


def _at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=TOKYO)


def lines(tally: Tally) -> Iterable[str]:
    """The tally in words: in all, and by person."""
    yield f"actions: {len(tally.actions)}; fields filled in: {tally.typed}; seconds: {tally.seconds:.2f}"
    people = dict.fromkeys(name for name, _ in tally.actions)
    for person in people:
        done = [what for name, what in tally.actions if name == person]
        yield f"{person}: {len(done)} ({', '.join(done)})"


def main() -> None:
    """Play the case on a data folder of its own and print the tally."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"KENRI_HOME": home, "DATABASE_URL": "", "KENRI_MAIL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "kenri.project.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        number, tally = _on_the_sample()
        print(number, *lines(tally), sep="\n")


def _on_the_sample() -> tuple[str, Tally]:
    """The case of the first work of the bundled sample."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    clients, works = of_the_sample()
    move = functools.partial(setattr, settings, "KENRI_NOW")
    return play(clients, works[0], move, SimpleUploadedFile)


def of_the_sample() -> tuple[dict[str, Any], list[str]]:
    """One of everybody, signed in, and the works of the bundled sample, which is harvested for them."""
    from django.test import Client

    from kenri.accounts.models import Membership, Organisation, User
    from kenri.accounts.permissions import roles
    from kenri.accounts.services import appoint
    from kenri.records import index, services
    from kenri.records.models import Entity
    from kenri.sources import all_sources

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    samples = Path(str(resources.files("kenri").joinpath("samples")))
    services.harvest(all_sources()["creators_list"], path=samples / "creators_list")
    services.link()
    index.index()
    clients = {}
    for name, (role, body) in OFFICES.items():
        organisation, _ = Organisation.objects.get_or_create(name=body)
        user = User.objects.create_user(f"{name}@example.org", name=name)
        if roles()[role].appointed_by:
            appoint(organisation, role)
        Membership.objects.create(user=user, organisation=organisation, role=role)
        clients[name] = Client()
        clients[name].force_login(user)
    works = Entity.objects.exclude(schema__in=("person", "organisation")).order_by("pk")
    return clients, list(works.values_list("key", flat=True))


if __name__ == "__main__":
    main()

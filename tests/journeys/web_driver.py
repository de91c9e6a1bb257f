"""Journeys by page: every form is found on the page that somebody sees, filled in and sent as it stands there."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from lxml import html

from kenri.documents.about import templates
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedures
from kenri.procedures.rules import ranking
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import layers
from tests.journeys.stage import Stage

JA = "/ja"


class WebDriver:
    """The pages, in Japanese, without any script."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.clients: dict[str, Client] = {}

    def client(self, who: str) -> Client:
        """Somebody's browser, signed in; nobody's where nobody is named."""
        if who not in self.clients:
            self.clients[who] = Client()
            if who:
                self.clients[who].force_login(self.stage.people[who])
        return self.clients[who]

    def page(self, who: str, path: str) -> html.HtmlElement:
        answer = self.client(who).get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
        return html.fromstring(answer.content.decode())

    def find(self, words: str) -> str:
        page = self.page("", f"{JA}/search?{urlencode({'q': words})}")
        links = [link for link in page.xpath("//main//a/@href") if "/entities/" in link]
        return links[0].split("/entities/")[1].partition("/")[0].partition("?")[0]

    def routes(self, entity: str, use: str, **answers: str) -> dict[str, str]:
        asked = {"use": use, **{f"a.{key}": value for key, value in answers.items()}}
        page = self.page("", f"{JA}/entities/{entity}/plan?{urlencode(asked)}")
        found = {}
        for head in page.xpath("//div[@class='route-head']"):
            kind, state = head.xpath("./b")[0], head.xpath("./span[contains(@class,'badge')]")[0]
            found[_key(ranking().kinds, kind)] = _key(ranking().states, state)
        return found

    def told(self, entity: str, use: str, **answers: str) -> str:
        asked = {"use": use, **{f"a.{key}": value for key, value in answers.items()}}
        return _words(self.page("", f"{JA}/entities/{entity}/plan?{urlencode(asked)}"))

    def everything(self, who: str, number: str, entity: str) -> str:
        page = self.page("", f"{JA}/entities/{entity}")
        links = {
            link.partition("#")[0]
            for link in page.xpath("//main//a/@href")
            if link.startswith("/ja/records/")
        }
        assert links
        pack = self.client(who).get(f"{JA}/cases/{number}/evidence.zip")
        files = zipfile.ZipFile(io.BytesIO(pack.content))
        told = [files.read(name).decode(errors="ignore") for name in files.namelist()]
        records = [self.client(who).get(link).content.decode() for link in links]
        case = self.client(who).get(f"{JA}/cases/{number}").content.decode()
        return "\n".join((page.text_content(), self.told(entity, "post_online"), case, *records, *told))

    def register(self, who: str, work: dict[str, str], answers: dict[str, str], fee: str = "") -> str:
        path = f"{JA}/account/works/new"
        [form] = [one for one in self.page(who, path).forms if "title" in one.fields]
        answer = self.client(who).post(path, {**filled_in(form), **work, "action": "publish"})
        assert answer.status_code == 302, _refused(answer)
        key = answer.headers["Location"].rpartition("/")[2]
        if answers:
            path = f"{JA}/account/works/{key}/permissions"
            form = next(one for one in self.page(who, path).forms if "answer.commercial" in one.fields)
            told = {f"answer.{purpose}": answer for purpose, answer in answers.items()}
            told |= {"fee_words": fee, "fee": "words"} if fee else {}
            answer = self.client(who).post(path, {**filled_in(form), **told, "action": "declare"})
            assert answer.status_code == 302, _refused(answer)
        return self.find(work["title"])

    def whole(self, who: str, number: str, on: str) -> tuple[bool, dict[str, bool]]:
        case = self.page(who, f"{JA}/cases/{number}")
        [link] = case.xpath("//a[contains(@href,'/whole')]/@href")
        page = self.page(who, f"{link}?on={on}")
        labels = {key: layer.label for key, layer in layers().items()}
        rows = page.xpath("//tr[@data-part]")
        assert all(_words(row.xpath("./td")[-1]) for row in rows)
        allowed = {
            _key(labels, row.find("th")): bool(row.xpath(".//*[contains(@class,'good')]")) for row in rows
        }
        return page.xpath("//*[@data-allowed]/@data-allowed") == ["yes"], allowed

    def open(self, who: str, procedure: str, title: str, **told: str) -> str:
        asked = {"procedure": procedure, "title": title, "use": told.get("use", "stream_archive_programme")}
        asked |= {"begins": told.get("begins", "2026-09-01"), "ends": told.get("ends", "2028-08-31")}
        asked |= {name: told[name] for name in ("entity", "part") if name in told}
        path = f"{JA}/cases/new?{urlencode(asked)}"
        form = next(
            form for form in self.page(who, path).forms if form.method == "POST" and "title" in form.fields
        )
        filled = filled_in(form)
        assert filled["title"] == title
        if "holder" in told:
            assert "holder" in form.fields
            filled["holder"] = self.stage.body_of(told["holder"]).name
        if "about" in told:
            filled["about"] = told["about"]
        answer = self.client(who).post(path, filled)
        assert answer.status_code == 302, _refused(answer)
        return answer.headers["Location"].rpartition("/")[2]

    def act(self, who: str, number: str, action: str, **told: str | int) -> None:
        answer = self.sent(who, number, action, told)
        assert answer.status_code == 302, (action, _refused(answer))

    def refusal(self, who: str, number: str, action: str, **told: str | int) -> str:
        page = self.page(who, f"{JA}/cases/{number}")
        if self.form_of(page, action, told) is None:
            # A step that is barred shows why in the place of its form.
            heads = page.xpath(
                f"//*[@id='do-{action}']/ancestor-or-self::*[self::article or self::details][1]"
            )
            assert heads, f"{action} is not on the page of {who}"
            return _words(heads[0])
        answer = self.sent(who, number, action, told)
        assert answer.status_code == 400, answer.status_code
        return _refused(answer)

    def sent(self, who: str, number: str, action: str, told: dict[str, str | int]) -> HttpResponse:
        page = self.page(who, f"{JA}/cases/{number}")
        form = self.form_of(page, action, told)
        assert form is not None, f"{who} has no form for {action} in {number}"
        item = str(told.get("item", told.get("check", "")))
        filled = filled_in(form)
        names = _names(form)
        fields = {key: value for key, value in told.items() if key not in ("item", "check")}
        entry = f"{action}.{item}"
        if any(_value(one) == entry for one in form.xpath(".//*[@name='do'][@type='checkbox']|.//option")):
            filled["do"] = entry
        for key, value in fields.items():
            candidates = (f"{entry}.{key}", f"{action}..{key}", f"all.{action}.{key}")
            name = next((name for name in candidates if name in names), None)
            assert name, f"the form of {action} has no field {key}"
            filled[name] = str(value)
        return self.client(who).post(form.action, filled)

    def form_of(
        self, page: html.HtmlElement, action: str, told: dict[str, str | int]
    ) -> html.HtmlElement | None:
        """The form of the page by which an action is taken, about that item."""
        item = str(told.get("item", told.get("check", "")))
        for form in page.forms:
            entries = {
                _value(one)
                for one in form.xpath(".//*[@name='do' or @name='each']|.//select[@name='do']/option")
            }
            if f"{action}.{item}" in entries:
                return form
        return None

    def hand_in(self, who: str, number: str, kind: str, name: str, data: bytes) -> None:
        page = self.page(who, f"{JA}/cases/{number}")
        form = next(form for form in page.forms if "file" in form.fields)
        assert kind in form.inputs["kind"].value_options
        filled = {**filled_in(form), "kind": kind, "file": SimpleUploadedFile(name, data)}
        answer = self.client(who).post(form.action, filled)
        assert answer.status_code == 302, _refused(answer)

    def admit(self, who: str, number: str, role: str, whom: str) -> None:
        page = self.page(who, f"{JA}/cases/{number}")
        [form] = [one for one in page.forms if one.fields.get("what") == "join"]
        assert role in form.inputs["role"].value_options
        answer = self.client(who).post(form.action, {**filled_in(form), "role": role, "text": whom})
        assert answer.status_code == 302, _refused(answer)

    def state(self, who: str, number: str) -> str:
        page = self.page(who, f"{JA}/cases/{number}")
        [state] = page.xpath("//dl[@class='standing']//dd/@data-state")
        return state

    def view_sites(self, who: str, number: str, day: str) -> None:
        """All at once: ticked, with one day and one result."""
        page = self.page(who, f"{JA}/cases/{number}")
        form = next(
            (form for form in page.forms if form.xpath(".//input[starts-with(@value,'view_site.')]")), None
        )
        if form is not None:
            ticks = form.xpath(".//input[@name='do'][@type='checkbox']/@value")
            shared = {"all.view_site.viewed_on": day, "all.view_site.viewed_result": "該当なし"}
            answer = self.client(who).post(form.action, {**filled_in(form), **shared, "do": ticks})
            assert answer.status_code == 302, _refused(answer)

    def known(self, who: str, number: str) -> dict[str, str]:
        page = self.page(who, f"{JA}/cases/{number}")
        fields = self.procedure_of(page).fields
        labels = {key: field.label for key, field in fields.items()}
        rows = page.xpath("//section[@aria-labelledby='data']//dl/div[not(contains(@class,'missing'))]")
        return {_key(labels, row.find("dt")): _day_or_words(row.find("dd")) for row in rows}

    def documents(self, who: str, number: str) -> set[str]:
        page = self.page(who, f"{JA}/cases/{number}")
        links = page.xpath("//section[@aria-labelledby='documents']//a[contains(@href,'/documents/')]")
        labels = {name: one.label for name, one in templates().items()}
        return {_key(labels, link, " (PDF)") for link in links}

    def procedure_of(self, page: html.HtmlElement) -> Procedure:
        """The procedure that a page of a case is about."""
        called = _words(page.xpath("//header[@class='case-head']/p")[0])
        [made] = [one for one in procedures() if called.startswith(one.label.ja)]
        return made

    def following(self, who: str, procedure: str) -> str:
        page = self.page(who, f"{JA}/cases/?procedure={procedure}&sort=opened&closed=all")
        return page.xpath("//table//a[contains(@href,'/cases/')]/@href")[-1].rpartition("/")[2]

    def may_use(self, who: str, number: str, on: str) -> bool:
        now = self.stage.settings.KENRI_NOW
        self.stage.settings.KENRI_NOW = now.replace(*map(int, on.split("-")))
        page = self.page(who, f"{JA}/cases/{number}")
        self.stage.settings.KENRI_NOW = now
        return bool(page.xpath("//dl[@class='standing']/div[4]//span[contains(@class,'good')]"))

    def report_uses(self, who: str, table: str, scheme: str, first: str, last: str) -> str:
        path = f"{JA}/account/usage/"
        [form] = [one for one in self.page(who, path).forms if "scheme" in one.fields]
        told = {"organisation": self.stage.party(who), "scheme": scheme, "first": first, "last": last}
        file = SimpleUploadedFile("usage.csv", table.encode())
        shown = self.client(who).post(
            path, {**filled_in(form), **told, "intermediary": "platform", "file": file}
        )
        [form] = [f for f in html.fromstring(shown.content.decode()).forms if "/look/" in (f.action or "")]
        answer = self.client(who).post(form.action, filled_in(form))
        assert answer.status_code == 302, _refused(answer)
        return answer.headers["Location"].rpartition("/")[2]

    def sees_report(self, who: str, report: str) -> bool:
        return self.client(who).get(f"{JA}/account/usage/{report}").status_code == 200

    def tell_holders(self, who: str, table: str) -> None:
        told = {"action": "shares", "file": SimpleUploadedFile("shares.csv", table.encode())}
        answer = self.client(who).post(f"{JA}/money/distribution", told)
        page = html.fromstring(answer.content.decode())
        assert page.xpath("//div[contains(@class,'banner') and contains(@class,'success')]"), _refused(answer)

    def pressed(self, who: str, report: str, action: str) -> html.HtmlElement:
        """A button on the page of a report, pressed; the page after it."""
        page = self.page(who, f"{JA}/account/usage/{report}")
        [form] = [one for one in page.forms if one.xpath(f".//button[@value='{action}']")]
        answer = self.client(who).post(form.action, {**filled_in(form), "action": action})
        assert answer.status_code == 302
        return self.page(who, answer.headers["Location"])

    def ask_platform(self, who: str, report: str) -> tuple[str, int]:
        page = self.pressed(who, report, "ask")
        [row] = page.xpath("//section[@aria-labelledby='asked']//tbody/tr")
        yen, reference = (_words(cell) for cell in row.xpath("./td")[:2])
        return reference, _yen(yen)

    def take_bank_file(self, who: str, data: bytes) -> None:
        path = f"{JA}/money/bank"
        told = {"action": "file", "statement": SimpleUploadedFile("statement.txt", data)}
        assert self.client(who).post(path, told).status_code == 200
        assert self.client(who).post(path, {"action": "certain"}).status_code == 302

    def distribute(self, who: str, report: str) -> int:
        page = self.pressed(who, report, "run")
        [yen] = page.xpath("//li/@data-yen")
        return int(yen)

    def pay_out(self, who: str, batch: str) -> list[int]:
        answer = self.client(who).post(f"{JA}/money/distribution", {"action": "pay", "batch": batch})
        page = html.fromstring(answer.content.decode())
        rows = page.xpath("//section[@aria-labelledby='pay']//tbody/tr")
        return sorted((_yen(_words(row.xpath("./td")[1])) for row in rows), reverse=True)

    def statement(self, who: str, of: str, first: str, last: str) -> bytes | None:
        asked = {"payee": self.stage.party(of), "first": first, "last": last}
        answer = self.client(who).get(f"{JA}/account/statements/statement.json", asked)
        return answer.content if answer.status_code == 200 else None


def filled_in(form: html.HtmlElement) -> dict[str, str | list[str]]:
    """What a browser would send if nothing were changed."""
    found: dict[str, str | list[str]] = {}
    for name, value in form.form_values():
        if name in found:
            before = found[name]
            found[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            found[name] = value
    return found


def _names(form: html.HtmlElement) -> set[str]:
    return set(form.xpath(".//*/@name"))


def _key(labels: Mapping[str, Text], element: html.HtmlElement, after: str = "") -> str:
    """Which of these is meant by the words of an element."""
    words = _words(element).removesuffix(after)
    return next(key for key, label in labels.items() if label.ja == words)


def _yen(words: str) -> int:
    return int("".join(letter for letter in words if letter.isdecimal()))


def _value(element: html.HtmlElement) -> str:
    return element.get("value", "")


def _day_or_words(cell: html.HtmlElement) -> str:
    """What a page tells; a day as the programmes' interface writes it."""
    told = _words(cell)
    day = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", told)
    return dt.date(*map(int, day.groups())).isoformat() if day else told


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _refused(answer: HttpResponse) -> str:
    """What a page says of a form that it did not take."""
    page = html.fromstring(answer.content.decode())
    return " ".join(_words(one) for one in page.xpath("//*[@role='alert']|//*[contains(@class,'barred')]"))

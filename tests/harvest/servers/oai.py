"""An OAI-PMH 2.0 repository over generated records, with a switch for every trap that real ones set."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from servers.site import Visit

NAMESPACES = (
    'xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"'
)
DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
)
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@functools.lru_cache(maxsize=200_000)
def record_xml(number: int, stamp: str, deleted: bool) -> str:
    """One record with its header."""
    status = ' status="deleted"' if deleted else ""
    head = (
        f"<record><header{status}><identifier>oai:example.org:{number}</identifier>"
        f"<datestamp>{stamp}</datestamp><setSpec>even:{number % 2}</setSpec></header>"
    )
    if deleted:
        return head + "</record>"
    return (
        f"{head}<metadata>{DC}<dc:title>資料 第{number}号</dc:title>"
        f"<dc:creator>著者 {number % 97}</dc:creator><dc:date>{1900 + number % 120}</dc:date>"
        f"<dc:identifier>https://example.org/{number}</dc:identifier><dc:language>ja</dc:language>"
        f"<dc:rights>CC BY 4.0</dc:rights></oai_dc:dc></metadata></record>"
    )


@dataclass(eq=False)
class Repository:
    """Which records there are, and how the repository misbehaves; requests for pages are counted from 0."""

    count: int = 250
    page: int = 50
    seconds: bool = True
    ordered: bool = True
    deleted_every: int = 0
    deleted_policy: str = "persistent"
    size: int | str | None = "exact"
    sets: tuple[str, ...] = ("even:0", "even:1")
    odd_tokens: bool = False
    constant_token: bool = False
    closing_token: bool = True
    stuck_from: int | None = None
    empty_for_ever: bool = False
    expire_at: set[int] = field(default_factory=set)
    expire_always_from: int | None = None
    short_by: int = 0
    busy_at: set[int] = field(default_factory=set)
    retry_after: str = "7"
    failing_at: dict[int, int] = field(default_factory=dict)
    html_at: set[int] = field(default_factory=set)
    cut_at: set[int] = field(default_factory=set)
    forbidden_character_at: set[int] = field(default_factory=set)
    kind: str = "text/xml"
    now: str = "2026-01-02T03:04:05Z"

    asked: int = 0
    _position: int = 0

    def stamp(self, number: int) -> str:
        place = number if self.ordered else (number * 7919) % max(self.count, 1)
        moment = EPOCH + timedelta(minutes=37 * place)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ" if self.seconds else "%Y-%m-%d")

    def __call__(self, visit: Visit) -> None:
        verb = visit.query.get("verb", "")
        if verb == "Identify":
            visit.send(self.wrap(self.identify()), kind=self.kind)
        elif verb == "ListSets":
            visit.send(self.wrap(self.list_sets(visit)))
        elif verb == "ListMetadataFormats":
            one = "<metadataFormat><metadataPrefix>oai_dc</metadataPrefix></metadataFormat>"
            visit.send(self.wrap(f"<ListMetadataFormats>{one}</ListMetadataFormats>"))
        elif verb == "ListRecords":
            self.list_records(visit)
        else:
            visit.send(self.wrap('<error code="badVerb">Illegal verb</error>'))

    def wrap(self, inner: str) -> str:
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH {NAMESPACES}>'
            f"<responseDate>{self.now}</responseDate>"
            f"<request>http://localhost/oai</request>{inner}</OAI-PMH>\n"
        )

    def identify(self) -> str:
        granularity = "YYYY-MM-DDThh:mm:ssZ" if self.seconds else "YYYY-MM-DD"
        return (
            "<Identify><repositoryName>見本リポジトリ</repositoryName><baseURL>http://localhost/oai</baseURL>"
            "<protocolVersion>2.0</protocolVersion><adminEmail>a@example.org</adminEmail>"
            f"<earliestDatestamp>2020-01-01</earliestDatestamp><deletedRecord>{self.deleted_policy}"
            f"</deletedRecord><granularity>{granularity}</granularity></Identify>"
        )

    def list_sets(self, visit: Visit) -> str:
        if not self.sets:
            return '<error code="noSetHierarchy">no sets</error>'
        at = int(visit.query.get("resumptionToken", "0"))
        one = f"<set><setSpec>{self.sets[at]}</setSpec><setName>set {at}</setName></set>"
        token = f"<resumptionToken>{at + 1}</resumptionToken>" if at + 1 < len(self.sets) else ""
        return f"<ListSets>{one}{token}</ListSets>"

    def list_records(self, visit: Visit) -> None:
        asked, self.asked = self.asked, self.asked + 1
        if asked in self.busy_at:
            visit.send("busy", 503, "text/plain", Retry_After=self.retry_after)
            return
        if asked in self.failing_at:
            visit.send("NullPointerException", self.failing_at[asked], "text/plain")
            return
        if asked in self.html_at:
            visit.send(
                "<!DOCTYPE html><html><head><title>メンテナンス中</title></head></html>", kind="text/html"
            )
            return
        token = visit.query.get("resumptionToken", "")
        expired = asked in self.expire_at or (
            self.expire_always_from is not None and asked >= self.expire_always_from
        )
        if token and expired:
            visit.send(self.wrap('<error code="badResumptionToken">expired</error>'))
            return
        body = self.wrap(self.answer(visit.query)).encode()
        if asked in self.forbidden_character_at:
            body = body.replace("資料".encode(), "資\x0b料&#x1;".encode(), 1)
        if asked in self.cut_at:
            # Sent and closed in order, but half of it: nothing in the transfer tells.
            visit.start(200, Content_Type="text/xml", Connection="close")
            visit.write(body[: len(body) // 2])
            visit.hang_up()
            return
        visit.send(body, kind=self.kind)

    def answer(self, query: dict[str, str]) -> str:
        token = query.get("resumptionToken", "")
        if token:
            start, first, last, chosen = self.unpack(token)
        else:
            if query.get("metadataPrefix") != "oai_dc":
                return '<error code="cannotDisseminateFormat">unknown prefix</error>'
            start, first, last = 0, query.get("from", ""), query.get("until", "")
            chosen = query.get("set", "")
            if not self.seconds and (len(first) > 10 or len(last) > 10):
                return '<error code="badArgument">granularity is YYYY-MM-DD</error>'
            self._position = 0
        numbers = self.selected(first, last, chosen)
        if not numbers:
            return '<error code="noRecordsMatch">nothing</error>'
        return f"<ListRecords>{self.page_of(numbers, start, first, last, chosen)}</ListRecords>"

    @functools.lru_cache(maxsize=8)  # noqa: B019  (lives as long as its test)
    def selected(self, first: str, last: str, chosen: str) -> list[int]:
        return [
            number
            for number in range(self.count)
            if (not first or self.stamp(number) >= first[: len(self.stamp(number))])
            and (not last or self.stamp(number) <= last)
            and (not chosen or chosen == f"even:{number % 2}")
        ]

    def page_of(self, numbers: list[int], start: int, first: str, last: str, chosen: str) -> str:
        if self.constant_token:
            start, self._position = self._position, self._position + self.page
        if self.stuck_from is not None:
            start = min(start, self.stuck_from)
        part = numbers[start : start + self.page]
        if self.empty_for_ever and start:
            part = []
        every = self.deleted_every
        records = "".join(
            record_xml(number, self.stamp(number), bool(every and number % every == 0))
            for number in part[: len(part) - self.short_by if start else len(part)]
        )
        size = len(numbers) if self.size == "exact" else self.size
        stated = "" if size is None else f' completeListSize="{size}" cursor="{start}"'
        if start + self.page < len(numbers) or self.empty_for_ever or self.stuck_from is not None:
            following = self.pack(start + self.page, first, last, chosen)
            return f"{records}<resumptionToken{stated}>{following}</resumptionToken>"
        closing = f"<resumptionToken{stated}/>" if start and self.closing_token else ""
        return records + closing

    def pack(self, start: int, first: str, last: str, chosen: str) -> str:
        if self.constant_token:
            return "session-1"
        token = f"{start}|{first}|{last}|{chosen}"
        return escape(f"{token}|a+b/c=&d %41#é") if self.odd_tokens else token

    def unpack(self, token: str) -> tuple[int, str, str, str]:
        if self.constant_token:
            return 0, "", "", ""
        parts = token.split("|")
        if self.odd_tokens:
            assert parts[4] == "a+b/c=&d %41#é", f"the token came back altered: {quoteattr(token)}"
        return int(parts[0]), parts[1], parts[2], parts[3]

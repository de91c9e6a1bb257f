"""An SRU server and a paged JSON API over generated records."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from servers.site import Visit

SRW = "http://www.loc.gov/zing/srw/"
DIAGNOSTIC = "http://www.loc.gov/zing/srw/diagnostic/"


@dataclass(eq=False)
class Catalogue:
    """Answers ``/sru`` and ``/json``. ``limit`` is the last start position that SRU gives, as NDL's 500."""

    count: int = 95
    limit: int | None = None
    names_next: bool = True
    stuck: bool = False
    stated: int | None = None
    growing: bool = False
    empty_from: int | None = None
    most: int = 1000
    cut_at: set[int] = field(default_factory=set)
    total_as: type = int
    asked: int = 0

    def __call__(self, visit: Visit) -> None:
        asked, self.asked = self.asked, self.asked + 1
        if visit.path == "/sru":
            body, kind = self.sru(visit.query), "text/xml"
        else:
            body, kind = self.json(visit.query), "application/json"
        if asked in self.cut_at:
            visit.start(200, Content_Type=kind, Connection="close")
            visit.write(body.encode()[: len(body) // 2])
            visit.hang_up()
            return
        visit.send(body, kind=kind)

    def total(self) -> int:
        return (self.count if self.stated is None else self.stated) + (self.asked if self.growing else 0)

    def numbers(self, start: int, size: int) -> range:
        """The records from position ``start``, counted from 0."""
        if self.stuck:
            start = min(start, size)
        if self.empty_from is not None and start >= self.empty_from:
            return range(0)
        return range(start, min(start + min(size, self.most), self.count))

    def sru(self, query: dict[str, str]) -> str:
        if query.get("query") == "broken":
            return self.diagnosed("10", "Query syntax error", "broken")
        start, size = int(query["startRecord"]), int(query["maximumRecords"])
        if self.limit is not None and start > self.limit:
            return self.diagnosed("61", "First record position out of range", str(start))
        numbers = self.numbers(start - 1, size)
        records = "".join(
            f"<record><recordSchema>{query['recordSchema']}</recordSchema><recordPacking>xml</recordPacking>"
            '<recordData><dc xmlns="http://purl.org/dc/elements/1.1/">'
            f"<title>本 {n}</title></dc></recordData>"
            f"<recordPosition>{n + 1}</recordPosition></record>"
            for n in numbers
        )
        following = start + len(numbers)
        onward = following <= self.total() and self.names_next
        named = f"<nextRecordPosition>{following}</nextRecordPosition>" if onward else ""
        return (
            f'<?xml version="1.0"?><searchRetrieveResponse xmlns="{SRW}"><version>1.2</version>'
            f"<numberOfRecords>{self.total()}</numberOfRecords><records>{records}</records>{named}"
            "</searchRetrieveResponse>"
        )

    def diagnosed(self, number: str, message: str, details: str) -> str:
        return (
            f'<?xml version="1.0"?><searchRetrieveResponse xmlns="{SRW}"><version>1.2</version>'
            f'<numberOfRecords>0</numberOfRecords><diagnostics><diagnostic xmlns="{DIAGNOSTIC}">'
            f"<uri>info:srw/diagnostic/1/{number}</uri><details>{details}</details><message>{message}</message>"
            "</diagnostic></diagnostics></searchRetrieveResponse>"
        )

    def json(self, query: dict[str, str]) -> str:
        size = int(query.get("limit", "10"))
        start = int(query["offset"]) if "offset" in query else (int(query.get("page", "1")) - 1) * size
        items = [{"id": number, "title": f"作品 {number}"} for number in self.numbers(start, size)]
        return json.dumps({"result": {"items": items, "total": self.total_as(self.total())}})

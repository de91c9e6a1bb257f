"""A file server that speaks ETag, Last-Modified and Range, or leaves some of it out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from servers.site import Visit


@dataclass(eq=False)
class Shelf:
    """One file. ``break_at`` names the requests (from 0) whose body ends after ``break_after`` bytes."""

    body: bytes
    kind: str = "application/octet-stream"
    etags: bool = True
    ranges: bool = True
    length: bool = True
    weak: bool = False
    modified: str = ""
    lies_about_range: bool = False
    ignores_if_range: bool = False
    most_at_once: int = 1 << 40
    disposition: str = ""
    break_at: set[int] = field(default_factory=set)
    break_after: int = 1000
    asked: int = 0
    statuses: list[int] = field(default_factory=list)

    @property
    def etag(self) -> str:
        return ("W/" if self.weak else "") + f'"{hashlib.md5(self.body).hexdigest()}"'

    def __call__(self, visit: Visit) -> None:
        asked, self.asked = self.asked, self.asked + 1
        headers = {"Content_Type": self.kind}
        if self.etags:
            headers["ETag"] = self.etag
        if self.modified:
            headers["Last_Modified"] = self.modified
        if self.disposition:
            headers["Content_Disposition"] = self.disposition
        if self.known(visit):
            self.statuses.append(304)
            visit.start(304, **headers)
            return
        part, status = self.body, 200
        asked_range = visit.headers.get("range", "")
        same = self.ignores_if_range or visit.headers.get("if-range") == self.etag
        if self.ranges and asked_range and same:
            start = int(asked_range.removeprefix("bytes=").split("-")[0])
            part, status = self.body[start : start + self.most_at_once], 206
            told = start + 1 if self.lies_about_range else start
            headers["Content_Range"] = f"bytes {told}-{start + len(part) - 1}/{len(self.body)}"
        if self.length:
            headers["Content_Length"] = str(len(part))
        else:
            headers["Connection"] = "close"
        self.statuses.append(status)
        visit.start(status, **headers)
        visit.write(part[: self.break_after] if asked in self.break_at else part)
        if asked in self.break_at or not self.length:
            visit.hang_up()

    def known(self, visit: Visit) -> bool:
        if self.etags and visit.headers.get("if-none-match") == self.etag:
            return True
        return bool(self.modified) and visit.headers.get("if-modified-since") == self.modified

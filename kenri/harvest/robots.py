"""What a site's robots.txt (RFC 9309) lets Kenri ask for, and how long to wait between requests."""

from __future__ import annotations

from protego import Protego

from kenri.vocab.problems import Problem

PRODUCT = "Kenri"
"""The product token by which a robots.txt addresses Kenri."""

LARGEST = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB."""


class Rules:
    """The rules of one site; ``None`` as text means that the site has no robots.txt: all is allowed."""

    def __init__(self, text: str | None) -> None:
        self._rules = Protego.parse(text) if text is not None else None

    def check(self, url: str) -> None:
        """Raise ``Problem('robots_disallow')`` where the site asks robots to stay away from this URL."""
        if self._rules is not None and not self._rules.can_fetch(url, PRODUCT):
            raise Problem("robots_disallow", url)

    @property
    def delay(self) -> float:
        """Seconds to leave between two requests, 0 where the site says nothing."""
        if self._rules is None:
            return 0.0
        delay = float(self._rules.crawl_delay(PRODUCT) or 0.0)
        rate = self._rules.request_rate(PRODUCT)
        return max(delay, rate.seconds / rate.requests) if rate and rate.requests else delay

"""What a holder declares: an answer for each purpose, and the terms on which "on terms" permits."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from kenri.vocab.text import Text

Answer = Literal["permit", "terms", "ask", "refuse"]
ANSWERS: dict[Answer, Text] = {
    "permit": Text("許諾する", "Permit"),
    "terms": Text("条件付きで許諾", "On terms"),
    "ask": Text("要相談", "Ask me"),
    "refuse": Text("許諾しない", "Refuse"),
}
RESTRICTIVE: tuple[Answer, ...] = ("refuse", "ask", "terms", "permit")
"""The most restrictive first."""


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """Conditions of a permission.

    ``credit``: the author is named, as ``credit_line`` says if it is not empty. ``fee``: ``free``, empty (not
    said) or the words that say what is paid. ``territory``: empty for everywhere, else an ISO country code.
    ``until``: the last day. ``medium``: the media that are meant, in words. ``share_alike``: changed works
    come under the same terms. ``no_sensitive``: not for politics, religion, discrimination or adult content.
    ``other``: what else, in words.
    """

    credit: bool = False
    credit_line: str = ""
    fee: str = ""
    territory: str = ""
    until: date | None = None
    medium: str = ""
    share_alike: bool = False
    no_sensitive: bool = False
    other: str = ""

    def told(self) -> tuple[Text, ...]:
        """Each condition in words."""
        line = f"（{self.credit_line}）" if self.credit_line else ""
        line_en = f" ({self.credit_line})" if self.credit_line else ""
        found = (
            (self.credit, f"クレジットを表示すること{line}", f"credit the author{line_en}"),
            (self.fee == "free", "無償", "free of charge"),
            (self.fee not in ("", "free"), f"対価：{self.fee}", f"fee: {self.fee}"),
            (self.territory, f"地域：{self.territory}", f"territory: {self.territory}"),
            (self.until, f"期間：{self.until}まで", f"until {self.until}"),
            (self.medium, f"媒体：{self.medium}", f"media: {self.medium}"),
            (self.share_alike, "改変したものは同じ条件で公開すること", "share changed works alike"),
            (self.other, self.other, self.other),
            (
                self.no_sensitive,
                "政治・宗教・差別・成人向けの表現に用いないこと",
                "no political, religious, discriminatory or adult use",
            ),
        )
        return tuple(Text(ja, en) for holds, ja, en in found if holds)


class Declared(msgspec.Struct, frozen=True, omit_defaults=True):
    """One declaration as stored: ``template`` is whose answers these are, ``licence`` what they amount to.

    ``terms`` are those of every purpose that has none of its own in ``own``.
    """

    answers: dict[str, Answer]
    terms: Terms = Terms()
    template: str = ""
    licence: str = ""
    own: dict[str, Terms] = {}

    def terms_of(self, purpose: str) -> Terms:
        """On what terms a purpose is permitted, where it is permitted on terms."""
        return self.own.get(purpose, self.terms)


class Standing(msgspec.Struct, frozen=True):
    """The answer that stands for one purpose of one work: which, on what terms, since when.

    ``general``: it was declared for all works of the holder, not for this one.
    """

    says: Answer
    terms: Terms
    since: date
    general: bool

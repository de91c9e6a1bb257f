"""The share of a cancelled award: how much of it the holder keeps and how much the user gets back.

著作権法 67-3(9): the holder gets what falls on the time from the day of the award to the day before the
cancellation; (10): the user recovers the rest. How days are counted and fractions rounded is not in the Act.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


class SplitLine(msgspec.Struct, frozen=True):
    """One step of the arithmetic in words; ``assumption``: the Act leaves it open."""

    text: Text
    article: str
    assumption: bool = False


class Split(msgspec.Struct, frozen=True):
    """``holder`` and ``user`` make the whole amount, to the yen."""

    holder: int
    user: int
    lines: tuple[SplitLine, ...]


def split_by_day(amount: int, start: dt.date, end: dt.date, cancelled: dt.date) -> Split:
    """Split what was paid for ``start`` to ``end`` (both included) when the award ends on ``cancelled``.

    Linear by calendar days, and a fraction of a yen goes to the holder, whose loss the payment makes good:
    both are assumptions. Raises ``Problem``: ``period_backwards``, ``amount_not_whole``.
    """
    if end < start:
        raise Problem("period_backwards", start=start, end=end)
    if type(amount) is not int or amount < 0:
        raise Problem("amount_not_whole", amount=amount, most="")
    whole = (end - start).days + 1
    used = min(max((cancelled - start).days, 0), whole)
    holder = -(-amount * used // whole)
    user = amount - holder
    return Split(
        holder,
        user,
        (
            SplitLine(
                Text(
                    f"裁定の期間 {start}〜{end}：{whole:,}日。取消し（{cancelled}）の前日まで：{used:,}日。",
                    f"Award {start} to {end}: {whole:,} days; to the day before the cancellation"
                    f" ({cancelled}): {used:,} days.",
                ),
                "著作権法第67条の3第9項",
            ),
            SplitLine(
                Text(
                    f"権利者：{amount:,}円 × {used:,} ÷ {whole:,} ＝ {holder:,}円"
                    "（暦日による按分、1円未満は権利者のため切上げ）",
                    f"Holder: ¥{amount:,} × {used:,} ÷ {whole:,} = ¥{holder:,} (by calendar days,"
                    " a fraction of a yen rounded up for the holder)",
                ),
                "著作権法第67条の3第9項",
                assumption=True,
            ),
            SplitLine(
                Text(f"利用者に返還：{user:,}円", f"Back to the user: ¥{user:,}"), "著作権法第67条の3第10項"
            ),
        ),
    )

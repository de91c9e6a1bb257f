"""``kenri notices``: what people are to be told of, and the e-mails about it, for a timer to call."""

from __future__ import annotations

from kenri.accounts import notices as told
from kenri.accounts.clock import now
from kenri.project import speech
from kenri.registry import interest
from kenri.vocab.text import Text
from kenri.web.registry import searched


def notices(*, json: bool = False) -> None:
    """Look into saved searches, count up weeks, send e-mails."""
    at = now()
    found, weeks = searched.look(at), interest.tell_weekly(at)
    sent = told.send_due(at)
    if json:
        speech.answer_json({"searches": found, "weeks": weeks, "sent": sent})
        return
    words = Text(
        f"新しい結果のある検索：{found:,} 件、回数のお知らせ：{weeks:,} 件、送信したメール：{sent:,} 通",
        f"{found:,} searches with new results, {weeks:,} notices of a week's number, {sent:,} e-mails sent",
    )
    speech.tell([words])

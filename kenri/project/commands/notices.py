"""``kenri notices``: e-mail about what people are told of, for a timer to call."""

from __future__ import annotations

from kenri.accounts import notices as told
from kenri.accounts.clock import now
from kenri.project import speech
from kenri.vocab.text import Text


def notices(*, json: bool = False) -> None:
    """Send the e-mails that are due."""
    sent = told.send_due(now())
    if json:
        speech.answer_json({"sent": sent})
        return
    speech.tell([Text(f"送信したメール：{sent:,} 通", f"{sent:,} e-mails sent")])

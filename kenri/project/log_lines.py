"""The lines of the log: one event each, nothing that opens a door."""

from __future__ import annotations

import logging
import re
import time

_SECRETS = re.compile(
    r"(?P<before>/(?:answers|invitations|requests|stop)/|kenri_[0-9a-f]{16}_)[\w.\-]+|"
    r"(?P<named>\b(?:password|secret|token|code|csrfmiddlewaretoken)=)[^&\s]+",
    re.IGNORECASE,
)


class Lines(logging.Formatter):
    """Time (UTC, ISO 8601), level, logger, message. Addresses that are secrets lose their secret part.

    A message is one line, whatever whoever asked put into it; only a traceback takes more.
    """

    converter = time.gmtime

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the name in logging)
        """The line."""
        told = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in record.message)
        record.message = _SECRETS.sub(lambda found: f"{found['before'] or found['named']}…", told)
        return super().formatMessage(record)

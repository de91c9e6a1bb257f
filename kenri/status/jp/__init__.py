"""Japan: the Copyright Act (Act 48 of 1970) and the old one (Act 39 of 1899) with all its reforms."""

from __future__ import annotations

from kenri.status.jp.answering import JURISDICTION

__all__ = ["JURISDICTION"]

"""United States: Title 17, with the formalities of the Acts of 1909 and 1976 and the restoration of 1996."""

from __future__ import annotations

from kenri.status.us.answering import JURISDICTION

__all__ = ["JURISDICTION"]

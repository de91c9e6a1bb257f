"""European Union and United Kingdom: Directives 93/98, 2006/116 and 2011/77; the Act of 1988."""

from __future__ import annotations

from kenri.status.eu.answering import JURISDICTION

__all__ = ["JURISDICTION"]

"""The only writer of usage reports, holdings, distributions and payments, one module each.

Doing something twice with the same key does it once; a correction adds differences and edits nothing.
"""

from __future__ import annotations

from kenri.ledger.distribution.services.holding import decide, hold, mandate, name_payee
from kenri.ledger.distribution.services.importing import import_shares
from kenri.ledger.distribution.services.lapsing import lapse
from kenri.ledger.distribution.services.paying import pay_due
from kenri.ledger.distribution.services.releasing import release
from kenri.ledger.distribution.services.running import run
from kenri.ledger.distribution.services.taking import Told, ask, examine, look_up, report_called, take_in

__all__ = [
    "Told",
    "ask",
    "decide",
    "examine",
    "hold",
    "import_shares",
    "lapse",
    "look_up",
    "mandate",
    "name_payee",
    "pay_due",
    "release",
    "report_called",
    "run",
    "take_in",
]

"""A process that does everything with money for some cases, in a shuffled order: ``worker.py COUNT SEED``.

Every step has a key, so that any number of workers, killed or not, leave the same books behind.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys

AT = dt.datetime(2026, 5, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def carry_out(number: int) -> None:
    """All that happens to one case: asked, paid in two parts, partly given back, the rest paid to the holder."""
    from kenri.ledger import services
    from kenri.ledger.tax import Line
    from kenri.vocab.text import Text

    case, amount, day = f"K-{number}", 1_000 + number, AT.date()
    asked = services.oblige(
        "compensation", case=case, payer="user:aa", payee="user:bb", amount=amount,
        lines=[Line(Text("補", "c"), amount)], due=day, key=case, at=AT,
    )  # fmt: skip
    for part, share in enumerate((400, amount - 400)):
        message = f"{case}/{part}"
        services.receive(asked.number, share, bank="main", message=message, on=day, at=AT)
    services.waive(asked.number, 300, key=f"waive:{case}", at=AT, why="")
    services.refund(asked.number, key=f"refund:{case}", bank="main", at=AT)
    held = f"Liabilities:Held:{case}"
    services.pay_out(f"pay:{case}", party="user:cc", account=held, amount=amount - 300, bank="main", at=AT)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenri.project.settings")
    import django

    django.setup()
    from kenri.project import database

    database.make_ready()
    numbers = list(range(int(sys.argv[1])))
    random.Random(sys.argv[2]).shuffle(numbers)
    print("ready", flush=True)
    for number in numbers:
        carry_out(number)
        print(number, flush=True)

    from kenri.ledger.models import Balance
    from kenri.ledger.verifying import verify

    balances = {row.account: row.amount for row in Balance.objects.exclude(amount=0)}
    found = verify()
    print(json.dumps({"balances": balances, "entries": found.entries, "broken": str(found.broken or "")}))


if __name__ == "__main__":
    main()

"""Who holds what: told, decided upon, mandated. Each is a row of its own; the latest decision stands."""

from __future__ import annotations

import datetime as dt

from kenri.ledger.distribution.deductions import MILLION, withholding
from kenri.ledger.distribution.models import HeldMandate, Holding, HoldingDecision, Payee
from kenri.ledger.distribution.shares import Mandate, Share
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import layers

DECISIONS = (
    HoldingDecision.VERIFIED,
    HoldingDecision.DISPUTED,
    HoldingDecision.REFUSED,
    HoldingDecision.ENDED,
)


def hold(share: Share, work: str, *, basis: str, at: dt.datetime) -> Holding:
    """Somebody tells that a party holds a share of a work; it pays nothing before it is verified.

    Told again in the same words it is the same. Raises Problem: ``share_no_fraction``,
    ``share_unknown_layer``.
    """
    if not 0 < share.numerator <= share.denominator:
        raise Problem("share_no_fraction", value=f"{share.numerator}/{share.denominator}")
    if share.layer and share.layer not in layers():
        raise Problem("share_unknown_layer", layer=share.layer, known=", ".join(layers()))
    row, _ = Holding.objects.get_or_create(
        party=share.party, work=work, layer=share.layer, numerator=share.numerator,
        denominator=share.denominator, territory=share.territory, begins=share.begins, ends=share.ends,
        defaults={"basis": basis[:300], "at": at},
    )  # fmt: skip
    return row


def decide(holding: Holding, what: str, *, at: dt.datetime, by: str, note: str = "") -> HoldingDecision:
    """Verify, dispute, refuse or end a holding. Raises ``Problem('unknown_decision')``."""
    if what not in DECISIONS:
        raise Problem("unknown_decision", what=what, known=", ".join(DECISIONS))
    last = holding.decisions.order_by("-pk").first()
    if last is not None and last.what == what:
        return last
    return HoldingDecision.objects.create(holding=holding, what=what, note=note[:500], at=at, by=by)


def mandate(told: Mandate, *, commission: int, at: dt.datetime) -> HeldMandate:
    """A party is paid through a society. Raises ``Problem('bad_rate')``."""
    if not 0 <= commission < MILLION:
        raise Problem("bad_rate", value=commission)
    row, _ = HeldMandate.objects.get_or_create(
        party=told.party, society=told.society, layer=told.layer, territory=told.territory,
        begins=told.begins, ends=told.ends, commission=commission, defaults={"at": at},
    )  # fmt: skip
    return row


def name_payee(party: str, name: str, kind: str, *, at: dt.datetime) -> Payee:
    """What a party is called and is for the tax office. Raises ``Problem('no_withholding_rule')``."""
    withholding(kind, at.date())
    last = Payee.objects.filter(party=party).order_by("-pk").first()
    if last is not None and (last.name, last.kind) == (name, kind):
        return last
    return Payee.objects.create(party=party, name=name, kind=kind, at=at)

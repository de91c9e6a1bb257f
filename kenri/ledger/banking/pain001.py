"""ISO 20022 pain.001.001.03: an order of credit transfers to the bank."""

from __future__ import annotations

from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from kenri.ledger.banking.statements import Creditor, Order, Transfer, told

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
CLEARING = "JPZGN"
"""Japan's clearing system in ISO's external code list: bank and branch are its member's number."""


def write_transfers(order: Order) -> bytes:
    """The order as an XML message. Every transfer carries its number as EndToEndId, which comes back with
    it."""
    E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})  # noqa: N806  (lxml's customary name)
    total = told(sum(transfer.amount for transfer in order.transfers), order.currency)
    count = str(len(order.transfers))

    def agent(account: Creditor) -> Any:
        member = E.ClrSysMmbId(E.ClrSysId(E.Cd(CLEARING)), E.MmbId(account.bank + account.branch))
        return E.FinInstnId(member)

    def account_of(account: Creditor) -> Any:
        return E.Id(E.Othr(E.Id(f"{account.kind}-{account.number}")))

    def transfer_of(transfer: Transfer) -> Any:
        details = [E.RmtInf(E.Ustrd(transfer.text[:140]))] if transfer.text else []
        return E.CdtTrfTxInf(
            E.PmtId(E.InstrId(transfer.number), E.EndToEndId(transfer.number)),
            E.Amt(E.InstdAmt(told(transfer.amount, order.currency), Ccy=order.currency)),
            E.CdtrAgt(agent(transfer.to)),
            E.Cdtr(E.Nm(transfer.to.holder)),
            E.CdtrAcct(account_of(transfer.to)),
            *details,
        )

    document = E.Document(
        E.CstmrCdtTrfInitn(
            E.GrpHdr(
                E.MsgId(order.number),
                E.CreDtTm(order.made.isoformat(timespec="seconds")),
                E.NbOfTxs(count),
                E.CtrlSum(total),
                E.InitgPty(E.Nm(order.source.holder)),
            ),
            E.PmtInf(
                E.PmtInfId(order.number),
                E.PmtMtd("TRF"),
                E.NbOfTxs(count),
                E.CtrlSum(total),
                E.ReqdExctnDt(order.day.isoformat()),
                E.Dbtr(E.Nm(order.source.holder)),
                E.DbtrAcct(account_of(order.source)),
                E.DbtrAgt(agent(order.source)),
                *map(transfer_of, order.transfers),
            ),
        )
    )
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")

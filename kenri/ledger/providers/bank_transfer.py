"""Bank transfer by files: the bank's statements are read, orders to pay are written."""

from __future__ import annotations

from kenri.ledger.banking import camt053, pain001, zengin
from kenri.ledger.providers import Provider, Reader, Writer
from kenri.vocab.text import Text

provider = Provider(
    "bank_transfer",
    Text("銀行振込", "Bank transfer"),
    (
        Reader(
            Text("ISO 20022 camt.053", "ISO 20022 camt.053"), camt053.is_statement, camt053.read_statements
        ),
        Reader(
            Text("全銀 入出金取引明細", "Zengin statement of account (nyūshukkin meisai)"),
            zengin.is_statement,
            zengin.read_statements,
        ),
    ),
    {
        "zengin": Writer(
            Text("全銀 総合振込", "Zengin transfers (sōgō furikomi)"),
            "txt",
            "text/plain; charset=Shift_JIS",
            zengin.write_transfers,
        ),
        "pain.001": Writer(
            Text("ISO 20022 pain.001", "ISO 20022 pain.001"),
            "xml",
            "application/xml",
            pain001.write_transfers,
        ),
    },
)

"""Who keeps these books: name, registration number, bank accounts. Read from ``body.yaml`` in the data
folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kenri.ledger.banking.kana import bank_kana
from kenri.ledger.banking.statements import Creditor
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.identifiers import identifier
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

FILE = "body.yaml"


class OwnAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A bank account of the body: four digits of the bank, three of the branch, 1 ordinary or 2 current.

    ``client``: the code that the bank gave for ordering transfers (委託者コード).
    """

    bank: str
    bank_name: Text
    branch: str
    branch_name: Text
    kind: str
    number: str
    holder: str
    client: str = ""

    @property
    def creditor(self) -> Creditor:
        """As bank files name it."""
        return Creditor(self.bank, self.branch, self.kind, self.number, bank_kana(self.holder))

    @property
    def statement_account(self) -> str:
        """As a 全銀 statement names it."""
        return f"{self.bank}-{self.branch}-{self.number.lstrip('0')}"

    def told(self) -> Text:
        """For payers."""
        kinds = {"1": Text("普通", "ordinary"), "2": Text("当座", "current")}
        kind = kinds.get(self.kind, Text("貯蓄", "savings"))
        return Text(
            f"{self.bank_name.ja}（{self.bank}）{self.branch_name.ja}（{self.branch}）{kind.ja} {self.number}"
            f" {self.holder}",
            f"{self.bank_name.en} ({self.bank}), {self.branch_name.en} ({self.branch}), {kind.en}"
            f" {self.number}, {self.holder}",
        )


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body as its invoices name it.

    ``registration``: T and thirteen digits (適格請求書発行事業者登録番号), empty for one that issues none
    that qualify. ``banks``: its accounts by the short names that the books use.
    """

    party: str
    name: Text
    address: Text
    banks: dict[str, OwnAccount]
    registration: str = ""
    contact: str = ""


def body(home: Path) -> Body:
    """The body of this installation.

    Raises ``Problem``: ``no_body``, ``bad_body``, and ``bad_identifier`` for a registration number whose
    check digit is wrong.
    """
    file = home / FILE
    if not file.is_file():
        raise Problem("no_body", str(file))
    try:
        found = msgspec.convert(parse_yaml(file.read_bytes()), Body, strict=False)
    except (msgspec.ValidationError, ValueError) as error:
        raise Problem("bad_body", str(file), reason=str(error)) from error
    if found.registration:
        identifier("houjin", found.registration.removeprefix("T"))
    return found


def known_body(home: Path) -> Body | None:
    """The body of this installation; None where it was not told."""
    return body(home) if (home / FILE).is_file() else None

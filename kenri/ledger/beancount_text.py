"""Entries as beancount text, in the very form that the books are exported in, read back.

beancount knows far more (https://beancount.github.io/docs/beancount_language_syntax.html); a line that is not
of this form is refused, never guessed at. A test holds the reader against beancount's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from kenri.ledger.banking.statements import minor_units
from kenri.ledger.books import BROKEN, Asserted, Books, Told, in_order, where
from kenri.ledger.models.entries import LARGEST
from kenri.ledger.services import Posting
from kenri.vocab.problems import Problem

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "b": "\b"}
_LETTERS = {letter: f"\\{name}" for name, letter in _ESCAPES.items()} | {"\\": "\\\\", '"': '\\"'}
_STRING = r'"((?:[^"\\]|\\.)*)"'
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_NAME = r"([A-Z0-9][A-Za-z0-9:\-]*)"
_AMOUNT = r"(-?[0-9]+(?:\.[0-9]+)?) +([A-Z][A-Z0-9'._\-]*)"
_BEGINS = re.compile(rf'\ufeff?\s*(?:option "|{_DAY} (?:open|balance|\*) )')
_OPTION = re.compile(rf"option +{_STRING} +{_STRING}")
_OPEN = re.compile(rf"{_DAY} +open +{_NAME}")
_ENTRY = re.compile(rf"{_DAY} +\* +{_STRING}")
_BALANCE = re.compile(rf"{_DAY} +balance +{_NAME} +{_AMOUNT}")
_POSTING = re.compile(rf"[ \t]+{_NAME} +{_AMOUNT}")
_MEMBER = re.compile(rf"[ \t]+([a-z][A-Za-z0-9_\-]*): +(?:{_STRING}|([0-9]{{1,18}}))")

Block = list[tuple[int, str]]
"""The lines of one directive, each with its number: the first one and the indented ones below it."""


def quoted(text: str) -> str:
    """A text between quotation marks, on one line."""
    return '"' + "".join(_LETTERS.get(letter, letter) for letter in text) + '"'


def is_beancount(data: bytes) -> bool:
    """Whether a file is of this form, by its beginning."""
    return _BEGINS.match(data[:200].decode("utf-8", "replace")) is not None


def read(text: str) -> Books:
    """Entries, asserted balances and problems by line; an entry with an unreadable line is left out whole.

    Problems: ``beancount_line_unreadable``, ``account_not_opened``, ``amount_not_whole``.
    """
    accounts: dict[str, str] = {}
    entries, asserted, problems = [], [], []
    for block in _blocks(text):
        try:
            if broken := [line for line in block if BROKEN.search(line[1])]:
                raise _unreadable(broken[0])
            head, members, rest = block[0], *_members(block[1:])
            if found := _ENTRY.fullmatch(head[1]):
                entries.append(_entry(head, found, members, _postings(rest, accounts)))
            elif rest:
                raise _unreadable(rest[0])
            elif found := _OPEN.fullmatch(head[1]):
                accounts[found[2]] = members.get("account", found[2])
            elif found := _BALANCE.fullmatch(head[1]):
                name, amount = _opened(found[2], accounts, head[0]), _amount(found[3], found[4], head[0])
                asserted.append(Asserted(head[0], _day(found[1], head), name, amount, found[4]))
            elif not _OPTION.fullmatch(head[1]):
                raise _unreadable(head)
        except Problem as problem:
            problems.append(problem)
    return Books(in_order(entries), tuple(asserted), tuple(problems))


def _blocks(text: str) -> Iterator[Block]:
    block: Block = []
    for number, written in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = written.rstrip(" \t\r")
        if not line or line.lstrip(" \t").startswith(";"):
            continue
        if block and not line.startswith((" ", "\t")):
            yield block
            block = []
        block.append((number, line))
    if block:
        yield block


def _entry(
    head: tuple[int, str], found: re.Match[str], members: dict[str, str], postings: tuple[Posting, ...]
) -> Told:
    return Told(
        line=head[0],
        number=int(members.get("number", "0")),
        key=members.get("key", ""),
        day=_day(found[1], head),
        text=members.get("text", _unquoted(found[2])),
        refers=members.get("refers", ""),
        reverses=members.get("reverses", ""),
        postings=postings,
    )


def _postings(lines: Block, accounts: dict[str, str]) -> tuple[Posting, ...]:
    postings = []
    for line in lines:
        found = _POSTING.fullmatch(line[1])
        if found is None:
            raise _unreadable(line)
        name = _opened(found[1], accounts, line[0])
        postings.append(Posting(name, _amount(found[2], found[3], line[0]), found[3]))
    return tuple(postings)


def _members(lines: Block) -> tuple[dict[str, str], Block]:
    """The metadata of a directive, and the lines that are none."""
    members, rest = {}, []
    for line in lines:
        if found := _MEMBER.fullmatch(line[1]):
            if (found[1] == "number") != (found[2] is None):
                raise _unreadable(line)
            members[found[1]] = found[3] if found[2] is None else _unquoted(found[2])
        else:
            rest.append(line)
    return members, rest


def _opened(name: str, accounts: dict[str, str], line: int) -> str:
    if name not in accounts:
        raise Problem("account_not_opened", where(line), account=name)
    return accounts[name]


def _amount(amount: str, currency: str, line: int) -> int:
    try:
        return minor_units(amount, currency)
    except Problem:
        raise Problem("amount_not_whole", where(line), amount=f"{amount} {currency}", most=LARGEST) from None


def _day(text: str, line: tuple[int, str]) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _unreadable(line) from None


def _unreadable(line: tuple[int, str]) -> Problem:
    return Problem("beancount_line_unreadable", where(line[0]), text=BROKEN.sub("\ufffd", line[1].strip()))


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)

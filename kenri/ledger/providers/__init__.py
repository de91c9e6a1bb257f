"""Ways in which money travels: one file each, found by walking this folder.

A provider is a module with ``provider``, an object of the class ``Provider``: what it is called, what
it reads (statements, in which formats) and what it writes (orders to pay, in which formats).
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping

import msgspec

from kenri.ledger.banking.statements import Order, Statement
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


class Reader(msgspec.Struct, frozen=True):
    """A format of statements: whether a file has it, and its statements."""

    label: Text
    fits: Callable[[bytes], bool]
    read: Callable[[bytes], list[Statement]]


class Writer(msgspec.Struct, frozen=True):
    """A format of orders, with the ending and type of its files."""

    label: Text
    ending: str
    media_type: str
    write: Callable[[Order], bytes]


class Provider(msgspec.Struct, frozen=True):
    """One way for money to come in and go out."""

    key: str
    label: Text
    readers: tuple[Reader, ...]
    writers: Mapping[str, Writer]

    def read(self, data: bytes) -> list[Statement]:
        """The statements of a file. Raises ``Problem('bank_file_unknown')`` on a format that it does not
        read."""
        for reader in self.readers:
            if reader.fits(data):
                return reader.read(data)
        known = [reader.label for reader in self.readers]
        raise Problem(
            "bank_file_unknown",
            known=Text("、".join(label.ja for label in known), ", ".join(label.en for label in known)),
        )

    def write(self, order: Order, form: str) -> bytes:
        """An order as a file. Raises ``Problem('bank_file_unknown')`` on a format that it does not write."""
        if form not in self.writers:
            raise Problem("bank_file_unknown", known=", ".join(self.writers))
        return self.writers[form].write(order)


@functools.cache
def providers() -> Mapping[str, Provider]:
    """Every provider by key."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").provider for name in names]
    return {provider.key: provider for provider in found}

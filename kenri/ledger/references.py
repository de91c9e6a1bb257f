"""References that payers write into bank transfers, and how they are found again in what banks send.

A reference is a number of eight digits and two check digits by ISO 7064, MOD 97-10, which find every single
wrong digit and every two that were exchanged. Digits alone survive the half-width kana of Japanese banks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stdnum.iso7064 import mod_97_10

_TEN_DIGITS = re.compile(r"(?<!\d)(?:\d[ \-]?){9}\d(?!\d)")


def reference_of(number: int) -> str:
    """The reference of the obligation with this number."""
    digits = f"{number:08d}"
    return digits + str(mod_97_10.calc_check_digits(digits))


def number_of(reference: str) -> int | None:
    """The number of the obligation that a reference means; None where its check digits are wrong."""
    if len(reference) == 10 and reference.isascii() and reference.isdigit() and mod_97_10.is_valid(reference):
        return int(reference[:8])
    return None


def numbers_in(*texts: str) -> Iterator[int]:
    """The obligations whose references stand in texts, full-width digits, spaces and hyphens allowed."""
    for text in texts:
        for found in _TEN_DIGITS.findall(unicodedata.normalize("NFKC", text)):
            number = number_of(re.sub(r"\D", "", found))
            if number is not None:
                yield number

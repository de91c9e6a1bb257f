"""Addresses that let somebody without an account answer: what they name, with its signature.

Short, and without capitals, for they are typed from paper too.
"""

from __future__ import annotations

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

from kenri.vocab.problems import Problem

ANSWER = "kenri.cases.answer"
"""The salt of the address at which a contact answers an enquiry."""


def signed(salt: str, *told: str) -> str:
    """What is told, in small letters, with its signature; ``salt`` says for what it is good."""
    text = ".".join(told).lower()
    digest = salted_hmac(salt, text, algorithm="sha256").digest()
    return f"{text}.{base64.b32encode(digest[:15]).decode().lower()}"


def read_signed(salt: str, address: str, parts: int) -> list[str]:
    """What an address tells. Raises ``Problem('answer_address_wrong')`` where it was not signed here."""
    *told, _ = found = address.strip().lower().split(".")
    if len(told) != parts or not constant_time_compare(signed(salt, *told), ".".join(found)):
        raise Problem("answer_address_wrong")
    return told

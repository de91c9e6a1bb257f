"""Text that was garbled on its way: put right where what is left proves what was meant."""

from __future__ import annotations

import html
import re

_WINDOWS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_UTF8_AS_LATIN = re.compile(f"[Â-ô][\x80-\xbf{_WINDOWS}]")
_UTF8_AS_JIS = re.compile("[縺繧繝譁荳莠蛻蜿螟隱驥髮邨謨ｦ-ﾟ]")
_JIS_AS_LATIN = re.compile(f"[‚ƒ][\x80-\xff{_WINDOWS}@-~]")
_JAPANESE = re.compile("[\u3001-\u30ff\u4e00-\u9fffー]")
_NOT_IN_WINDOWS = frozenset("\x81\x8d\x8f\x90\x9d")


def repaired(text: str) -> str:
    """The text as it was meant, or the same text where it is sound or past repair.

    Repaired are UTF-8 read as Latin-1, Windows-1252 or Shift_JIS, and Shift_JIS read as Windows-1252, once
    each. Bytes that form valid text of the right encoding are no accident; anything less is left alone.
    Characters that stand as entities of HTML (``&amp;``, ``&#39;``) are written out.
    """
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if text.isascii():
        return text
    if _UTF8_AS_LATIN.search(text) and (meant := _decoded(_latin_bytes(text), "utf-8")):
        return meant
    if _UTF8_AS_JIS.search(text) and (meant := _decoded(_bytes(text, "cp932"), "utf-8")):
        return meant
    if _JIS_AS_LATIN.search(text):
        meant = _decoded(_latin_bytes(text), "cp932")
        if len(_JAPANESE.findall(meant)) * 2 > len(meant):
            return meant
    return text


def _latin_bytes(text: str) -> bytes:
    """Windows-1252, with its five holes as Latin-1 has them; empty where the text is neither."""
    try:
        return b"".join(
            bytes((ord(character),)) if character in _NOT_IN_WINDOWS or "\x80" <= character <= "\x9f"
            else character.encode("cp1252")
            for character in text
        )  # fmt: skip
    except UnicodeEncodeError:
        return b""


def _bytes(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b""


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""

"""One function a scheme: the text of an identifier to its normal form, or ``Refused`` with the reason.

Check digits come from python-stdnum where it has them. All functions take text that ``plain`` prepared.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from stdnum import ean as stdnum_ean
from stdnum import isan as stdnum_isan
from stdnum import isil as stdnum_isil
from stdnum import ismn as stdnum_ismn
from stdnum import isni as stdnum_isni
from stdnum import isrc as stdnum_isrc
from stdnum import issn as stdnum_issn
from stdnum.iso7064 import mod_37_36
from stdnum.jp import cn as stdnum_houjin

from kenri.vocab.identifier_text import (
    HTTP,
    Refusal,
    Refused,
    closed,
    fits,
    form,
    last_segment,
    refuse_repeated,
    without_label,
)

_ISBN = re.compile(r"[0-9][0-9 -]{4,}[0-9 -]*[0-9Xx]")
_ISBN_13 = re.compile(r"978[0-9]{10}|979[1-9][0-9]{9}")
"""Bookland 979-0 is ISMN's."""
_ISBN_PLACEHOLDER = re.compile(r"97[89][0-9]0{8}[0-9]|978123456789[0-9]")


def isbn(text: str) -> str:
    """ISBN as 13 digits (ISO 2108). Qualifiers such as ``(pbk.)`` fall away.

    Six to nine digits are a 10-digit ISBN whose leading zeros a spreadsheet dropped (or an SBN of before
    1970), believed only where the check digit then fits.
    """
    found = _ISBN.match(without_label(last_segment(text), "e?isbn", "sbn"))
    if not found:
        raise Refused(Refusal.FORM)
    digits = closed(found[0])
    refuse_repeated(digits)
    if 6 <= len(digits) <= 9:
        digits = digits.zfill(10)
    if len(digits) == 10:
        fits(_isbn10_fits(digits))
        digits = f"978{digits[:9]}"
        digits += str(-_ean_sum(digits) % 10)
    if not _ISBN_13.fullmatch(digits):
        raise Refused(Refusal.FORM)
    if _ISBN_PLACEHOLDER.fullmatch(digits):
        raise Refused(Refusal.PLACEHOLDER)
    fits(_ean_sum(digits) % 10 == 0)
    return digits


def _ean_sum(digits: str) -> int:
    """The weighted sum of an EAN from its left end, weights 1 and 3 by turns.

    Written out, as is modulo 11 below, because python-stdnum cleans its input again, at much cost.
    """
    return sum(map(int, digits[::2])) + 3 * sum(map(int, digits[1::2]))


def _isbn10_fits(digits: str) -> bool:
    """Modulo 11 over ten weights."""
    values = [10 if character == "X" else int(character) for character in digits]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0


def issn(text: str) -> str:
    """ISSN as ``0317-8471`` (ISO 3297); dropped leading zeros come back where the check digit then fits."""
    digits = closed(without_label(last_segment(text), "[ep]?issn(?:-l)?"))
    form("[0-9]{3,7}[0-9X]", digits)
    refuse_repeated(digits)
    digits = digits.zfill(8)
    fits(stdnum_issn.is_valid(digits))
    return f"{digits[:4]}-{digits[4:]}"


def ismn(text: str) -> str:
    """ISMN as 13 digits (ISO 10957); the ten-character form with M is brought to it."""
    digits = closed(without_label(text, "ismn"))
    form("(?:M|9790)[0-9]{9}", digits)
    refuse_repeated(digits[1:] if digits[0] == "M" else digits[4:])
    fits(stdnum_ismn.is_valid(digits))
    return str(stdnum_ismn.to_ismn13(digits))


def iswc(text: str) -> str:
    """ISWC as ``T0345246801`` (ISO 15707): T, nine digits, check digit (1 + sum of i·d_i, modulo 10)."""
    match = form("T([0-9]{9})([0-9])", re.sub("[ .-]", "", without_label(text, "iswc")).upper())
    digits, check = match[1], match[2]
    refuse_repeated(digits)
    total = 1 + sum(place * int(digit) for place, digit in enumerate(digits, start=1))
    fits((10 - total % 10) % 10 == int(check))
    return f"T{digits}{check}"


def isrc(text: str) -> str:
    """ISRC as twelve characters (ISO 3901)."""
    code = closed(without_label(text, "isrc"))
    match = form("[A-Z]{2}[A-Z0-9]{3}([0-9]{7})", code)
    refuse_repeated(match[1])
    if not stdnum_isrc.is_valid(code):
        raise Refused(Refusal.FORM)
    return code


def isan(text: str) -> str:
    """ISAN (ISO 15706) as 16 hexadecimal digits of root and episode, and 8 of the version where given."""
    code = closed(without_label(text, "isan"))
    form("[0-9A-F]{16}(?:[0-9A-Z](?:[0-9A-F]{8}[0-9A-Z])?)?|[0-9A-F]{24}", code)
    refuse_repeated(code[:16])
    fits(stdnum_isan.is_valid(code))
    return str(stdnum_isan.compact(code, strip_check_digits=True))


def eidr(text: str) -> str:
    """EIDR content ID with its hyphens: ``10.5240/`` and five groups with an ISO 7064 MOD 37,36 character."""
    match = form(r"(?:.*/)?10\.5240/([0-9A-F-]{20,24}-?[0-9A-Z])", text, re.IGNORECASE)
    code = match[1].replace("-", "").upper()
    form("[0-9A-F]{20}[0-9A-Z]", code)
    refuse_repeated(code[:20])
    fits(mod_37_36.is_valid(code))
    groups = [code[start : start + 4] for start in range(0, 20, 4)]
    return "10.5240/" + "-".join([*groups, code[20]])


def isni(text: str) -> str:
    """ISNI as 16 characters (ISO 27729)."""
    digits = closed(without_label(last_segment(text), "isni"))
    form("[0-9]{15}[0-9X]", digits)
    refuse_repeated(digits)
    fits(stdnum_isni.is_valid(digits))
    return digits


def orcid(text: str) -> str:
    """ORCID iD in its printed form with hyphens."""
    digits = isni(without_label(last_segment(text), "orcid"))
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def houjin(text: str) -> str:
    """The 13 digits of a corporate number (法人番号), whose first is the check digit."""
    digits = closed(without_label(text, "法人番号", "t"))
    form("[0-9]{13}", digits)
    refuse_repeated(digits)
    fits(stdnum_houjin.is_valid(digits))
    return digits


def ean(text: str) -> str:
    """A JAN or EAN code as 13 or 8 digits; a 12-digit UPC gets its leading zero."""
    digits = closed(without_label(text, "jan", "ean", "upc"))
    form("[0-9]{8}|[0-9]{12,13}", digits)
    refuse_repeated(digits)
    if len(digits) == 12:
        digits = "0" + digits
    fits(stdnum_ean.is_valid(digits))
    return digits


def doi(text: str) -> str:
    """DOI in lower case without resolver: DOI names ignore the case of ASCII letters (ISO 26324)."""
    if HTTP.match(text):
        text = unquote(re.sub(r"^https?://[^/]+/", "", text, flags=re.IGNORECASE))
    name = without_label(text, "doi").rstrip(".,;")
    form(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", name)
    refuse_repeated(re.sub(r"\W", "", name.split("/", 1)[1]) or "0")
    return name.lower()


def handle(text: str) -> str:
    """A handle (prefix/suffix) without resolver."""
    if HTTP.match(text):
        text = unquote(re.sub(r"^https?://[^/]+/", "", text, flags=re.IGNORECASE))
    return form(r"[0-9][0-9A-Za-z.]*/\S+", without_label(text, "hdl", "handle"))[0]


def ark(text: str) -> str:
    """ARK as ``ark:/NAAN/name``; the form without the first slash means the same, and so do hyphens."""
    found = re.search(r"ark:/?([0-9a-z]{5,})/([^\s?#]+)", text, re.IGNORECASE)
    if not found:
        raise Refused(Refusal.FORM)
    return f"ark:/{found[1].lower()}/{found[2].replace('-', '').rstrip('/')}"


def wikidata(text: str) -> str:
    """A Wikidata item such as Q42."""
    match = form("Q0*([0-9]+)", re.sub("^(?:wd|wikidata):", "", last_segment(text)).upper())
    if int(match[1]) == 0:
        raise Refused(Refusal.PLACEHOLDER)
    return f"Q{match[1]}"


def number(text: str) -> str:
    """A running number of a database, without leading zeros; a page's URL is read down to the number."""
    match = form("(?:[A-Za-z][A-Za-z ]*[:=# -])?\\s*+0*([0-9]{1,24})", last_segment(text))
    value = match[1]
    if value == "0" or (len(value) >= 7 and set(value) == {"9"}):
        raise Refused(Refusal.PLACEHOLDER)
    return value


def ndl_authority(text: str) -> str:
    """An authority ID of the National Diet Library: eight or nine digits whose zeros count."""
    digits = last_segment(text)
    form("[0-9]{8,9}", digits)
    refuse_repeated(digits)
    return digits


def ndl_bib(text: str) -> str:
    """A bibliographic ID of the National Diet Library: nine or twelve digits, also in an NDL Search ID."""
    match = form("(?:R100000002-I)?([0-9]{12}|[0-9]{9})(?:-[0-9]{2})?", last_segment(text))
    refuse_repeated(match[1])
    return match[1]


def jpno(text: str) -> str:
    """A number of the Japanese national bibliography: eight digits."""
    digits = without_label(last_segment(text), "jpno", "jp")
    form("[0-9]{8}", digits)
    refuse_repeated(digits)
    return digits


def ulan(text: str) -> str:
    """A ULAN number of the Getty vocabularies: nine digits that begin with 500."""
    match = form("(?:ulan:)?(500[0-9]{6})(?:-agent)?", last_segment(text), re.IGNORECASE)
    refuse_repeated(match[1][3:])
    return match[1]


def lccn(text: str) -> str:
    """LCCN in the Library of Congress's normal form: no blanks, hyphen resolved to six digits."""
    code = re.sub(r"\s", "", without_label(last_segment(text), "lccn")).lower().split("/", 1)[0]
    if "-" in code:
        head, tail = code.split("-", 1)
        code = head + tail.zfill(6)
    match = form("[a-z]{0,3}([0-9]{8}|[0-9]{10})", code)
    refuse_repeated(match[1])
    return code


def oclc(text: str) -> str:
    """An OCLC control number without prefix and leading zeros."""
    match = form(
        r"(?:\(OCoLC\))?(?:oc[mn]|on)?0*([0-9]{1,14})",
        without_label(last_segment(text), "oclc"),
        re.IGNORECASE,
    )
    refuse_repeated(match[1] if len(match[1]) > 6 or match[1] == "0" else "01")
    return match[1]


def imdb(text: str) -> str:
    """An IMDb identifier: tt, nm, co, ev or ch and digits."""
    found = re.search(r"(?<![a-z])((?:tt|nm|co|ev|ch)[0-9]{7,10})(?![0-9])", text.lower())
    if not found:
        raise Refused(Refusal.FORM)
    refuse_repeated(found[1][2:])
    return found[1]


def uuid(text: str) -> str:
    """A UUID in lower case, also at the end of a URL; the nil UUID names nothing."""
    hexadecimal = "[0-9a-f]"
    found = re.search(f"{hexadecimal}{{8}}-(?:{hexadecimal}{{4}}-){{3}}{hexadecimal}{{12}}", text.lower())
    if not found:
        raise Refused(Refusal.FORM)
    refuse_repeated(found[0].replace("-", ""))
    return found[0]


def tate(text: str) -> str:
    """An accession number of Tate such as N00530, also at the end of a page's URL."""
    code = last_segment(text).rsplit("-", 1)[-1].upper()
    form("(?:[A-Z]|AR)[0-9]{5}", code)
    return code


def gnd(text: str) -> str:
    """A number of the German integrated authority file, with its hyphen where it has one."""
    return form("(?:\\(DE-588\\))?([0-9]{1,10}-?[0-9X])", last_segment(text).upper())[1]


def isil(text: str) -> str:
    """ISIL (ISO 15511)."""
    code = without_label(text, "isil")
    if not stdnum_isil.is_valid(code):
        raise Refused(Refusal.FORM)
    return str(stdnum_isil.format(code))


def jasrac(text: str) -> str:
    """A JASRAC work code as ``012-3456-7``. Its last character is not checked: the rule is not published."""
    code = closed(text)
    form("[0-9A-Z]{3}[0-9]{5}", code)
    refuse_repeated(code)
    return f"{code[:3]}-{code[3:7]}-{code[7]}"


def nextone(text: str) -> str:
    """A NexTone work code: N and eight digits."""
    code = closed(text)
    match = form("N([0-9]{8})", code)
    refuse_repeated(match[1])
    return code

"""One function a scheme: the text of an identifier to its normal form, or ``Refused`` with the reason.

Check digits come from python-stdnum where it has them. All functions take text that ``plain`` prepared.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
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


class Refusal(StrEnum):
    """Why a value is no identifier."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    IMPRECISE = "imprecise"
    FORM = "form"
    CHECK_DIGIT = "check_digit"
    PRIVATE = "private"


class Refused(Exception):  # noqa: N818  (caught by ``identifiers`` and told as a Problem)
    """The value is no identifier of the scheme."""

    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(reason)


_NOTHING = frozenset(
    {
        *("-", "--", "---", ".", "?", "??", "*", "/"),
        *("none", "(none)", "null", "nil", "nan", "n/a", "#n/a", "na", "unknown", "undefined", "tbd"),
        *("不明", "なし", "無し", "無", "未定", "該当なし", "未詳"),
    }
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d\u30fc]")
_FLOAT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+]?[0-9]+")
_HTTP = re.compile(r"https?://", re.IGNORECASE)


_LONGEST = 2000
"""Characters of a value that can be an identifier; addresses are the longest of them."""


def plain(raw: str) -> str:
    """The text without outer spaces, NFKC and with ASCII hyphens unless it is a URL.

    Refuses what says "nothing" (``-``, ``none``, 不明) and spreadsheet floats, which have lost digits.
    """
    text = raw.strip()
    if not text:
        raise Refused(Refusal.EMPTY)
    if len(text) > _LONGEST:
        raise Refused(Refusal.FORM)
    if _HTTP.match(text):
        return text
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    if text.casefold() in _NOTHING:
        raise Refused(Refusal.PLACEHOLDER)
    if _FLOAT.fullmatch(text):
        raise Refused(Refusal.IMPRECISE)
    # What a spreadsheet or data frame made of a whole number still has all its digits.
    return text[:-2] if re.fullmatch(r"[0-9]+\.0", text) else text


def _last_segment(text: str) -> str:
    """The last part of a URL's path; the text itself where it is no URL."""
    if not _HTTP.match(text):
        return text
    path = re.split(r"[?#]", text, maxsplit=1)[0].rstrip("/")
    return unquote(path.rsplit("/", 1)[-1])


def _without_label(text: str, *labels: str) -> str:
    """Without a leading ``ISBN:``, ``urn:isbn:`` or ``(ISBN)``."""
    if text[:1].isdigit():
        return text
    names = "|".join(labels)
    return re.sub(rf"^\(?(?:urn:|info:)?(?:{names})(?:-1[03])?\)?\s*[:/]?\s*", "", text, flags=re.IGNORECASE)


def _refuse_repeated(digits: str) -> None:
    """All zeros, all nines and the like fit many check digits but name nothing."""
    if len(set(digits)) == 1:
        raise Refused(Refusal.PLACEHOLDER)


def _fits(valid: bool) -> None:
    if not valid:
        raise Refused(Refusal.CHECK_DIGIT)


def _form(pattern: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> re.Match[str]:
    match = re.fullmatch(pattern, text, flags)
    if match is None:
        raise Refused(Refusal.FORM)
    return match


_ISBN = re.compile(r"[0-9][0-9 -]{4,}[0-9 -]*[0-9Xx]")
_ISBN_PLACEHOLDER = re.compile(r"97[89][0-9]0{8}[0-9]|978123456789[0-9]")


def isbn(text: str) -> str:
    """ISBN as 13 digits (ISO 2108). Qualifiers such as ``(pbk.)`` fall away.

    Six to nine digits are a 10-digit ISBN whose leading zeros a spreadsheet dropped (or an SBN of before
    1970), believed only where the check digit then fits.
    """
    found = _ISBN.match(_without_label(_last_segment(text), "e?isbn", "sbn"))
    if not found:
        raise Refused(Refusal.FORM)
    digits = re.sub("[ -]", "", found[0]).upper()
    _refuse_repeated(digits)
    if 6 <= len(digits) <= 9:
        digits = digits.zfill(10)
    if len(digits) == 10:
        _fits(_isbn10_fits(digits))
        digits = f"978{digits[:9]}"
        digits += stdnum_ean.calc_check_digit(digits)
    _form("97[89][0-9]{10}", digits)
    if digits.startswith("9790"):  # Bookland 979-0 is ISMN's
        raise Refused(Refusal.FORM)
    if _ISBN_PLACEHOLDER.fullmatch(digits):
        raise Refused(Refusal.PLACEHOLDER)
    _fits(stdnum_ean.calc_check_digit(digits[:12]) == digits[12])
    return digits


def _isbn10_fits(digits: str) -> bool:
    """Modulo 11 over ten weights; written out because python-stdnum cleans its input again, at much cost."""
    values = [10 if character == "X" else int(character) for character in digits]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0


def issn(text: str) -> str:
    """ISSN as ``0317-8471`` (ISO 3297); dropped leading zeros come back where the check digit then fits."""
    digits = re.sub("[ -]", "", _without_label(_last_segment(text), "[ep]?issn(?:-l)?")).upper()
    _form("[0-9]{3,7}[0-9X]", digits)
    _refuse_repeated(digits)
    digits = digits.zfill(8)
    _fits(stdnum_issn.is_valid(digits))
    return f"{digits[:4]}-{digits[4:]}"


def ismn(text: str) -> str:
    """ISMN as 13 digits (ISO 10957); the ten-character form with M is brought to it."""
    digits = re.sub("[ -]", "", _without_label(text, "ismn")).upper()
    _form("(?:M|9790)[0-9]{9}", digits)
    _refuse_repeated(digits[1:] if digits[0] == "M" else digits[4:])
    _fits(stdnum_ismn.is_valid(digits))
    return str(stdnum_ismn.to_ismn13(digits))


def iswc(text: str) -> str:
    """ISWC as ``T0345246801`` (ISO 15707): T, nine digits, check digit (1 + sum of i·d_i, modulo 10)."""
    match = _form("T([0-9]{9})([0-9])", re.sub("[ .-]", "", _without_label(text, "iswc")).upper())
    digits, check = match[1], match[2]
    _refuse_repeated(digits)
    total = 1 + sum(place * int(digit) for place, digit in enumerate(digits, start=1))
    _fits((10 - total % 10) % 10 == int(check))
    return f"T{digits}{check}"


def isrc(text: str) -> str:
    """ISRC as twelve characters (ISO 3901)."""
    code = re.sub("[ -]", "", _without_label(text, "isrc")).upper()
    match = _form("[A-Z]{2}[A-Z0-9]{3}([0-9]{7})", code)
    _refuse_repeated(match[1])
    if not stdnum_isrc.is_valid(code):
        raise Refused(Refusal.FORM)
    return code


def isan(text: str) -> str:
    """ISAN (ISO 15706) as 16 hexadecimal digits of root and episode, and 8 of the version where given."""
    code = re.sub("[ -]", "", _without_label(text, "isan")).upper()
    _form("[0-9A-F]{16}(?:[0-9A-Z](?:[0-9A-F]{8}[0-9A-Z])?)?|[0-9A-F]{24}", code)
    _refuse_repeated(code[:16])
    _fits(stdnum_isan.is_valid(code))
    return str(stdnum_isan.compact(code, strip_check_digits=True))


def eidr(text: str) -> str:
    """EIDR content ID with its hyphens: ``10.5240/`` and five groups with an ISO 7064 MOD 37,36 character."""
    match = _form(r"(?:.*/)?10\.5240/([0-9A-F-]{20,24}-?[0-9A-Z])", text, re.IGNORECASE)
    code = match[1].replace("-", "").upper()
    _form("[0-9A-F]{20}[0-9A-Z]", code)
    _refuse_repeated(code[:20])
    _fits(mod_37_36.is_valid(code))
    groups = [code[start : start + 4] for start in range(0, 20, 4)]
    return "10.5240/" + "-".join([*groups, code[20]])


def isni(text: str) -> str:
    """ISNI as 16 characters (ISO 27729)."""
    digits = re.sub("[ -]", "", _without_label(_last_segment(text), "isni")).upper()
    _form("[0-9]{15}[0-9X]", digits)
    _refuse_repeated(digits)
    _fits(stdnum_isni.is_valid(digits))
    return digits


def orcid(text: str) -> str:
    """ORCID iD in its printed form with hyphens."""
    digits = isni(_without_label(_last_segment(text), "orcid"))
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def houjin(text: str) -> str:
    """The 13 digits of a corporate number (法人番号), whose first is the check digit."""
    digits = re.sub("[ -]", "", _without_label(text, "法人番号", "t"))
    _form("[0-9]{13}", digits)
    _refuse_repeated(digits)
    _fits(stdnum_houjin.is_valid(digits))
    return digits


def ean(text: str) -> str:
    """A JAN or EAN code as 13 or 8 digits; a 12-digit UPC gets its leading zero."""
    digits = re.sub("[ -]", "", _without_label(text, "jan", "ean", "upc"))
    _form("[0-9]{8}|[0-9]{12,13}", digits)
    _refuse_repeated(digits)
    if len(digits) == 12:
        digits = "0" + digits
    _fits(stdnum_ean.is_valid(digits))
    return digits


def doi(text: str) -> str:
    """DOI in lower case without resolver: DOI names ignore the case of ASCII letters (ISO 26324)."""
    if _HTTP.match(text):
        text = unquote(re.sub(r"^https?://[^/]+/", "", text, flags=re.IGNORECASE))
    name = _without_label(text, "doi").rstrip(".,;")
    _form(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", name)
    _refuse_repeated(re.sub(r"\W", "", name.split("/", 1)[1]) or "0")
    return name.lower()


def handle(text: str) -> str:
    """A handle (prefix/suffix) without resolver."""
    if _HTTP.match(text):
        text = unquote(re.sub(r"^https?://[^/]+/", "", text, flags=re.IGNORECASE))
    return _form(r"[0-9][0-9A-Za-z.]*/\S+", _without_label(text, "hdl", "handle"))[0]


def ark(text: str) -> str:
    """ARK as ``ark:/NAAN/name``; the form without the first slash means the same, and so do hyphens."""
    found = re.search(r"ark:/?([0-9a-z]{5,})/([^\s?#]+)", text, re.IGNORECASE)
    if not found:
        raise Refused(Refusal.FORM)
    return f"ark:/{found[1].lower()}/{found[2].replace('-', '').rstrip('/')}"


def wikidata(text: str) -> str:
    """A Wikidata item such as Q42."""
    match = _form("Q0*([0-9]+)", re.sub("^(?:wd|wikidata):", "", _last_segment(text)).upper())
    if int(match[1]) == 0:
        raise Refused(Refusal.PLACEHOLDER)
    return f"Q{match[1]}"


def number(text: str) -> str:
    """A running number of a database, without leading zeros; a page's URL is read down to the number."""
    match = _form("(?:[A-Za-z][A-Za-z ]*[:=# -])?\\s*+0*([0-9]{1,24})", _last_segment(text))
    value = match[1]
    if value == "0" or (len(value) >= 7 and set(value) == {"9"}):
        raise Refused(Refusal.PLACEHOLDER)
    return value


def ndl_authority(text: str) -> str:
    """An authority ID of the National Diet Library: eight or nine digits whose zeros count."""
    digits = _last_segment(text)
    _form("[0-9]{8,9}", digits)
    _refuse_repeated(digits)
    return digits


def ndl_bib(text: str) -> str:
    """A bibliographic ID of the National Diet Library: nine or twelve digits, also in an NDL Search ID."""
    match = _form("(?:R100000002-I)?([0-9]{12}|[0-9]{9})(?:-[0-9]{2})?", _last_segment(text))
    _refuse_repeated(match[1])
    return match[1]


def jpno(text: str) -> str:
    """A number of the Japanese national bibliography: eight digits."""
    digits = _without_label(_last_segment(text), "jpno", "jp")
    _form("[0-9]{8}", digits)
    _refuse_repeated(digits)
    return digits


def ulan(text: str) -> str:
    """A ULAN number of the Getty vocabularies: nine digits that begin with 500."""
    match = _form("(?:ulan:)?(500[0-9]{6})(?:-agent)?", _last_segment(text), re.IGNORECASE)
    _refuse_repeated(match[1][3:])
    return match[1]


def lccn(text: str) -> str:
    """LCCN in the Library of Congress's normal form: no blanks, hyphen resolved to six digits."""
    code = re.sub(r"\s", "", _without_label(_last_segment(text), "lccn")).lower().split("/", 1)[0]
    if "-" in code:
        head, tail = code.split("-", 1)
        code = head + tail.zfill(6)
    match = _form("[a-z]{0,3}([0-9]{8}|[0-9]{10})", code)
    _refuse_repeated(match[1])
    return code


def oclc(text: str) -> str:
    """An OCLC control number without prefix and leading zeros."""
    match = _form(
        r"(?:\(OCoLC\))?(?:oc[mn]|on)?0*([0-9]{1,14})",
        _without_label(_last_segment(text), "oclc"),
        re.IGNORECASE,
    )
    _refuse_repeated(match[1] if len(match[1]) > 6 or match[1] == "0" else "01")
    return match[1]


def imdb(text: str) -> str:
    """An IMDb identifier: tt, nm, co, ev or ch and digits."""
    found = re.search(r"(?<![a-z])((?:tt|nm|co|ev|ch)[0-9]{7,10})(?![0-9])", text.lower())
    if not found:
        raise Refused(Refusal.FORM)
    _refuse_repeated(found[1][2:])
    return found[1]


def uuid(text: str) -> str:
    """A UUID in lower case, also at the end of a URL; the nil UUID names nothing."""
    hexadecimal = "[0-9a-f]"
    found = re.search(f"{hexadecimal}{{8}}-(?:{hexadecimal}{{4}}-){{3}}{hexadecimal}{{12}}", text.lower())
    if not found:
        raise Refused(Refusal.FORM)
    _refuse_repeated(found[0].replace("-", ""))
    return found[0]


def tate(text: str) -> str:
    """An accession number of Tate such as N00530, also at the end of a page's URL."""
    code = _last_segment(text).rsplit("-", 1)[-1].upper()
    _form("(?:[A-Z]|AR)[0-9]{5}", code)
    return code


def gnd(text: str) -> str:
    """A number of the German integrated authority file, with its hyphen where it has one."""
    return _form("(?:\\(DE-588\\))?([0-9]{1,10}-?[0-9X])", _last_segment(text).upper())[1]


def isil(text: str) -> str:
    """ISIL (ISO 15511)."""
    code = _without_label(text, "isil")
    if not stdnum_isil.is_valid(code):
        raise Refused(Refusal.FORM)
    return str(stdnum_isil.format(code))


def jasrac(text: str) -> str:
    """A JASRAC work code as ``012-3456-7``. Its last character is not checked: the rule is not published."""
    code = re.sub("[ -]", "", text).upper()
    _form("[0-9A-Z]{3}[0-9]{5}", code)
    _refuse_repeated(code)
    return f"{code[:3]}-{code[3:7]}-{code[7]}"


def nextone(text: str) -> str:
    """A NexTone work code: N and eight digits."""
    code = re.sub("[ -]", "", text).upper()
    match = _form("N([0-9]{8})", code)
    _refuse_repeated(match[1])
    return code

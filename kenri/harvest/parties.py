"""How Western catalogues write makers: inverted names, corporate words, lives in brackets."""

from __future__ import annotations

import functools
import re

import msgspec

from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import PartyKind

_CORPORATE = re.compile(
    r"\b(?:Inc|Ltd|LLC|LLP|GmbH|S\.?A\.?|S\.?p\.?A|AG|KG|N\.?V|B\.?V|Co|Corp|Company|Corporation|Limited|"
    r"Press|Publishers?|Publishing|Verlag|Editions?|Éditions|Studios?|Workshop|Manufactory|Manufacture|"
    r"Factory|Brothers|Bros|Sons|Associates|Association|Society|Société|Institute|Institution|University|"
    r"College|Museum|Gallery|Foundation|Department|Ministry|Bureau|Agency|Committee|Commission|Church|"
    r"Library|Congress|Council|Government|Army|Navy|Office|Group|Collective|Records|Films?|Pictures|"
    r"Productions|Newspapers?|Syndicate|Trust|Bank|Union|Club|League|Federation|Architects)\b\.?",
)
_NOT_GIVEN = re.compile(
    r"(?:Jr|Sr|Inc|Ltd|LLC|Co|II|III|IV|Esq|M\.?D|Ph\.?D|Bart|Bt|Sir|Dame|Lord|Lady|Count|Baron|Duke)\.?$"
)


@functools.lru_cache(maxsize=65536)
def looks_corporate(name: str) -> bool:
    """Whether a name holds a word that only organisations carry (Inc., Verlag, University)."""
    return bool(_CORPORATE.search(name.title() if name.isupper() else name)) or " & " in name


@functools.lru_cache(maxsize=65536)
def inverted(text: str, kind: NameKind = NameKind.MAIN, language: str = "") -> Name:
    """A name written family name first behind a comma: ``Poe, Edgar Allan`` gives family and given name.

    The text stays as written. Anything without a comma, or corporate, is left undivided.
    """
    family, _, rest = text.partition(",")
    given = re.sub(r"\s*\(.*?\)", "", rest.split(",", 1)[0]).strip()
    if (
        not family.strip()
        or not given
        or given[0].islower()
        or _NOT_GIVEN.match(given)
        or looks_corporate(text)
    ):
        return Name(text, kind, language)
    return Name(text, kind, language, family=family.strip(), given=given)


_SHORTEST, _LONGEST = 12, 120
"""Years between birth and death of somebody who made works."""


class Life(msgspec.Struct, frozen=True):
    """What a biographical note in brackets says; a note of activity is no birth and no death."""

    nationality: str = ""
    born: ImpreciseDate | None = None
    died: ImpreciseDate | None = None
    founded: ImpreciseDate | None = None
    dissolved: ImpreciseDate | None = None
    kind: PartyKind = PartyKind.UNKNOWN


_YEAR = (
    r"(?:(?:c\.|ca\.|circa|before|after|about|approximately|by|probably|possibly|in|\?)\s*)*"
    r"(?:\d{3,4}|\d{1,2}(?=\s*B\.?C))(?:s|\?|/\d{1,4}|\s+or\s+(?:after\s+|before\s+)?\d{1,4})?\??(?:\s*\(\?\))?(?:\s*B\.?C\.?(?:E\.?)?)?"
)
_DASH = r"\s*[–—−-]\s*"
_RANGE = re.compile(rf"(?P<born>{_YEAR}){_DASH}(?P<died>{_YEAR}|present)?$", re.IGNORECASE)
_UNTIL = re.compile(rf"\??{_DASH}(?P<died>{_YEAR})$", re.IGNORECASE)
_ONE = re.compile(rf"{_YEAR}$", re.IGNORECASE)
_BORN = re.compile(
    rf"(?:born|b\.)(?P<place>.*?)(?P<born>{_YEAR})?(?:{_DASH}(?P<last>{_YEAR}))?$", re.IGNORECASE
)
_DIED = re.compile(
    rf"(?:died|d\.)(?P<place>.*?)(?P<died>{_YEAR})?(?:{_DASH}(?P<last>{_YEAR}))?$", re.IGNORECASE
)
_FOUNDED = re.compile(
    rf"(?:est\.|established|founded|formed|incorporated)(?P<place>\D*?)(?P<founded>{_YEAR})"
    rf"(?:{_DASH}(?P<dissolved>{_YEAR}|present)?)?$",
    re.IGNORECASE,
)
_DISSOLVED = re.compile(rf"(?:disbanded|dissolved|closed)\D*?(?P<dissolved>{_YEAR})$", re.IGNORECASE)
_ERA = re.compile(
    r"\b(?:c\.\s*|ca\.\s*)?\d+(?:[-–/]\d+)?\s*A\.?[HM]\.?\s*/\s*(?:A\.?D\.?\s*)?(?=(?:c\.|ca\.)?\s*\d)"
)
_TIGHTEN = re.compile(r"\b(c|ca|est|b|d|act|fl)\.\s+")
_PART = re.compile(r"[,;]\s*|(?<![\b\s.](?:c|b|d))(?<!\bca)(?<!\best)\.\s+")
_NO_NATIONALITY = frozenset(
    {"nationality unknown", "various", "unknown", "dates not known", "", "n.d.", "no date"}
)
_STATEMENT = re.compile(
    r"^(?:born|b\.|died|d\.|est\.|established|founded|formed|active|act\.|fl\.|flourished)\b", re.IGNORECASE
)


@functools.lru_cache(maxsize=65536)
def life(note: str) -> Life:
    """Read ``(American, born Germany. 1886–1969)``, ``1898–1991``, ``est. 2004``, ``died 972 AH/AD 1564``.

    What it does not understand it leaves out; nothing is guessed.
    """
    text = re.sub(r"\(\?\)$", "", note.strip()).strip()
    text = text.removeprefix("(").removesuffix(")").strip()
    text = _TIGHTEN.sub(r"\1.", _ERA.sub("", text))
    parts = [part.strip() for part in _PART.split(text) if part.strip()]
    nationality = ""
    if parts and not any(c.isdigit() for c in parts[0]) and not _STATEMENT.match(parts[0]):
        nationality = parts.pop(0)
        if nationality.lower() in _NO_NATIONALITY:
            nationality = ""
    found: dict[str, ImpreciseDate] = {}
    corporate = personal = False
    for part in parts:
        if match := _FOUNDED.match(part) or _DISSOLVED.match(part):
            corporate = True
        elif match := _BORN.match(part) or _DIED.match(part):
            personal = True
        elif not (match := _RANGE.match(part) or _UNTIL.match(part)):
            if personal and "born" not in found and _ONE.match(part):
                _put(found, "born", part)  # "born Israel, 1976"
            continue
        _take(found, match)
    kind = PartyKind.ORGANISATION if corporate else PartyKind.PERSON if personal else PartyKind.UNKNOWN
    born, died = lifetime(found.get("born"), found.get("died"))
    return Life(nationality, born, died, found.get("founded"), found.get("dissolved"), kind)


def lifetime(
    born: ImpreciseDate | None, died: ImpreciseDate | None
) -> tuple[ImpreciseDate | None, ImpreciseDate | None]:
    """Both dates where they can be one life; neither where they are years of activity or of a house.

    Museums write "1887–1891" of a maker known from these years only, and "1756–1894" of a family.
    """
    if born is not None and died is not None:
        first, last = born.first_year, died.last_year
        if first is not None and last is not None and not _SHORTEST <= last - first <= _LONGEST:
            return None, None
    return born, died


def _take(found: dict[str, ImpreciseDate], match: re.Match[str]) -> None:
    groups = match.groupdict()
    last = groups.get("last")
    for key in ("born", "died", "founded", "dissolved"):
        value = groups.get(key)
        if not value or value == "present":
            continue
        if last:
            value = f"{value}-{last}"
        elif key == "born" and _before_christ(value, groups.get("died") or ""):
            value += " BC"
        _put(found, key, value)


def _put(found: dict[str, ImpreciseDate], key: str, text: str) -> None:
    date = parse_date(text.strip())
    if date is not None and (date.earliest or date.latest):
        found.setdefault(key, date)


def _before_christ(first: str, last: str) -> bool:
    return "B" in last.upper().replace("BEFORE", "") and "B" not in first.upper().replace("BEFORE", "")


ATTRIBUTION_ROLES: dict[str, str] = {
    "artist": "artist",
    "after": "original_author",
    "prints after": "original_author",
    "copy after": "original_author",
    "copyist of": "original_author",
    "attributed to": "artist",
    "doubtfully attributed to": "artist",
    "possibly by": "artist",
    "probably by": "artist",
    "and other artists": "artist",
    "and assistants": "artist",
    "and a pupil": "artist",
    "and workshop": "artist",
    "formerly attributed to": "contributor",
    "associated with": "contributor",
    "manner of": "contributor",
    "style of": "contributor",
    "follower of": "contributor",
    "imitator of": "contributor",
    "pupil of": "contributor",
    "school of": "contributor",
    "studio of": "contributor",
    "workshop of": "contributor",
    "circle of": "contributor",
    "pseudo": "contributor",
}
"""What the words between a work and a name make of the bearer: of "after Rubens" he is not the maker."""

"""Sets made by script from real records: copies as other databases would have them, with their mistakes.

They stand for sets that cannot be had here. Every choice comes from one seeded generator.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator

from bench.linkage.labelled import DATA, Item, LabelledSet, dated, pairs_of_groups, rows
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.records import Contribution, Event, EventKind, Record

SEED = 7
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def misspelt(text: str, chance: random.Random, times: int = 1) -> str:
    """The text with letters changed, left out, added or exchanged."""
    for _ in range(times):
        if len(text) < 3:
            return text
        place = chance.randrange(len(text) - 1)
        kind = chance.randrange(4)
        letter = chance.choice(LETTERS)
        if kind == 0:
            text = text[:place] + letter + text[place + 1 :]
        elif kind == 1:
            text = text[:place] + text[place + 1 :]
        elif kind == 2:
            text = text[:place] + letter + text[place:]
        else:
            text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text


def _songs(chance: random.Random, most: int) -> list[dict[str, str]]:
    """Songs of real discs: some words of the list of tracks stand for a title."""
    songs = []
    for row in rows("er_freedb_cds/records.csv.gz"):
        words = row["tracks"].split()
        if not row["artist"].isascii() or not row["tracks"].isascii() or len(words) < 12 or not row["title"]:
            continue
        for number in sorted(chance.sample(range(1, 13), chance.choice((1, 2, 4)))):
            start = (number - 1) * len(words) // 13
            songs.append(
                {
                    "title": " ".join(words[start : start + chance.choice((1, 2, 3, 3, 4))]).title(),
                    "artist": row["artist"].title(),
                    "album": row["title"].title(),
                    "number": str(number),
                    "seconds": str(chance.randint(120, 420)),
                    "year": row["year"] or str(chance.randint(1960, 2010)),
                    "language": chance.choice(
                        ("English", "English", "English", "French", "German", "Spanish")
                    ),
                }
            )
    chance.shuffle(songs)
    return songs[:most]


def _song_as(source: int, song: dict[str, str], chance: random.Random) -> tuple[Record, dict[str, str]]:
    """A song as one of five databases would have it: formats, missing and wrong fields, misspellings."""
    title, artist, album, number = song["title"], song["artist"], song["album"], song["number"]
    seconds, year, language = int(song["seconds"]), song["year"], song["language"]
    errors = chance.choices((0, 1, 2, 4), (50, 25, 15, 10))[0]
    for _ in range(errors):
        field = chance.randrange(4)
        if field == 0:
            title = misspelt(title, chance, chance.choice((1, 1, 2)))
        elif field == 1:
            artist = misspelt(artist, chance, chance.choice((1, 1, 2)))
        elif field == 2:
            album = misspelt(album, chance, chance.choice((1, 2)))
        else:
            title, album = chance.choice(
                (
                    (title, ""),
                    (title.split()[0], album),
                    (title, album[:6]),
                    (f"{title} (Live)", album),
                )
            )
    length = (str(seconds * 1000 + 333), str(seconds), f"{seconds // 60}:{seconds % 60:02d}",
              f"{seconds // 60}m {seconds % 60}sec", f"{seconds / 60:.3f}")[source]  # fmt: skip
    if source == 1:
        title, artist = f"{artist} - {title}", ""
    if source == 2:
        title = f"{number.zfill(3)}-{title}"
    if source == 3:
        title = f"{title} - {album}" if album else title
        album = f"{album} ({year})" if album else ""
    year = "" if chance.random() < 0.25 else (year, year, f"'{year[2:]}", year[2:], year)[source]
    language = (language, language[:3] + ".", language, language.lower(), language[:3])[source]
    extra = {"number": (number, number.zfill(2), f"A{number}", number, "")[source], "duration": length}
    if chance.random() < 0.15:
        extra.pop("duration")
    names = [Name(title)] + ([Name(album, kind=NameKind.SERIES)] if album else [])
    return Record(
        source=f"s{source}", local_id="", schema="recording", names=tuple(names),
        contributions=(Contribution((Name(artist),)),) if artist and chance.random() > 0.08 else (),
        events=dated(EventKind.PUBLISHED, year), languages=(language[:2].lower(),),
    ), extra  # fmt: skip


def five_sources(most: int = 6_000) -> LabelledSet:
    """Music of five databases that hardly repeat themselves; about half of the songs are in one only."""
    chance = random.Random(SEED)
    items, group_of = [], {}
    for place, song in enumerate(_songs(chance, most)):
        for source in chance.sample(range(5), chance.choices((1, 2, 3, 4, 5), (50, 20, 12, 10, 8))[0]):
            record, extra = _song_as(source, song, chance)
            id_ = f"m{place}-{source}"
            items.append(Item(id_, record, {key: value for key, value in extra.items() if value}))
            group_of[id_] = str(place)
    return LabelledSet("five sources of music", items, pairs_of_groups(group_of))


OCCUPATIONS = ("writer", "politician", "clergyman", "painter", "engineer", "physician", "lawyer", "soldier",
               "cricketer",
               "botanist", "composer", "actor", "judge", "historian", "merchant", "teacher")  # fmt: skip


def _person_copy(row: dict[str, str], chance: random.Random) -> tuple[str, str, str, dict[str, str]]:
    given, family, born = row["given_name"], row["surname"], row["date_of_birth"]
    extra = {"birth_place": row["suburb"], "postcode": row["postcode"], "occupation": row["occupation"]}
    roll = chance.random
    if roll() < 0.25:
        given = chance.choice(
            (given[:1], misspelt(given, chance), "", given[:3], chance.choice(("john", "mary")))
        )
    if roll() < 0.2:
        family = chance.choice((misspelt(family, chance), misspelt(family, chance, 2), "", family + "s"))
    if roll() < 0.05:
        given, family = family, given
    if roll() < 0.3 and len(born) == 8:
        year, month, day = born[:4], born[4:6], born[6:]
        born = chance.choice(
            ("", year, f"{year}{day}{month}", f"{year}0101",
             f"{int(year) + chance.choice((-1, 1, 10))}{month}{day}",
             f"{year}{month}{chance.randint(1, 28):02d}")
        )  # fmt: skip
    for key, value in tuple(extra.items()):
        if roll() < 0.15:
            extra[key] = ""
        elif roll() < 0.12:
            extra[key] = misspelt(value, chance)
    if roll() < 0.1:
        extra["postcode"] = f"{chance.randint(2000, 2999)}"
    return family, given, born, extra


def historical_persons(people: int = 1_500) -> LabelledSet:
    """Many copies of the same persons, badly kept: up to fifteen of one."""
    chance = random.Random(SEED)
    items, group_of = [], {}
    for number, row in enumerate(rows("er_febrl/dataset4a.csv.gz")):
        if number >= people:
            break
        row["occupation"] = chance.choice(OCCUPATIONS)
        for copy in range(chance.choice((1, 2, 4, 6, 8, 10, 15))):
            family, given, born, extra = _person_copy(row, chance)
            if not family and not given:
                given = row["given_name"] or "unknown"
            born = f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else born
            id_ = f"p{number}-{copy}"
            record = Record(
                source="h", local_id=id_, schema="person", names=(person_name(family, given),),
                events=dated(EventKind.BORN, born),
            )  # fmt: skip
            items.append(Item(id_, record, {key: value for key, value in extra.items() if value}))
            group_of[id_] = str(number)
    return LabelledSet("badly kept persons", items, pairs_of_groups(group_of))


def _name_as(style: int, name: str, chance: random.Random) -> str:
    """A name in the style of a museum: direct, inverted, with initials, without accents."""
    words = name.split()
    if len(words) < 2:
        return name
    if style == 1:
        return f"{words[-1]}, {' '.join(words[:-1])}"
    if style == 2 and chance.random() < 0.15 and len(words) > 2:
        return " ".join([words[0], *(word[0] + "." for word in words[1:-1]), words[-1]])
    if style == 3 and chance.random() < 0.1:
        return misspelt(name, chance)
    return name


def museum_artists(most: int = 6_000) -> LabelledSet:
    """Artists of four museums: own styles of names, life dates partly withheld, namesakes."""
    chance = random.Random(SEED)
    items, group_of = [], {}
    with gzip.open(DATA / "moma" / "moma_artists_2016-05.jsonl.gz", "rt", encoding="utf-8") as file:
        people = [row for row in map(json.loads, file) if row["BeginDate"] and " " in row["DisplayName"]]
    chance.shuffle(people)
    for number, row in enumerate(people[:most]):
        namesakes = 2 if chance.random() < 0.04 else 1
        for namesake in range(namesakes):
            born = row["BeginDate"] + namesake * chance.choice((-60, -25, 22, 31, 70))
            died = row["EndDate"] and row["EndDate"] + (born - row["BeginDate"])
            for museum in chance.sample(range(4), chance.choices((1, 2, 3), (50, 35, 15))[0]):
                events = []
                if chance.random() > (0.02, 0.1, 0.15, 0.25)[museum]:
                    shift = chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 1))
                    events.append(Event(EventKind.BORN, parse_date(str(born + shift))))
                    if died and chance.random() > 0.1:
                        events.append(Event(EventKind.DIED, parse_date(str(died))))
                id_ = f"a{number}.{namesake}-{museum}"
                name = Name(_name_as(museum, row["DisplayName"], chance))
                record = Record(
                    source=f"museum {museum}", local_id=id_, schema="person", names=(name,),
                    events=tuple(events),
                    nationality=row["Nationality"] or "" if chance.random() > 0.2 else "",
                )  # fmt: skip
                items.append(Item(id_, record, {}))
                group_of[id_] = f"{number}.{namesake}"
    return LabelledSet("artists of four museums", items, pairs_of_groups(group_of))


_SIGNS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ"
)
_SYLLABLES = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo "
    "ya yu yo ra ri ru re ro wa o n "
    "ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po vu"
)
KANA = dict(zip(_SIGNS, _SYLLABLES.split(), strict=True))
SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}


def hepburn(kana: str) -> str:
    """Katakana in Hepburn, as a catalogue without macrons writes it; long marks are left out."""
    written = ""
    double = False
    for sign in kana:
        if sign == "ッ":
            double = True
            continue
        if sign in SMALL and written:
            small = SMALL[sign]
            written = (
                written[:-1] + (small[1:] if written.endswith(("shi", "chi", "ji")) else small)
                if len(small) > 1
                else written[:-1] + small
            )
            continue
        syllable = KANA.get(sign, "" if sign == "ー" else sign)
        written += (syllable[:1] if double and syllable else "") + syllable
        double = False
    return written


def _readings() -> Iterator[tuple[str, str]]:
    """Japanese titles of a catalogue with the readings that it tells itself."""
    for name in ("cm-col_cm106", "cm-col_cm105"):
        with gzip.open(DATA / "madb" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for node in map(json.loads, file):
                names = node.get("name")
                told = names if isinstance(names, list) else []
                kana = next((n["@value"] for n in told if isinstance(n, dict) and "@value" in n), "")
                title = next((n for n in told if isinstance(n, str)), "")
                if title and kana and all(sign in KANA or sign in SMALL or sign in "ッー" for sign in kana):
                    yield title, kana


def romanised_titles(most: int = 4_000) -> LabelledSet:
    """Japanese titles in one list; in the other, for most, the reading that the source tells in Hepburn.

    A title that stands twice in the source is left out: which of its two is meant nobody could tell.
    """
    chance = random.Random(SEED)
    found: dict[str, str] = {}
    twice: set[str] = set()
    for title, kana in _readings():
        if title in found or kana in found.values():
            twice.add(title)
        elif len(found) < 2 * most:
            found[title] = kana
    titles = sorted((title, kana) for title, kana in found.items() if title not in twice and len(kana) > 3)
    chance.shuffle(titles)
    items, group_of = [], {}
    for number, (title, kana) in enumerate(titles[:most]):
        where = chance.choices((("j",), ("r",), ("j", "r")), (20, 20, 60))[0]
        for side in where:
            id_ = f"t{number}-{side}"
            text = title if side == "j" else hepburn(kana).capitalize()
            record = Record(source=side, local_id=id_, schema="comic", names=(Name(text),))
            items.append(Item(id_, record, {}))
            group_of[id_] = str(number)
    return LabelledSet("Japanese and romanised titles", items, pairs_of_groups(group_of))


def japanese_authors() -> LabelledSet:
    """Authors of Aozora Bunko: in kanji in one list, in Roman letters as told in the other."""
    chance = random.Random(SEED)
    people = {}
    for row in rows("aozora_working/works_persons_extended_dev_half.csv.gz"):
        if row["姓"] and row["名"] and row["姓ローマ字"] and row["名ローマ字"]:
            people[row["人物ID"]] = row
    items, group_of = [], {}
    for number, (_, row) in enumerate(sorted(people.items())):
        dates = (*dated(EventKind.BORN, row["生年月日"]), *dated(EventKind.DIED, row["没年月日"]))
        english = f"{row['名ローマ字']} {row['姓ローマ字']}"
        for side, name in (("j", person_name(row["姓"], row["名"])), ("e", Name(english))):
            if side == "e" and chance.random() < 0.2:
                continue
            told = tuple(e for e in dates if e.date and chance.random() > 0.25)
            years = tuple(
                Event(e.kind, parse_date(str(e.date.first_year))) if side == "e" and e.date else e
                for e in told
            )
            id_ = f"w{number}-{side}"
            record = Record(source=side, local_id=id_, schema="person", names=(name,), events=years)
            items.append(Item(id_, record, {}))
            group_of[id_] = str(number)
    return LabelledSet("Japanese authors in English", items, pairs_of_groups(group_of))

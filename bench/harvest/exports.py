"""Exports as the sources write them, generated: the same seed gives the same bytes."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pymarc

FAMILY = ["夏目", "森", "芥川", "樋口", "Woolf", "Melville", "Müller", "Dvořák", "Austen", "O'Brien"]
GIVEN = ["漱石", "鷗外", "龍之介", "一葉", "Virginia", "Herman", "Käthe", "Antonín", "Jane", "Flann"]
WORDS = [
    "吾輩",
    "猫",
    "坊っちゃん",
    "草枕",
    "The",
    "Sea",
    "of",
    "Winter",
    "Étude",
    "garden",
    "夢",
    "Lighthouse",
    "羅生門",
]


def _isbn13(number: int) -> str:
    body = f"978{number % 10**9:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)


def _title(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(1, 6)))


def _name(chance: random.Random) -> str:
    return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"


def goodbooks_csv(path: Path, count: int) -> None:
    """The ratings data set's list of books: 23 columns, quoted where needed."""
    chance = random.Random(1)
    header = (
        "book_id,goodreads_book_id,best_book_id,work_id,books_count,isbn,isbn13,authors,"
        "original_publication_year,original_title,title,language_code,average_rating,ratings_count,"
        "work_ratings_count,work_text_reviews_count,ratings_1,ratings_2,ratings_3,ratings_4,ratings_5,"
        "image_url,small_image_url\r\n"
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        writer = csv.writer(file)
        for number in range(1, count + 1):
            title = _title(chance)
            authors = ", ".join(_name(chance) for _ in range(chance.randint(1, 2)))
            ratings = [chance.randint(1, 10**6) for _ in range(8)]
            image = f"https://images.example.org/books/{number}.jpg"
            year = f"{chance.randint(1850, 2017)}.0"
            head = [number, number + 7, number + 7, number + 11, chance.randint(1, 300), "", _isbn13(number)]
            book = [
                authors,
                year,
                title,
                f"{title} (Series, #1)",
                chance.choice(["eng", "jpn", "ger", ""]),
                "4.1",
            ]
            writer.writerow([*head, *book, *ratings, image, image])


def _moma(count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(2)
    for number in range(1, count + 1):
        name, born = _name(chance), chance.randint(1840, 1960)
        yield {
            "Medium": "Gelatin silver photograph",
            "Dimensions": '14 x 18" (35.6 x 45.7 cm)',
            "Classification": "Photograph",
            "CreditLine": "Gift of the artist",
            "URL": f"http://www.moma.org/collection/works/{number}",
            "Artist": name,
            "ArtistID": number % 5000,
            "Title": _title(chance),
            "Department": "Photography",
            "MoMANumber": f"{number % 900}.{born}",
            "Date": f"c. {born + 30}" if number % 4 else f"{born + 30}-{(born + 32) % 100:02d}",
            "ArtistBio": f"(Japanese, {born}-{born + 70})",
            "DateAcquired": "1995-01-17",
            "ObjectID": str(number),
        }


def moma_lines(path: Path, count: int) -> None:
    """Museum objects, one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in _moma(count))


def moma_array(path: Path, count: int) -> None:
    """Museum objects as one indented JSON array, as the museum publishes them."""
    with path.open("w", encoding="utf-8") as file:
        json.dump(list(_moma(count)), file, ensure_ascii=False, indent=2)


def marc_binary(path: Path, count: int) -> None:
    """A library's export in ISO 2709."""
    chance = random.Random(3)
    with path.open("wb") as file:
        for number in range(1, count + 1):
            record = pymarc.Record(leader="00000nam a2200000 a 4500")
            year = chance.randint(1868, 2020)
            record.add_field(
                pymarc.Field(tag="001", data=f"b{number:08d}"),
                pymarc.Field(tag="008", data=f"850101s{year}    ja            000 0 jpn  "),
                _field("020", "a", _isbn13(number)),
                _field("100", "a", _name(chance)),
                _field("245", "a", _title(chance), "c", _name(chance)),
                _field("260", "a", "Tokyo :", "b", "Iwanami,", "c", f"{year}."),
                _field("650", "a", "Fiction"),
            )
            file.write(record.as_marc())


def _field(tag: str, *parts: str) -> pymarc.Field:
    subfields = [pymarc.Subfield(parts[place], parts[place + 1]) for place in range(0, len(parts), 2)]
    return pymarc.Field(tag=tag, indicators=pymarc.Indicators(" ", " "), subfields=subfields)

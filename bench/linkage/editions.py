"""Editions of books to their works, by script from a real list of books."""

from __future__ import annotations

import random

from bench.linkage.corrupted import SEED, misspelt
from bench.linkage.labelled import Item, LabelledSet, dated, pairs_of_groups, rows
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, EventKind, Record

PUBLISHERS = ("Penguin", "Vintage", "HarperCollins", "Bantam", "Faber", "Picador")
MARKS = (
    " (Paperback)",
    ": A Novel",
    " [Kindle Edition]",
    ", 2nd edition",
    " (Penguin Classics)",
    " (reprint)",
)


def editions(most: int = 4_000) -> LabelledSet:
    """Up to four editions of a work, other years and publishers, titles as editions have them.

    Volumes of one series stand beside each other as they do in the list: they are works of their own.
    """
    chance = random.Random(SEED)
    books = list(rows("goodbooks/books.csv.gz"))
    chance.shuffle(books)
    items, group_of = [], {}
    for row in books[:most]:
        title, authors = row["original_title"] or row["title"], row["authors"].split(", ")
        for edition in range(chance.choice((1, 1, 2, 3, 4))):
            told = chance.choice((title, title, row["title"], title.upper(), title + chance.choice(MARKS)))
            told = misspelt(told, chance) if chance.random() < 0.08 else told
            first = authors[0].rsplit(" ", 1)
            shown = chance.choice((authors, authors[:1], [", ".join(reversed(first))]))
            year = str(chance.randint(1950, 2020)) if edition else row["original_publication_year"][:4]
            record = Record(
                source=chance.choice(("library 1", "library 2")), local_id="", schema="text",
                names=(Name(told),),
                contributions=(
                    *(Contribution((Name(name),), role="author") for name in shown),
                    Contribution((Name(chance.choice(PUBLISHERS)),), role="publisher"),
                ),
                events=dated(EventKind.PUBLISHED, year),
            )  # fmt: skip
            id_ = f"{row['work_id']}-{edition}"
            items.append(Item(id_, record, {}))
            group_of[id_] = row["work_id"]
    return LabelledSet("editions of books", items, pairs_of_groups(group_of))

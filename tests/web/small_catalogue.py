"""What the tests of the pages work on: scripts of the documentation, and exports of a small catalogue."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

CHECKOUT = Path(__file__).resolve().parents[2]
TITLES = ("夜明けのアーカイブ", "深夜の電波", "猫と暮らす", "電子の海", "図書館の灯")


def docs_script(name: str) -> ModuleType:
    """A script of ``docs/`` as a module."""
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(path: Path, columns: str, *rows: tuple[str, ...]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.replace("_", " ") for column in columns.split()])
        writer.writerows(rows)
    return path


def exports(folder: Path) -> Iterator[tuple[str, Path]]:
    """A circle's list with two refused rows, and two museums that disagree on the death of one artist."""
    works = [
        (
            str(number),
            f"{TITLES[number % 5]} 第{number}話",
            "",
            "小説",
            "白石 透" if number % 2 else "Aoi Rivers",
            f"{2000 + number % 20}-04-01",
            f"https://example.org/works/{number}",
            "CC BY 4.0" if number % 3 == 0 else "要相談",
        )
        for number in range(1, 56)
    ]
    works += [
        ("90", "=1+1の物語", "", "小説", "白石 透", "2020-01-01", "https://example.org/works/90", ""),
        (
            "91",
            "桜の園で",
            "さくらのそので",
            "楽曲",
            "白石 透",
            "2021",
            "https://example.org/works/91",
            "CC0",
        ),
        ("92", "", "", "小説", "白石 透", "2020", "https://example.org/works/92", ""),
        ("93", "謎の種別", "", "なぞなぞ", "白石 透", "2020", "https://example.org/works/93", ""),
    ]
    heading = "作品ID 作品名 よみ 種別 作者 公開日 URL 利用条件"
    yield "creators_list", table(folder / "creators/list.csv", heading, *works)
    heading = "ConstituentID DisplayName ArtistBio Nationality Gender BeginDate EndDate Wiki_QID ULAN"
    yield (
        "moma",
        table(
            folder / "moma/Artists.csv",
            heading,
            ("7", "Hana Moriyama", "Japanese, 1901–1967", "Japanese", "Female", "1901", "1967", "Q4242", ""),
        ),
    )
    heading = (
        "constituentid ulanid preferreddisplayname forwarddisplayname lastname displaydate beginyear endyear "
        "nationality constituenttype wikidataid"
    )
    yield (
        "nga",
        table(
            folder / "nga/constituents.csv",
            heading,
            (
                "81",
                "",
                "Moriyama, Hana",
                "Hana Moriyama",
                "Moriyama",
                "1901 - 1968",
                "1901",
                "1968",
                "Japanese",
                "individual",
                "Q4242",
            ),
        ),
    )

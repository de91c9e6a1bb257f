"""Processor time for a decision to be set and sealed, and what a batch of them takes.

    python -m bench.documents [--documents 500] [--works 1]

Each is another decision (number, title); ``--works`` puts a table of so many works into it. Told are seconds
of processor time: the whole, the slowest, and the memory at the end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import statistics
import tempfile
import time
from pathlib import Path

from rich.progress import track

from kenri.documents.typesetting import typeset
from kenri.seals.signing import signer

AT = dt.datetime(2026, 6, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def decision(number: int, works: int) -> dict[str, object]:
    return {
        "number": f"2026-0673-{number:05d}-D07",
        "date": "2026-06-01",
        "to": ["株式会社青空映像"],
        "issuer": ["文化庁長官"],
        "case": f"2026-0673-{number:05d}",
        "article": "著作権法第67条の3第1項",
        "title": f"港の記録　第{number}集",
        "manner": "公衆送信（ウェブサイトにおける無償の配信）及びそれに伴う複製",
        "period": ("2026-06-01", "2029-05-31"),
        "amount": 36_500 + number,
        "label_text": "著作権法第67条の3の裁定（令和8年6月1日）により作成",
        "works": [
            {
                "number": str(n),
                "title": f"写真 {n}",
                "creator": "不詳",
                "identification": f"箱 {n % 40}、{n} 枚目",
            }
            for n in range(1, works + 1)
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--works", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        seal = signer(Path(home), AT)
        setting, sealing, size = [], [], 0
        for number in track(range(1, asked.documents + 1), "decisions"):
            started = time.process_time()
            sheet = typeset("decision_grant", decision(number, asked.works))
            between = time.process_time()
            size += len(seal.sign_pdf(sheet, "裁定", AT))
            setting.append(between - started)
            sealing.append(time.process_time() - between)
    both = [sum(pair) for pair in zip(setting, sealing, strict=True)]
    print(f"{asked.documents} decisions in {sum(both):.1f} s, {size / asked.documents / 1024:.0f} KiB each")
    for name, told in (("set", setting), ("sealed", sealing), ("both", both)):
        print(f"{name}: median {statistics.median(told) * 1000:.0f} ms, slowest {max(told) * 1000:.0f} ms")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()

"""A comparison as a report in Markdown: a table, and every disagreement under what explains it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec


class Category(msgspec.Struct, frozen=True):
    """Why an answer differs from what is declared. ``fault``: it would be an error of Kenri."""

    title: str
    why: str
    fault: bool = False


class Report:
    """What was declared against what was computed, with an example line for each disagreement."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.table: Counter[tuple[str, str]] = Counter()
        self.figures: list[str] = []
        self.found: dict[Category, list[str]] = defaultdict(list)

    def count(self, declared: str, computed: str) -> None:
        """One work more."""
        self.table[declared, computed] += 1

    def differs(self, category: Category, line: str) -> None:
        """One disagreement, told in a line."""
        self.found[category].append(line)

    def lines(self, examples: int) -> Iterator[str]:
        """The report; of each category so many examples (0: all)."""
        yield f"# {self.title}"
        yield ""
        yield "| declared | computed | works |"
        yield "|---|---|---:|"
        for (declared, computed), count in sorted(self.table.items()):
            yield f"| {declared} | {computed} | {count:,} |"
        yield ""
        yield from (f"- {figure}" for figure in self.figures)
        for category, told in sorted(self.found.items(), key=lambda pair: (not pair[0].fault, -len(pair[1]))):
            yield ""
            yield f"## {category.title}: {len(told):,}"
            yield ""
            yield category.why
            yield ""
            shown = Counter(told).most_common(examples or None)
            yield from (f"- {line}" + (f" ({count} works)" if count > 1 else "") for line, count in shown)
            if (left := len(set(told)) - len(shown)) > 0:
                yield f"- … and {left} more lines (--all)"

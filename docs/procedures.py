"""Draw the procedures of ``docs/procedures.md`` anew: ``python docs/procedures.py``."""

from __future__ import annotations

from pathlib import Path

from kenri.procedures.conduct.diagram import diagram
from kenri.procedures.conduct.versions import procedures

FOLDER = Path(__file__).parent / "images" / "procedures"


def main() -> None:
    """One picture for each procedure and language."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for procedure in procedures():
        for language in ("ja", "en"):
            picture = diagram(procedure, language=language)
            (FOLDER / f"{procedure.id}-{language}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()

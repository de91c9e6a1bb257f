"""Bring the Japanese translations up to date with templates and code: ``python docs/translations.py``.

The source strings are English, so that only Japanese needs a catalogue. New strings are put into the
``.po`` file without a translation, strings no longer used leave it, and the ``.mo`` file, which is kept
beside it so that an installation needs no gettext tools, is written anew.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parents[1]
WEB = CHECKOUT / "kenri/web"
PO = WEB / "locale/ja/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def template_catalogue() -> Catalog:
    """All strings of the pages that people read, with the files in which they stand."""
    catalogue = Catalog(project="Kenri", charset="utf-8")
    for file in sorted((*WEB.rglob("*.py"), *WEB.rglob("templates/**/*.*"))):
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            text = _as_python(templatize(text, origin=str(file)))
        for line, function, message, _comments in extract_python(io.BytesIO(text.encode()), KEYWORDS, (), {}):
            where = (file.relative_to(CHECKOUT).as_posix(), line)
            for identifier, context in _identifiers(function, message):
                catalogue.add(identifier, locations=[where], context=context)
    return catalogue


def _as_python(templatized: str) -> str:
    """``templatize`` writes for xgettext: calls between filler words; as Python it only lacks its indents."""
    return "\n".join(line.lstrip() for line in templatized.split("\n"))


def _identifiers(function: str, message: object) -> list[tuple[object, str | None]]:
    if not isinstance(message, tuple):
        return [(message, None)] if message else []
    if function == "pgettext":
        return [(message[1], message[0])]
    if function == "npgettext":
        return [((message[1], message[2]), message[0])]
    return [((message[0], message[1]), None)]


def current() -> Catalog:
    """The translations as they are."""
    with PO.open("rb") as file:
        return read_po(file, locale="ja")


def compiled(catalogue: Catalog) -> bytes:
    """The ``.mo`` file of a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Update the ``.po`` file and write the ``.mo`` file."""
    catalogue = current()
    catalogue.update(template_catalogue(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with PO.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, no_location=True, omit_header=False)
    MO.write_bytes(compiled(catalogue))
    missing = [message.id for message in catalogue if message.id and not message.string]
    print(f"{len(catalogue)} strings, {len(missing)} without a translation")


if __name__ == "__main__":
    if not settings.configured:
        settings.configure()
    main()

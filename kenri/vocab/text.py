"""Text that people read, in both languages of Kenri."""

from __future__ import annotations

import msgspec


class Text(msgspec.Struct, frozen=True):
    """The same text in Japanese and in English; both are required."""

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        """The text for a language tag such as ``ja`` or ``en-GB``; English for any other language."""
        return self.ja if language.lower().startswith("ja") else self.en

    def format(self, **values: object) -> Text:
        """Fill the ``{placeholders}`` of both languages; a value that is a Text itself gives each its own."""
        ja = {key: value.ja if isinstance(value, Text) else value for key, value in values.items()}
        en = {key: value.en if isinstance(value, Text) else value for key, value in values.items()}
        return Text(self.ja.format(**ja), self.en.format(**en))

"""The Japanese texts are complete, fit their places, and are compiled from what stands in the catalogue."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from tests.web.small_catalogue import docs_script


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return docs_script("translations")


def keyed(catalogue) -> dict:
    return {(message.context, message.id): message for message in catalogue if message.id}


def test_every_text_of_pages_and_code_is_translated(tool) -> None:
    used, translated = keyed(tool.template_catalogue()), keyed(tool.current())
    assert len(used) > 200
    assert set(used) - set(translated) == set(), "run docs/translations.py and translate"
    assert set(translated) - set(used) == set(), "no longer used: run docs/translations.py"
    for message in translated.values():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), f"{message.id!r} has no Japanese text"
        assert not message.fuzzy


def test_placeholders_stand_in_both_languages(tool) -> None:
    for message in keyed(tool.current()).values():
        identifier = message.id[-1] if isinstance(message.id, tuple) else message.id
        string = message.string[0] if isinstance(message.string, tuple) else message.string
        pattern = r"%\(\w+\)s|\{\w+\}|<[^>]+>"
        assert sorted(re.findall(pattern, identifier)) == sorted(re.findall(pattern, string)), identifier


def test_the_compiled_file_is_that_of_the_catalogue(tool) -> None:
    assert tool.MO.read_bytes() == tool.compiled(tool.current()), "run docs/translations.py"

"""The chain of evidence: every search is in it, and nothing of it can be changed unseen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest

from kenri.cases import evidence, queries, services
from kenri.cases.models import Evidence, Project

pytestmark = pytest.mark.django_db(transaction=True)

AT = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
LINES = ("羅生門,芥川竜之介,1915,,text", "郷土の昔ばなし,山本某,1950,,text")


@pytest.fixture
def chain(catalogue, project) -> tuple[str, list[dict]]:
    key = project(*LINES)
    (_, item) = queries.every_item(key)
    services.correct(key, [item.id], "fact", name="creators[0].died", value="1940", source="p. 3", by="佐藤")
    return key, [json.loads(line) for line in queries.evidence_lines(key)]


def test_every_search_and_statement_is_there(chain) -> None:
    key, lines = chain
    assert [(line["kind"], line["item"]) for line in lines] == [
        ("sources", None),
        ("match", 2),
        ("match", 3),
        ("status", 2),
        ("status", 3),
        ("told", 3),
        ("status", 3),
    ]
    assert set(lines[0]["answer"]) == {"aozora", "moma"}
    match = lines[1]
    assert match["query"]["names"] == ["羅生門"]
    assert match["answer"][0]["records"][0][0] == "aozora"
    assert lines[3]["answer"]["status"] == "public_domain"
    assert lines[3]["source"] == "aozora"
    assert lines[5]["answer"] == {"value": "1940", "by": "佐藤", "source": "p. 3", "withdrawn": False}
    assert queries.project(key).evidence == len(lines)


def test_the_form_is_what_it_says(chain) -> None:
    """Computed here by hand, so that the canonical text cannot change without its version."""
    _, lines = chain
    previous = ""
    for number, line in enumerate(lines, start=1):
        answer = json.dumps(line["answer"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert line["answer_hash"] == hashlib.sha256(answer.encode()).hexdigest()
        body = {key: value for key, value in line.items() if key not in ("answer", "hash")}
        assert set(body) == {
            *("version", "project", "number", "kind", "item", "source", "query", "at"),
            *("answer_hash", "previous"),
        }
        assert (body["version"], body["number"], body["previous"]) == ("kenri-evidence-1", number, previous)
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = line["hash"] = hashlib.sha256(text.encode()).hexdigest()
    assert evidence.verify(lines) is None


@pytest.mark.parametrize(
    ("spoil", "number", "code"),
    [
        (lambda lines: lines[2].update(source="nobody"), 3, "evidence_changed"),
        (lambda lines: lines[1]["answer"].append("x"), 2, "evidence_answer_changed"),
        (lambda lines: lines.pop(2), 3, "evidence_gap"),
        (lambda lines: lines.insert(1, dict(lines[1])), 3, "evidence_gap"),
        (lambda lines: lines.pop(), 6, "evidence_cut"),
        (lambda lines: lines[0].update(version="other"), 1, "evidence_version"),
    ],
)
def test_every_change_is_seen(chain, spoil, number: int, code: str) -> None:
    key, lines = chain
    view = queries.project(key)
    assert evidence.verify(lines, head=view.head, length=view.evidence) is None
    spoil(lines)
    broken = evidence.verify(lines, head=view.head, length=view.evidence)
    assert broken is not None
    assert (broken.number, broken.problem.code) == (number, code)
    assert broken.problem.message("ja") != broken.problem.message("en")


def test_what_is_stored_is_checked_too(chain) -> None:
    key, _ = chain
    row = Project.objects.get(key=key)
    assert evidence.verify_project(row.pk, {3: Evidence.objects.get(project=row, number=3).hash}) is None
    assert evidence.verify_project(row.pk, {3: "0" * 64}).number == 3
    item = Evidence.objects.get(project=row, number=3).item_id
    for column, value in (("kind", "told"), ("at", AT), ("item", item), ("answer", "[]")):
        was = Evidence.objects.values(column).get(project=row, number=2)
        Evidence.objects.filter(project=row, number=2).update(**{column: value})
        assert evidence.verify_project(row.pk).number == 2, column
        Evidence.objects.filter(project=row, number=2).update(**was)
    assert evidence.verify_project(row.pk) is None

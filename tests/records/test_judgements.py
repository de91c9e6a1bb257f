"""People's decisions: they stand above scores and identifiers, and nothing makes them again or loses them."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from pathlib import Path

import pytest
from declared import Row, declare, row, write

from kenri.records import index, judgement_files, queries, reviews, services
from kenri.records.judging import Ref, judgement
from kenri.records.keys import entity_key
from kenri.records.models import Judgement, Pair, Record
from kenri.search.engine import Query
from kenri.vocab.problems import Problem

pytestmark = pytest.mark.django_db(transaction=True)

ISBN = {"scheme": "isbn", "value": "9784003101018"}
A1, B7, C9 = Ref("alpha", "1"), Ref("beta", "7"), Ref("gamma", "9")
NIGHT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def put(tmp_path: Path):
    def put(source_id: str, *items: Row):
        file = write(tmp_path / source_id / "works.csv", items)
        return services.harvest(declare(source_id), path=file, accept_removals=True)

    return put


@pytest.fixture
def three(put) -> None:
    """Three records that nothing brings together."""
    put("alpha", row(1, "坊っちゃん"))
    put("beta", row(7, "坊つちやん"))
    put("gamma", row(9, "Sanshiro"))
    services.link()


def said(left: Ref, right: Ref, decision: str, *names: str, **more):
    return services.judge([judgement(left, right, decision, name, **more) for name in names])


def groups() -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for record in Record.objects.filter(deleted_run=None):
        found.setdefault(record.entity_id, set()).add(f"{record.source}:{record.local_id}")
    return {frozenset(group) for group in found.values()}


def test_two_reviewers_merge_and_the_index_follows_at_once(three) -> None:
    index.index()
    first = said(A1, B7, "same", "ann")
    assert (first.new, first.waiting, first.merged) == (1, 1, 0)
    assert len(groups()) == 3
    second = said(B7, A1, "same", "ben")
    assert (second.decided, second.merged) == (1, 1)
    assert queries.entity(entity_key(*B7)).id == entity_key(*A1)
    found = index.engine().search(Query("坊つちやん"))
    assert [hit.id for hit in found.hits] == [entity_key(*A1)]


def test_different_splits_what_an_identifier_holds_together(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN))
    put("beta", row(7, "坊っちゃん", **ISBN))
    put("gamma", row(9, "坊っちゃん", **ISBN))
    services.link()
    assert len(groups()) == 1
    report = said(A1, B7, "different", "ann", "ben")
    assert report.split == 1
    together = next(group for group in groups() if len(group) == 2)
    assert not {"alpha:1", "beta:7"} <= together
    assert queries.entity(entity_key(*B7)).id != queries.entity(entity_key(*A1)).id


def test_same_holds_against_an_identifier_that_says_otherwise(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN), row(2, "三四郎", **ISBN))
    services.link()
    said(A1, Ref("alpha", "2"), "same", "ann", "ben")
    assert groups() == {frozenset({"alpha:1", "alpha:2"})}


def test_a_conflict_waits_for_a_third(three) -> None:
    said(A1, B7, "same", "ann")
    report = said(A1, B7, "different", "ben")
    assert (report.decided, report.waiting) == (0, 1)
    said(A1, B7, "same", "cho")
    assert queries.entity(entity_key(*B7)).id == entity_key(*A1)


def test_taking_back_undoes_and_keeps_every_row(three) -> None:
    said(A1, B7, "same", "ann", "ben")
    report = said(A1, B7, "withdrawn", "ben")
    assert (report.split, report.waiting) == (1, 1)
    assert len(groups()) == 3
    assert queries.entity(entity_key(*B7)).id == entity_key(*B7)
    assert list(Judgement.objects.order_by("id").values_list("decision", "by", "round")) == [
        ("same", "ann", 1),
        ("same", "ben", 2),
        ("withdrawn", "ben", 2),
    ]


def test_the_same_word_again_is_no_new_word(three) -> None:
    said(A1, B7, "same", "ann", "ann", "ann")
    assert said(A1, B7, "same", "ann").known == 1
    assert said(A1, B7, "withdrawn", "nobody").new == 0
    assert Judgement.objects.count() == 1


def test_decisions_outlive_rebuilding_and_harvesting(three, put) -> None:
    said(A1, C9, "same", "ann", "ben")
    before = groups()
    services.link(rebuild=True)
    assert groups() == before
    put("gamma", row(9, "Botchan, a novel"))
    services.link()
    assert groups() == before
    put("gamma", row(8))
    services.link()
    put("gamma", row(9, "Botchan"), row(8))
    services.link()
    assert any({"alpha:1", "gamma:9"} <= group for group in groups())


def test_a_decision_on_a_record_that_comes_later_waits_for_it(put) -> None:
    put("alpha", row(1, "坊っちゃん"))
    services.link()
    report = said(A1, B7, "same", "ann", "ben")
    assert (report.new, report.absent, report.merged) == (2, 1, 0)
    put("beta", row(7, "坊つちやん"))
    services.link()
    assert groups() == {frozenset({"alpha:1", "beta:7"})}


def test_a_rebuild_after_a_thousand_judgements_keeps_them_all(put) -> None:
    put("alpha", *(row(number, f"作品{number}") for number in range(40)))
    put("beta", *(row(number, f"Work {number}") for number in range(40)))
    services.link()
    decide = random.Random(7)
    pairs = decide.sample(list(itertools.product(range(40), range(40))), 500)
    words = [
        judgement(
            Ref("alpha", str(a)), Ref("beta", str(b)), "same" if a == b else "different", name, at=NIGHT
        )
        for a, b in pairs
        for name in ("ann", "ben")
    ]
    report = services.judge(words)
    assert (report.new, report.decided) == (1_000, 500)
    before, rows = groups(), list(Judgement.objects.order_by("id").values_list("id", "decision", "at"))
    assert before == {frozenset({f"alpha:{a}", f"beta:{a}"}) for a, b in pairs if a == b} | {
        group for group in before if len(group) == 1
    }
    services.link(rebuild=True)
    assert groups() == before
    assert list(Judgement.objects.order_by("id").values_list("id", "decision", "at")) == rows
    decide.shuffle(words)
    assert services.judge(words).new == 0


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_harvests_and_judgements_does_not_matter(put, seed: int) -> None:
    decide = random.Random(seed)
    works = {
        "alpha": [row(1, "坊っちゃん", **ISBN), row(2, "三四郎")],
        "beta": [row(7, "坊っちゃん", **ISBN), row(8, "それから")],
        "gamma": [row(9, "坊っちゃん", **ISBN)],
    }
    steps = [lambda s=source, r=rows: put(s, *decide.sample(r, len(r))) for source, rows in works.items()]
    steps += [
        lambda: said(A1, C9, "different", "ann", "ben"),
        lambda: said(Ref("alpha", "2"), Ref("beta", "8"), "same", "cho", "ben"),
    ]
    decide.shuffle(steps)
    for step in steps:
        step()
        if decide.random() < 0.5:
            services.link()
    services.link(rebuild=decide.random() < 0.5)
    found = groups()
    assert frozenset({"alpha:2", "beta:8"}) in found
    assert not any({"alpha:1", "gamma:9"} <= group for group in found)


def test_a_reviewer_sees_no_pair_twice_and_no_word_of_others(three) -> None:
    said(A1, B7, "same", "ann")
    assert reviews.next_review("ann", reviews.Wanted()) is None
    pair = reviews.next_review("ben", reviews.Wanted())
    assert {pair.left.said.source, pair.right.said.source} == {"alpha", "beta"}
    assert not {"ann", "same"} & {str(value) for value in pair.__struct_fields__}
    said(A1, B7, "unsure", "ben")
    assert reviews.next_review("ben", reviews.Wanted()) is None
    assert reviews.next_review("cho", reviews.Wanted()).id == pair.id
    said(A1, B7, "same", "cho")
    assert reviews.next_review("dan", reviews.Wanted()) is None


def test_a_withdrawn_record_is_shown_to_nobody(three, put) -> None:
    said(A1, B7, "same", "ann")
    put("beta", row(8))
    services.link()
    assert reviews.next_review("ben", reviews.Wanted()) is None


def test_going_through_the_queue_and_back(three) -> None:
    for left, right in ((A1, B7), (A1, C9), (B7, C9)):
        said(left, right, "same" if left == A1 else "different", "ann")
    first = reviews.next_review("ben", reviews.Wanted())
    second = reviews.next_review("ben", reviews.Wanted(), after=first.id)
    third = reviews.next_review("ben", reviews.Wanted(), after=second.id)
    assert reviews.next_review("ben", reviews.Wanted(), after=third.id) is None
    assert reviews.next_review("ben", reviews.Wanted(), after=third.id, back=True) == second
    assert reviews.next_review("ben", reviews.Wanted(), after=first.id, back=True) is None
    assert len({first.id, second.id, third.id}) == 3
    assert reviews.next_review("ben", reviews.Wanted(schema="film")) is None
    assert reviews.next_review("ben", reviews.Wanted(source="gamma")) is not None
    assert reviews.progress("ben", reviews.Wanted()).waiting == 3
    assert reviews.progress("ann", reviews.Wanted()).judged == 3


def test_the_last_word_is_what_undo_takes_back(three) -> None:
    assert reviews.last_word("ann") is None
    said(A1, B7, "same", "ann")
    said(A1, C9, "different", "ann")
    pair_id, word = reviews.last_word("ann")
    assert word.pair == (A1, C9)
    assert Pair.objects.get(id=pair_id).left.local_id == "1"
    said(A1, C9, "withdrawn", "ann")
    assert reviews.last_word("ann")[1].pair == (A1, B7)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_files_give_back_what_was_written(three, tmp_path: Path, suffix: str) -> None:
    said(A1, B7, "same", "安 藤", note="表紙,\n同じ")
    said(A1, C9, "different", "ben", settled=True)
    said(A1, B7, "withdrawn", "安 藤")
    file = tmp_path / f"judgements{suffix}"
    assert judgement_files.write_judgements(file, reviews.all_judgements()) == 3
    before = list(Judgement.objects.order_by("id").values())
    assert services.judge(judgement_files.read_judgements(file)).new == 0
    Judgement.objects.all().delete()
    Pair.objects.all().delete()
    assert services.judge(judgement_files.read_judgements(file)).new == 3
    after = list(Judgement.objects.order_by("id").values())
    assert [{**r, "id": 0} for r in after] == [{**r, "id": 0} for r in before]


def test_bad_rows_are_refused_and_the_others_taken(three, tmp_path: Path) -> None:
    file = tmp_path / "judgements.csv"
    file.write_text(
        "left_source,left_id,right_source,right_id,decision,by,at\n"
        "alpha,1,beta,7,same,ann,\n"
        "alpha,1,alpha,1,same,ann,\n"
        "alpha,1,beta,7,maybe,ann,\n"
        "alpha,1,beta,7,same,,\n"
        "alpha,1,beta,7,same,ann,yesterday\n"
        "alpha,,beta,7,same,ann,\n"
        "alpha,1,gamma,9,DIFFERENT,ben,2026-01-01T09:00\n",
        encoding="utf-8-sig",
    )
    read = list(judgement_files.read_judgements(file))
    problems = [one for one in read if isinstance(one, Problem)]
    assert [(p.code, p.where) for p in problems] == [
        ("judgement_same_record", "judgements.csv:3"),
        ("judgement_decision", "judgements.csv:4"),
        ("judgement_reviewer", "judgements.csv:5"),
        ("judgement_time", "judgements.csv:6"),
        ("judgement_row", "judgements.csv:7"),
    ]
    assert all(problem.message(language) for problem in problems for language in ("ja", "en"))
    assert services.judge(one for one in read if not isinstance(one, Problem)).new == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"PK", "judgement_file"),
        ("a.csv", b"\xff\xfe", "judgement_file"),
        ("a.csv", b"left_source,decision\n", "judgement_columns"),
        ("a.csv", None, "no_such_file"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Problem) as caught:
        list(judgement_files.read_judgements(tmp_path / name))
    assert caught.value.code == code


def test_a_broken_line_of_json_is_refused_alone(three, tmp_path: Path) -> None:
    file = tmp_path / "judgements.jsonl"
    file.write_text(
        '{"left_source": "alpha", "left_id": 1, "right_source": "beta", "right_id": 7,'
        ' "decision": "same", "by": "ann", "settled": true}\n{"left_source":\n\n[1]\n',
        encoding="utf-8",
    )
    first, *others = judgement_files.read_judgements(file)
    assert [one.code for one in others] == ["judgement_row", "judgement_row"]
    assert services.judge([first]).decided == 1

"""Links by score: what the model joins with caution, what it leaves to people, and what moves when it changes."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from kenri.records import linking, scratch, services
from kenri.records.bonds import bonds
from kenri.records.judging import judgement
from kenri.records.models import Entity, LinkRun, Pair, Record
from kenri.sources import all_sources

pytestmark = pytest.mark.django_db(transaction=True)

MOMA = "ConstituentID DisplayName ArtistBio Nationality Gender BeginDate EndDate Wiki_QID ULAN".split()  # noqa: SIM905
NGA = [
    "constituentid",
    "ulanid",
    "preferreddisplayname",
    "forwarddisplayname",
    "lastname",
    "displaydate",
    "beginyear",
    "endyear",
    "nationality",
    "constituenttype",
    "wikidataid",
]
GIVEN = "Hana Ken Aoi Marcel Edward Claude Ruth Ines Otto Paula Georg Lena Jan Mira Tomas Vera".split()  # noqa: SIM905
FAMILY = "Moriyama Rivers Dufour Hopkins Lindqvist Barth Okafor Castell Weiss Novak Brandt Silva".split()  # noqa: SIM905


def artists(count: int = 48, seed: int = 3) -> list[tuple[str, str, int, int]]:
    decide = random.Random(seed)
    names = [(given, family) for family in FAMILY for given in GIVEN]
    return [
        (given, family, born := 1800 + 3 * n, born + 40 + n % 30)
        for n, (given, family) in enumerate(decide.sample(names, count))
    ]


def moma(people) -> list[tuple[str, ...]]:
    return [
        (str(n), f"{given} {family}", f"Dutch, {born}–{died}", "Dutch", "", str(born), str(died), "", "")
        for n, (given, family, born, died) in enumerate(people, start=1)
    ]


def nga(people) -> list[tuple[str, ...]]:
    return [
        (
            str(900 + n),
            "",
            f"{family}, {given}",
            f"{given} {family}",
            family,
            f"{born} - {died}",
            str(born),
            str(died),
            "Dutch",
            "individual",
            "",
        )
        for n, (given, family, born, died) in enumerate(people, start=1)
    ]


@pytest.fixture
def put(tmp_path: Path):
    def put(source: str, rows):
        path = tmp_path / source / ("Artists.csv" if source == "moma" else "constituents.csv")
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([MOMA if source == "moma" else NGA, *rows])
        return services.harvest(all_sources()[source], path=path, accept_removals=True)

    return put


def groups() -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for record in Record.objects.filter(deleted_run=None):
        found.setdefault(record.entity_id, set()).add(f"{record.source}:{record.local_id}")
    return {frozenset(group) for group in found.values()}


def pairs_found() -> set[frozenset[str]]:
    return {group for group in groups() if len(group) > 1}


def test_persons_of_two_museums_are_one_by_score(put) -> None:
    people = artists()
    put("moma", moma(people))
    put("nga", nga(people[:30]))
    report = services.link()
    assert report.merged == len(pairs_found()) >= 27
    assert all(
        {member.partition(":")[0] for member in group} == {"moma", "nga"} and len(group) == 2
        for group in pairs_found()
    )
    merged = Entity.objects.filter(size=2).first()
    (bond,) = bonds(merged.key)
    assert (bond.kind, bond.linked) == ("score", True)
    assert bond.score >= 0.99
    assert "生年" in bond.reason.ja
    assert "birth" in bond.reason.en


def test_another_life_is_another_person(put) -> None:
    people = artists()
    put("moma", moma(people))
    put("nga", nga([(given, family, born - 70, died - 70) for given, family, born, died in people[:20]]))
    services.link()
    assert pairs_found() == set()


def test_a_name_alone_is_left_to_people(put) -> None:
    people = artists()
    put("moma", moma(people))
    put("nga", [(*row[:5], "", "", "", "", *row[9:]) for row in nga(people[:20])])
    services.link()
    assert pairs_found() == set()
    assert not Pair.objects.filter(band="auto").exists()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_input_changes_nothing(put, seed: int) -> None:
    decide, people = random.Random(seed), artists()
    sources = [("moma", moma(people)), ("nga", nga(people[:30]))]
    decide.shuffle(sources)
    for source, rows in sources:
        decide.shuffle(rows)
        put(source, rows)
    services.link()
    found = pairs_found()
    services.link(rebuild=True)
    assert pairs_found() == found
    expected = {frozenset({f"moma:artist/{n}", f"nga:constituent/{900 + n}"}) for n in range(1, 31)}
    assert found <= expected
    assert len(found) >= 27


def test_a_corrected_record_moves_and_touches_no_other(put) -> None:
    people = artists()
    put("moma", moma(people))
    put("nga", nga(people[:30]))
    first = services.link()
    before = pairs_found()
    wrong = nga(people[:30])
    given, family, born, died = people[40]
    wrong[0] = nga([people[40]])[0][:1] + nga([(given, family, born, died)])[0][1:]
    put("nga", wrong)
    report = services.link()
    assert report.records <= 3
    touched = set(Entity.objects.filter(changed__gt=first.run).values_list("id", flat=True))
    assert len(touched) <= 3
    after = pairs_found()
    assert frozenset({"moma:artist/1", "nga:constituent/901"}) not in after
    assert {group for group in before if "nga:constituent/901" not in group} <= after


def test_later_records_join_through_the_same_model(put) -> None:
    people = artists()
    put("moma", moma(people))
    put("nga", nga(people[:28]))
    services.link()
    put("nga", nga(people[:30]))
    report = services.link()
    assert report.records == 2
    late = {frozenset({f"moma:artist/{n}", f"nga:constituent/{900 + n}"}) for n in (29, 30)}
    assert late <= pairs_found()


def test_people_outrank_scores(put) -> None:
    people = artists()
    put("moma", moma(people))
    put("nga", nga(people[:30]))
    services.link()
    group = next(iter(sorted(pairs_found(), key=sorted)))
    (left, right) = (tuple(member.split(":", 1)) for member in sorted(group))
    services.judge([judgement(left, right, "different", name) for name in ("ann", "ben")])
    assert group not in groups()
    services.link(rebuild=True)
    assert group not in groups()
    services.judge([judgement(left, right, "withdrawn", "ben")])
    services.link()
    assert group in groups()


def test_the_scratch_stores_can_be_lost_at_any_time(put, home: Path) -> None:
    people = artists()
    put("moma", moma(people))
    put("nga", nga(people[:30]))
    services.link()
    before = pairs_found()
    for file in sorted(scratch.folder().rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    put("nga", nga(people[:31]))
    services.link()
    assert before <= pairs_found()


@pytest.mark.parametrize("step", ["publish", "_found_alone", "_close"])
def test_a_linking_that_was_killed_is_done_again(put, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    people = artists()
    put("moma", moma(people))
    services.link()
    put("nga", nga(people[:30]))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(scratch.Workshop if step == "publish" else linking.Linking, step, killed)
        with pytest.raises(KeyboardInterrupt):
            services.link()
    assert LinkRun.objects.filter(ended=None).count() == 1
    services.link()
    assert LinkRun.objects.filter(ended=None).count() == 0
    found = pairs_found()
    assert len(found) >= 27
    assert scratch.current(LinkRun.objects.order_by("-id").first()) is not None
    services.link(rebuild=True)
    assert pairs_found() == found

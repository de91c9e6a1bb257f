"""From a report to money owed and paid: exact, once, and explained; corrections and later holders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kenri.ledger import services as books
from kenri.ledger.distribution import queries, services, transparency
from kenri.ledger.distribution.models import Holding, Run, RunAmount, RunPart, UsageReport
from kenri.ledger.distribution.schemes import scheme
from kenri.ledger.distribution.services.taking import Told
from kenri.ledger.distribution.shares import Mandate, Share
from kenri.ledger.distribution.usage import Found, Usage
from kenri.ledger.models import Obligation
from kenri.ledger.services.writing import insert
from kenri.vocab.problems import Problem

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 7, 10, 9, tzinfo=dt.UTC)
WORKS = {"川の歌": "k-river", "夜の窓": "k-night", "空": "k-sky"}
ROWS = "題名,再生回数,広告収入\n川の歌,1000,60000\n夜の窓,500,30000\n知らない曲,300,9999\n空,7,1\n"
Finder = Callable[[Sequence[Usage]], Iterator[Found | None]]


def find(uses: Sequence[Usage], **more: str) -> Iterator[Found | None]:
    known = {**WORKS, **more}
    return (Found(known[one.title], "title") if one.title in known else None for one in uses)


def told(**more: object) -> Told:
    first, last = dt.date(2026, 4, 1), dt.date(2026, 6, 30)
    plain = {
        "platform": "organisation:kikoe",
        "name": "Kikoe",
        "intermediary": "platform",
        "first": first,
        "last": last,
    }
    return Told(**{"scheme": "platform_advertising", **plain, **more})


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., UsageReport]:
    def report(rows: str = ROWS, finder: Finder = find, paid: bool = True, **more: object) -> UsageReport:
        path = tmp_path / "usage.csv"
        path.write_text(rows, encoding="utf-8")
        made = services.take_in(path, told(**more), AT)
        services.look_up(made, finder, AT)
        if paid:
            asked = services.ask(made, dt.date(2026, 8, 31), AT)
            books.receive(
                asked.number, asked.amount, bank="main", message=made.number, on=dt.date(2026, 7, 20), at=AT
            )
        return made

    return report


def verified(party: str, work: str, layer: str = "", part: str = "1/1", **more: object) -> None:
    numerator, denominator = map(int, part.split("/"))
    row = services.hold(Share(party, layer, numerator, denominator, **more), work, basis="test", at=AT)
    services.decide(row, "verified", at=AT, by="office")


def owed(party: str) -> int:
    return -books.balance(f"Liabilities:Payable:{party}")


def held(report: UsageReport) -> int:
    return -books.balance(f"Liabilities:Held:{report.number}")


def held_rows(report: UsageReport) -> int:
    return sum(yen for key, yen in queries.standing(report).items() if key[3])


def test_a_report_is_distributed_to_the_yen(report) -> None:
    verified("user:a", "k-river", part="2/3")
    verified("user:b", "k-river", part="1/3")
    verified("user:b", "k-night", part="1/2")
    made = report()
    run = services.run(made, key="run-1", at=AT)
    # 55 % of 100,000 yen is 55,000, less 5 % for running it: 52,250 over 1,807 uses.
    pool = run.pools.get()
    assert (pool.revenue, pool.gross, pool.cost, pool.units) == (100_000, 55_000, 2_750, 1_807)
    assert owed("user:a") == 19_277  # 52,250 × 1,000 × 2/3 ÷ 1,807 = 19,276.88…
    assert owed("user:b") == 16_867  # 52,250 × (1,000/3 + 250) ÷ 1,807 = 16,867.27…
    assert {key[3]: yen for key, yen in queries.standing(made, work__in=["k-night", "k-sky"]).items()}
    assert held(made) == held_rows(made) == 52_250 - 19_277 - 16_867
    assert -books.balance("Income:Fees:organisation:kenri") == 2_750


def test_money_without_uses_is_refused_with_its_reason(report) -> None:
    made = report("題名,再生回数,広告収入\n川の歌,0,60000\n", paid=False)
    with pytest.raises(Problem, check=lambda p: p.code == "no_uses_told"):
        services.ask(made, dt.date(2026, 8, 31), AT)
    with pytest.raises(Problem, check=lambda p: p.code == "no_uses_told"):
        services.run(made, key="run-1", at=AT)


def test_nothing_moves_twice_and_nothing_before_the_money_is_there(report) -> None:
    verified("user:a", "k-river")
    made = report(paid=False)
    with pytest.raises(Problem, check=lambda p: p.code == "held_too_little"):
        services.run(made, key="run-1", at=AT)
    assert not Run.objects.exists()
    report()
    assert UsageReport.objects.count() == Obligation.objects.count() == 1
    run = services.run(made, key="run-1", at=AT)
    before = owed("user:a")
    assert services.run(made, key="run-1", at=AT) == run
    services.run(made, key="run-2", at=AT)
    assert owed("user:a") == before
    assert not RunAmount.objects.filter(run__key="run-2").exclude(change__in=(-1, 0, 1)).exists()


def test_a_corrected_report_posts_differences_and_edits_nothing(report) -> None:
    verified("user:a", "k-river")
    verified("user:b", "k-night")
    made = report()
    services.run(made, key="run-1", at=AT)
    first = owed("user:a"), owed("user:b")
    kept = list(RunAmount.objects.values_list())
    report(ROWS.replace("夜の窓,500", "夜の窓,900"), paid=False, corrects=made.number)
    run = services.run(made, key="run-2", at=AT, why="Kikoe sent other figures")
    assert run.kind == "correction"
    assert list(RunAmount.objects.filter(run__key="run-1").values_list()) == kept
    assert owed("user:a") < first[0]
    assert owed("user:b") > first[1]
    assert held(made) == held_rows(made)
    assert sum(run.amounts.values_list("change", flat=True)) == 0


def test_an_unmatched_use_is_kept_tried_again_and_paid_without_touching_others(report) -> None:
    verified("user:a", "k-river")
    verified("user:c", "k-new", part="3/4")
    made = report()
    services.run(made, key="run-1", at=AT)
    before, kept = owed("user:a"), held(made)
    assert services.release(made, key="r-0", at=AT) is None
    later = AT + dt.timedelta(days=30)
    assert services.look_up(made, lambda uses: find(uses, 知らない曲="k-new"), later) == 1
    services.release(made, key="r-1", at=later)
    # 52,250 × 300 ÷ 1,807 = 8,674.6 yen were held for the line: three quarters of that.
    assert owed("user:c") in (6_505, 6_506, 6_507)
    assert owed("user:a") == before
    assert held(made) == held_rows(made) == kept - owed("user:c")
    verified("user:d", "k-new", part="1/4")
    services.release(made, key="r-2", at=later)
    assert owed("user:d") in (2_168, 2_169)
    assert services.release(made, key="r-3", at=later) is None
    assert held(made) == held_rows(made)


def test_what_was_claimed_of_an_unknown_work_stays_when_it_is_found_and_counts_once(
    report, monkeypatch
) -> None:
    monkeypatch.setattr(queries, "CHUNK", 1)  # every name asked for by itself
    verified("user:a", "k-river")
    made = report()
    verified("user:c", made.lines.get(work="").code)
    services.run(made, key="run-1", at=AT)
    before = owed("user:a"), owed("user:c")
    assert before[1] in (8_674, 8_675)  # 52,250 × 300 ÷ 1,807
    services.look_up(made, lambda uses: find(uses, 知らない曲="k-new"), AT + dt.timedelta(days=30))
    for told_again in (False, True):
        if told_again:
            verified("user:c", "k-new")
        assert [share.party for share in queries.shares_of(made)["k-new"]] == ["user:c"]
        assert services.release(made, key=f"r-{told_again}", at=AT) is None
        run = services.run(made, key=f"run-{told_again}", at=AT)
        assert set(run.amounts.values_list("change", flat=True)) <= {-1, 0, 1}, "a tie may fall otherwise"
    assert held(made) == held_rows(made)


def test_a_disputed_share_is_held_until_it_is_settled(report) -> None:
    verified("user:a", "k-river")
    verified("user:b", "k-river")
    made = report()
    services.run(made, key="run-1", at=AT)
    assert owed("user:a") == owed("user:b") == 0
    loser = Holding.objects.get(party="user:b", work="k-river")
    services.decide(loser, "refused", at=AT, by="court")
    services.release(made, key="r-1", at=AT)
    assert owed("user:a") in (28_915, 28_916)
    assert owed("user:b") == 0
    assert held(made) == held_rows(made)


def test_small_amounts_add_up_until_they_are_paid_and_tax_is_withheld(report) -> None:
    verified("user:s", "k-sky")
    verified("user:a", "k-river")
    services.mandate(Mandate("user:m", "organisation:jmc"), commission=150_000, at=AT)
    verified("user:m", "k-night")
    services.name_payee("user:s", "空野", "resident_person", at=AT)
    services.name_payee("organisation:jmc", "JMC", "domestic_organisation", at=AT)
    made = report()
    services.run(made, key="run-1", at=AT)
    found = {one.payee: one for one in services.pay_due("2026-07", bank="main", at=AT)}
    small = owed("user:s")
    assert 0 < small < 1000
    assert "user:s" not in found
    assert found["user:a"].problem.code == "payee_not_known"
    assert owed("user:a") > 0
    society = found["user:m"].paid
    assert society.payout.party == "organisation:jmc"
    assert society.payout.amount == society.gross
    assert society.net == society.gross - society.gross * 15 // 100
    assert {one.payee: one.paid for one in services.pay_due("2026-07", bank="main", at=AT)}[
        "user:m"
    ] == society
    services.name_payee("user:a", "青木", "resident_person", at=AT)
    again = {one.payee: one.paid for one in services.pay_due("2026-08", bank="main", at=AT)}
    assert again.keys() == {"user:a"}
    assert owed("user:a") == 0
    assert again["user:a"].net == again["user:a"].gross - again["user:a"].gross * 1021 // 10_000
    last = {one.payee: one.paid.gross for one in services.pay_due("final", bank="main", at=AT, minimum=1)}
    assert last["user:s"] == small


def test_infringing_and_free_uses_are_reported_and_bear_no_money(report) -> None:
    verified("user:a", "k-river")
    rows = "題名,再生回数,広告収入,侵害\n川の歌,10,1000,\n夜の窓,990,0,はい\n"
    made = report(rows)
    run = services.run(made, key="run-1", at=AT)
    assert run.pools.get().units == 10
    assert made.lines.get(kind="infringing").units == 990


def test_a_resale_gives_the_creator_a_share_of_each_price(report) -> None:
    verified("user:a", "k-river")
    made = report("作品名,取引価格\n川の歌,1000000\n", scheme="resale_share", intermediary="dealer")
    services.run(made, key="run-1", at=AT)
    assert owed("user:a") == 30_000


steps = st.lists(
    st.tuples(
        st.sampled_from(["share", "run", "release", "match", "dispute"]), st.integers(0, 5), st.integers(1, 4)
    ),
    min_size=3,
    max_size=7,
)


@given(steps)
@examples(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_books_and_the_rows_agree(report, some) -> None:
    """One walk after another on the same books: new shares, matches, disputes, runs and releases."""
    made = UsageReport.objects.filter(corrects=None).first() or report()
    base = Run.objects.count()
    services.run(made, key=f"start-{base}", at=AT)
    for place, (what, one, part) in enumerate(some):
        work = [*WORKS.values(), "k-new"][one % 4]
        if what == "share":
            verified(f"user:{one}", work, part=f"{part}/4")
        elif what == "dispute":
            for row in Holding.objects.filter(party=f"user:{one}", work=work):
                services.decide(row, ["disputed", "refused", "verified"][part % 3], at=AT, by="office")
        elif what == "match":
            services.look_up(
                made, lambda uses: find(uses, 知らない曲="k-new"), AT + dt.timedelta(days=base + place)
            )
        elif what == "run":
            services.run(made, key=f"run-{base}-{place}", at=AT)
        else:
            services.release(made, key=f"release-{base}-{place}", at=AT)
        assert held(made) == held_rows(made) >= 0
        assert all(yen >= 0 for yen in queries.standing(made).values())
        assert sum(queries.standing(made).values()) == 52_250


def test_the_database_refuses_to_change_what_was_distributed(report) -> None:
    verified("user:a", "k-river")
    services.run(report(), key="run-1", at=AT)
    for rows, change in (
        (RunAmount.objects, {"yen": 1}),
        (Run.objects, {"why": ""}),
        (Holding.objects, {"party": "x"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete(rows.db)


def test_the_database_refuses_parts_and_amounts_of_no_run(report) -> None:
    made = services.run(report(), key="run-1", at=AT)
    for model in (RunPart, RunAmount):
        row = model.objects.values().first()
        row.pop("id")
        for change in ({"run_id": made.pk + 1}, {"report_id": made.report_id + 1}):
            if change.keys() <= row.keys():
                wrong = {**row, **change}
                with pytest.raises(DatabaseError), transaction.atomic():
                    insert(model, list(wrong), [list(wrong.values())])
        insert(model, list(row), [list(row.values())])


def test_what_went_to_the_common_fund_is_no_longer_held(report) -> None:
    verified("user:a", "k-river")
    made = report()
    services.run(made, key="run-1", at=AT)
    assert services.lapse(made, at=AT) is None
    far = AT.replace(year=2036, month=8)
    books.move_to_fund(far)
    assert -books.balance("Liabilities:CommonFund") == held_rows(made)
    run = services.lapse(made, at=far)
    assert (run.kind, held(made), held_rows(made)) == ("fund", 0, 0)
    assert services.lapse(made, at=far) is None
    verified("user:b", "k-night")
    assert services.release(made, key="r-1", at=far) is None
    told = transparency.figures(scheme("platform_advertising", AT.date()))
    assert told.gross == told.to_holders + told.fund + told.cost


def test_what_is_owed_for_too_long_is_told_with_why(report) -> None:
    verified("user:s", "k-sky")
    verified("user:a", "k-river")
    verified("user:b", "k-night")
    services.name_payee("user:b", "B", "resident_person", at=AT)
    services.run(report(), key="run-1", at=AT)
    assert list(queries.unpaid(dt.date(2026, 8, 1))) == []
    told = {one.payee: (one.why, one.since) for one in queries.unpaid(dt.date(2027, 2, 1))}
    day = dt.date(2026, 7, 10)
    assert told == {"user:s": ("minimum", day), "user:a": ("payee", day), "user:b": ("batch", day)}
    list(services.pay_due("late", bank="main", at=AT))
    assert {one.payee for one in queries.unpaid(dt.date(2027, 2, 1))} == {"user:s", "user:a"}


def test_a_correction_after_money_went_to_the_fund(report) -> None:
    verified("user:a", "k-river", part="1/3")
    made = report()
    services.run(made, key="run-1", at=AT)
    far = AT.replace(year=2036, month=8)
    [entry] = books.move_to_fund(far)
    services.lapse(made, at=far)
    again = services.run(made, key="run-2", at=far, why="looked at again")
    assert {one.change for one in again.amounts.all()} == {0}, "nothing changed, nothing moves"
    assert (held(made), held_rows(made)) == (0, 0)
    verified("user:b", "k-river", part="1/3")
    with pytest.raises(Problem) as refused:
        services.run(made, key="run-3", at=far)
    assert refused.value.code == "gone_to_fund"
    books.reverse(entry, "back", far, "the holder came forward")
    back = services.lapse(made, at=far.replace(hour=11))
    assert back.kind == "fund"
    assert held(made) == held_rows(made) > 0
    services.run(made, key="run-4", at=far)
    assert held(made) == held_rows(made)
    assert owed("user:b") == owed("user:a") > 0

"""A holder appears after an award: the award is looked up, its facts are read, it ends with the claim, once."""

from __future__ import annotations

import datetime as dt

import pytest

from kenri.cases.proceedings import queries, services
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.opening import Opening
from kenri.cases.proceedings.standing import course_of
from kenri.ledger import services as books
from kenri.ledger.models import Obligation, Payout
from kenri.procedures.conduct.reasons import Refused
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named
from tests.cases.proceedings.walks import FACTS as WALKED
from tests.cases.proceedings.walks import moment

pytestmark = pytest.mark.django_db
CLAIMED = moment("2027-05-01")
FACTS = {"granted_from": "2026-09-01", "granted_until": "2028-08-31", "compensation": 36_500}


def claim(people, award: str, title: str = "", at: dt.datetime = CLAIMED, **given) -> Case:
    opening = Opening(
        procedure="holder_appears", title=title, use=use_named("stream_archive_programme"),
        organisation=people.bodies["権利者団体"], given={"award_case": award, **given},
    )  # fmt: skip
    return services.open_case(people.holder, opening, at)


def checked(people, case: Case, wish: str) -> str:
    """The claim up to the decision."""

    def act(who, action: str, **told) -> None:
        services.act(who, case.number, action, told, at=CLAIMED)

    act(people.holder, "describe", claimant="監督の遺族", title_basis="相続", wish=wish)
    for kind in ("identity", "title"):
        act(people.holder, "attach", document=kind, reference=kind)
    act(people.holder, "claim")
    for check in ("identity", "title", "no_rival"):
        act(people.treasurer, "record_check", check=check, result="met", evidence="提出書類")
    return case.number


@pytest.fixture
def article_67(people) -> str:
    """An award under art. 67, paid for: the same work and days."""
    opening = Opening(
        procedure="adjudication_67", title="港の記録",
        use=use_named("stream_archive_programme", begins=dt.date(2026, 9, 1), ends=dt.date(2028, 8, 31)),
        organisation=people.bodies["放送局"],
    )  # fmt: skip
    number = services.open_case(people.applicant, opening, moment("2026-05-01")).number

    def act(who, action: str, on: str, **told) -> None:
        services.act(who, number, action, told, at=moment(on))

    applicant, checker, commissioner = people.applicant, people.checker, people.commissioner
    day = "2026-05-01"
    known = ("authors", "identification", "published", "withdrawn", "royalty_basis")
    act(applicant, "describe", day, past_award="no", **{key: WALKED[key] for key in known})
    act(applicant, "search_rosters", day, rosters_on=day, rosters_result="なし")
    act(applicant, "ask_bodies", day, bodies_asked_on=day, bodies_result="なし")
    act(applicant, "publish_call", day, call_text="探しています", call_medium="cric", called_on=day)
    act(applicant, "attach", day, document="work_copy", reference="A-1")
    act(applicant, "file", "2026-05-18")
    act(checker, "ask_fee", "2026-05-18", fee=6_900)
    act(checker, "payment_received", "2026-05-19", purpose="fee", amount=6_900, received_on="2026-05-19")
    for check in ("published", "measures", "unreachable", "in_japan"):
        act(checker, "record_check", "2026-05-20", check=check, result="met", evidence="申請書")
    act(checker, "reckon", "2026-05-20", compensation_reckoned=36_500, reckoning="年額×3")
    act(people.second, "forward", "2026-05-22", report="要件を満たす")
    told = {"check": "not_withdrawn", "result": "met", "evidence": "申請書"}
    act(commissioner, "record_own_check", "2026-05-25", **told)
    act(commissioner, "grant", "2026-06-01", granted_manner="配信", label_text="裁定による利用", **FACTS)
    paid = {"purpose": "compensation", "amount": 36_500, "received_on": "2026-06-10"}
    act(people.treasurer, "payment_received", "2026-06-10", **paid)
    return number


def paid_out() -> list[int]:
    return list(Payout.objects.order_by("pk").values_list("amount", flat=True))


def code(call, *told, **named) -> str:
    with pytest.raises(Problem) as problem:
        call(*told, **named)
    return problem.value.code


def test_the_award_must_be_there_and_be_about_the_work(walk, people) -> None:
    assert code(claim, people, "") == "award_not_named"
    assert code(claim, people, "2026-0673-99999") == "no_such_award"
    walk.check()
    assert code(claim, people, walk.number) == "no_such_award", "nothing is told of what is not decided"
    walk.granted()
    walk.pay()
    assert code(claim, people, walk.number, "別の映画") == "award_of_another_work"
    assert not Case.objects.filter(procedure="holder_appears").exists()


def test_the_facts_are_the_awards_own_whatever_is_typed(walk, people) -> None:
    walk.pay_all()
    case = claim(people, walk.number, "港の 記録", compensation=1_000_000, granted_from="2020-01-01")
    shown = queries.case_page(case.number, people.holder, CLAIMED).course.data
    assert shown.items() >= {**FACTS, "award_procedure": "adjudication_67_3"}.items()
    assert (case.title, case.follows.number) == ("港の記録", walk.number)
    with pytest.raises(Refused):
        services.act(people.holder, case.number, "describe", {"award_case": "2026-0673-00009"}, at=CLAIMED)


def test_only_the_commissioner_ends_a_use_of_article_67_3(walk, people) -> None:
    walk.pay_all()
    with pytest.raises(Refused) as refused:
        checked(people, claim(people, walk.number), "end")
    assert [reason.code for reason in refused.value.reasons] == ["ends_lawfully"]


def test_the_compensation_is_paid_out_once(walk, people) -> None:
    walk.pay_all()
    first, second = (checked(people, claim(people, walk.number), "continue") for _ in range(2))
    cashier = people.cashier
    services.act(cashier, first, "continue_use", {"reasons": "確認した"}, at=CLAIMED)
    assert queries.may_use(walk.number, dt.date(2027, 6, 1))[0]
    with pytest.raises(Refused) as refused:
        services.act(cashier, second, "continue_use", {"reasons": "確認した"}, at=CLAIMED)
    assert [reason.code for reason in refused.value.reasons] == ["not_settled"]
    assert Case.objects.get(number=second).state == "checking"
    assert paid_out() == [36_500]
    assert books.balance(f"Liabilities:Held:{walk.number}") == 0


def test_a_use_of_article_67_ends_with_the_claim(article_67, people) -> None:
    award = article_67
    number = checked(people, claim(people, award), "end")
    told = {"ended_on": "2027-04-30", "reasons": "合意", "consent": "利用者の同意書"}
    assert queries.may_use(award, dt.date(2027, 5, 1))[0]
    with pytest.raises(Refused):
        services.act(people.cashier, number, "end_use", {**told, "ended_on": "2027-05-02"}, at=CLAIMED)
    services.act(people.cashier, number, "end_use", told, at=CLAIMED)
    ended = Case.objects.get(number=award)
    assert (ended.state, course_of(ended).data["settled_by"]) == ("ended", number)
    assert not queries.may_use(award, dt.date(2027, 5, 1))[0]
    split = books.split_by_day(36_500, dt.date(2026, 9, 1), dt.date(2028, 8, 31), dt.date(2027, 4, 30))
    assert paid_out() == [split.holder]
    assert code(claim, people, award) == "award_over"
    assert Obligation.objects.filter(case=award).count() == 2


def contested(people, award: str, **told: str) -> tuple[str, str]:
    """A claim against which somebody else claims, and the dispute that opens."""
    number = checked(people, claim(people, award), "continue")
    services.act(people.treasurer, number, "contest", {"rival": "監督の弟子", **told}, at=CLAIMED)
    return number, Case.objects.get(procedure="dispute").number


def test_the_rival_is_the_one_who_objects(walk, people) -> None:
    walk.pay_all()
    claimed, number = contested(people, walk.number, rival_account="stranger@example.org")
    dispute = Case.objects.get(number=number)
    assert dispute.follows.number == claimed
    assert queries.case_page(number, people.stranger, CLAIMED).roles == ("applicant",)
    services.act(people.stranger, number, "describe", {"right": "複製権", "ground": "継いだ"}, at=CLAIMED)
    services.act(people.stranger, number, "attach", {"document": "proof", "reference": "P"}, at=CLAIMED)
    services.act(people.stranger, number, "object", at=CLAIMED)
    assert queries.case_page(number, people.holder, CLAIMED).roles == ("holder",)
    assert code(queries.case_page, number, people.treasurer, CLAIMED) == "not_yours_to_do"
    assert code(queries.case_page, number, people.applicant, CLAIMED) == "not_yours_to_do"


def test_a_rival_without_an_account_is_let_in_later(walk, people) -> None:
    walk.pay_all()
    _, number = contested(people, walk.number)
    office = people.commissioner
    assert queries.case_page(number, office, CLAIMED).parties["applicant"] == ""
    assert code(services.join, office, number, "applicant", "nobody@example.org", CLAIMED) == "unknown_party"
    services.join(office, number, "applicant", "stranger@example.org", CLAIMED)
    assert queries.case_page(number, people.stranger, CLAIMED).roles == ("applicant",)
    assert code(services.join, office, number, "applicant", "放送局", CLAIMED) == "unknown_party"
    services.act(people.stranger, number, "describe", {"right": "複製権"}, at=CLAIMED)


def test_whoever_appears_in_the_award_is_the_holder_of_the_claim(walk, people) -> None:
    walk.pay_all()
    for who in ("stranger@example.org", "権利者団体"):
        services.join(people.commissioner, walk.number, "holder", who, CLAIMED)
    services.act(people.holder, walk.number, "appear", {"claimant": "監督の遺族"}, at=CLAIMED)
    made = Case.objects.get(procedure="holder_appears")
    shown = queries.case_page(made.number, people.holder, CLAIMED)
    assert shown.course.data.items() >= {**FACTS, "award_case": walk.number}.items()
    assert {role: name for role, name in shown.parties.items() if name} == {
        "holder": "権利者団体", "compensation_body": "補償金管理機関", "office": "文化庁",
    }  # fmt: skip
    assert code(queries.case_page, made.number, people.stranger, CLAIMED) == "not_yours_to_do"


def test_nothing_is_due_on_a_day_that_has_passed(walk) -> None:
    walk.prepare()
    assert Case.objects.get(number=walk.number).due == dt.date(2026, 5, 15)
    services.bring_forward(moment("2026-05-15"))
    assert Case.objects.get(number=walk.number).due == dt.date(2026, 5, 15)
    services.bring_forward(moment("2026-05-16"))
    assert Case.objects.get(number=walk.number).due is None
    walk.act("applicant", "file", "2026-05-16")
    due = Case.objects.get(number=walk.number).due
    services.bring_forward(moment("2026-07-01"))
    assert Case.objects.get(number=walk.number).due == due, "an office that is late stays late"

"""The rules of adjudication that matter most, told as cases: eligibility, handling, money and time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conduct_cases import (
    ACTORS,
    DEPOSIT,
    ELIGIBLE,
    GRANT,
    Case,
    agreed,
    appeared,
    at,
    awarded,
    awarded_without_a_body,
    called,
    cancelling,
    convinced,
    filed,
    forwarded,
    in_use,
    refusable,
    reported,
    searched,
    secured,
    to_be_secured,
)

from kenri.procedures.conduct.offers import lapsed, offers
from kenri.procedures.conduct.permits import permits_use, reviews
from kenri.procedures.conduct.reasons import Refused
from kenri.procedures.conduct.spec import Issue, Money, Open, Publish


def refusal(case: Case, role: str, action: str, day: str = "", **entered: object) -> set[str]:
    """The codes of the reasons for which an action is refused."""
    before, steps = case.course, len(case.steps)
    with pytest.raises(Refused) as refused:
        case.do(role, action, day, **entered)
    assert (case.course, len(case.steps)) == (before, steps)
    return {reason.code for reason in refused.value.reasons}


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("managed", "this_use", "not_managed"),
        ("use_rule_shown", "yes", "no_use_rule"),
        ("application_contact_shown", "yes", "no_application_contact"),
        ("in_creators_system", "yes", "not_registered"),
        ("published", "no", "is_published"),
        ("withdrawn", "yes", "not_withdrawn"),
        ("territory", "abroad", "in_japan"),
    ],
)
def test_1_2_3_8_9_18_what_cannot_be_filed_and_where_to_go_instead(fact: str, value: str, code: str) -> None:
    case = searched({**ELIGIBLE, fact: value})
    assert refusal(case, "applicant", "file", "2026-07-15") == {code}
    offered = {offer.action: offer for offer in offers(case.course, "applicant", at("2026-07-15"))}
    [reason] = offered["file"].reasons
    assert reason.code == code
    assert reason.article
    assert reason.cure.ja


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"published": "no"}, "is_published"),
        ({"withdrawn": "yes"}, "not_withdrawn"),
        ({"territory": "abroad"}, "in_japan"),
        ({"past_award": "yes", "past_award_number": ""}, "award_named"),
    ],
)
def test_9_18_the_same_under_art_67(facts: dict[str, str], code: str) -> None:
    case = called()
    case.do("applicant", "describe", "2026-05-02", **facts)
    assert refusal(case, "applicant", "file", "2026-05-09") == {code}


def test_art_67_waits_for_every_letter() -> None:
    """To whoever is known is written; it arrives or comes back; what arrived is waited for."""
    case = called()
    case.do("applicant", "add_contact", "2026-05-02", name="遺族", address="a@example.org", domestic="yes")
    assert refusal(case, "applicant", "file", "2026-05-09") == {"all_tried"}
    case.do("applicant", "send_letter", "2026-05-09", item=1, sent_on="2026-05-09", letter="利用したい")
    assert refusal(case, "applicant", "file", "2026-05-10") == {"none_under_way"}
    case.do("applicant", "letter_arrived", "2026-05-11", item=1, arrived_on="2026-05-11")
    assert refusal(case, "applicant", "file", "2026-05-12") == {"all_silent"}
    case.do("applicant", "letter_answered", "2026-05-20", item=1, answered_on="2026-05-20", answer="talk")
    assert refusal(case, "applicant", "file", "2026-08-01") == {"unanswered"}


def test_1_managed_for_other_uses_only_is_filed_but_reviewed() -> None:
    case = searched({**ELIGIBLE, "managed": "other_uses"})
    case.do("applicant", "file", "2026-05-16")
    assert {reason.code for reason in reviews(case.course, at("2026-05-16"))} == {"managed_for_nothing"}


def test_4_a_general_address_only_leads_to_the_fourteen_days() -> None:
    """An address for anything at all is no contact for uses: it is written to, and waited for."""
    case = searched({**ELIGIBLE, "application_contact_shown": "no"}, contacts=0)
    case.do("applicant", "add_contact", name="お問い合わせ窓口", address="info@example.org", domestic="yes")
    assert "contacts_asked" in refusal(case, "applicant", "file", "2026-05-01"), "it must be written to"
    case.do("applicant", "send_letter", "2026-05-01", item=1, sent_on="2026-05-01", letter="利用したい")
    case.do("applicant", "letter_arrived", item=1, arrived_on="2026-05-01")
    assert refusal(case, "applicant", "file", "2026-05-15") == {"silent"}
    case.do("applicant", "file", "2026-05-16")
    assert case.course.state == "filed"
    invited = searched({**ELIGIBLE, "application_contact_shown": "yes"})
    assert refusal(invited, "applicant", "file", "2026-07-15") == {"no_application_contact"}, "rule 3"


def test_5_fourteen_days_from_the_day_after_arrival() -> None:
    assert refusal(searched(), "applicant", "file", "2026-05-15") == {"silent"}
    assert filed().course.state == "filed"


def test_5_the_day_is_that_of_japan() -> None:
    case = searched()
    open_at = [
        offer.open
        for hour in (14, 15)
        for offer in offers(case.course, "applicant", at("2026-05-15", hour))
        if offer.action == "file"
    ]
    assert open_at == [False, True]


@pytest.mark.parametrize("day", ["2026-05-15", "2026-05-16"])
def test_5_an_answer_confirms_the_intention(day: str) -> None:
    case = searched()
    case.do("applicant", "letter_answered", day, item=2, answered_on=day, answer="refused")
    assert refusal(case, "applicant", "file", "2026-05-20") == {"unanswered"}


def test_5_an_automatic_reply_is_no_answer() -> None:
    case = searched()
    case.do("applicant", "letter_answered", "2026-05-02", item=2, answered_on="2026-05-02", answer="receipt")
    case.do("applicant", "file", "2026-05-16")
    assert case.course.state == "filed"


def test_5_what_bounced_never_arrived() -> None:
    case = searched(contacts=0)
    case.do("applicant", "add_contact", name="出版社", address="a@example.org", domestic="yes")
    case.do("applicant", "send_letter", item=1, sent_on="2026-05-01", letter="利用したい")
    case.do("applicant", "letter_bounced", item=1, bounced_on="2026-05-01")
    assert not case.course.clocks
    assert refusal(case, "applicant", "file", "2026-08-01") == {"contacts_asked", "silent"}
    case.do("applicant", "drop_contact", item=1, dropped="宛先が存在しない")
    case.do("applicant", "file")
    assert {reason.code for reason in reviews(case.course, at("2026-08-01"))} == {"some_contact"}


@pytest.mark.parametrize(
    ("found", "written", "enough"), [(0, 0, True), (1, 1, True), (3, 2, True), (3, 1, False), (1, 0, False)]
)
def test_6_how_many_contacts_must_be_written_to(found: int, written: int, enough: bool) -> None:
    case = searched(contacts=0)
    case.do("applicant", "add_contact", name="abroad", address="x@example.com", domestic="no")
    case.do("applicant", "send_letter", "2026-05-01", item=1, sent_on="2026-05-01", letter="利用したい")
    case.do("applicant", "letter_arrived", item=1, arrived_on="2026-05-01")
    for number in range(found):
        case.do("applicant", "add_contact", name=f"連絡先{number}", address="a@example.org", domestic="yes")
    for item in range(2, written + 2):
        case.do(
            "applicant", "send_letter", "2026-05-01", item=item, sent_on="2026-05-01", letter="利用したい"
        )
        case.do("applicant", "letter_arrived", item=item, arrived_on="2026-05-01")
    if enough:
        case.do("applicant", "file", "2026-05-16")
        assert [reason.code for reason in reviews(case.course, at("2026-05-16"))] == ["some_contact"][found:]
    else:
        assert "contacts_asked" in refusal(case, "applicant", "file", "2026-05-16")


def test_7_without_all_searches_and_sites_the_application_is_incomplete() -> None:
    case = Case("adjudication_67_3", "2026-04-20", ELIGIBLE)
    case.do("applicant", "view_site", item=1, viewed_on="2026-04-20", viewed_result="該当なし")
    with pytest.raises(Refused) as refused:
        case.do("applicant", "file")
    codes = [reason.code for reason in refused.value.reasons]
    assert codes.count("missing_field") == 6
    assert {"missing_document", "all_viewed"} <= set(codes)
    assert "③分野横断権利情報検索システムを検索した日" in refused.value.message("ja")


def test_an_incomplete_application_comes_back_with_what_is_missing() -> None:
    case = filed()
    case.do("confirmation_body", "return_incomplete", shortcomings="利用方法が不明確")
    assert (case.course.state, case.course.turn) == ("returned", "applicant")
    case.do("applicant", "describe", manner="配信（ストリーミング）")
    case.do("applicant", "file")
    assert case.course.data["manner"] == "配信（ストリーミング）"


@pytest.mark.parametrize(
    ("until", "codes"),
    [("2029-05-31", set()), ("2029-06-01", {"three_years"}), ("2031-05-31", {"three_years"})],
)
def test_10_never_more_than_three_years(until: str, codes: set[str]) -> None:
    case = forwarded()
    case.course.data["use_until"] = "2031-05-31"
    entered = {**GRANT, "granted_until": until}
    if codes:
        assert refusal(case, "commissioner", "grant", "2026-05-25", **entered) == codes
    else:
        case.do("commissioner", "grant", "2026-05-25", **entered)


def test_10_a_period_ends_after_it_begins() -> None:
    case = searched({**ELIGIBLE, "use_from": "2027-06-02", "use_until": "2027-06-01"})
    assert refusal(case, "applicant", "file", "2026-05-16") == {"period_ordered"}


def test_18_what_became_a_use_abroad_is_not_granted() -> None:
    case = forwarded()
    case.course.data["territory"] = "abroad"
    assert refusal(case, "commissioner", "grant", "2026-05-25", **GRANT) == {"in_japan"}


def test_10_never_more_than_was_asked_for() -> None:
    case = forwarded()
    case.course.data["use_until"] = "2027-05-31"
    assert refusal(case, "commissioner", "grant", "2026-05-25", **GRANT) == {"grant_not_after"}


def test_10_after_the_last_day_the_use_has_expired() -> None:
    case = in_use()
    assert permits_use(case.course, date(2029, 5, 31))[0]
    allowed, [reason] = permits_use(case.course, date(2029, 6, 1))
    assert (allowed, reason.code) == (False, "use_expired")
    assert lapsed(case.course, at("2029-05-31")) == ()
    assert lapsed(case.course, at("2029-06-01")) == ("expire",)
    case.do("clock", "expire", "2029-06-01")
    assert case.course.state == "expired"
    assert not case.course.turn


def test_11_no_use_while_67_3_is_pending_nor_before_it_is_paid() -> None:
    case = forwarded()
    assert [reason.code for reason in permits_use(case.course, date(2026, 6, 1))[1]] == ["no_permission_yet"]
    case.do("commissioner", "grant", "2026-05-25", **GRANT)
    assert not permits_use(case.course, date(2026, 6, 1))[0]
    short = {"purpose": "compensation", "amount": 36499, "received_on": "2026-05-25"}
    assert refusal(case, "office", "payment_received", **short) == {"compensation_covered"}
    assert not permits_use(in_use().course, date(2026, 5, 27))[0], "not paid"
    assert not permits_use(in_use().course, date(2026, 5, 31))[0], "paid, but before the first day"
    assert permits_use(in_use().course, date(2026, 6, 1))[0]


def test_11_67_lets_the_use_begin_while_pending_against_security() -> None:
    case = secured()
    assert not permits_use(called().course, date(2026, 6, 1))[0]
    allowed, [reason] = permits_use(case.course, date(2026, 6, 1))
    assert (allowed, reason.article) == (True, "著作権法第67条の2第1項")
    assert not permits_use(case.course, date(2029, 6, 1))[0], "longer than was asked for"
    assert not permits_use(awarded().course, date(2026, 6, 1))[0], "decided, but not paid"
    case.do("applicant", "reach_holder", reached_on="2026-05-09", reached_how="公告を見た")
    assert not permits_use(case.course, date(2026, 6, 1))[0]
    assert [effect.procedure for effect in case.effects if isinstance(effect, Open)] == ["direct_request"]


def test_11_without_a_body_the_security_is_deposited() -> None:
    case = to_be_secured(security_payable_to="deposit_office")
    assert not [effect for effect in case.effects if isinstance(effect, Money)]
    paid = {"purpose": "security", "amount": 30000, "received_on": "2026-05-09"}
    assert refusal(case, "office", "payment_received", **paid) == {"security_to_body"}
    case.do("applicant", "attach", document="deposit_certificate", reference="D-1")
    told = {**DEPOSIT, "deposited_on": "2026-05-09", "deposited_amount": 29_999}
    assert refusal(case, "office", "security_deposit_confirmed", **told) == {"security_deposited"}
    assert not permits_use(case.course, date(2026, 6, 1))[0]
    case.do("office", "security_deposit_confirmed", **{**told, "deposited_amount": 30_000})
    assert permits_use(case.course, date(2026, 6, 1))[0]


def test_12_compensation_goes_to_the_compensation_body() -> None:
    case = forwarded()
    case.do("commissioner", "grant", "2026-05-25", **GRANT)
    [money] = [effect for effect in case.effects if isinstance(effect, Money)]
    assert (money.of, money.payer_role, money.payee_role) == (
        "compensation",
        "applicant",
        "compensation_body",
    )
    assert {effect.document for effect in case.effects if isinstance(effect, Issue)} >= {"decision_grant"}
    assert Publish("decision") in case.effects


BOTH = pytest.mark.parametrize("kind", ["adjudication_67", "adjudication_67_3"])


@BOTH
@pytest.mark.parametrize(
    ("first", "last", "decided", "code"),
    [
        ("2028-06-02", "2028-06-01", "2026-05-25", "grant_ordered"),
        ("2026-05-31", "2028-06-01", "2026-05-25", "grant_not_before"),
        ("2026-06-02", "2029-06-01", "2026-05-25", "grant_not_after"),
        ("2026-06-01", "2028-06-01", "2026-06-02", "grant_not_past"),
    ],
)
def test_10_an_award_lies_within_what_was_asked_for(
    kind: str, first: str, last: str, decided: str, code: str
) -> None:
    case = reported() if kind == "adjudication_67" else forwarded()
    told = {**GRANT, "granted_from": first, "granted_until": last}
    assert refusal(case, "commissioner", "grant", decided, **told) == {code}


@BOTH
def test_12_without_a_body_the_compensation_is_deposited(kind: str) -> None:
    case = awarded_without_a_body(kind)
    asked = [effect for effect in case.effects if isinstance(effect, Money) and effect.event == "oblige"]
    assert asked == [], "nobody here is owed anything"
    assert "payment_request" not in {e.document for e in case.effects if isinstance(e, Issue)}
    assert (case.course.state, case.course.turn) == ("compensation_due", "applicant")
    paid = {"purpose": "compensation", "amount": 36500, "received_on": "2026-05-28"}
    assert refusal(case, "compensation_body", "payment_received", "2026-05-28", **paid) == {"to_body"}
    assert refusal(case, "commissioner", "deposit_confirmed", **DEPOSIT) == {"missing_document"}
    case.do("applicant", "attach", document="deposit_certificate", reference="D-9")
    assert "wrong_role" in refusal(case, "applicant", "deposit_confirmed", **DEPOSIT)
    short = {**DEPOSIT, "deposited_amount": 36499}
    assert refusal(case, "commissioner", "deposit_confirmed", **short) == {"deposited"}
    assert not permits_use(case.course, date(2026, 6, 1))[0]
    case.do("commissioner", "deposit_confirmed", **DEPOSIT)
    assert case.course.state == "in_use"
    allowed = [
        permits_use(case.course, day)[0]
        for day in (date(2026, 5, 31), date(2026, 6, 1), date(2029, 5, 31), date(2029, 6, 1))
    ]
    assert allowed == [False, True, True, False], "from the first day to the last, under either article"
    assert refusal(case, "clock", "pay_holder", settled_by="C-1") == {"compensation_paid"}, (
        "the holder asks the deposit office"
    )


@BOTH
def test_12_without_a_body_the_state_need_not_deposit_but_owes_the_holder(kind: str) -> None:
    case = awarded_without_a_body(kind)
    assert refusal(case, "commissioner", "exempt_from_deposit") == {"missing_field"}
    case.do("commissioner", "exempt_from_deposit", exempt_ground="港市は地方公共団体である")
    assert permits_use(case.course, date(2026, 6, 1))[0]
    assert (case.course.data["payer_exempt"], case.course.data["compensation"]) == ("yes", 36500)


@BOTH
def test_12_while_a_body_is_designated_everybody_pays_it(kind: str) -> None:
    """A city's library too (art. 104-21(2))."""
    case = awarded() if kind == "adjudication_67" else forwarded()
    if kind != "adjudication_67":
        case.do("commissioner", "grant", "2026-05-25", **GRANT)
    case.do("applicant", "attach", document="deposit_certificate", reference="D-9")
    told = {"exempt_ground": "市立図書館"}
    assert refusal(case, "commissioner", "exempt_from_deposit", "2026-05-28", **told) == {"to_deposit_office"}
    assert refusal(case, "commissioner", "deposit_confirmed", **DEPOSIT) == {"to_deposit_office"}
    assert not permits_use(case.course, date(2026, 6, 1))[0]


def test_13_a_cancelled_award_is_split_by_day() -> None:
    case = cancelling()
    assert permits_use(case.course, date(2027, 5, 11))[0], "a request alone ends nothing"
    case.do("applicant", "be_heard", "2027-05-20", hearing="利用を終えてよい")
    case.do(
        "commissioner", "cancel", "2027-06-01", cancelled_on="2027-06-01", cancel_reasons="連絡先を公表した"
    )
    assert not permits_use(case.course, date(2027, 6, 2))[0]
    [split] = [effect for effect in case.effects if isinstance(effect, Money)]
    assert split.event == "split"
    told = [case.course.data[name] for name in (split.amount_field, split.from_field, split.until_field)]
    assert [*told, case.course.data[split.day_field]] == [36500, "2026-06-01", "2029-05-31", "2027-06-01"]


def test_14_a_request_without_being_able_to_negotiate_is_incomplete() -> None:
    entered = {"claimant": "作者", "precondition": "none", "precondition_evidence": "なし"}
    assert refusal(in_use(), "holder", "ask_cancellation", "2027-05-10", **entered) == {"has_precondition"}


def test_15_the_body_confirms_and_the_commissioner_decides() -> None:
    for action in ("grant", "refuse", "notice_refusal", "cancel"):
        assert "wrong_role" in refusal(forwarded(), "confirmation_body", action)
    assert "wrong_role" in refusal(forwarded(), "ministry", "grant"), "a role that no procedure has"
    assert refusal(forwarded(), "commissioner", "refuse", refusal_reasons="理由") == {"wrong_state"}
    assert refusal(forwarded(), "commissioner", "notice_refusal", refusal_reasons="理由") == {"some_not_met"}
    assert refusal(forwarded("unmanaged"), "commissioner", "grant", "2026-05-25", **GRANT) == {"all_met"}


def test_15_one_decision_by_others_than_those_who_reported() -> None:
    case = forwarded()
    told = {**GRANT, "actor": ACTORS["confirmation_body"]}
    assert refusal(case, "commissioner", "grant", "2026-05-25", **told) == {"four_eyes"}
    case.do("commissioner", "grant", "2026-05-25", **GRANT)
    assert refusal(case, "commissioner", "grant", "2026-05-25", **GRANT) == {"wrong_state"}
    assert refusal(convinced(), "commissioner", "refuse", refusal_reasons="理由") == {"some_not_met"}


def test_15_art_67_is_granted_only_where_all_is_met_and_nobody_was_reached() -> None:
    assert refusal(reported("measures"), "commissioner", "grant", "2026-05-25", **GRANT) == {"all_met"}
    case = reported()
    case.do("applicant", "reach_holder", "2026-05-20", reached_on="2026-05-20", reached_how="公告を見た")
    assert refusal(case, "commissioner", "grant", "2026-05-25", **GRANT) == {"wrong_state"}, "it is over"


def test_15_a_refusal_waits_for_the_reply_or_the_end_of_its_time() -> None:
    case = refusable()
    assert lapsed(case.course, at("2026-06-04")) == ()
    assert lapsed(case.course, at("2026-06-05")) == ("reply_window_over",)
    case.do("clock", "reply_window_over", "2026-06-05")
    case.do("commissioner", "refuse", refusal_reasons="管理事業者の管理がある。")
    assert case.course.state == "refused"
    case.do("applicant", "apply_again")
    [again] = [effect for effect in case.effects if isinstance(effect, Open)]
    given = {key: case.course.data[key] for key in again.carries if key in case.course.data}
    new = Case(again.procedure, "2026-07-01", {**given, "use_from": "2026-08-01", "use_until": "2027-07-31"})
    new.do("applicant", "file")
    assert new.course.state == "filed"


def test_15_no_report_with_an_open_requirement() -> None:
    case = filed()
    case.do("confirmation_body", "ask_fee", fee=13800)
    case.do("office", "payment_received", purpose="fee", amount=13800, received_on="2026-05-16")
    case.do("confirmation_body", "reckon", compensation_reckoned=1, reckoning="x")
    assert refusal(case, "confirmation_body", "forward", report="済") == {"no_open_check"}
    told = {"check": "not_withdrawn", "result": "met", "evidence": "E"}
    assert refusal(case, "confirmation_body", "record_check", **told) == {"bad_field"}


def test_15_no_report_before_the_compensation_is_reckoned() -> None:
    case = filed()
    case.do("confirmation_body", "ask_fee", fee=13800)
    case.do("office", "payment_received", purpose="fee", amount=13800, received_on="2026-05-16")
    for check, told in case.course.spec.checks.items():
        if "confirmation_body" in told.by:
            case.do("confirmation_body", "record_check", check=check, result="met", evidence="E-1")
    assert refusal(case, "confirmation_body", "forward", report="済") == {"reckoned"}


def test_16_the_label_belongs_to_the_decision() -> None:
    case = forwarded()
    assert refusal(case, "commissioner", "grant", "2026-05-25", **{**GRANT, "label_text": " "}) == {
        "missing_field"
    }
    assert "申請" in secured().course.data["label_text"]


def test_17_an_earlier_award_spares_rosters_and_enquiries_but_not_the_call() -> None:
    case = called(past_award="yes")
    assert refusal(case, "applicant", "file", "2026-05-08") == {"call_over"}
    case.do("applicant", "file", "2026-05-09")
    first = Case("adjudication_67", "2026-04-20", case.opening.data)
    first.do("applicant", "attach", document="work_copy", reference="D-1")
    first.do("applicant", "describe", past_award="no")
    codes = refusal(first, "applicant", "file")
    assert codes == {"rosters_searched", "bodies_asked", "call_over"}


def test_an_interest_that_was_declared_bars_its_holder() -> None:
    case = filed()
    case.do("confirmation_body", "declare_conflict", conflict="申請者の親族")
    assert refusal(case, "confirmation_body", "ask_fee", fee=13800) == {"conflict_declared"}
    case.do("confirmation_body", "ask_fee", actor="user:other", fee=13800)


def test_four_eyes() -> None:
    case = appeared()
    told = {"ended_on": "2027-05-19", "consent": "同意書", "reasons": "権利者と確認した"}
    assert refusal(case, "compensation_body", "end_use", **told) == {"four_eyes"}
    case.do("compensation_body", "end_use", actor="user:other", **told)
    assert case.course.state == "ended"


def test_an_intention_shown_while_pending_bars_the_award() -> None:
    case = forwarded()
    case.do("holder", "intention_arrived", intention_text="許諾します")
    assert refusal(case, "commissioner", "grant", "2026-05-25", **GRANT) == {"no_later_answer"}


def test_a_plain_walk_takes_few_days_of_service() -> None:
    case = filed()
    assert case.course.service_due == date(2026, 5, 20)
    assert case.course.since == at("2026-05-16")
    assert case.course.service_due > date(2026, 5, 16) + timedelta(days=3), (
        "three business days from a Saturday"
    )


def test_a_request_that_was_agreed_allows_the_use_once_it_is_paid() -> None:
    case = agreed(10000)
    assert (case.course.data["licence_fee"], case.course.turn) == (10000, "applicant")
    assert not permits_use(case.course, date(2026, 6, 1))[0]
    assert refusal(case, "applicant", "begin_free") == {"free"}
    case.do("holder", "payment_received", purpose="licence_fee", amount=10000, received_on="2026-05-01")
    assert permits_use(case.course, date(2026, 6, 1))[0]
    assert not permits_use(case.course, date(2027, 1, 1))[0], "the accepted offer ends with the year"


def test_silence_is_recorded_and_may_be_broken() -> None:
    case = Case("direct_request", "2026-05-01", dict(agreed(0).opening.data))
    case.do("applicant", "send")
    assert lapsed(case.course, at("2026-05-31")) == ()
    assert lapsed(case.course, at("2026-06-01")) == ("record_silence",)
    case.do("clock", "record_silence", "2026-06-01")
    assert case.course.state == "silent"
    period = {"use_from": "2026-07-01", "use_until": "2026-12-31"}
    case.do("holder", "offer_terms", "2026-06-10", licence_fee=0, **period)
    assert case.course.turn == "applicant"

"""Who sees and does what; queues, assignment, conflicts of interest; money, notices, the public register."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core import mail

from kenri.cases.proceedings import access, issuing, pack, queries, register, seal, services
from kenri.cases.proceedings.chain import Row
from kenri.cases.proceedings.models import Case, Notice, Particular, Step
from kenri.cases.proceedings.opening import Opening
from kenri.cases.proceedings.queries import Filters
from kenri.ledger import services as ledger
from kenri.procedures.conduct.reasons import Refused
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named
from tests.cases.proceedings.walks import Walk, moment

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 20)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Problem) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_a_case_is_seen_by_its_sides_and_by_offices_once_it_reaches_them(walk, people) -> None:
    at = moment("2026-05-01")
    for who in ("applicant", "colleague", "auditor"):
        assert queries.case_page(walk.number, getattr(people, who), at).case.number == walk.number
    for who in ("checker", "commissioner", "treasurer", "society", "holder", "stranger"):
        user = getattr(people, who)
        assert refused(queries.case_page, walk.number, user, at) == "not_yours_to_do"
        assert refused(queries.case_page, "2026-0673-99999", user, at) == "not_yours_to_do"
        assert (
            refused(services.act, user, walk.number, "describe", {"title": "x"}, at=at) == "not_yours_to_do"
        )
    assert (
        refused(services.act, people.auditor, walk.number, "describe", {"title": "x"}, at=at)
        == "not_yours_to_do"
    )
    walk.file()
    assert queries.case_page(walk.number, people.checker, at).roles == ("confirmation_body",)
    assert refused(queries.case_page, walk.number, people.society, at) == "not_yours_to_do"
    with pytest.raises(Refused):
        walk.act("checker", "grant", "2026-05-16")


def test_queues_assignment_and_conflicts(people) -> None:
    walks = [Walk(people) for _ in range(3)]
    assert [one.number[-5:] for one in walks] == ["00001", "00002", "00003"]
    for one in walks:
        one.file()
    role = "confirmation_body"
    page = queries.queue(people.checker, role, on=DAY)
    assert (page.total, page.pages) == (3, 1)
    first = Case.objects.filter(number=walks[0].number)
    first.update(turn="applicant")
    waiting = [case.number for case in queries.queue(people.checker, role, on=DAY).cases]
    assert waiting == [walks[1].number, walks[2].number, walks[0].number], "what waits for the office first"
    first.update(turn=role)
    assert queries.queue(people.stranger, role, on=DAY).total == 0
    services.assign(people.checker, walks[0].number, people.second, moment("2026-05-17"))
    assert queries.queue(people.checker, role, Filters(assignee=people.second.key), on=DAY).total == 1
    assert queries.queue(people.checker, role, Filters(assignee="none"), on=DAY).total == 2
    loads = {
        load.officer: (load.cases, load.waiting) for load in queries.workload(people.checker, role, on=DAY)
    }
    assert loads == {None: (2, 2), people.second: (1, 1)}
    assert (
        refused(services.assign, people.checker, walks[0].number, people.commissioner, moment("2026-05-17"))
        == "not_an_officer"
    )
    late = dt.date(2026, 6, 20)
    assert queries.overdue(people.checker, role, on=late).count() == 3
    assert queries.queue(people.checker, role, Filters(overdue=True, turn=True), on=late).total == 3

    services.declare_conflict(people.second, walks[0].number, "監督の親族", moment("2026-05-17"))
    assert Case.objects.get(number=walks[0].number).assignee is None
    assert (
        refused(services.act, people.second, walks[0].number, "ask_fee", {"fee": 1}, at=moment("2026-05-18"))
        == "not_yours_to_do"
    )
    assert (
        refused(services.assign, people.checker, walks[0].number, people.second, moment("2026-05-18"))
        == "not_an_officer"
    )
    assert queries.queue(people.second, role, on=DAY).total == 2
    services.note(people.checker, walks[0].number, "要確認", moment("2026-05-18"))

    def kinds(who) -> set[str]:
        page = queries.case_page(walks[0].number, who, moment("2026-05-18"))
        return {row.kind for row in page.history}

    assert "note" in kinds(people.checker)
    assert "note" not in kinds(people.applicant)


def test_an_office_of_several_bodies_belongs_to_the_first_that_takes_it(people) -> None:
    from kenri.accounts.models import Organisation
    from tests.cases.proceedings.walks import member

    other = member("other", "confirmation_officer", Organisation.objects.create(name="別の確認機関"))
    walk = Walk(people)
    walk.file()
    role = "confirmation_body"
    assert queries.queue(other, role, on=DAY).total == queries.queue(people.checker, role, on=DAY).total == 1
    services.assign(other, walk.number, other, moment("2026-05-17"))
    assert queries.queue(people.checker, role, on=DAY).total == 0
    assert refused(walk.act, "checker", "ask_fee", "2026-05-18", fee=1) == "not_yours_to_do"


def test_money_is_asked_for_and_recorded_once(walk) -> None:
    walk.grant()
    [fee, compensation] = queries.case_page(walk.number, walk.people.applicant, moment("2026-06-01")).money
    assert (fee.kind, fee.came, fee.state) == ("fee", 13_800, "paid")
    assert (compensation.asked, compensation.came) == (36_500, 0)
    assert not ledger.paid(walk.number, "compensation")
    assert services.bring_forward(moment("2026-06-05")).payments == 0
    ledger.receive(
        compensation.number,
        36_500,
        bank="main",
        message="振込1",
        on=dt.date(2026, 6, 8),
        at=moment("2026-06-08"),
    )
    assert services.bring_forward(moment("2026-06-09")).payments == 1
    assert services.bring_forward(moment("2026-06-09")).payments == 0
    assert Case.objects.get(number=walk.number).state == "in_use"
    assert queries.may_use(walk.number, dt.date(2026, 9, 1))[0]
    assert ledger.balance(f"Liabilities:Held:{walk.number}") == -36_500


def test_notices_leave_as_mail_without_anything_personal(walk, django_capture_on_commit_callbacks) -> None:
    walk.prepare()
    with django_capture_on_commit_callbacks(execute=True):
        walk.act("applicant", "file", "2026-05-16")
    to = {message.to[0] for message in mail.outbox}
    assert {"checker@example.org", "second@example.org", "applicant@example.org"} <= to
    assert not any("製作会社" in message.body for message in mail.outbox)
    assert not Notice.objects.filter(sent=None).exists()
    count = len(mail.outbox)
    services.bring_forward(moment("2026-05-16"))
    assert len(mail.outbox) == count


def test_the_register_tells_what_was_decided_and_nothing_of_people(walk) -> None:
    walk.pay_all()
    services.bring_forward(moment("2028-09-01"))
    found, total = register.register()
    assert total == 2
    assert [one.kind for one in found] == ["expiry", "decision"]
    assert found[1].data["granted_until"] == "2028-08-31"
    told = json.dumps([str(one) for one in register.everything()], ensure_ascii=False)
    for personal in Particular.objects.exclude(text="").values_list("text", flat=True):
        assert json.loads(personal) not in told
    numbers = register.statistics(dt.date(2028, 9, 1))
    assert numbers.states == {"adjudication_67_3": {"expired": 1}}
    assert numbers.published == {"decision": 1, "expiry": 1}
    assert numbers.days["adjudication_67_3"]["deciding"] == 10
    assert (numbers.money["held"], numbers.money["fees"], numbers.money["received"]) == (
        36_500,
        13_800,
        50_300,
    )


def test_documents_are_sealed_and_say_what_was_decided(walk) -> None:
    walk.grant()
    issued = {one.template: one for one in walk.case.issued.all()}
    assert {
        "application",
        "receipt",
        "payment_request",
        "confirmation_report",
        "decision_grant",
    } <= issued.keys()
    for one in issued.values():
        data = issuing.pdf(one.number, "ja", moment("2026-06-01"))
        assert seal.signer(moment("2026-06-01")).check_pdf(data).state == "intact"
        assert issuing.pdf(one.number, "ja", moment("2026-06-02")) == data
    told = json.loads(issued["decision_grant"].data)
    assert (told["amount"], told["period"]) == (36_500, ["2026-09-01", "2028-08-31"])
    assert told["to"] == ["放送局"]
    assert issued["payment_request"].number.startswith(walk.number)


def test_the_evidence_pack_proves_itself_and_serves_a_later_case(walk) -> None:
    walk.file()
    people = walk.people
    with zipfile.ZipFile(io.BytesIO(pack.pack(people.applicant, walk.number, moment("2026-05-20")))) as file:
        summary = json.loads(file.read("summary.json"))
        rows = [json.loads(line) for line in file.read("chain.jsonl").splitlines()]
        holder = seal.signer(moment("2026-05-20")).verify_text(
            file.read("manifest.json"), file.read("seal.txt").decode()
        )
    assert holder.self_signed
    assert (summary["age"], summary["rows"], len(summary["letters"])) == (19, len(rows), 2)
    assert rows[-1]["hash"] == summary["head"]
    later = services.open_case(
        people.applicant,
        Opening(
            procedure="adjudication_67_3", title="港の記録", use=use_named("stream_archive_programme"),
            organisation=people.bodies["放送局"], reuses=walk.case,
        ),
        moment("2026-07-01"),
    )  # fmt: skip
    data = queries.case_page(later.number, people.applicant, moment("2026-07-01")).course.data
    assert data["evidence_from"] == walk.number
    assert data["surroundings_on"] == "2026-05-01"
    assert queries.case_page(later.number, people.applicant, moment("2026-07-01")).evidence.age == 61


def test_who_has_seen_an_older_state_decides_nothing(walk) -> None:
    at = moment("2026-05-01")
    seen = walk.case.steps
    services.act(walk.people.colleague, walk.number, "describe", {"authors": "不詳"}, at=at, expecting=seen)
    assert (
        refused(
            services.act,
            walk.people.applicant,
            walk.number,
            "describe",
            {"authors": "某"},
            at=at,
            expecting=seen,
        )
        == "case_moved"
    )
    assert Step.objects.filter(kind="action").count() == 1


def test_what_is_replayed_is_what_was_written(walk) -> None:
    walk.grant()
    page = queries.case_page(walk.number, walk.people.applicant, moment("2026-06-01"))
    assert all(isinstance(row, Row) for row in page.history)
    assert page.course.data["contacts"][0]["address"] == "c1@example.org"
    assert access.roles_in(walk.people.applicant, walk.case) == ("applicant",)


def test_use_is_refused_after_a_cancellation_and_money_goes_back(walk) -> None:
    walk.pay_all()
    services.join(
        walk.people.commissioner,
        walk.number,
        "holder",
        "権利者団体",
        moment("2027-01-10"),
    )
    walk.act(
        "holder",
        "ask_cancellation",
        "2027-01-11",
        claimant="監督の遺族",
        precondition="entrusted",
        precondition_evidence="契約書",
    )
    walk.act("commissioner", "hear_user", "2027-01-12")
    walk.act("applicant", "be_heard", "2027-01-15", hearing="異議はありません")
    walk.act("commissioner", "cancel", "2027-02-01", cancelled_on="2027-03-01", cancel_reasons="管理委託")
    assert not queries.may_use(walk.number, dt.date(2027, 3, 1))[0]
    [compensation] = [
        one
        for one in queries.case_page(walk.number, walk.people.applicant, moment("2027-03-01")).money
        if one.kind == "compensation"
    ]
    split = ledger.split_by_day(36_500, dt.date(2026, 9, 1), dt.date(2028, 8, 31), dt.date(2027, 3, 1))
    assert compensation.asked == split.holder
    assert register.register()[0][0].kind == "cancellation"


def test_a_letter_leaves_by_mail_and_is_recorded(walk, django_capture_on_commit_callbacks) -> None:
    people, at = walk.people, moment("2026-05-02")
    walk.act(
        "applicant", "add_contact", "2026-05-01", name="製作会社", address="c@example.org", domestic="yes"
    )
    walk.act("applicant", "add_contact", "2026-05-01", name="遺族", address="港区1-2", domestic="yes")
    with django_capture_on_commit_callbacks(execute=True):
        services.send_letter(people.applicant, walk.number, 1, "上映したいので…", at)
    [letter] = [message for message in mail.outbox if message.to == ["c@example.org"]]
    assert "上映したいので" in letter.body
    page = queries.case_page(walk.number, people.applicant, at)
    assert page.course.data["contacts"][0]["sent_on"] == "2026-05-02"
    assert page.letters[0].mailed
    assert refused(services.send_letter, people.applicant, walk.number, 2, "同", at) == "no_mail_address"

"""Who may be behind money that is held: those who registered works, those whom the catalogue names."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator

from django.core.mail import send_mail

from kenri.accounts.models import Membership, Organisation, User
from kenri.cases.proceedings.models import Case
from kenri.ledger.distribution import likely
from kenri.ledger.distribution.likely import HeldWork, Told
from kenri.ledger.distribution.models import Likely, Payee
from kenri.ledger.models import Balance
from kenri.records import queries as catalogue
from kenri.registry.models import Version
from kenri.registry.registration import registration_of
from kenri.vocab.text import Text

HELD = "Liabilities:Held:"
SUBJECT = Text("保留中の分配金・補償金について（Kenri）", "Money held that may be yours (Kenri)")
BODY = Text(
    "作品「{title}」について、あなたが権利者である可能性のある金銭を預かっています。\n"
    "ご自身の作品であれば、Kenri にサインインし、「アカウント」の「分配明細」から申し出てください。\n",
    "Money is held for the work “{title}” of which you may be the holder.\n"
    "If it is yours, please sign in to Kenri and claim it under Account, Statements.\n",
)


def seek(at: dt.datetime) -> list[Likely]:
    """Match everything that is held with everybody who is known; the findings that are new."""
    held = [*likely.held_of_reports(), *held_of_cases()]
    return likely.seek(held, [*registered(), *named(held)], at)


def held_of_cases() -> Iterator[HeldWork]:
    """What is held for the holders of cases."""
    rows = Balance.objects.filter(account__startswith=HELD, amount__lt=0)
    held = {row.account.removeprefix(HELD): -row.amount for row in rows}
    for case in Case.objects.filter(number__in=held):
        yield HeldWork(case.number, case.entity or case.number, case.title, (), held[case.number])


def registered() -> Iterator[Told]:
    """What is registered and public: whoever registered it may be the holder."""
    newest: dict[int, Version] = {}
    for version in Version.objects.select_related("work__owner", "work__organisation").order_by("number"):
        newest[version.work_id] = version
    for version in newest.values():
        if version.withdrawn:
            continue
        work, told = version.work, registration_of(version.doc)
        body = work.organisation
        party = f"organisation:{body.key}" if body else f"user:{work.owner.key}"
        makers = tuple(one.name for one in told.contributors if one.name) or (told.holder,)
        said = Text(f"「{told.title}」を登録しています。", f"Registered “{told.title}”.")
        yield Told(party, told.holder or str(body or work.owner), told.title, makers, said)


def named(held: Iterable[HeldWork]) -> Iterator[Told]:
    """Users, organisations and payees who are called as a creator or claimant of a work in the catalogue."""
    called: dict[str, list[tuple[str, str]]] = {}
    for party, name in _parties():
        called.setdefault(_folded(name), []).append((party, name))
    called.pop("", None)
    works = {money.work: money for money in held}
    resolved = catalogue.resolve(works)
    records = catalogue.records_of({row for row, _ in resolved.values()})
    for key, (row, _) in resolved.items():
        names = {
            name.text for r, _ in records.get(row, ()) for part in r.contributions for name in part.names
        }
        names |= {claim.holder for r, _ in records.get(row, ()) for claim in r.claims}
        for name in sorted(names):
            for party, own in called.get(_folded(name), ()):
                said = Text(
                    f"データベースでこの作品の作者・権利者とされる「{name}」と同じ名前です。",
                    f"Bears the name “{name}”, whom databases tell as author or holder of the work.",
                )
                yield Told(party, own, works[key].title, (name,), said, key)


def _parties() -> Iterator[tuple[str, str]]:
    for user in User.objects.filter(is_active=True, erased=None):
        yield f"user:{user.key}", user.name
    for body in Organisation.objects.filter(closed=None):
        yield f"organisation:{body.key}", body.name
    yield from Payee.objects.values_list("party", "name").distinct()


def _folded(name: str) -> str:
    """A name as it is compared: widths, case, spaces and commas do not matter."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def notify(at: dt.datetime) -> int:
    """Write to everybody behind a new finding, once; to how many. The mail tells neither sum nor payer."""
    told = 0
    for row in likely.waiting(likely.FOUND):
        people = list(_people(row.party))
        likely.move(row, likely.NOTIFIED, at)
        for person in people:
            body = BODY.format(title=row.title).in_language(person.language)
            send_mail(SUBJECT.in_language(person.language), body, None, [person.email], fail_silently=True)
        told += bool(people)
    return told


def _people(party: str) -> Iterator[User]:
    kind, _, key = party.partition(":")
    if kind == "user":
        yield from User.objects.filter(key=key, is_active=True)
    elif kind == "organisation":
        held = Membership.objects.filter(organisation__key=key, until=None, role="administrator")
        yield from User.objects.filter(memberships__in=held, is_active=True).distinct()

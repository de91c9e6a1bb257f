"""Holders who are no party of a case hear that it is about a work which they registered or claim."""

from __future__ import annotations

import datetime as dt

from kenri.accounts.models import User
from kenri.accounts.notices import tell
from kenri.cases.proceedings import access
from kenri.cases.proceedings.models import Case
from kenri.procedures.conduct.versions import procedure_at
from kenri.records import queries as catalogue
from kenri.registry import claims, owners
from kenri.registry.queries import SOURCE, registered
from kenri.vocab.text import Text

_TITLE = Text(
    "【Kenri】「{title}」について裁定が申請されました", "[Kenri] “{title}”: an adjudication is applied for"
)
_BODY = Text(
    "あなたが登録した、又は権利を主張している作品「{title}」の利用について、{procedure}の申請がありました。\n\n"
    "作品の利用についての意思（許諾・条件・お断り）を示すか、利用の申込みに応じられる連絡先を示すと、"
    "裁定の要件に関わります。作品のページで意思表示ができます。",
    "Somebody applies to use “{title}”, which you registered or claim: {procedure}.\n\n"
    "It bears on the requirements of an adjudication whether you say what may be done (permit, terms, "
    "refuse) or show where one may apply to you. You can do so from the page of the work.",
)


def alert(case: Case, at: dt.datetime) -> int:
    """Tell those who registered the work of a case or claim it, but its applicant; how many."""
    entity = catalogue.entity(case.entity) if case.entity else None
    if entity is None:
        return 0
    records = [f"{said.source}:{said.local_id}" for said in entity.records]
    keys = registered(said.local_id for said in entity.records if said.source == SOURCE)
    people = owners.keepers_of(keys) | claims.claimants(entity.id, records)
    told = [one for one in sorted(people, key=lambda one: one.pk) if not _applies(one, case)]
    label = procedure_at(case.pinned).label
    title, body = (words.format(title=case.title, procedure=label) for words in (_TITLE, _BODY))
    for person in told:
        tell(person, "applications", title, body, f"entities/{entity.id}", at)
    return len(told)


def _applies(user: User, case: Case) -> bool:
    """Whether somebody sees the case anyway as its applicant."""
    return access.party_in(user, case, "applicant") is not None

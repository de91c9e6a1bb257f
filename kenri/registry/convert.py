"""Declared answers as the router's intentions for one planned use."""

from __future__ import annotations

from collections.abc import Iterable

from kenri.procedures.rights import Intention
from kenri.registry.declared import RESTRICTIVE, Standing
from kenri.registry.purposes import purposes
from kenri.registry.queries import SOURCE, Registered
from kenri.vocab.text import Text
from kenri.vocab.uses import Use

_PERMITS = ("permit", "terms")
NOT_SOLE = Text(
    "他のデータベースの記録や権利の主張があり、登録者が権利者本人かどうかはまだ確認されていません",
    "others record or claim the work too, and it is not confirmed that the registrant is the holder",
)
NOT_CONFIRMED = Text(
    "作品のURLを登録者が管理していることは、まだ確認されていません",
    "it is not confirmed that the registrant controls the address of the work",
)


def intention(one: Registered, use: Use, *, sole: bool) -> Intention | None:
    """What a registration's holder wills for a use, None where they did not say.

    A use may be for several purposes: then all must be answered for a permission, and the most restrictive
    answer stands. Whether it is for one may hang on a fact of the use that was not told: where that purpose's
    answer would restrict more, nothing is said until the fact is told. ``sole``: no other source knows the
    work. Anybody could permit what is another's: so a permission becomes "ask" where others record the work
    too, and where the registrant did not prove that its address is theirs.
    """
    touched = {key: purpose.touched(use) for key, purpose in purposes().items()}
    sure = [key for key, told in touched.items() if told]
    perhaps = [one.standing[key] for key, told in touched.items() if told is None and key in one.standing]
    answers = [one.standing[key] for key in sure if key in one.standing]
    if not answers:
        return None
    first = min(answers, key=lambda answer: RESTRICTIVE.index(answer.says))
    if first.says in _PERMITS:
        unanswered = len(answers) < len(sure) or not _covers(first, use)
        if unanswered or any(RESTRICTIVE.index(p.says) < RESTRICTIVE.index(first.says) for p in perhaps):
            return None
    return _made(one, first, sole=sole)


def intentions(found: Iterable[Registered], use: Use, *, sole: bool) -> tuple[Intention, ...]:
    """The intentions of several registrations of one work."""
    told = (intention(one, use, sole=sole) for one in found)
    return tuple(dict.fromkeys(one for one in told if one is not None))


def _covers(answer: Standing, use: Use) -> bool:
    """Whether territory and period of the terms hold the use."""
    terms = answer.terms
    inside = not terms.territory or set(use.territory) <= {terms.territory}
    lasts = terms.until is None or (use.ends is not None and use.ends <= terms.until)
    return answer.says == "permit" or (inside and lasts)


def _made(one: Registered, answer: Standing, *, sole: bool) -> Intention:
    says = answer.says
    told = list(answer.terms.told()) if says == "terms" else []
    doubts = [doubt for holds, doubt in ((sole, NOT_SOLE), (one.control, NOT_CONFIRMED)) if not holds]
    if says in _PERMITS and doubts:
        says, told = "ask", doubts
    words = Text("、".join(t.ja for t in told), "; ".join(t.en for t in told))
    until = answer.terms.until if says == "terms" else None
    return Intention(
        says,
        declared=answer.since,
        until=until,
        terms=f" {words.ja} ({words.en})" if told else "",
        by=one.told.holder,
        source=SOURCE,
        fee=answer.terms.fee if says == "terms" else "",
    )

"""Holders who have no account: where they are reached, and the secret address at which they answer."""

from __future__ import annotations

import datetime as dt

from kenri.accounts.site import address
from kenri.cases.proceedings import letters, standing
from kenri.cases.proceedings.models import Case, Letter
from kenri.cases.proceedings.signed import signed
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

SALT = "kenri.cases.request"
HOLDER = "holder"
ADDRESS = "holder_address"
"""The field that says where a holder without an account is reached."""
MOST = 200
"""Letters to people without an account that one person may cause in a day: nobody sends advertising so."""

_SUBJECT = Text("「{title}」の利用について", "Use of “{title}”")
_TEXT = Text(
    "「{title}」の利用について、権利者の方への申込み（又はその続き）が届いています。\n\n"
    "下のページで、どのような利用かを見て、許諾・条件の提示・質問・お断りのいずれかをお答えになれます。"
    "アカウントは要りません。権利をお持ちでない場合も、そのことをお知らせください。\n\n{page}\n\n"
    "お答えになる義務はありません。このアドレスはあなただけのものです。ほかの方にお渡しにならないでください。",
    "There is a request to the rights holder of “{title}”, or news of one.\n\n"
    "The page below shows what use is planned. There you can permit it, name terms, ask something or refuse, "
    "without an account; if the rights are not yours, please say so there.\n\n{page}\n\n"
    "You owe nobody an answer. The address is for you alone: please do not pass it on.",
)


def stranger(case: Case, course: Course) -> str:
    """The address of a holder who has no account; empty where the holder has one, or none is told."""
    known = any(one.role == HOLDER and (one.organisation_id or one.user_id) for one in case.parties.all())
    return "" if known else str(course.data.get(ADDRESS, ""))


def secret(case: Case, at: dt.datetime) -> str:
    """The secret part of the address that is sent now."""
    return signed(SALT, case.number, f"{day_of(at):%Y%m%d}")


def refuse_too_many(case: Case, course: Course, at: dt.datetime) -> None:
    """Raise ``Problem('too_many_letters')`` where whoever opened a case wrote to as many strangers today."""
    if not stranger(case, course):
        return
    written = Letter.objects.filter(case__opened_by=case.opened_by, item=0, at__gt=at - dt.timedelta(days=1))
    if written.count() >= MOST:
        raise Problem("too_many_letters", where=case.number, most=MOST)


def write(number: str, role: str, at: dt.datetime) -> None:
    """The e-mail to a holder without an account about a step of ``role``, to be sent; none where there is
    nobody."""
    case = Case.objects.select_for_update().get(number=number)  # it may have moved since the step
    to = stranger(case, standing.course_of(case))
    if not to:
        return
    ja, en = (address(f"requests/{secret(case, at)}", language) for language in ("ja", "en"))
    words = [
        _TEXT.in_language(language).format(title=case.title, page=page)
        for language, page in (("ja", ja), ("en", en))
    ]
    text = "\n\n--\n\n".join(words) + "\n"
    subject = " / ".join(filter(None, (_SUBJECT.ja, _SUBJECT.en))).format(title=case.title)
    letters.write(case, role, 0, to, " ".join(subject.split()), text, at)

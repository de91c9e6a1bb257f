"""A register with something in it: cases of art. 67-3 that were decided, one of them cancelled or over."""

from __future__ import annotations

from types import SimpleNamespace

from lxml import html

from kenri.accounts.models import Organisation
from kenri.cases.proceedings import services
from kenri.cases.proceedings.models import Case
from tests.cases.proceedings.walks import Walk, member, moment


def people() -> SimpleNamespace:
    bodies = {
        name: Organisation.objects.create(name=name)
        for name in ("放送局", "登録確認機関", "文化庁", "補償金管理機関", "権利者団体")
    }
    return SimpleNamespace(
        applicant=member("applicant", "user", bodies["放送局"]),
        colleague=member("colleague", "user", bodies["放送局"]),
        checker=member("checker", "confirmation_officer", bodies["登録確認機関"]),
        second=member("second", "confirmation_officer", bodies["登録確認機関"]),
        commissioner=member("commissioner", "commissioner_office", bodies["文化庁"]),
        deputy=member("deputy", "commissioner_office", bodies["文化庁"]),
        treasurer=member("treasurer", "compensation_officer", bodies["補償金管理機関"]),
        holder=member("holder", "holder", bodies["権利者団体"]),
        bodies=bodies,
    )


def granted(told: SimpleNamespace) -> Case:
    """A case whose use was allowed by the Commissioner, and paid for."""
    walk = Walk(told)
    walk.grant()
    walk.pay()
    return walk.case


def expired(told: SimpleNamespace) -> Case:
    """The same, and its period is over."""
    case = granted(told)
    services.bring_forward(moment("2028-09-01"))
    case.refresh_from_db()
    return case


def select(node: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    """Elements by a path such as ``section.figure tbody td`` or ``#result``."""
    steps = []
    for step in path.split():
        name, _, named = step.partition("#")
        tag, *classes = name.split(".")
        tests = [f"[contains(concat(' ', @class, ' '), ' {one} ')]" for one in classes]
        steps.append(f"//{tag or '*'}{''.join(tests)}" + (f"[@id='{named}']" if named else ""))
    return list(node.xpath("." + "".join(steps)))

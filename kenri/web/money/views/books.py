"""The books and lists of obligations as files, for those who keep the compensation."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kenri.accounts import clock
from kenri.ledger import exports
from kenri.records.match_files import harmless
from kenri.web.errors import missing
from kenri.web.money import shown
from kenri.web.money.views.ledger import chosen_obligations, for_body


@for_body
@require_safe
def books(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """All entries as beancount or CSV, as ``kenri ledger import`` takes them in again."""
    lines: Iterator[str]
    if form == "beancount":
        lines = (f"{line}\n" for line in exports.beancount())
    elif form == "csv":
        lines = exports.as_csv()
    else:
        raise missing("page_not_found")
    answer = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="books-{clock.today()}.{form}"'
    return answer


@for_body
@require_safe
def obligations(request: HttpRequest) -> HttpResponse:
    """The obligations that were asked for, as a table: UTF-8 with a byte order mark for spreadsheets."""
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Number"), _("Kind"), pgettext("procedure", "Case"), _("Payer"), _("Payee"),
            _("Amount (yen)"), _("Open (yen)"), _("Payable by"), _("State"), pgettext("payment", "Reference"),
        ]
    )  # fmt: skip
    for row in shown.rows(chosen_obligations(request)[1], clock.today()):
        one = row.obligation
        cells = (one.number, row.kind, one.case, row.payer, row.payee, str(one.amount), str(row.open),
                 one.due.isoformat(), row.state, one.reference)  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="obligations-{clock.today()}.csv"'
    return answer

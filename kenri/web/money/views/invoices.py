"""The pages of who pays and is paid: invoices, receipts, and the account to which money goes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kenri.accounts import clock
from kenri.accounts.models import User
from kenri.accounts.permissions import may
from kenri.cases.proceedings import seal
from kenri.ledger import queries, services
from kenri.ledger.banking.kana import bank_kana
from kenri.ledger.banking.statements import Creditor
from kenri.ledger.body import body, known_body
from kenri.ledger.models import Issued, Obligation, Settlement
from kenri.ledger.papers import paper_of
from kenri.ledger.tax import by_rate
from kenri.vocab.problems import Problem
from kenri.web import errors, wording
from kenri.web.account.views.account import sensitive
from kenri.web.money import shown

MOST = 200


class AccountForm(forms.Form):
    """A Japanese bank account."""

    party = forms.ChoiceField(label=gettext_lazy("For whom"))
    bank = forms.RegexField(r"\A[0-9]{4}\Z", label=gettext_lazy("Bank code (4 digits)"))
    branch = forms.RegexField(r"\A[0-9]{3}\Z", label=gettext_lazy("Branch code (3 digits)"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of account"),
        choices=[
            ("1", gettext_lazy("Ordinary")),
            ("2", gettext_lazy("Current")),
            ("4", gettext_lazy("Savings")),
        ],
    )
    number = forms.RegexField(r"\A[0-9]{1,7}\Z", label=gettext_lazy("Account number (7 digits)"))
    holder = forms.CharField(
        max_length=60,
        label=gettext_lazy("Holder of the account"),
        help_text=gettext_lazy("In kana, as it stands with the bank"),
    )

    def clean_holder(self) -> str:
        """In the letters of banks."""
        try:
            found = bank_kana(self.cleaned_data["holder"])
        except Problem as problem:
            raise forms.ValidationError(problem.message(wording.language())) from None
        if len(found) > 30:
            raise forms.ValidationError(
                Problem("field_too_long", text=found, most=30).message(wording.language())
            )
        return found


@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """What the user and their organisations have to pay and have paid."""
    found = queries.obligations(payers=queries.parties_of(_user(request)))[:MOST]
    receipts: dict[int, list[Settlement]] = {}
    for came in Settlement.objects.filter(obligation__in=[o.pk for o in found], effect=Settlement.RECEIVED):
        receipts.setdefault(came.obligation_id, []).append(came)
    rows = [(row, receipts.get(row.obligation.pk, [])) for row in shown.rows(found, clock.today())]
    ours = known_body(settings.KENRI_HOME)
    accounts = [account.told() for account in ours.banks.values()] if ours else []
    return _page(request, "invoices", "invoices", rows=rows, accounts=accounts)


@login_required
@require_safe
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """The invoice as a PDF file, issued when it is first asked for."""
    obligation = _theirs(request, number)
    try:
        ours = body(settings.KENRI_HOME)
        to = queries.names_of([obligation.payer])[obligation.payer]
        return _pdf(services.issue_invoice(obligation.number, ours, to, clock.now()))
    except Problem as problem:
        return _unready(request, problem)


@login_required
@require_safe
def receipt(request: HttpRequest, number: str, settlement: int) -> HttpResponse:
    """The receipt for money that came in, a page to print."""
    try:
        issued = _receipt(request, number, settlement)
    except Problem as problem:
        return _unready(request, problem)
    paper = paper_of(issued)
    return _page(request, "receipt", "invoices", issued=issued, paper=paper, parts=by_rate(paper.lines))


@login_required
@require_safe
def receipt_pdf(request: HttpRequest, number: str, settlement: int) -> HttpResponse:
    """The same receipt as a PDF file."""
    try:
        return _pdf(_receipt(request, number, settlement))
    except Problem as problem:
        return _unready(request, problem)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive
def account(request: HttpRequest) -> HttpResponse:
    """Where the user, or an organisation that they manage, is paid."""
    user = _user(request)
    parties = [f"user:{user.key}"]
    for party in queries.parties_of(user)[1:]:
        organisation = next(
            m.organisation for m in user.memberships.all() if party.endswith(m.organisation.key)
        )
        if may(user, "manage_organisation", organisation):
            parties.append(party)
    names = queries.names_of(parties)
    form = AccountForm(request.POST or None)
    form.fields["party"].choices = list(names.items())  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        to = Creditor(told["bank"], told["branch"], told["kind"], told["number"].zfill(7), told["holder"])
        services.set_account(told["party"], to, at=clock.now(), by=f"user:{user.key}")
        messages.success(request, _("Saved."))
        return redirect("web:bank_account")
    standing = [(names[party], services.account_of(party)) for party in parties]
    return _page(request, "account", "bank_account", form=form, standing=standing)


def _theirs(request: HttpRequest, number: str) -> Obligation:
    """An obligation of the user or one of their organisations, or any for the body that keeps the shown."""
    try:
        found = services.standing_of(number)
    except Problem as problem:
        raise errors.missing(problem.code, **problem.values) from None
    if found.payer in queries.parties_of(_user(request)) or may(request.user, "keep_compensation"):
        return found
    raise errors.missing("no_such_obligation", number=number)


def _receipt(request: HttpRequest, number: str, settlement: int) -> Issued:
    """The receipt for one payment, issued when it is first asked for."""
    obligation = _theirs(request, number)
    came = Settlement.objects.filter(pk=settlement, obligation=obligation).first()
    if came is None:
        raise errors.missing("no_such_obligation", number=number)
    to = queries.names_of([obligation.payer])[obligation.payer]
    return services.issue_receipt(came, body(settings.KENRI_HOME), to, clock.now())


def _pdf(issued: Issued) -> HttpResponse:
    data = services.sealed(issued, wording.language(), seal.signer, clock.now())
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{issued.number}.pdf"'
    return answer


def _unready(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What the body that keeps the money has to put right before a paper can be issued."""
    told = {"status": 503, "heading": _("The paper cannot be issued yet"), "problem": problem}
    return render(request, "web/error.html", {**told, "level": "warning"}, status=503)


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _page(request: HttpRequest, name: str, here: str, **context: Any) -> HttpResponse:
    return render(request, f"web/ledger/{name}.html", {"part": "account", "here": here, **context})

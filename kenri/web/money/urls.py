"""The addresses of tariffs, invoices, usage, statements and the compensation body."""

from __future__ import annotations

from django.urls import path

from kenri.web.money.views import books, distributing, held, invoices, ledger, statements, tariffs, usage

urlpatterns = [
    path("tariffs/", tariffs.directory, name="tariffs"),
    path("tariffs/ordinary-royalty", tariffs.ordinary, name="ordinary_royalty"),
    path("tariffs/<slug:tariff_id>", tariffs.page, name="tariff"),
    path("tariffs/<slug:tariff_id>.json", tariffs.as_json, name="tariff_json"),
    path("account/statements/", statements.mine, name="statements"),
    path("account/statements/statement.<str:form>", statements.file, name="statement_file"),
    path("account/statements/claims/<int:number>", statements.claim, name="claim_held"),
    path("account/usage/", usage.directory, name="usage"),
    path("account/usage/look/<slug:token>", usage.hand_in, name="usage_hand_in"),
    path("account/usage/<str:number>", usage.report, name="usage_report"),
    path("account/invoices/", invoices.directory, name="invoices"),
    path("account/invoices/<str:number>.pdf", invoices.invoice, name="invoice"),
    path("account/invoices/<str:number>/receipts/<int:settlement>", invoices.receipt, name="receipt"),
    path(
        "account/invoices/<str:number>/receipts/<int:settlement>.pdf",
        invoices.receipt_pdf,
        name="receipt_pdf",
    ),
    path("account/bank-account", invoices.account, name="bank_account"),
    path("money/", ledger.overview, name="money"),
    path("money/books.<str:form>", books.books, name="money_books"),
    path("money/obligations.csv", books.obligations, name="money_obligations_csv"),
    path("money/obligations/", ledger.obligations, name="money_obligations"),
    path("money/obligations/<str:number>", ledger.obligation, name="money_obligation"),
    path("money/bank", ledger.bank, name="money_bank"),
    path("money/held", held.page, name="money_held"),
    path("money/held/<int:number>", held.decide, name="money_held_decide"),
    path("money/distribution", distributing.page, name="distribution"),
    path("money/distribution/<str:number>", distributing.report, name="distribute_report"),
    path("money/payments", ledger.payments, name="money_payments"),
    path("money/payments/<int:number>", ledger.order_file, name="money_order"),
    path("schemes/", statements.directory, name="schemes"),
    path("schemes/<slug:scheme_id>", statements.scheme, name="scheme"),
    path("schemes/<slug:scheme_id>.json", statements.as_json, name="scheme_json"),
]

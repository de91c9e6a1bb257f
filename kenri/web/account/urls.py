"""The addresses of one's own account."""

from __future__ import annotations

from django.urls import path

from kenri.web.account.views import account, appointments, notices

urlpatterns = [
    path("account/", account.overview, name="account"),
    path("account/organisations/", account.organisations, name="organisations"),
    path("account/appointments", appointments.page, name="appointments"),
    path("account/organisations/<slug:key>", account.organisation, name="organisation"),
    path(
        "account/organisations/<slug:key>/members/<int:membership>/end",
        account.end_membership,
        name="end_membership",
    ),
    path(
        "account/organisations/<slug:key>/invitations/<int:invitation>/withdraw",
        account.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("account/invitations/<str:secret>", account.invitation, name="invitation"),
    path("account/keys/", account.api_keys, name="api_keys"),
    path("account/keys/<slug:public>/revoke", account.revoke_key, name="revoke_key"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/data", account.personal_data, name="personal_data"),
    path("account/data.json", account.personal_data_file, name="personal_data_file"),
    path("account/notices", notices.page, name="notices"),
    path("account/notices/<slug:key>", notices.follow, name="notice"),
    path("notices/stop/<str:token>", notices.stop, name="notices_stop"),
]

"""The addresses of the pages, the same under ``/ja/`` and ``/en/``."""

from __future__ import annotations

from django.urls import path

from kenri.web.views import (
    about,
    account,
    entity,
    home,
    items,
    machine,
    plan,
    projects,
    record,
    results,
    review,
    rollover,
    sources,
)

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("search", results.results, name="results"),
    path("search.csv", results.as_csv, name="results_csv"),
    path("search.json", results.as_json, name="results_json"),
    path("entities/<slug:key>", entity.page, name="entity"),
    path("entities/<slug:key>.json", entity.as_json, name="entity_json"),
    path("entities/<slug:key>/plan", plan.page, name="plan"),
    path("records/<slug:source_id>/<path:local_id>", record.page, name="record"),
    path("databases/", sources.directory, name="sources"),
    path("databases/<slug:source_id>", sources.source, name="source"),
    path("databases/<slug:source_id>/rejected", sources.rejections, name="rejections"),
    path("review", review.page, name="review"),
    path("review/name", review.name, name="review_name"),
    path("review/decide", review.decide, name="review_decide"),
    path("review/undo", review.undo, name="review_undo"),
    path("public-domain", rollover.page, name="rollover"),
    path("public-domain.atom", rollover.feed, name="rollover_feed"),
    path("projects/", projects.directory, name="projects"),
    path("projects/<slug:key>", projects.project, name="project"),
    path("projects/<slug:key>/columns", projects.columns, name="project_columns"),
    path("projects/<slug:key>/use", projects.use, name="project_use"),
    path("projects/<slug:key>/run", projects.run, name="project_run"),
    path("projects/<slug:key>/progress.json", projects.progress, name="project_progress"),
    path("projects/<slug:key>/items", projects.items, name="project_items"),
    path("projects/<slug:key>/items/decide", items.bulk, name="project_bulk"),
    path("projects/<slug:key>/items/<int:item_id>", items.item, name="project_item"),
    path("projects/<slug:key>/report.<str:form>", projects.export, name="project_export"),
    path("projects/<slug:key>/delete", projects.delete, name="project_delete"),
    path("where-to-search", sources.duties, name="duties"),
    path("account/", account.overview, name="account"),
    path("account/organisations/", account.organisations, name="organisations"),
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
    path("account/data", account.personal_data, name="personal_data"),
    path("account/data.json", account.personal_data_file, name="personal_data_file"),
    path("about", about.about, name="about"),
    path("opensearch.xml", machine.opensearch, name="opensearch"),
]

"""The addresses of entities, plans, rollover and projects."""

from __future__ import annotations

from django.urls import path

from kenri.web.rights.views import entity, items, plan, projects, rollover

urlpatterns = [
    path("entities/<slug:key>", entity.page, name="entity"),
    path("entities/<slug:key>.json", entity.as_json, name="entity_json"),
    path("entities/<slug:key>/plan", plan.page, name="plan"),
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
]

"""The addresses of search, databases, records and pairs."""

from __future__ import annotations

from django.urls import path

from kenri.web.find.views import about, home, machine, record, results, review, sources

urlpatterns = [
    path("", home.home, name="home"),
    path("search", results.results, name="results"),
    path("search.csv", results.as_csv, name="results_csv"),
    path("search.json", results.as_json, name="results_json"),
    path("records/<slug:source_id>/<path:local_id>", record.page, name="record"),
    path("databases/", sources.directory, name="sources"),
    path("databases/<slug:source_id>", sources.source, name="source"),
    path("databases/<slug:source_id>/rejected", sources.rejections, name="rejections"),
    path("review", review.page, name="review"),
    path("review/name", review.name, name="review_name"),
    path("review/decide", review.decide, name="review_decide"),
    path("review/undo", review.undo, name="review_undo"),
    path("where-to-search", sources.duties, name="duties"),
    path("about", about.about, name="about"),
    path("opensearch.xml", machine.opensearch, name="opensearch"),
]

"""The addresses of cases, letters, answers and requests."""

from __future__ import annotations

from django.urls import path

from kenri.web.cases.views import answers, applying, cases, desk, office, reckoning, requests, together, whole

urlpatterns = [
    path("cases/", office.queue, name="cases"),
    path("cases/new", applying.new, name="new_case"),
    path("cases/together", together.choose, name="choose_together"),
    path("cases/together/<slug:key>", together.outcome, name="together"),
    path("projects/<slug:key>/cases", applying.batch, name="new_batch"),
    path("cases/<slug:number>", cases.page, name="case"),
    path("cases/<slug:number>/act", cases.act, name="case_act"),
    path("cases/<slug:number>/files", cases.attach, name="case_attach"),
    path("cases/<slug:number>/files/<slug:key>", cases.file, name="case_file"),
    path("cases/<slug:number>/desk", desk.desk, name="case_desk"),
    path("cases/<slug:number>/reckon/<slug:action>", reckoning.page, name="case_reckon"),
    path("cases/<slug:number>/look", cases.look_into, name="case_look"),
    path("cases/<slug:number>/whole", whole.page, name="case_whole"),
    path("cases/<slug:number>/evidence.zip", cases.evidence, name="case_evidence"),
    path("cases/<slug:number>/documents/<slug:document>.pdf", cases.document, name="case_document"),
    path("cases/<slug:number>/letters/<int:item>", answers.send, name="case_letter"),
    path("cases/<slug:number>/letters/<int:item>.pdf", answers.letter, name="case_letter_pdf"),
    path("answers/<str:secret>", answers.page, name="answer"),
    path("requests/<str:secret>", requests.page, name="request"),
    path("requests/<str:secret>/<slug:number>.pdf", requests.document, name="request_document"),
]

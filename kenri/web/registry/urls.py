"""The addresses of registrations, permissions, claims and licences."""

from __future__ import annotations

from django.urls import path

from kenri.web.registry.views import (
    claims,
    controls,
    imports,
    intentions,
    licences,
    registry,
    searches,
    watching,
)

urlpatterns = [
    path("entities/<slug:key>/claims", claims.page, name="entity_claims"),
    path("account/works/", registry.works, name="registered_works"),
    path("account/works/new", registry.new, name="register_work"),
    path("account/works/new/draft", registry.autosave, name="autosave_new_work"),
    path("account/works/<slug:key>", registry.edit, name="registered_work"),
    path("account/works/<slug:key>/draft", registry.autosave, name="autosave_work"),
    path("account/works/<slug:key>/withdraw", registry.withdraw, name="withdraw_work"),
    path("account/works/<slug:key>/permissions", intentions.page, name="work_intentions"),
    path("account/lists/", imports.directory, name="imports"),
    path("account/lists/<slug:key>", imports.page, name="import"),
    path("account/lists/<slug:key>/register", imports.carry_out, name="import_carry_out"),
    path("account/lists/<slug:key>/discard", imports.discard, name="import_discard"),
    path("account/lists/<slug:key>/rows.csv", imports.table, name="import_table"),
    path("account/claims/", claims.own, name="own_claims"),
    path("account/claims/<slug:key>/step", claims.step, name="claim_step"),
    path("account/addresses", controls.page, name="controls"),
    path("account/addresses/<slug:key>/look", controls.look, name="look_for_code"),
    path("account/permissions", intentions.page, name="general_intentions"),
    path("registrations/<slug:key>/licence", licences.take, name="take_licence"),
    path("account/licences/", licences.own, name="own_licences"),
    path("account/licences/<slug:number>", licences.page, name="licence"),
    path("account/licences/<slug:number>.<slug:form>", licences.file, name="licence_file"),
    path("registrations/<slug:key>", registry.public, name="registration"),
    path("entities/<slug:key>/watch", watching.watch, name="watch"),
    path("account/searches/", searches.page, name="saved_searches"),
    path("account/searches/<slug:key>", searches.follow, name="saved_search"),
    path("account/searches/<slug:key>/delete", searches.drop, name="drop_search"),
]

"""The addresses of the pages, the same under ``/ja/`` and ``/en/``; each subject has its own list."""

from __future__ import annotations

from kenri.web.account import urls as account
from kenri.web.cases import urls as cases
from kenri.web.find import urls as find
from kenri.web.money import urls as money
from kenri.web.public import urls as public
from kenri.web.registry import urls as registry
from kenri.web.rights import urls as rights

app_name = "web"

urlpatterns = [
    *find.urlpatterns,
    *rights.urlpatterns,
    *registry.urlpatterns,
    *account.urlpatterns,
    *money.urlpatterns,
    *public.urlpatterns,
    *cases.urlpatterns,
]

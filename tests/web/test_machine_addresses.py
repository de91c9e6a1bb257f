"""What programs and browsers read beside the pages."""

from __future__ import annotations

import re

from django.test import Client
from lxml import etree

import kenri


def test_completion_in_the_form_of_suggestions(site: Client) -> None:
    answer = site.get("/complete", {"q": "夜明"})
    assert answer.headers["Content-Type"].startswith("application/x-suggestions+json")
    prefix, found = answer.json()
    assert prefix == "夜明"
    assert found
    assert all(title.startswith("夜明け") for title in found)
    assert len(found) <= 10
    assert site.get("/complete").json() == ["", []]
    assert site.get("/complete", {"q": "あ" * 5000}).status_code == 200


def test_health(site: Client) -> None:
    answer = site.get("/health")
    assert answer.json()["status"] == "ok"
    assert answer.json()["version"] == kenri.__version__
    assert answer.json()["index"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_robots_leave_the_result_pages(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /ja/search" in answer.content.decode()
    assert "Disallow: /ja/entities" not in answer.content.decode()


def test_browsers_can_add_the_search(site: Client, language: str) -> None:
    page = site.get(f"/{language}/").content.decode()
    address = re.search(r'type="application/opensearchdescription\+xml"[^>]*href="([^"]+)"', page)[1]
    answer = site.get(address)
    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    root = etree.fromstring(answer.content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(root.findtext(f"{space}ShortName")) <= 16
    templates = [url.get("template") for url in root.iter(f"{space}Url")]
    assert f"http://testserver/{language}/search?q={{searchTerms}}" in templates
    assert "http://testserver/complete?q={searchTerms}" in templates


def test_static_files_are_all_there(site: Client) -> None:
    from django.contrib.staticfiles import finders

    page = site.get("/ja/").content.decode()
    addresses = re.findall(r'(?:href|src)="/static/([^"#]+)', page)
    assert len(addresses) > 8
    assert all(finders.find(address) for address in addresses)

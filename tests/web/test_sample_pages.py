"""Every entity and record of the bundled sample has a page; every link within a page leads somewhere."""

from __future__ import annotations

import html
import re
from importlib import resources
from pathlib import Path

import pytest
from django.test import Client

from kenri.records import index, services
from kenri.records.models import Entity, Record
from kenri.sources import all_sources


@pytest.fixture
def sample(db: None, client: Client) -> Client:
    """A site on the bundled sample, in the data folder of this test."""
    samples = Path(str(resources.files("kenri").joinpath("samples")))
    for source in all_sources().values():
        if (samples / source.id).is_dir():
            services.harvest(source, path=samples / source.id)
    services.link()
    index.index()
    return client


@pytest.mark.timeout(300)
def test_every_page_of_the_sample_answers(sample: Client) -> None:
    for key in Entity.objects.filter(redirect_to=None, size__gt=0).values_list("key", flat=True):
        answer = sample.get(f"/ja/entities/{key}")
        assert answer.status_code == 200, key
    pages = Record.objects.filter(deleted_run=None).values_list("source", "local_id")
    for number, (source, local_id) in enumerate(pages):
        if number % 4 == 0:
            path = f"/en/records/{source}/{local_id}"
            assert (
                sample.get(path.replace("%", "%25").replace("#", "%23").replace("?", "%3F")).status_code
                == 200
            )
    for source in all_sources():
        assert sample.get(f"/en/databases/{source}").status_code == 200
        assert sample.get(f"/ja/databases/{source}/rejected").status_code == 200


def test_links_within_the_site_lead_to_pages(sample: Client) -> None:
    seen: set[str] = set()
    waiting = ["/ja/", "/en/databases/", "/ja/search?q=%E5%A4%8F%E7%9B%AE%E6%BC%B1%E7%9F%B3", "/en/about"]
    while waiting and len(seen) < 250:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = sample.get(path)
        if answer.status_code == 302 and "/account/login/" in answer.headers["Location"]:
            continue  # what is somebody's own
        assert answer.status_code == 200, path
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for address in re.findall(r'<a [^>]*?href="([^"]+)"', answer.content.decode()):
            address = html.unescape(address).split("#")[0]
            if address.startswith("?"):
                address = path.split("?")[0] + address
            if address.startswith("/") and address not in seen:
                waiting.append(address)
    assert len(seen) > 200

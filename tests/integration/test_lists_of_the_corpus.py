"""Real list pages, served on loopback under their own paths and checked through the fetcher; prints the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import Site
from watcher.fetching import Fetcher, FetchSettings, InMemoryHosts
from watcher.probing import Probe, probe
from watcher.service import now

pytestmark = pytest.mark.corpus
# file · path on its site · items, counted in its markup by hand · further pages or requests · adapter
LISTS = [
    ("samples/trs_list_createPage.html", "/zwgk/czyjs/", 15, 9, "trs_wcm"),
    ("samples/createPageHTML_1_*.html", "/zwgk/zdly/lysc/index.html", 20, 3, "generic"),
    ("samples/createPageHTML_2_*.html", "/szqts/fzscjgjs/nav_list.shtml", 15, 1, "generic"),
    (
        "samples/jpage_dataproxy_1_*.html",
        "/col/col10578/index.html",
        17,
        0,
        "jcms",
    ),  # 26 records, 9 of them undated links abroad
    ("samples/jpage_dataproxy_2_*.html", "/col/col26065/index.html", 9, 0, "jcms"),
]


@pytest.mark.parametrize(("name", "path", "items", "further", "adapter"), LISTS)
def test_the_items_of_a_real_list_are_found(
    corpus: Path, name: str, path: str, items: int, further: int, adapter: str
) -> None:
    (file,) = (corpus / "html").glob(name)
    with Site() as site:
        url = site.serve(path, file.read_bytes())
        settings = FetchSettings(
            allow_hosts=("127.0.0.1",), allow_private_addresses=True, extra_ports=frozenset({("127.0.0.1", site.port)}),
            host_delay_seconds=0,
        )  # fmt: skip
        with Fetcher(settings, InMemoryHosts(), now) as fetcher:
            found = probe(fetcher, url)
    assert isinstance(found, Probe)
    dated = sum(item.published_on is not None for item in found.items)
    print(f"{file.name:<44}{found.adapter:<10}items {len(found.items):>3}  dated {dated:>3}  further {found.further}")
    assert (found.adapter, len(found.items), found.further) == (adapter, items, further)

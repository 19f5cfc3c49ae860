"""What the page for programmers teaches works as it stands there."""

import contextlib
import io
import json

import pytest

RENAMED = (
    "UPDATE biobanks_network SET acronym = acronym || 'X'"
    " WHERE id = (SELECT min(id) FROM biobanks_network) RETURNING slug"
)
NAMED_AS_BEFORE = (
    "UPDATE biobanks_network SET acronym = left(acronym, -1)"
    " WHERE id = (SELECT min(id) FROM biobanks_network) RETURNING slug"
)
PUBLISHED = " ".join(
    [
        "SELECT (SELECT count(*) FROM biobanks_biobank WHERE publication = 'published')",
        "+ (SELECT count(*) FROM biobanks_collection WHERE publication = 'published')",
        "+ (SELECT count(*) FROM biobanks_network WHERE publication = 'published')",
    ]
)


def run(page, example):
    """Run an example of the page; what it writes."""
    code = page.locator(f"#{example}").inner_text()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})  # noqa: S102 - our own page
    return out.getvalue()


@pytest.fixture
def page(open_page):
    return open_page("/data/", javascript=False)


def test_the_example_of_a_list(site, page):
    rows = site.rows(
        "SELECT identifier, name FROM biobanks_collection"
        " WHERE publication = 'published' AND 'SERUM' = ANY(materials) ORDER BY id"
    )

    assert rows
    assert run(page, "list") == "".join(f"{identifier} {name}\n" for identifier, name in rows)


def test_the_example_of_a_copy_keeps_it_true(site, page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def kept():
        run(page, "copy")
        return json.loads((tmp_path / "bbmri-be.json").read_text())["entries"]

    first = kept()
    [(slug,)] = site.rows(RENAMED)
    second = kept()
    site.rows(NAMED_AS_BEFORE)

    [(published,)] = site.rows(PUBLISHED)
    url = f"{site.url}/networks/{slug}/"
    assert len(first) == published
    assert second.pop(url)["acronym"] == first.pop(url)["acronym"] + "X"
    assert second == first

"""What the page for programmers teaches works as it stands there."""

import contextlib
import io
from html import unescape


def test_the_example_in_python_runs(site, open_page):
    page = open_page("/data/", javascript=False)
    code = unescape(page.locator("#python").inner_text())
    out = io.StringIO()

    with contextlib.redirect_stdout(out):
        exec(code, {})  # noqa: S102 - our own page

    rows = site.rows(
        "SELECT identifier, name FROM biobanks_collection"
        " WHERE publication = 'published' AND 'SERUM' = ANY(materials) ORDER BY id"
    )
    assert rows
    assert out.getvalue() == "".join(f"{identifier} {name}\n" for identifier, name in rows)

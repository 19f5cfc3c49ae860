"""Markdown of staff as clean HTML."""

import pytest

from bbmri_be.markdown import render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\n\n## Two", "<h2>One</h2>\n<h2>Two</h2>"),
        ("**bold**", "<p><strong>bold</strong></p>"),
        ("[link](/join/)", '<p><a href="/join/" rel="noopener">link</a></p>'),
        ("text <script>alert(1)</script>", "<p>text </p>"),
        ('<p onclick="x()" style="color:red">text</p>', "<p>text</p>"),
        ("[x](javascript:alert(1))", '<p><a rel="noopener">x</a></p>'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ],
)
def test_render(text, html):
    assert render(text) == html

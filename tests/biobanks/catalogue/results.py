"""Reads the page of the search."""

import re

from tests.biobanks.pages import links_in, main_of, part_of


def status_of(response):
    """How many answer, as the page says."""
    return " ".join(part_of(response, '<p role="status">', "</p>").split())


def results_of(response):
    """Names and addresses of the results."""
    return [
        links_in(heading)[0]
        for heading in re.findall(r'<h3 class="card-title">.*?</h3>', main_of(response), re.DOTALL)
    ]


def problems_of(response):
    return re.findall(r'<p class="notice notice-warning">(.*?)</p>', main_of(response))


def readings_of(response):
    """Texts of the parts of the question, each with its links."""
    section = part_of(response, '<section class="understood"', "</section>")
    found = []
    for part in re.split(r"<li>\s*<p>", section)[1:]:
        line = part[: part.index("</p>")]
        text = " ".join(re.sub(r"<[^>]+>", " ", line[: line.index("<a ")]).split())
        found.append((text, links_in(part)))
    return found

"""What programs are told of an entry."""

import json

TYPES = {
    "json": "application/json",
    "miabis.json": "application/json",
    "jsonld": "application/ld+json; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAGES = ["/biobanks/bank", "/biobanks/bare", "/collections/lungs", "/networks/net"]
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def body_of(response):
    return b"".join(response) if response.streaming else response.content


def thing_of(response):
    """What a page tells search engines."""
    html = response.content.decode()
    beginning = '<script type="application/ld+json">'
    assert html.count(beginning) == 1
    return json.loads(html.partition(beginning)[2].partition("</script>")[0])

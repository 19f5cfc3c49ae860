"""Reads documents that programs get."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def tree(response):
    """The XML of a response, whose bytes agree with what they say of themselves."""
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def feed(response):
    """A feed and its entries, once they are known to keep the rules of RFC 4287."""
    root = tree(response)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.tag == f"{ATOM}feed"
    entries = [said(entry) for entry in root.findall(f"{ATOM}entry")]
    found = said(root)
    names = [found["id"], *(entry["id"] for entry in entries)]
    assert len(set(names)) == len(names)
    assert found["author"] == {"name": "BBMRI.be", "uri": found["author"]["uri"]}
    assert set(found["links"]) == {"self", "alternate"}
    if entries:
        assert found["updated"] == max(entry["updated"] for entry in entries)
    for entry in entries:
        assert set(entry["links"]) == {"alternate"}
        assert entry.get("published", entry["updated"]) <= entry["updated"]
    return found, entries


def said(element):
    """What a feed or an entry says of itself, each at most once, and what both must say."""
    single = {}
    for name in ("id", "title", "updated", "published", "summary", "subtitle"):
        for child in element.findall(ATOM + name):
            assert name not in single
            single[name] = child.text
            assert child.get("type") == ("html" if name == "summary" else None)
    assert {"id", "title", "updated"} <= set(single)
    assert all(single.values())
    assert re.fullmatch(r"tag:[a-z.]+,[0-9]{4}:\S+", single["id"])
    for name in {"updated", "published"} & set(single):
        single[name] = datetime.fromisoformat(single[name])
        assert single[name].tzinfo
    links = {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}
    assert len(links) == len(element.findall(f"{ATOM}link"))
    assert all(urlsplit(link).scheme == "https" for link in links.values())
    categories = [category.get("term") for category in element.findall(f"{ATOM}category")]
    author = {
        part.tag.removeprefix(ATOM): part.text
        for people in element.findall(f"{ATOM}author")
        for part in people
    }
    language = element.get(f"{XML}lang")
    others = {
        "links": links, "categories": categories, "author": author, "language": language,
    }  # fmt: skip
    return single | {name: value for name, value in others.items() if value}

"""The archive of the catalogue: what is in it, when it is made, how it is offered."""

import csv
import datetime
import hashlib
import io
import json
import zipfile

import pytest
import time_machine
from django.core.management import CommandError, call_command
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, FOAF, RDF

from biobanks import dumps
from biobanks.models import CatalogueDump
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    NetworkFactory,
)

pytestmark = pytest.mark.django_db
SITE = "https://www.bbmri.be"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def catalogue():
    biobank = BiobankFactory(
        slug="bank",
        name="Bank",
        contact=ContactFactory(last_name="Peeters"),
        networks=[NetworkFactory()],
    )
    for name in ("Lungs", "Livers"):
        collection = CollectionFactory(
            biobank=biobank, name=name, contact=ContactFactory(last_name="Janssens")
        )
        CollectionFactFactory(collection=collection)
    CollectionFactFactory(collection=CollectionFactory(biobank=biobank, name="Hidden", draft=True))
    CollectionFactory(name="Hidden", biobank__name="Hidden", biobank__withdrawn=True)


def on(day, hour=3):
    moment = datetime.datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")
    return time_machine.travel(moment, tick=False)


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def names(lines):
    return [json.loads(line).get("name") for line in lines.splitlines()]


def test_all_that_is_public_and_nobody_is_in_it(catalogue):
    with on("2026-11-29"):
        dump = dumps.make()
    files = files_of(dump.content)

    assert list(files) == [*dumps.CONTENTS, "README.txt", "SHA256SUMS"]
    assert names(files["biobanks.jsonl"]) == ["Bank"]
    assert names(files["collections.jsonl"]) == ["Lungs", "Livers"]
    assert len(files["networks.jsonl"].splitlines()) == 1
    assert len(files["facts.jsonl"].splitlines()) == 2
    assert names(files["miabis.jsonl"])[:3] == ["Bank", "Lungs", "Livers"]
    table = csv.reader(io.StringIO(files["collections.csv"].decode("utf-8-sig")))
    assert [row[0] for row in table] == ["Collection", "Lungs", "Livers"]
    graph = Graph().parse(data=files["catalogue.ttl"], format="turtle")
    assert (URIRef(f"{SITE}/biobanks/bank/"), FOAF.name, Literal("Bank")) in graph
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 2
    for content in files.values():
        for word in (b"Hidden", b"Peeters", b"Janssens", b"@example.be"):
            assert word not in content


def test_it_says_what_it_is_and_its_checksums_are_right(catalogue):
    with on("2026-11-29"):
        dump = dumps.make()
    files = files_of(dump.content)

    readme = files["README.txt"].decode()
    assert "the public catalogue on 2026-11-29" in readme
    assert "Terms of use: https://creativecommons.org/licenses/by/4.0/" in readme
    assert "1 biobanks, 2 collections." in readme
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in dumps.CONTENTS}
    assert (dump.size, dump.checksum) == (
        len(dump.content),
        hashlib.sha256(dump.content).hexdigest(),
    )
    assert (dump.biobanks, dump.collections) == (1, 2)


def test_a_record_is_that_of_the_api_without_contacts(client, catalogue):
    files = files_of(dumps.make().content)

    record = client.get("/api/v1/collections").json()["results"][0]
    record["contact"] = record["biobank"]["contact"] = None
    assert json.loads(files["collections.jsonl"].splitlines()[0]) == record


def test_one_for_each_day_on_which_something_changed(catalogue):
    with on("2026-11-01"):
        first = dumps.make()
    with on("2026-11-02"):
        assert dumps.make() is None
    with on("2026-11-03", 3):
        BiobankFactory()
        dumps.make()
    with on("2026-11-03", 20):
        BiobankFactory()
        again = dumps.make()

    assert list(CatalogueDump.objects.all()) == [again, first]
    assert (again.file_name, again.biobanks) == ("bbmri-be-2026-11-03.zip", 3)


def test_of_old_ones_the_first_of_each_month_stays(catalogue):
    days = ["2025-01-05", "2025-01-20", "2025-02-01", "2025-12-03", "2025-12-04", "2026-11-29"]
    for day in days:
        with on(day):
            BiobankFactory()
            dumps.make()

    kept = [str(dump.day) for dump in CatalogueDump.objects.order_by("day")]
    assert kept == ["2025-01-05", "2025-02-01", "2025-12-03", "2025-12-04", "2026-11-29"]


def test_a_catalogue_that_does_not_hold_still_is_left_alone(catalogue, monkeypatch):
    states = iter("abcdef")
    monkeypatch.setattr("biobanks.search.keeping.state", lambda: next(states))

    with pytest.raises(CommandError, match="try again later"):
        call_command("write_catalogue_dump")

    assert not CatalogueDump.objects.exists()


def test_the_command_says_what_it_did(catalogue, capsys):
    with on("2026-11-29"):
        call_command("write_catalogue_dump")
        call_command("write_catalogue_dump")

    assert capsys.readouterr().out == (
        "Made: bbmri-be-2026-11-29.zip\nNothing changed since the last archive.\n"
    )


def test_it_is_offered_with_its_checksum(client, catalogue):
    with on("2026-11-29"):
        dump = dumps.make()
    answer = client.get("/data/bbmri-be-2026-11-29.zip")
    checksum = client.get("/data/bbmri-be-2026-11-29.zip.sha256")
    latest = client.get("/data/latest.zip")

    assert (answer.content, answer["Content-Type"]) == (bytes(dump.content), "application/zip")
    assert answer["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert checksum.content.decode() == f"{dump.checksum}  bbmri-be-2026-11-29.zip\n"
    assert (latest.status_code, latest["Location"]) == (302, "/data/bbmri-be-2026-11-29.zip")


def test_who_has_it_gets_it_no_more_and_it_is_packed_once(client, catalogue):
    dumps.make()
    first = client.get("/data/latest.zip", headers={"accept-encoding": "gzip"}, follow=True)

    again = client.get("/data/latest.zip", headers={"if-none-match": first["ETag"]}, follow=True)

    assert first["Content-Encoding"] == "identity"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["latest.zip", "bbmri-be-2026-11-28.zip", "bbmri-be-2026-13-01.zip", "x", "bbmri-be-\0.zip"],
)
def test_there_is_no_such_archive(client, name):
    assert client.get(f"/data/{name}").status_code == 404
    assert client.get(f"/data/{name}.sha256").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/nl", "/fr", "/de"])
def test_the_page_for_people_lists_them(client, catalogue, prefix, django_assert_max_num_queries):
    with on("2026-11-29"):
        dump = dumps.make()

    with django_assert_max_num_queries(3):
        page = client.get(f"{prefix}/data/").content.decode()

    assert 'href="/data/bbmri-be-2026-11-29.zip"' in page
    assert 'href="/data/bbmri-be-2026-11-29.zip.sha256"' in page
    assert dump.checksum[:12] in page
    assert f'href="{SITE}/api/v1/openapi.json"' in page
    assert f'href="{SITE}/fdp/"' in page
    assert f'href="{prefix}/catalogue.atom"' in page


def test_before_the_first_archive_the_page_says_so(client):
    page = client.get("/data/").content.decode()

    assert "No archive has been made yet." in page

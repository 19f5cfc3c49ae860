"""The whole public catalogue as one archive, made each night on which something changed.

It holds what the API tells, without contacts: a file that people keep cannot forget a person.
"""

import datetime
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import override
from rdflib.namespace import DCAT

from biobanks import exports
from biobanks.metadata import dcat, miabis, reading
from biobanks.metadata.records import (
    AnyRecord,
    BiobankRecord,
    CollectionRecord,
    NetworkRecord,
)
from biobanks.models import Biobank, CatalogueDump, Collection, CollectionFact, Network
from biobanks.search import keeping

KEPT = datetime.timedelta(days=366)  # of older ones, the first of each month stays
ATTEMPTS = 3
AT_ONCE = 500
README = """\
BBMRI.be: the public catalogue on {day:%Y-%m-%d}

{site}
Terms of use: {license}
Please name "BBMRI.be" and the day as the source.

{biobanks} biobanks, {collections} collections. An unknown is null or empty.

biobanks.jsonl, collections.jsonl, networks.jsonl, facts.jsonl
    A record a line, as the API gives them: {site}/api/v1/openapi.json
    Contacts are left out; they stand on the pages and in the API.
miabis.jsonl
    Biobanks, collections and networks in the words of MIABIS Core 3.0.
collections.csv
    The collections as a table, for a spreadsheet.
catalogue.ttl
    The catalogue in RDF: DCAT-AP 3.0.1 with HealthDCAT-AP.
SHA256SUMS
    Checksums: sha256sum -c SHA256SUMS

Names of rare diseases: Orphadata: Free access data from Orphanet. (c) INSERM 1999. CC BY 4.0.
Names of other diseases: ICD-10, World Health Organization, 2019.
"""


class StillChanging(Exception):
    """The catalogue changed each time that it was read."""


def make() -> CatalogueDump | None:
    """The archive of today; None where nothing changed since the last one.

    Made a second time on a day, it takes the place of the first. Raises `StillChanging`.
    """
    for _attempt in range(ATTEMPTS):
        state = keeping.state()
        with TemporaryFile() as file, override(settings.LANGUAGE_CODE):
            dump = written(file)
        if keeping.state() == state:
            return kept(dump)
    raise StillChanging


def kept(dump: CatalogueDump) -> CatalogueDump | None:
    """Keep an archive that says something new, and let go of those that are too old."""
    last = CatalogueDump.objects.defer("content").first()
    if last and last.fingerprint == dump.fingerprint:
        return None
    with transaction.atomic():
        CatalogueDump.objects.filter(day=dump.day).delete()
        dump.save()
        forget()
    return dump


def forget() -> None:
    """Delete what is older than a year, but for the first of each month."""
    months = set()
    for day in CatalogueDump.objects.order_by("day").values_list("day", flat=True):
        is_first = (day.year, day.month) not in months
        months.add((day.year, day.month))
        if not is_first and day < localdate() - KEPT:
            CatalogueDump.objects.filter(day=day).delete()


def written(file: IO[bytes]) -> CatalogueDump:
    """The archive of today, written to a file on its way."""
    day = localdate()
    sums = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, pieces: Iterable[bytes]) -> str:
            """A file of the archive, always as old as the day: equal contents are equal bytes."""
            entry = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16  # who unpacks it may read it
            digest = hashlib.sha256()
            with archive.open(entry, "w") as into:
                for piece in pieces:
                    into.write(piece)
                    digest.update(piece)
            return digest.hexdigest()

        for name, pieces in CONTENTS.items():
            sums[name] = add(name, pieces())
        counts = {
            "biobanks": Biobank.objects.published().count(),
            "collections": Collection.objects.published().count(),
        }
        readme = README.format(
            day=day, site=settings.SITE_URL, license=settings.CATALOGUE_LICENSE, **counts
        )
        listed = "".join(f"{checksum}  {name}\n" for name, checksum in sums.items())
        add("README.txt", [readme.encode()])
        add("SHA256SUMS", [listed.encode()])
    file.seek(0)
    content = file.read()
    return CatalogueDump(
        day=day,
        content=content,
        size=len(content),
        checksum=hashlib.sha256(content).hexdigest(),
        fingerprint=hashlib.sha256(listed.encode()).hexdigest(),
        **counts,
    )


def biobanks() -> Iterator[BiobankRecord]:
    """All biobanks."""
    return map(without_contact, reading.biobanks(Biobank.objects.published().order_by("pk")))


def collections() -> Iterator[CollectionRecord]:
    """All collections."""
    rows = reading.collections(Collection.objects.published().order_by("pk"))
    return map(without_contact, rows)


def networks() -> Iterator[NetworkRecord]:
    """All networks."""
    return map(without_contact, reading.networks(Network.objects.published().order_by("pk")))


def without_contact(record: Any) -> Any:
    """A record without the contacts of its entry and its biobank."""
    people = {"contact", "led_by"} & set(type(record).model_fields)
    changes: dict[str, Any] = dict.fromkeys(people)
    if hasattr(record, "biobank"):
        changes["biobank"] = record.biobank.model_copy(update={"contact": None})
    return record.model_copy(update=changes)


def lines(records: Callable[[], Iterable[Any]]) -> Callable[[], Iterator[bytes]]:
    """Records as JSON, one a line."""
    return lambda: (f"{record.model_dump_json()}\n".encode() for record in records())


def facts() -> Iterator[Any]:
    """All facts of published collections."""
    rows = CollectionFact.objects.filter(collection__in=Collection.objects.published())
    rows = rows.select_related("collection", "disease").defer("collection__search_text")
    return map(reading.fact_record, rows.order_by("pk").iterator(AT_ONCE))


def in_miabis() -> Iterator[bytes]:
    """All entries in the words of MIABIS."""
    everything: list[Callable[[], Iterator[AnyRecord]]] = [biobanks, collections, networks]
    for records in everything:
        for record in records():
            text = json.dumps(miabis.document(record), ensure_ascii=False)
            yield f"{text}\n".encode()


def table() -> Iterator[bytes]:
    """The collections as CSV."""
    keys = Collection.objects.published().order_by("pk").values_list("pk", flat=True)
    return (line.encode() for line in exports.csv_lines(keys.iterator(AT_ONCE)))


def in_rdf() -> Iterator[bytes]:
    """The catalogue in Turtle, some hundred datasets at a time: Turtle may be put end to end."""
    remaining = collections()
    while some := list(islice(remaining, AT_ONCE)):
        graph = dcat.new_graph()
        catalogue = dcat.add_catalogue(graph)
        for record in some:
            graph.add((catalogue, DCAT.dataset, dcat.add_dataset(graph, record)))
        yield graph.serialize(format="turtle").encode()
    for biobank in biobanks():
        graph = dcat.new_graph()
        dcat.add_biobank(graph, biobank)
        yield graph.serialize(format="turtle").encode()
    for network in networks():
        graph = dcat.new_graph()
        dcat.add_network(graph, network)
        yield graph.serialize(format="turtle").encode()


CONTENTS: dict[str, Callable[[], Iterable[bytes]]] = {
    "biobanks.jsonl": lines(biobanks),
    "collections.jsonl": lines(collections),
    "networks.jsonl": lines(networks),
    "facts.jsonl": lines(facts),
    "miabis.jsonl": in_miabis,
    "collections.csv": table,
    "catalogue.ttl": in_rdf,
}

"""How long pages take, and how many queries, with the real catalogue and with 100 times as much.

In process, so without network and server; read the ratio to the bare health check, not the
milliseconds. Runs on a database of its own beside the development one.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from biobanks.models import Biobank, Collection

ROUNDS = 30
COPIES = 99
BARE = "/healthz/"
PATHS = [
    *(BARE, "/", "/catalogue/", "/catalogue/?q=tumour", "/catalogue/?material=DNA&material=SERUM"),
    *("/biobanks/", "/biobanks/uz-brussel/", "/join/", "/questions/"),
]


@contextmanager
def own_database() -> Iterator[None]:
    """A fresh, migrated and filled database, gone at the end."""
    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("load_starting_data", verbosity=0)
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def multiply() -> None:
    """Copy each biobank and each of its collections, names and identifiers numbered."""
    for biobank in Biobank.objects.all():
        collections = list(biobank.collections.all())
        identifier, slug, name = biobank.identifier, biobank.slug, biobank.name
        for number in range(COPIES):
            biobank.pk = None
            biobank.identifier, biobank.slug = f"{identifier}_{number}", f"{slug}-{number}"
            biobank.name, biobank.famhp_number = f"{name} {number}", ""
            biobank.save(force_insert=True)
            for collection in collections:
                tail = collection.identifier.partition(":collection:")[2]
                Collection.objects.create(
                    identifier=f"{biobank.identifier}:collection:{tail}",
                    slug=f"{collection.slug}-{number}",
                    name=collection.name,
                    biobank=biobank,
                    description_en=collection.description_en,
                    materials=collection.materials,
                    publication=collection.publication,
                    published_at=collection.published_at,
                )


def measure(path: str) -> tuple[float, int]:
    """Median milliseconds, and number of queries."""
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    number_of_queries = len(queries)  # the next request empties the log
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        client.get(path)
        times.append(perf_counter() - start)
    return median(times) * 1000, number_of_queries


def report(title: str) -> None:
    """Print one table."""
    biobanks, collections = Biobank.objects.count(), Collection.objects.count()
    sys.stdout.write(f"\n{title}: {biobanks} biobanks, {collections} collections\n")
    sys.stdout.write(f"{'page':<42}{'ms':>8}{'x bare':>8}{'queries':>9}\n")
    bare = 0.0
    for path in PATHS:
        milliseconds, queries = measure(path)
        bare = bare or milliseconds
        sys.stdout.write(f"{path:<42}{milliseconds:>8.1f}{milliseconds / bare:>8.0f}{queries:>9}\n")


if __name__ == "__main__":
    with own_database():
        report("Belgium")
        multiply()
        report("100 times Belgium")

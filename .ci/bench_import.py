"""Measures the import of a large catalogue: time, and the most memory the process took.

    python .ci/bench_import.py [COLLECTIONS]

Invents as many collections (100,000 where nothing is said), a hundred to a biobank, and imports
them in a dry run, which does all the work but leaves the catalogue as it was. Brings the
development database up to date first, with the disease terms.
"""

import csv
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import django

FIRST_LINES = {
    "Persons": ["id", "email"],
    "Networks": ["id", "name"],
    "Biobanks": ["id", "name", "contact", "juridical_person", "withdrawn"],
    "Collections": [
        "id",
        "name",
        "description",
        "biobank",
        "contact",
        "parent_collection",
        "network",
        "type",
        "data_categories",
        "size",
        "sex",
        "diagnosis_available",
        "materials",
        "withdrawn",
    ],
}


def write_tables(folder: Path, collections: int) -> None:
    """A made-up catalogue; always the same one."""
    from biobanks.codes import CollectionType, DataCategory, Material
    from biobanks.directory.cells import join_list
    from biobanks.models import Disease

    chance = random.Random(2026)  # noqa: S311 -- not a secret
    diseases = list(Disease.objects.values_list("identifier", flat=True))
    networks = [f"bbmri-eric:networkID:BE_N{number}" for number in range(20)]

    def some(values: list[str], most: int) -> str:
        return join_list(chance.sample(values, chance.randint(1, most)))

    files = {name: (folder / f"{name}.csv").open("w", newline="") for name in FIRST_LINES}
    tables = {name: csv.writer(file) for name, file in files.items()}
    for name, columns in FIRST_LINES.items():
        tables[name].writerow(columns)
    for network in networks:
        tables["Networks"].writerow([network, network[-3:]])
    for number in range(collections):
        biobank = f"bbmri-eric:ID:BE_B{number // 100}"
        person = f"bbmri-eric:contactID:BE_P{number // 100}"
        if number % 100 == 0:
            tables["Persons"].writerow([person, f"biobank{number}@example.be"])
            tables["Biobanks"].writerow([biobank, f"Biobank {number}", person, "Hospital", "false"])
        parent = f"{biobank}:collection:C{number + 1}" if number % 10 == 0 else ""
        tables["Collections"].writerow(
            [
                f"{biobank}:collection:C{number}",
                f"Collection {number}",
                "Samples of people who agreed to research. " * chance.randint(1, 10),
                biobank,
                person,
                parent,
                some(networks, 3),
                some(CollectionType.values, 3),
                some(DataCategory.values, 4),
                chance.randint(1, 1_000_000),
                "FEMALE,MALE",
                some(diseases, 8),
                some(Material.values, 6),
                "false",
            ]
        )
    for file in files.values():
        file.close()


def main() -> None:
    """Invent, import, report."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    django.setup()

    from django.core.management import call_command

    from biobanks.directory.importer import import_directory

    call_command("migrate", verbosity=0)
    call_command("load_vocabulary", verbosity=0)
    collections = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder, collections)
        size = sum(file.stat().st_size for file in folder.iterdir())
        start = time.monotonic()
        report = import_directory(folder, dry_run=True)
        seconds = time.monotonic() - start
    for remark in report.problems.first:
        sys.stdout.write(f"{remark}\n")
    added = {table: counts.added for table, counts in report.tables.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{added}\n{size / 1e6:.1f} MB of files, {seconds:.0f} s, peak memory {memory:.0f} MB\n"
    )


if __name__ == "__main__":
    main()

"""What tests of the catalogue's pages share."""

import pytest

from biobanks import vocabulary as code_lists
from biobanks.directory.cells import split_list
from biobanks.models import Disease, ImagingTerm
from tests.biobanks.directory.folders import BELGIUM, DEMO
from tests.biobanks.factories import CollectionFactory
from tests.biobanks.negotiators import running_negotiator
from tests.biobanks.search import vocabularies


@pytest.fixture
def vocabulary(db):
    """A small vocabulary of the search: `tests/biobanks/search/vocabularies.py`."""
    vocabularies.learn_all()


@pytest.fixture
def liver(db):
    return CollectionFactory(
        slug="liver",
        name="Liver",
        identifier="bbmri-eric:ID:BE_a:collection:liver",
        biobank__name="Bank A",
        biobank__slug="bank-a",
        size=1200,
    )


@pytest.fixture
def lung(liver):
    return CollectionFactory(
        slug="lung",
        name="Lung",
        identifier="bbmri-eric:ID:BE_a:collection:lung",
        biobank=liver.biobank,
    )


@pytest.fixture
def local(db):
    """A collection that the European Directory does not have."""
    return CollectionFactory(
        slug="local",
        name="Local",
        identifier="bbmri-be:ID:BE_b:collection:local",
        biobank__name="Bank B",
        biobank__slug="bank-b",
    )


@pytest.fixture
def there(settings):
    """A Negotiator that takes everything, until a test says something else."""
    settings.SITE_URL = "https://www.bbmri.be"
    with running_negotiator() as there:
        settings.NEGOTIATOR_URL = there.url
        yield there


@pytest.fixture
def terms(db):
    """The imaging terms, and the diseases that the demo and the Belgian tables name."""
    named = {"*", "urn:miriam:icd:C18", "urn:miriam:icd:C18.0", "urn:miriam:icd:E10"}
    for folder in (DEMO, BELGIUM):
        for table in folder.glob("Collection*.csv"):
            for row in code_lists.read(table):
                for column in ("diagnosis_available", "diagnosis_suggested", "disease"):
                    named.update(split_list(row.get(column) or ""))
    Disease.objects.bulk_create(
        Disease(**code_lists.disease_row(term, {}))
        for term in code_lists.read(code_lists.DATA / "diseases.csv")
        if term["name"] in named
    )
    ImagingTerm.objects.bulk_create(
        ImagingTerm(list=kind, code=row["name"], name=row["label"])
        for file, kind in code_lists.IMAGING_FILES.items()
        for row in code_lists.read(code_lists.DATA / file)
    )

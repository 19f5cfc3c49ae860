"""What tests of the catalogue's pages share."""

import pytest

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

import pytest

from biobanks.enums import Province
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory
from tests.biobanks.search import vocabularies
from tests.biobanks.search.vocabularies import disease


@pytest.fixture(scope="module")
def catalogue(kept_rows):
    """Two biobanks with collections, one without."""
    vocabularies.learn_all()
    network = NetworkFactory(slug="bvt", name="Tumourbank", acronym="BVT")
    liege = BiobankFactory(
        slug="liege",
        name="Biothèque",
        acronym="BHUL",
        city="Liège",
        province=Province.LIEGE,
        networks=[network],
    )
    CollectionFactory(
        biobank=liege,
        slug="lungs",
        name="Lungs",
        materials=["DNA", "SERUM"],
        size=12_000,
        sex=["FEMALE"],
        diagnoses=[disease("J45.0")],
    )
    CollectionFactory(biobank=liege, slug="colon", name="Colon", diagnoses=[disease("C18.0")])
    bordet = BiobankFactory(slug="bordet", name="Bordet", province=Province.BRUSSELS)
    CollectionFactory(
        biobank=bordet,
        slug="air",
        name="Airways",
        materials=["URINE"],
        size=70,
        diagnoses=[disease("J45"), disease("J44")],
        description_en="Bronchoscopies of smokers",
    )
    BiobankFactory(slug="empty", name="Empty", province=Province.BRUSSELS)
    BiobankFactory(name="Hidden", draft=True)

"""The factories make rows that a form would accept too."""

import inspect

import pytest
from factory.django import DjangoModelFactory

from tests.biobanks import factories

FACTORIES = [
    factory
    for _, factory in inspect.getmembers(factories, inspect.isclass)
    if issubclass(factory, DjangoModelFactory) and not factory._meta.abstract
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES)
def test_factory_makes_a_valid_row(factory):
    row = factory()

    row.refresh_from_db()
    row.full_clean()


@pytest.mark.django_db
def test_entry_factories_make_each_state():
    entries = [
        factory(**{state: True})
        for factory in (
            factories.NetworkFactory,
            factories.BiobankFactory,
            factories.CollectionFactory,
        )
        for state in ("draft", "withdrawn")
    ]

    assert [entry.publication for entry in entries] == ["draft", "withdrawn"] * 3


@pytest.mark.django_db
def test_factories_link_what_they_are_given():
    network = factories.NetworkFactory()
    disease = factories.DiseaseFactory(parents=[factories.DiseaseFactory(code="X")])

    biobank = factories.BiobankFactory(networks=[network])
    collection = factories.CollectionFactory(
        biobank=biobank, networks=[network], diagnoses=[disease]
    )

    assert list(biobank.networks.all()) == [network]
    assert list(collection.networks.all()) == [network]
    assert list(collection.diagnoses.all()) == [disease]
    assert [parent.code for parent in disease.parents.all()] == ["X"]

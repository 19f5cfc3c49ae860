"""What becomes of an accepted application."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry

from biobanks.enums import Publication
from biobanks.models import Biobank, Collection, Contact, Network, Organisation
from membership.actions import desk
from membership.entries import missing
from membership.enums import State
from membership.models import Application
from tests.biobanks.factories import BiobankFactory, OrganisationFactory
from tests.membership.factories import application_in


def accepted(by, **answers):
    application = application_in(State.IN_REVIEW, by, **{"name": "Biobank Example"} | answers)
    return desk.accept(application=application, by=by, seen=State.IN_REVIEW)


def counts():
    models = (Biobank, Collection, Network, Contact, Organisation)
    return [model._default_manager.count() for model in models]


@pytest.mark.django_db
def test_biobank_is_drafted_with_what_the_form_said(client, anna):
    application = accepted(anna)

    biobank = Biobank.objects.get()
    collection = biobank.collections.get()
    assert (application.biobank, biobank.application) == (biobank, application)
    assert (biobank.name, biobank.acronym, biobank.identifier, biobank.slug) == (
        "Biobank Example", "BBE", "bbmri-eric:ID:BE_BBE", "bbe",
    )  # fmt: skip
    assert (biobank.publication, collection.publication) == (Publication.DRAFT, Publication.DRAFT)
    assert (biobank.street, biobank.postcode, biobank.city, biobank.province) == (
        "Example Street 1", "9000", "Ghent", "BE-VOV",
    )  # fmt: skip
    assert (biobank.website, biobank.famhp_number) == ("https://www.example.be", "BB190001")
    assert biobank.joined_year == application.decided_at.year
    assert biobank.sources == f"Application {application.reference}"
    assert (biobank.organisation.name, biobank.organisation.enterprise_number) == (
        "General Hospital of Ghent", "0123456749",
    )  # fmt: skip
    assert (biobank.contact.full_name, biobank.contact.email, biobank.contact.is_public) == (
        "Piet Voorbeeld", "piet@example.be", False,
    )  # fmt: skip
    assert (collection.materials, collection.order_of_magnitude) == (["SERUM", "DNA"], 4)
    assert (collection.description_nl, collection.name_is_provisional) == (
        "Breast cancer\nDiabetes", True,
    )  # fmt: skip
    assert client.get("/biobanks/bbe/").status_code == 404


@pytest.mark.django_db
def test_identifiers_and_numbers_that_others_have_are_not_taken(anna):
    BiobankFactory(identifier="bbmri-eric:ID:BE_BBE", slug="bbe", famhp_number="BB190001")
    organisation = OrganisationFactory(name="GENERAL hospital of Ghent", enterprise_number="")

    biobank = accepted(anna).biobank

    assert (biobank.identifier, biobank.slug, biobank.famhp_number) == (
        "bbmri-eric:ID:BE_BBE_2", "bbe-2", "",
    )  # fmt: skip
    assert biobank.organisation == organisation


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("bbmri-eric:ID:BE_OWN", "bbmri-eric:ID:BE_OWN"),
        ("bbmri-eric:networkID:BE_OWN", "bbmri-be:ID:BE_BBE"),
        ("bbmri-eric:ID:BE_OWN:collection:ONE", "bbmri-be:ID:BE_BBE"),
        ("", "bbmri-be:ID:BE_BBE"),
    ],
)
@pytest.mark.django_db
def test_identifier_of_the_form_is_kept_where_it_is_a_biobanks(anna, given, expected):
    assert accepted(anna, directory_identifier=given).biobank.identifier == expected


@pytest.mark.parametrize(
    ("name", "code", "slug"),
    [
        ("Biothèque de l’hôpital", "BIOTHEQUE_DE_LHOPITAL", "biotheque-de-lhopital"),
        ("生物銀行", "NEW", "new"),
    ],
)
@pytest.mark.django_db
def test_names_become_identifiers(anna, name, code, slug):
    biobank = accepted(anna, name=name, acronym="", directory_identifier="").biobank

    assert (biobank.identifier, biobank.slug) == (f"bbmri-be:ID:BE_{code}", slug)


@pytest.mark.django_db
def test_network_is_drafted(anna):
    application = accepted(anna, kind="network")

    assert (application.biobank, application.network.identifier) == (
        None, "bbmri-be:networkID:BE_BBE",
    )  # fmt: skip
    assert counts() == [0, 0, 1, 1, 1]


@pytest.mark.django_db
def test_collection_without_a_host_makes_no_draft(anna):
    accepted(anna, kind="collection")

    assert counts() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("kind", ["biobank", "network"])
@pytest.mark.django_db
def test_taking_the_decision_back_takes_the_drafts_away(anna, kind):
    application = accepted(anna, kind=kind)

    desk.take_back(application=application, by=anna, seen=State.ACCEPTED)

    assert counts() == [0, 0, 0, 0, 1]  # the organisation may have stood there before
    application = Application.objects.get()
    assert (application.state, application.biobank, application.network) == (
        State.IN_REVIEW, None, None,
    )  # fmt: skip


def touch(biobank, _by):
    Biobank.objects.filter(pk=biobank.pk).update(updated_at=biobank.created_at.replace(year=2099))


def note(row, by):
    LogEntry.objects.log_actions(by.pk, [row], CHANGE, "Added a service.", single_object=True)


@pytest.mark.parametrize(
    "work",
    [touch, note, lambda biobank, by: note(biobank.collections.get(), by)],
    ids=["import", "staff", "staff on the collection"],
)
@pytest.mark.django_db
def test_drafts_that_somebody_worked_on_stay(anna, work):
    application = accepted(anna)
    biobank = application.biobank
    work(biobank, anna)

    desk.take_back(application=application, by=anna, seen=State.ACCEPTED)
    again = desk.accept(
        application=Application.objects.get(), by=anna, seen=State.IN_REVIEW, reason=""
    )

    assert (again.biobank, counts()) == (biobank, [1, 1, 0, 1, 1])


@pytest.mark.django_db
def test_organisation_that_stood_in_the_catalogue_before_stays(anna):
    organisation = OrganisationFactory(enterprise_number="0123456749")
    application = accepted(anna)

    desk.take_back(application=application, by=anna, seen=State.ACCEPTED)

    assert list(Organisation.objects.all()) == [organisation]


@pytest.mark.django_db
def test_what_is_missing_for_publication_is_listed(anna):
    biobank = accepted(anna).biobank
    before = missing(biobank)
    biobank.description_nl = "Wat wij bewaren."
    biobank.contact.is_public = True

    assert before == [
        "a description",
        "a contact who may be shown",
        "how to ask for samples",
        "a place on the map",
        "the collections’ own names",
        "types of the collections",
        "diagnoses of the collections",
    ]
    assert missing(biobank) == before[2:]

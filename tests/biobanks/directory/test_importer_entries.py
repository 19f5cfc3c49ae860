"""Rules of imported entries: their state, address, institution, place and size."""

import pytest

from biobanks.enums import Publication
from biobanks.models import Biobank, Collection, Network, Organisation
from tests.biobanks.directory.folders import (
    BIOBANK,
    NETWORK,
    biobank,
    collection,
    counted,
    notices,
    problems,
)
from tests.biobanks.factories import PUBLISHED_AT, WITHDRAWN_AT, BiobankFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "published"),
        ({"withdrawn": ""}, "published"),
        ({"withdrawn": "false"}, "published"),
        ({"withdrawn": "true"}, "withdrawn"),
        ({"publication": "draft"}, "draft"),
        ({"publication": "draft", "withdrawn": "false"}, "draft"),
        ({"publication": "withdrawn", "withdrawn": "true"}, "withdrawn"),
    ],
)
def test_state_of_a_new_entry(take, cells, state):
    take(Biobanks=biobank(**cells))

    entry = Biobank.objects.get()
    assert (entry.publication, bool(entry.published_at), bool(entry.withdrawn_at)) == (
        state,
        state == "published",
        state == "withdrawn",
    )


@pytest.mark.parametrize(
    ("before", "cells", "after"),
    [
        ("draft", {"withdrawn": "false"}, "draft"),
        ("draft", {}, "draft"),
        ("draft", {"withdrawn": "true"}, "withdrawn"),
        ("draft", {"publication": "published"}, "published"),
        ("published", {}, "published"),
        ("published", {"withdrawn": "true"}, "withdrawn"),
        ("published", {"publication": "draft"}, "draft"),
        ("withdrawn", {}, "withdrawn"),
        ("withdrawn", {"withdrawn": "false"}, "published"),
    ],
)
def test_state_of_a_known_entry(take, before, cells, after):
    BiobankFactory(identifier=BIOBANK, **{before: True} if before != "published" else {})

    take(Biobanks=biobank(**cells))

    entry = Biobank.objects.get()
    assert entry.publication == after
    entry.full_clean()


def test_dates_of_publication_stay_where_the_state_stays(take):
    BiobankFactory(identifier=BIOBANK)
    BiobankFactory(identifier="bbmri-eric:ID:BE_b", withdrawn=True)

    take(
        Biobanks=[
            biobank(withdrawn="false"),
            biobank(id="bbmri-eric:ID:BE_b", withdrawn="true"),
        ]
    )

    assert list(
        Biobank.objects.order_by("identifier").values_list("published_at", "withdrawn_at")
    ) == [
        (PUBLISHED_AT, None),
        (PUBLISHED_AT, WITHDRAWN_AT),
    ]


def test_date_of_the_first_publication_stays_after_a_withdrawal(take):
    BiobankFactory(identifier=BIOBANK, withdrawn=True)

    take(Biobanks=biobank(withdrawn="false"))

    entry = Biobank.objects.get()
    assert (entry.publication, entry.published_at, entry.withdrawn_at) == (
        Publication.PUBLISHED,
        PUBLISHED_AT,
        None,
    )


def test_withdrawal_is_counted_as_such(take):
    BiobankFactory(identifier=BIOBANK)

    report = take(Biobanks=biobank(withdrawn="true"))

    assert counted(report) == {"Biobanks": (0, 0, 1, 0)}
    assert report.tables["Biobanks"].examples == [f"- {BIOBANK}"]


def test_publication_may_not_disagree_with_withdrawn(take):
    report = take(Biobanks=biobank(publication="published", withdrawn="true"))

    assert problems(report) == [
        "Biobanks.csv, line 2, publication: says published, but withdrawn says otherwise"
    ]


def test_slugs_are_made_from_identifiers_and_stay(take):
    slugs = {
        "bbmri-eric:ID:BE_B0383": "b0383",
        "bbmri-eric:ID:BE_b-0383": "b-0383",
        "bbmri-be:ID:BE_B0383": "b0383-acd82525",
        "bbmri-eric:ID:BE_-_-": "bbmri-eric-id-be",
    }
    rows = [biobank(id=identifier) for identifier in slugs]

    take(Biobanks=rows)
    take(Biobanks=[row | {"name": "Renamed"} for row in rows])

    assert dict(Biobank.objects.values_list("identifier", "slug")) == slugs


def test_slug_of_a_collection_leaves_the_word_collection_out(take):
    take(Biobanks=biobank(), Collections=collection(id=f"{BIOBANK}:collection:All_samples"))

    assert Collection.objects.get().slug == "a-all-samples"


def test_given_slug_does_not_move_a_known_entry(take):
    BiobankFactory(identifier=BIOBANK, slug="old")

    report = take(Biobanks=biobank(slug="new"))

    assert Biobank.objects.get().slug == "old"
    assert notices(report) == ["Biobanks.csv, line 2, slug: stays old: addresses do not change"]


def test_slugs_that_cannot_be_given(take):
    BiobankFactory(slug="taken")

    report = take(
        Biobanks=[
            biobank(slug="taken"),
            biobank(id="bbmri-eric:ID:BE_b", slug="A b"),
        ]
    )

    assert problems(report) == [
        "Biobanks.csv, line 2, slug: 'taken' is already another entry's",
        "Biobanks.csv, line 3, slug: 'A b' has other characters than a-z, 0-9 and single hyphens",
    ]


def test_organisations_are_shared_by_name(take):
    known = OrganisationFactory(name="Known", kind="")
    OrganisationFactory(name="Settled", kind="university")
    row = {"juridical_person": "Known", "organisation_kind": "hospital"}

    report = take(
        Networks=row | {"id": NETWORK, "name": "N"},
        Biobanks=[
            biobank(**row),
            biobank(id="bbmri-eric:ID:BE_b", juridical_person="New", organisation_kind=""),
            biobank(id="bbmri-eric:ID:BE_c", juridical_person="", organisation_kind="other"),
            biobank(
                id="bbmri-eric:ID:BE_d", juridical_person="Settled", organisation_kind="hospital"
            ),
        ],
    )

    assert notices(report) == [
        "Biobanks.csv, line 5, organisation_kind: Settled is already known as university; left so"
    ]
    assert Network.objects.get().organisation == known
    assert list(
        Biobank.objects.order_by("identifier").values_list(
            "organisation__name", "organisation__kind"
        )
    ) == [("Known", "hospital"), ("New", ""), (None, None), ("Settled", "university")]


def test_organisations_of_refused_rows_are_not_kept(take):
    known = BiobankFactory(
        famhp_number="BB190001", organisation=OrganisationFactory(name="Old", kind="")
    )

    take(
        {"keep_going": True},
        Biobanks=[
            biobank(
                juridical_person="Refused by a rule", organisation_kind="other", famhp_number="x"
            ),
            biobank(
                id="bbmri-eric:ID:BE_b",
                juridical_person="Refused by the database",
                famhp_number="BB190001",
            ),
            biobank(
                id="bbmri-eric:ID:BE_c",
                juridical_person="Old",
                organisation_kind="other",
                famhp_number="BB190001",
            ),
            biobank(id="bbmri-eric:ID:BE_d", juridical_person="Taken", famhp_number=""),
            biobank(id="bbmri-eric:ID:BE_e", juridical_person="Taken", famhp_number=""),
        ],
    )

    assert set(Organisation.objects.values_list("name", "kind", "biobanks__identifier")) == {
        ("Old", "", known.identifier),
        ("Taken", "", "bbmri-eric:ID:BE_d"),
        ("Taken", "", "bbmri-eric:ID:BE_e"),
    }


def test_empty_juridical_person_clears_the_organisation(take):
    BiobankFactory(identifier=BIOBANK)

    report = take(Biobanks=biobank(juridical_person=""))

    assert Biobank.objects.get().organisation is None
    assert report.tables["Biobanks"].changed_columns["juridical_person"] == 1


def test_famhp_number_without_its_second_b_is_mended(take):
    report = take(Biobanks=biobank(famhp_number="B190044"))

    assert Biobank.objects.get().famhp_number == "BB190044"
    assert notices(report) == ["Biobanks.csv, line 2, famhp_number: B190044 is taken as BB190044"]


def test_famhp_number_of_another_form_is_refused(take):
    report = take(Biobanks=biobank(famhp_number="190044"))

    assert problems(report) == [
        "Biobanks.csv, line 2, famhp_number: '190044' is not BB and six digits"
    ]


@pytest.mark.parametrize(
    ("cells", "province"),
    [
        ({"postcode": "9000"}, "BE-VOV"),
        ({"postcode": "9000", "province": ""}, "BE-VOV"),
        ({"postcode": "9000", "province": "BE-WHT"}, "BE-WHT"),
        ({"postcode": "", "province": "BE-WHT"}, "BE-WHT"),
        ({"postcode": "9000", "country": "NL"}, ""),
        ({"postcode": "1234 AB"}, ""),
        ({}, ""),
    ],
)
def test_province(take, cells, province):
    take(Biobanks=biobank(**cells))

    assert Biobank.objects.get().province == province


def test_province_set_by_staff_stays_where_the_file_says_nothing(take):
    BiobankFactory(identifier=BIOBANK, province="BE-WHT")

    take(Biobanks=biobank(postcode=""))

    assert Biobank.objects.get().province == "BE-WHT"


@pytest.mark.parametrize(
    ("cells", "magnitude"),
    [
        ({"size": "0"}, 0),
        ({"size": "9"}, 0),
        ({"size": "10"}, 1),
        ({"size": "8000", "order_of_magnitude": ""}, 3),
        ({"size": "1000", "order_of_magnitude": "2"}, 2),
        ({"size": "", "order_of_magnitude": "2"}, 2),
        ({"size": ""}, None),
    ],
)
def test_order_of_magnitude(take, cells, magnitude):
    donors = {
        {"size": "number_of_donors"}.get(name, f"{name}_donors"): text
        for name, text in cells.items()
    }

    take(Biobanks=biobank(), Collections=collection(**cells, **donors))

    kept = Collection.objects.get()
    assert (kept.order_of_magnitude, kept.order_of_magnitude_donors) == (magnitude, magnitude)


def test_timestamp_says_when_the_size_was_counted(take):
    take(Biobanks=biobank(), Collections=collection(timestamp="2026-03-02T09:00:00Z"))

    assert Collection.objects.get().size_as_of == PUBLISHED_AT

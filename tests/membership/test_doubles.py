"""What looks like a double."""

import pytest

from membership.doubles import alike, likely_doubles, member_like
from membership.enums import State
from tests.biobanks.factories import BiobankFactory, ContactFactory, OrganisationFactory
from tests.membership.factories import ApplicationFactory, application_in

DIFFERENT = {
    "name": "Hersenbank Brugge",
    "acronym": "",
    "enterprise_number": "",
    "famhp_number": "",
    "notification": "under-way",
    "directory_identifier": "",
    "contact_email": "someone@elsewhere.example",
}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Biobank UZ Gent", "Bio-bank UZ Gent", True),
        ("Biobank UZ Gent", "UZ Gent biobank", True),
        ("Biothèque de Liège", "Biotheque de Liege", True),
        ("Biobank UZ Gent", "Biobank UZ Brussel", False),
        ("Hersenbank", "Tumour bank", False),
        ("", "", False),
        ("BBE", "", False),
    ],
)
def test_alike(one, other, expected):
    assert alike(one, other) is expected


@pytest.mark.django_db
def test_application_like_nothing_has_no_doubles(anna):
    BiobankFactory(name="Tumourotheek Antwerpen", contact=None, organisation=None)
    application_in(State.RECEIVED, anna, **DIFFERENT | {"name": "Leverbank Hasselt"})
    application = ApplicationFactory(**DIFFERENT | {"contact_email": "a@gmail.com"})
    ApplicationFactory(**DIFFERENT | {"name": "Nierbank Mons", "contact_email": "b@gmail.com"})

    assert likely_doubles(application) == []


@pytest.mark.django_db
def test_each_reason_is_said(anna):
    biobank = BiobankFactory(
        name="Hersenbank Brugge",
        identifier="bbmri-eric:ID:BE_HB",
        famhp_number="BB190777",
        organisation=OrganisationFactory(enterprise_number="0123456749"),
        contact=ContactFactory(email="office@brugge.example"),
    )
    other = application_in(
        State.IN_REVIEW, anna, **DIFFERENT | {"contact_email": "x@brugge.example"}
    )
    application = ApplicationFactory(
        **DIFFERENT
        | {
            "famhp_number": "BB190777",
            "notification": "notified",
            "directory_identifier": "bbmri-eric:ID:BE_HB",
            "enterprise_number": "0123456749",
            "contact_email": "y@brugge.example",
        }
    )

    assert [(double.row, double.is_member, double.reasons) for double in
            likely_doubles(application)] == [
        (
            biobank,
            True,
            [
                "the same FAMHP number",
                "the same identifier in the Directory",
                "a name much like it",
                "the same enterprise number",
                "the same mail domain",
            ],
        ),
        (other, False, ["a name much like it", "the same mail domain"]),
    ]  # fmt: skip


@pytest.mark.parametrize("state", [State.AWAITING, State.DECLINED, State.WITHDRAWN, State.LAPSED])
@pytest.mark.django_db
def test_what_is_over_or_not_confirmed_is_no_double(anna, state):
    application_in(state, anna, **DIFFERENT)

    assert likely_doubles(ApplicationFactory(**DIFFERENT)) == []


@pytest.mark.django_db
def test_applicants_are_told_of_published_members_only():
    application = ApplicationFactory(**DIFFERENT)
    ApplicationFactory(**DIFFERENT)
    BiobankFactory(name="Hersenbank Brugge", draft=True)
    none = member_like(application)
    member = BiobankFactory(name="Hersenbank, Brugge")

    assert (none, member_like(application)) == (None, member)


@pytest.mark.django_db
def test_institution_may_have_several_biobanks():
    BiobankFactory(
        name="Tumourotheek Antwerpen",
        organisation=OrganisationFactory(enterprise_number="0123456749"),
    )

    assert (
        member_like(ApplicationFactory(**DIFFERENT | {"enterprise_number": "0123456749"})) is None
    )

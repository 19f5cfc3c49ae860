"""The report for a biobank: who sees it, what it says, the letter."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bbmri_be.logs import without_tokens
from bbmri_be.outbox.models import Mail
from biobanks.models import Biobank, Collection, Finding
from biobanks.quality import report, running
from tests.biobanks.factories import QualityScoreFactory
from tests.biobanks.pages import said
from tests.biobanks.quality.good import good_collection, whole_biobank

pytestmark = pytest.mark.django_db

OVERVIEW = "/admin/biobanks/finding/overview/"
LIST = "/admin/biobanks/finding/"


@pytest.fixture
def biobank():
    biobank = whole_biobank(famhp_number="", description_nl="")
    Collection.objects.update(types=[], name="Colon & co")
    running.check_all()
    return biobank


def path_of(biobank):
    return report.link_to(biobank).removeprefix("http://127.0.0.1:8000")


def test_page_tells_what_could_be_better_and_how(client, biobank):
    response = client.get(path_of(biobank))

    page = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page
    assert "The number of the notification to the FAMHP is missing." in page
    assert "Ask the biobank for it: BB and six digits." in page
    assert "(nl)" in page
    assert "Colon &amp; co" in page
    assert "No type of collection is chosen." in page
    assert "of 100" in page
    assert not response.cookies


def test_page_is_in_each_language(client, biobank):
    path = path_of(biobank)
    for prefix, words in (
        ("/nl", "Wat er beter kan"),
        ("/fr", "Ce qui peut être amélioré"),
        ("/de", "Was besser sein könnte"),
    ):
        assert words in client.get(prefix + path).content.decode()


def test_what_is_let_be_is_not_told(client, biobank):
    user = User.objects.create_user("anna")
    for finding in Finding.objects.all():
        running.waive(finding, by=user, reason="x", until=timezone.localdate() + timedelta(days=5))

    page = client.get(path_of(biobank)).content.decode()

    assert "The checks find nothing" in page


def test_finding_of_a_check_that_is_no_longer_asked_is_not_told(client, biobank):
    Finding.objects.exclude(check_code="BE:FamhpMissing").delete()
    Finding.objects.update(check_code="BE:Gone")

    assert "The checks find nothing" in client.get(path_of(biobank)).content.decode()


def test_link_ends_and_cannot_be_made_up(client, biobank):
    path = path_of(biobank)
    other = signing.dumps(biobank.pk, salt="another")
    gone = signing.dumps(999_999, salt=report.SALT)
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        late = client.get(path).status_code

    statuses = [
        client.get(path[:-2] + "/").status_code,
        client.get(f"/report/{other}/").status_code,
        client.get(f"/report/{gone}/").status_code,
        late,
    ]
    assert statuses == [404] * 4
    assert without_tokens(path) == "/report/…/"


def test_number_of_queries_is_constant(client, biobank):
    path = path_of(biobank)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(5):
        good_collection(biobank=biobank, slug=f"more-{number}", types=[])
    running.check_all()
    with CaptureQueriesContext(connection) as many:
        page = client.get(path).content.decode()

    assert len(many) == len(few)
    assert page.count("No type of collection is chosen.") == 6


# Staff


@pytest.fixture
def curator(client):
    user = User.objects.create_user("curator", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_finding", "change_finding"])
    )
    client.force_login(user)
    return user


def test_letter_goes_in_the_language_that_is_chosen(client, curator, biobank):
    question = client.get(f"{LIST}report/{biobank.pk}/").content.decode()
    response = client.post(f"{LIST}report/{biobank.pk}/", {"language": "fr"})

    assert "office@biobank.be" in question
    assert "/report/" in question
    assert said(response) == ["The letter is on its way."]
    mail = Mail.objects.get()
    assert (mail.to, mail.language) == ("office@biobank.be", "fr")
    assert "/fr/report/" in mail.text
    assert "Good biobank" in mail.subject


def test_biobank_without_a_contact_gets_no_letter(client, curator, biobank):
    Biobank.objects.update(contact=None)

    response = client.post(f"{LIST}report/{biobank.pk}/", {"language": "en"})
    unknown = client.post(f"{LIST}report/{biobank.pk}/", {"language": "xx"})

    assert said(response) == ["The biobank has no contact: choose one first."]
    assert unknown.status_code == 200
    assert not Mail.objects.exists()


def test_overview_shows_scores_and_their_trend(client, curator, biobank):
    now = biobank.scores.get().score
    long_ago = timezone.localdate() - timedelta(days=40)
    QualityScoreFactory(biobank=biobank, on=long_ago, score=now - 5)

    page = client.get(OVERVIEW).content.decode()

    assert f"<td>{now}</td>" in page
    assert f"<td>{now - 5} ↑</td>" in page
    assert f"/admin/biobanks/finding/report/{biobank.pk}/" in page


def test_overview_leads_to_what_there_is_to_mend_in_collections_too(client, curator, biobank):
    page = client.get(OVERVIEW).content.decode()
    listed = client.get(re.search(rf'href="({LIST}[^"]*)">{biobank}<', page)[1])

    found = {finding.check_code: finding.entry for finding in listed.context["cl"].result_list}
    assert found["BE:FamhpMissing"] == biobank
    assert found["CC:TypeMissing"] == biobank.collections.get()


def test_list_shows_what_there_is_to_mend_first(client, curator, biobank):
    finding = Finding.objects.get(check_code="BE:FamhpMissing")
    until = timezone.localdate() + timedelta(days=5)
    running.waive(finding, by=curator, reason="x", until=until)
    Finding.objects.filter(check_code="BE:DescLanguages").update(ended_at=timezone.now())

    def shown(standing):
        page = client.get(LIST, {"standing": standing} if standing else {}).content.decode()
        return [code for code in ("BE:FamhpMissing", "CC:TypeMissing", "BE:DescLanguages")
                if code in page]  # fmt: skip

    assert shown("") == ["CC:TypeMissing"]
    assert shown("waived") == ["BE:FamhpMissing"]
    assert shown("ended") == ["BE:DescLanguages"]
    assert shown("all") == ["BE:FamhpMissing", "CC:TypeMissing", "BE:DescLanguages"]


def test_curator_lets_a_finding_be_and_takes_it_up_again(client, curator, biobank):
    finding = Finding.objects.get(check_code="BE:FamhpMissing")
    address = f"{LIST}{finding.pk}/"
    question = client.get(f"{address}waive/").content.decode()
    without = client.post(f"{address}waive/", {"reason": " ", "until": "soon"}).content.decode()
    past = client.post(f"{address}waive/", {"reason": "It <is>.", "until": "2020-01-01"})
    until = timezone.localdate() + timedelta(days=5)
    done = client.post(f"{address}waive/", {"reason": "It is under way.", "until": until})
    page = client.get(f"{address}change/").content.decode()
    again = client.post(f"{address}take-up/")

    assert "Ask the biobank for it: BB and six digits." in question
    assert "Write why it is let be." in without
    assert "Write a date, such as 2026-12-31." in without
    assert "Give a day to come." in past.content.decode()
    assert "It &lt;is&gt;." in past.content.decode()
    assert said(done) == ["It is let be."]
    assert "It is under way." in page
    assert "Count it again" in page
    assert "It counts again." in said(again)
    finding.refresh_from_db()
    assert not finding.is_waived


@pytest.mark.parametrize(
    ("permissions", "statuses"),
    [
        (None, [302] * 6),
        ([], [403] * 6),
        (["view_finding"], [200, 200, 200, 403, 403, 403]),
        (["view_finding", "change_finding"], [200, 200, 200, 200, 200, 405]),
    ],
)
def test_access(client, biobank, permissions, statuses):
    finding = Finding.objects.first()
    if permissions is not None:
        user = User.objects.create_user("somebody", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client.force_login(user)
    addresses = [
        LIST, OVERVIEW, f"{LIST}{finding.pk}/change/", f"{LIST}{finding.pk}/waive/",
        f"{LIST}report/{biobank.pk}/", f"{LIST}{finding.pk}/take-up/",
    ]  # fmt: skip

    found = [client.get(address).status_code for address in addresses]
    if permissions is not None and "change_finding" not in permissions:
        found[5] = client.post(addresses[5]).status_code

    assert found == statuses


def test_lists_have_a_constant_number_of_queries(client, curator, biobank):
    def look():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
            client.get(OVERVIEW)
        return len(queries)

    few = look()
    for number in range(5):
        good_collection(biobank=biobank, slug=f"more-{number}", types=[])
    running.check_all()

    assert look() == few

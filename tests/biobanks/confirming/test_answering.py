"""A biobank says that all is right, or proposes changes."""

import re

import pytest
from django.core import signing
from django.test import Client

from bbmri_be.logs import without_tokens
from bbmri_be.outbox.models import Mail
from biobanks.confirming import actions, letters
from biobanks.confirming.forms import ProposalForms
from biobanks.enums import Answer
from biobanks.models import Proposal
from tests.biobanks.confirming.conftest import NOW, TODAY
from tests.biobanks.quality.good import good_collection
from tests.tongues import lies

pytestmark = pytest.mark.django_db


def form_values(biobank, **changes):
    """What a browser sends back of the form, with some answers changed."""
    values = {}
    forms = ProposalForms(biobank)
    for form in forms.forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = str(value).lower()
            if value is not None:
                values[bound.html_name] = value
    return values | changes


def test_reading_the_page_changes_nothing(client, biobank, confirmation, path):
    for _ in range(2):
        response = client.get(path)

    page = response.content.decode()
    confirmation.refresh_from_db()
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Keeps samples of many people." in page
    assert "Good collection" in page
    assert "DNA" in page
    assert confirmation.answered_at is None


def test_one_button_says_that_all_is_correct(client, biobank, collection, confirmation, path):
    draft = good_collection(biobank=biobank, slug="draft", draft=True, confirmed_on=None)

    client.post(path)
    page = client.get(path).content.decode()
    client.post(path)

    confirmation.refresh_from_db()
    for row in (biobank, collection, draft):
        row.refresh_from_db()
    assert (confirmation.answer, confirmation.answered_at) == (Answer.CORRECT, NOW)
    assert (biobank.confirmed_on, collection.confirmed_on, draft.confirmed_on) == (
        TODAY, TODAY, None,
    )  # fmt: skip
    assert "Thank you: all is correct" in page
    assert "29 November 2026" in page


def test_confirmed_day_stands_on_the_public_page(client, biobank, path):
    client.post(path)

    assert "29 November 2026" in client.get(biobank.get_absolute_url()).content.decode()


def test_changes_become_proposals_and_the_entry_stays(client, biobank, collection, path, settings):
    settings.STAFF_EMAILS = ["staff@bbmri.be"]
    prefix = f"collection-{collection.pk}"
    values = form_values(
        biobank,
        **{
            "biobank-name": "Better biobank",
            "biobank-collaboration_non_profit": "false",
            f"{prefix}-materials": ["SERUM", "DNA"],
            f"{prefix}-size": "20000",
            "message": "We also have <b>glioma</b>.",
        },
    )

    response = client.post(f"{path}changes/", values)
    page = client.get(path).content.decode()

    assert response.status_code == 302
    assert [
        (row.collection_id, row.field, row.before, row.after)
        for row in Proposal.objects.order_by("pk")
    ] == [
        (None, "name", "Good biobank", "Better biobank"),
        (None, "collaboration_non_profit", True, False),
        (collection.pk, "materials", ["DNA"], ["SERUM", "DNA"]),
        (collection.pk, "size", 1200, 20000),
    ]
    biobank.refresh_from_db()
    assert (biobank.name, biobank.confirmed_on) == ("Good biobank", None)
    assert "Thank you: we look at your changes" in page
    assert "Serum, DNA" in page
    assert "We also have &lt;b&gt;glioma&lt;/b&gt;." in page
    mail = Mail.objects.get(to="staff@bbmri.be")
    assert "Good biobank proposes changes" in mail.subject


def test_form_as_it_stands_proposes_nothing(client, biobank, confirmation, path):
    response = client.post(f"{path}changes/", form_values(biobank))

    confirmation.refresh_from_db()
    assert "Nothing was changed" in response.content.decode()
    assert confirmation.answered_at is None
    assert not Proposal.objects.exists()


def test_wrong_input_is_told_and_nothing_is_lost(client, biobank, collection, path):
    values = form_values(
        biobank,
        **{
            "biobank-name": "",
            "biobank-website": "no address",
            "biobank-famhp_number": "B19",
            f"collection-{collection.pk}-age_low": "99",
            "biobank-city": "Bruges & more",
            "message": "x" * 4001,
        },
    )

    response = client.post(f"{path}changes/", values)

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('<li><a href="#id_') == 5
    assert "Bruges &amp; more" in page
    assert "The lowest age is above the highest." in page
    assert not Proposal.objects.exists()


def test_expired_form_comes_back_with_what_was_typed(biobank, confirmation, path):
    client = Client(enforce_csrf_checks=True)

    response = client.post(f"{path}changes/", form_values(biobank, **{"biobank-city": "Bruges"}))

    page = response.content.decode()
    assert response.status_code == 403
    assert "Not sent yet: please send it once more" in page
    assert 'value="Bruges"' in page


def test_answered_question_takes_no_second_answer(client, biobank, confirmation, path):
    client.post(path)

    changed = form_values(biobank, **{"biobank-name": "Other"})
    response = client.post(f"{path}changes/", changed)
    with pytest.raises(actions.AlreadyAnswered):
        actions.propose(confirmation, changes={}, message="Late.")
    with pytest.raises(actions.NothingProposed):
        actions.propose(confirmation, changes={biobank: {}}, message="")

    assert response.url == path
    assert client.get(f"{path}changes/").status_code == 302
    assert not Proposal.objects.exists()


def test_link_cannot_be_made_up(client, confirmation, path):
    other = signing.dumps(confirmation.pk, salt="another")
    gone = signing.dumps(999_999, salt=letters.SALT)

    for token in ("x", other, gone):
        assert client.get(f"/confirm/{token}/").status_code == 404
        assert client.post(f"/confirm/{token}/changes/").status_code == 404
    assert without_tokens(path) == "/confirm/…/"


def test_pages_are_in_each_language(client, path):
    for prefix in ("/nl", "/fr", "/de"):
        page = client.get(f"{prefix}{path}").content.decode()
        form = client.get(f"{prefix}{path}changes/").content.decode()
        assert "Is your entry right?" not in page
        assert "Propose changes to your entry" not in form
        assert "Description, English" not in page + form
        assert re.search(rf'<html lang="{prefix[1:]}"', form)
        assert [*lies(page), *lies(form)] == []

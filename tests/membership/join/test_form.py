"""The interest form: shown, sent, sent with mistakes; and the page that follows."""

import re

import pytest
import time_machine
from django.urls import reverse

from bbmri_be.outbox.models import Mail
from membership.models import Application
from membership.privacy import NOTICE_VERSION
from tests.membership.factories import ANSWERS, POSTED, ApplicationFactory
from tests.membership.join.forms import JOIN, PREFIXES, posted, rows
from tests.membership.pages import Page, as_lists, token_in

# The empty form


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_join_shows_the_empty_form(client, prefix):
    response = client.get(prefix + JOIN)

    page = Page(response)
    language = prefix.strip("/") or "en"
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert {name: values for name, values in page.typed().items() if values != [""]} == {
        "language": [language]
    }
    assert (page.focus, page.invalid) == ([], set())
    assert set(page.fields) - set(page.typed()) == {"csrfmiddlewaretoken", "stamp", "subject"}


@pytest.mark.django_db
def test_join_needs_two_queries(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(JOIN)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.django_db
def test_join_with_another_method_is_not_allowed(client, method):
    assert getattr(client, method)(JOIN).status_code == 405


@pytest.mark.django_db
def test_join_says_in_the_page_what_each_field_is(client):
    page = Page(client.get(JOIN))

    assert all(target in page.ids for targets in page.described_by.values() for target in targets)
    assert 'autocomplete="email"' in page.html
    assert 'inputmode="numeric"' in page.html
    assert page.html.count('spellcheck="false"') == 3  # numbers and identifiers are no words
    assert 'aria-hidden="true"' in page.html
    assert 'tabindex="-1" autocomplete="off"' in page.html
    assert " style=" not in page.html
    assert re.findall("<script.*?</script>", page.html, re.DOTALL) == [
        '<script src="/static/js/language.js" type="module"></script>',
        '<script type="module" src="/static/js/draft.js"></script>',
    ]


# Sending it


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_join_stores_the_application_and_says_so(client, prefix):
    response = client.post(prefix + JOIN, posted())

    application = Application.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"{prefix}/join/received/{application.reference}/"
    assert {name: getattr(application, name) for name in ANSWERS} == ANSWERS
    assert application.privacy_notice == NOTICE_VERSION
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_walked_as_a_visitor_does(client):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        page = Page(client.get(JOIN))
        clock.shift(120)
        filled = {**page.fields, **as_lists(POSTED)}
        response = client.post(JOIN, filled, follow=True)
        application = Application.objects.get()
        address = f"/nl/join/status/{token_in(Mail.objects.get())}/"
        page = Page(client.get(address))
        confirmed = client.post(page.actions[0], follow=True)

    application.refresh_from_db()
    assert response.redirect_chain == [(f"/join/received/{application.reference}/", 302)]
    assert application.reference in response.content.decode()
    assert address in Mail.objects.last().text
    assert confirmed.redirect_chain == [(address, 302)]
    assert application.state == "received"


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    "wrong",
    [
        {"contact_email": "nobody"},
        {"organisation_name": ""},
        {"famhp_number": "B190001"},
        {"kind": "bakery"},
        {"materials": []},
        {"message": "x" * 140_000},
        {"name": "A & B <script>alert(1)</script> \"quoted\""},
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_join_with_a_mistake_keeps_every_answer(client, prefix, wrong):
    sent = posted(**wrong, city="Gh\x07ent")

    response = client.post(prefix + JOIN, sent)

    page = Page(response)
    expected = as_lists(POSTED | wrong | {"city": "Gh\x07ent"})
    missing = {"kind"} if "kind" in wrong else {"materials"} if "materials" in wrong else set()
    assert response.status_code == 200
    assert page.typed() == {
        name: values for name, values in expected.items() if name not in missing
    }
    assert page.fields["stamp"] == [sent["stamp"]]
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_join_with_mistakes_sums_them_up(client, prefix):
    response = client.post(prefix + JOIN, posted(city="", materials=[], contact_email="nobody"))

    page = Page(response)
    anchors = [link for link in page.links if link.startswith("#id_")]
    assert page.says_error
    assert page.focus == ["section"]
    assert anchors == ["#id_city", "#id_materials_0", "#id_contact_email"]
    assert {anchor.removeprefix("#") for anchor in anchors} <= page.ids
    assert page.invalid == {"city", "materials", "contact_email"}
    assert page.described_by["id_city"] == ["id_city_error"]
    assert page.described_by["id_contact_email"] == [
        "id_contact_email_helptext", "id_contact_email_error",
    ]  # fmt: skip
    assert all(target in page.ids for targets in page.described_by.values() for target in targets)


@pytest.mark.django_db
def test_what_helps_and_what_is_wrong_stand_before_the_field(client):
    """Behind it, the keyboard of a telephone would cover them."""
    page = client.post(JOIN, posted(postcode="x", notification="")).content.decode()

    for name, last in (("postcode", "id_postcode"), ("notification", "id_notification_0")):
        of_field = page[page.index(f'id="div_id_{name}"') :]
        places = [
            of_field.index(f'id="{part}"')
            for part in (f"id_{name}_helptext", f"id_{name}_error", last)
        ]
        assert places == sorted(places)
        assert places[-1] < of_field.index('id="div_id_', 10)


# The page after


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.django_db
def test_received_shows_the_reference_and_nothing_personal(client, prefix):
    application = ApplicationFactory(name="Biobank Marker")

    response = client.get(f"{prefix}/join/received/{application.reference}/")

    page = Page(response)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert application.reference in page.html
    assert page.focus == ["h1"]
    for personal in ["Marker", "Voorbeeld", "piet@example.be", "General Hospital", "Ghent"]:
        assert personal not in page.html


@pytest.mark.parametrize(
    "reference",
    ["AAAA-AAAA-AAAA-AAAA", "aaaa-aaaa-aaaa-aaaa", "1", "%00", "AAAA-AAAA-AAAA-AAAA%0A", "../x"],
)
@pytest.mark.django_db
def test_received_with_an_unknown_reference_is_not_found(client, reference):
    assert client.get(f"/join/received/{reference}/").status_code == 404


@pytest.mark.django_db
def test_received_takes_no_post(client, application):
    assert (
        client.post(reverse("membership:received", args=[application.reference])).status_code == 405
    )

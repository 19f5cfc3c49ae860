"""Links of the texts, followed as a reader would."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from pages import links
from pages.models import Step
from tests.pages.factories import (
    AnswerFactory,
    FileFactory,
    NewsItemFactory,
    PageFactory,
    QuestionFactory,
    SectionFactory,
    StaffFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/", True),
        ("/catalogue/?q=serum&material=DNA", True),
        ("/questions/#known", True),
        ("/questions/#unknown", False),
        ("/questions", True),  # sent on to the address with its slash
        ("/no-such-page/", False),
        ("/biobanks/no-such-biobank/", False),
        ("/news/hidden/", False),
        ("/files/none.pdf", False),
        ("/law/applies/", True),
        ("/admin/", True),
        ("/admin/second-factor/", True),
        ("/join/status/none/", False),
        ("/healthz/", True),
        ("/%00", False),
    ],
)
def test_address_leads_somewhere(address, leads):
    QuestionFactory(slug="known")
    NewsItemFactory(slug="hidden", published_at=None)
    StepFactory()

    assert links.leads_somewhere(address) is leads


def test_links_of_a_row_are_those_of_all_its_texts():
    file = FileFactory()
    page = PageFactory.build(
        lead_en="No [Markdown](/a/) here?",
        body_nl=f"[een](/b/?x=1&y=2) [site](https://a.be/c/) [bestand]({file.get_absolute_url()})",
    )
    section = SectionFactory.build(page=page, address="/join/", text_fr="[un](/d/#e)")

    assert [(link.column, link.address) for link in links.links_of(page)] == [
        ("lead_en", "/a/"),
        ("body_nl", "/b/?x=1&y=2"),
        ("body_nl", file.get_absolute_url()),
    ]
    assert [(link.column, link.address) for link in links.links_of(section)] == [
        ("text_fr", "/d/#e"),
        ("address", "/join/"),
    ]


def test_command_names_broken_links_of_what_is_public_and_broken_questions():
    PageFactory(title_en="Us", body_de="[hier](/nirgends/)")
    SectionFactory(is_published=False, text_en="[hidden](/nowhere/)")
    AnswerFactory(step__title_en="Only?")
    said = StringIO()

    with pytest.raises(CommandError, match="2 to mend"):
        call_command("check_pages", stdout=said)

    assert said.getvalue().splitlines() == [
        "page “Governance” (body_de) links to /nirgends/, which leads nowhere.",
        "The question “Only?” has a single answer.",
    ]


def test_command_is_content_where_every_link_leads_somewhere():
    PageFactory(body_de="[hier](/join/)")
    said = StringIO()

    call_command("check_pages", stdout=said)

    assert said.getvalue() == "All links of the pages lead somewhere.\n"


def test_staff_see_what_is_to_mend_and_where(client):
    page = PageFactory(body_de="[hier](/nirgends/)")
    AnswerFactory(step__title_en="Only?")
    client.force_login(StaffFactory(permissions=["view_page", "change_page"]))

    listed = client.get(reverse("admin:pages_page_changelist")).content.decode()
    html = client.get(reverse("admin:pages_page_check")).content.decode()

    assert 'href="/admin/pages/page/check/"' in listed
    assert f'<a href="/admin/pages/page/{page.pk}/change/">page “Governance” (body_de)' in html
    assert "The question “Only?” has a single answer." in html
    page.delete()
    Step.objects.update(is_published=False)
    html = client.get(reverse("admin:pages_page_check")).content.decode()
    assert "All links of the published texts lead somewhere." in html


def test_check_is_for_those_who_see_pages(client):
    client.force_login(StaffFactory(permissions=["view_newsitem"]))

    assert client.get(reverse("admin:pages_page_check")).status_code == 403


def test_staff_are_told_of_a_broken_link_when_they_save(client):
    page = PageFactory()
    client.force_login(StaffFactory(permissions=["change_page", "view_page"]))

    response = client.post(
        reverse("admin:pages_page_change", args=[page.pk]),
        {"is_published": "on", "title_en": "New", "body_en": "[x](/nope/) [y](/contact/)"},
        follow=True,
    )

    told = [str(message) for message in response.context["messages"]]
    assert "links to /nope/, which leads nowhere." in told[0]
    assert len(told) == 2

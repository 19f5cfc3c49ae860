import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import override

from pages.enums import KnownPage
from pages.models import (
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Section,
)
from tests.pages.factories import (
    GovernanceBodyFactory,
    MilestoneFactory,
    NewsItemFactory,
    OfficeHolderFactory,
    PageFactory,
    QuestionFactory,
    QuestionGroupFactory,
    SectionFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = [
    PageFactory,
    SectionFactory,
    GovernanceBodyFactory,
    OfficeHolderFactory,
    MilestoneFactory,
    QuestionGroupFactory,
    QuestionFactory,
    NewsItemFactory,
]


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (PageFactory, {"title_en": ""}, "pages_page_title_given"),
        (PageFactory, {"slug": "unknown"}, "pages_page_slug_known"),
        (SectionFactory, {"title_en": ""}, "pages_section_title_given"),
        (SectionFactory, {"address": "javascript:alert(1)"}, "pages_section_address"),
        (SectionFactory, {"address": "//evil.example"}, "pages_section_address"),
        (SectionFactory, {"address": "/\\evil.example"}, "pages_section_address"),
        (SectionFactory, {"address": "http://plain.example"}, "pages_section_address"),
        (GovernanceBodyFactory, {"name_en": ""}, "pages_governancebody_name_given"),
        (GovernanceBodyFactory, {"level": "lunar"}, "pages_governancebody_level"),
        (OfficeHolderFactory, {"role_en": ""}, "pages_officeholder_role_given"),
        (OfficeHolderFactory, {"is_public": True}, "pages_officeholder_public_name_dated"),
        (
            OfficeHolderFactory,
            {"is_public": True, "name": "", "as_of": datetime.date(2026, 3, 1)},
            "pages_officeholder_public_name_dated",
        ),
        (MilestoneFactory, {"title_en": ""}, "pages_milestone_title_given"),
        (MilestoneFactory, {"date_text_en": ""}, "pages_milestone_date_text_given"),
        (QuestionGroupFactory, {"title_en": ""}, "pages_questiongroup_title_given"),
        (QuestionFactory, {"question_en": ""}, "pages_question_question_given"),
        (NewsItemFactory, {"title_en": ""}, "pages_newsitem_title_given"),
    ],
)
def test_database_refuses_row_that_breaks_constraint(factory, wrong, constraint):
    with pytest.raises(IntegrityError, match=f'"{constraint}"'):
        factory(**wrong)


@pytest.mark.parametrize("factory", FACTORIES)
def test_slug_stands_once(factory):
    row = factory()
    row.pk = None
    row._state.adding = True

    with pytest.raises(IntegrityError, match=r"_slug_\w*(uniq|key)"):
        row.save()


def test_title_may_stand_in_any_one_language():
    page = PageFactory(title_en="", title_de="Unsere Regeln")

    assert Page.objects.get() == page
    assert page.title == "Unsere Regeln"
    assert page.title.lang_attribute == ' lang="de"'


@pytest.mark.parametrize(
    "address",
    ["", "/", "/join/", "/catalogue/?q=colon&page=2", "https://www.example.be/a?b=c#d"],
)
def test_section_address_accepts_paths_and_https(address):
    section = SectionFactory(address=address)

    section.full_clean()


@pytest.mark.parametrize("address", ["join", "//evil.example", "mailto:a@example.be", "/a b"])
def test_section_address_explains_what_to_write(address):
    section = SectionFactory.build(page=PageFactory(slug="home"), address=address)

    with pytest.raises(ValidationError) as refusal:
        section.full_clean()

    assert refusal.value.message_dict["address"] == [
        "Write a path such as /join/, or an https:// address."
    ]


def test_section_href_keeps_readers_language():
    section = SectionFactory.build(address="/catalogue/?q=colon")

    with override("fr"):
        assert section.href == "/fr/catalogue/?q=colon"


def test_section_href_leaves_other_sites_alone():
    assert SectionFactory.build(address="https://www.example.be/join/").href == (
        "https://www.example.be/join/"
    )


def test_section_href_without_address_is_empty():
    assert SectionFactory.build(address="").href == ""


@pytest.mark.parametrize("known_page", KnownPage)
def test_page_address_is_its_own(known_page):
    path = "/" if known_page == "home" else f"/{known_page}/"

    assert PageFactory.build(slug=known_page).get_absolute_url() == path


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (lambda: SectionFactory(slug="a"), "/#a"),
        (lambda: GovernanceBodyFactory(slug="a"), "/governance/#a"),
        (lambda: OfficeHolderFactory(body__slug="a"), "/governance/#a"),
        (lambda: MilestoneFactory(slug="a"), "/history/#a"),
        (lambda: QuestionGroupFactory(slug="a"), "/questions/#a"),
        (lambda: QuestionFactory(slug="a"), "/questions/#a"),
        (lambda: NewsItemFactory(slug="a"), "/news/a/"),
    ],
)
def test_row_address_is_its_place_on_the_site(row, path):
    assert row().get_absolute_url() == path


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (PageFactory.build(slug="news", title_en="Fresh"), "News"),
        (SectionFactory.build(page=None, title_en="Join"), "Join"),
        (GovernanceBodyFactory.build(name_en="Board"), "Board"),
        (OfficeHolderFactory.build(body=None, role_en="President"), "President"),
        (MilestoneFactory.build(title_en="Founded"), "Founded"),
        (QuestionGroupFactory.build(title_en="For you"), "For you"),
        (QuestionFactory.build(group=None, question_en="Why?"), "Why?"),
        (NewsItemFactory.build(title_en="Now"), "Now"),
    ],
)
def test_row_reads_as_its_first_text(row, text):
    assert str(row) == text


def test_office_holder_name_is_hidden_unless_it_may_be_shown():
    hidden = OfficeHolderFactory.build(body=None, name="An Peeters")
    shown = OfficeHolderFactory.build(body=None, name="An Peeters", is_public=True)

    assert hidden.public_name == ""
    assert shown.public_name == "An Peeters"


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.bbmri.be/history/", "bbmri.be"), ("http://a.b.org:80/x", "a.b.org"), ("", "")],
)
def test_milestone_source_host(url, host):
    assert MilestoneFactory.build(source_url=url).source_host == host


@pytest.mark.parametrize("factory", FACTORIES)
def test_history_records_every_language(factory):
    row = factory()
    model = factory._meta.model
    columns = {
        field.name
        for field in model._meta.concrete_fields
        if field.name.endswith(("_en", "_nl", "_fr", "_de"))
    }
    for column in columns:
        setattr(row, column, f"new {column}")

    row.save()

    newest, oldest = row.history.all()
    assert {column: getattr(newest, column) for column in columns} == {
        column: f"new {column}" for column in columns
    }
    assert {change.field for change in newest.diff_against(oldest).changes} >= columns
    assert len(columns) >= 4


def test_history_says_who_changed_a_row_in_the_admin(client):
    page = PageFactory()
    editor = StaffFactory(permissions=["change_page", "view_page"])
    client.force_login(editor)

    client.post(
        reverse("admin:pages_page_change", args=[page.pk]),
        {"is_published": "on", "title_en": "New title", "title_nl": "Nieuwe titel"},
    )

    newest = page.history.first()
    assert (newest.history_user, newest.title_en, newest.title_nl) == (
        editor,
        "New title",
        "Nieuwe titel",
    )


def test_history_of_office_holder_leaves_personal_data_out():
    holder = OfficeHolderFactory(name="An Peeters", note="Called on Monday.")

    holder.delete()

    columns = [field.name for field in OfficeHolder.history.model._meta.fields]
    assert OfficeHolder.history.count() == 2
    assert not {"name", "note"} & set(columns)


def test_drafts_are_not_published():
    PageFactory(is_published=False)
    GovernanceBodyFactory(is_published=False)
    shown = GovernanceBodyFactory()

    assert list(Page.objects.published()) == []
    assert list(GovernanceBody.objects.published()) == [shown]


def test_news_is_published_when_its_time_has_come(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC), tick=False)
    now = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
    NewsItemFactory(published_at=None)
    NewsItemFactory(published_at=now + datetime.timedelta(seconds=1))
    older = NewsItemFactory(published_at=now - datetime.timedelta(days=1))
    newest = NewsItemFactory(published_at=now)

    assert list(NewsItem.objects.published()) == [newest, older]


@pytest.mark.parametrize("model", [Section, GovernanceBody, OfficeHolder, Question, QuestionGroup])
def test_new_row_is_a_draft(model):
    assert model().is_published is False


def test_milestones_stand_in_order_of_time():
    later = MilestoneFactory(sort_date=datetime.date(2020, 1, 1))
    earlier = MilestoneFactory(sort_date=datetime.date(2010, 1, 1))

    assert list(Milestone.objects.all()) == [earlier, later]

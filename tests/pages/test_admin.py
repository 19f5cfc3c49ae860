import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from pages.enums import KnownPage
from pages.models import GovernanceBody, Milestone, NewsItem, OfficeHolder, Page, Question
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

MODELS = {
    "page": PageFactory,
    "section": SectionFactory,
    "governancebody": GovernanceBodyFactory,
    "officeholder": OfficeHolderFactory,
    "milestone": MilestoneFactory,
    "questiongroup": QuestionGroupFactory,
    "question": QuestionFactory,
    "newsitem": NewsItemFactory,
}

PAGE_FORM = {"is_published": "on", "title_en": "A new title", "lead_en": "A new opening."}


@pytest.fixture
def editor():
    """Somebody who may do everything in this app."""
    user = StaffFactory()
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="pages"))
    return user


@pytest.fixture
def admin_of_pages(client, editor):
    """The client, logged in."""
    client.force_login(editor)
    return client


@pytest.mark.parametrize(("name", "factory"), MODELS.items())
def test_admin_lists_searches_and_edits(admin_of_pages, name, factory):
    row = factory()

    listed = admin_of_pages.get(reverse(f"admin:pages_{name}_changelist"), {"q": "x"})
    form = admin_of_pages.get(reverse(f"admin:pages_{name}_change", args=[row.pk]))
    history = admin_of_pages.get(reverse(f"admin:pages_{name}_history", args=[row.pk]))

    assert [listed.status_code, form.status_code, history.status_code] == [200, 200, 200]


@pytest.mark.parametrize(("name", "factory"), MODELS.items())
def test_admin_list_asks_as_often_for_three_rows_as_for_one(
    admin_of_pages, django_assert_max_num_queries, name, factory
):
    address = reverse(f"admin:pages_{name}_changelist")
    admin_of_pages.get(address)
    counts = []

    for slugs in [["home"], ["news", "contact"]]:
        for slug in slugs:
            factory(slug=slug)
        with django_assert_max_num_queries(30) as queries:
            admin_of_pages.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_form_sets_languages_side_by_side(admin_of_pages):
    page = PageFactory()

    response = admin_of_pages.get(reverse("admin:pages_page_change", args=[page.pk]))

    lines = [
        [field.field.name for field in line]
        for fieldset in response.context["adminform"]
        for line in fieldset
        if len(list(line)) > 1
    ]
    assert lines == [
        ["is_published", "published_from"],
        ["title_en", "title_nl", "title_fr", "title_de"],
        ["description_en", "description_nl", "description_fr", "description_de"],
        ["lead_en", "lead_nl", "lead_fr", "lead_de"],
        ["body_en", "body_nl", "body_fr", "body_de"],
    ]
    assert 'lang="de"' in response.context["adminform"].form["body_de"].as_widget()
    assert response.context["adminform"].form["body_de"].label == "Text, German"


def test_list_says_which_languages_are_filled(admin_of_pages):
    PageFactory(title_en="", title_nl="Bestuur", title_de="Leitung")

    html = admin_of_pages.get(reverse("admin:pages_page_changelist")).content.decode()

    assert '<td class="field-languages">nl de</td>' in html


def test_history_shows_old_and_new_words_with_their_language(admin_of_pages, editor):
    page = PageFactory(title_nl="Bestuur")
    page.title_nl = "Leiding"
    page._history_user = editor
    page.save()

    html = admin_of_pages.get(reverse("admin:pages_page_history", args=[page.pk])).content.decode()

    assertInHTML(
        "<li><strong>Title [nl]:</strong> <del>Bestuur</del> → <ins>Leiding</ins></li>", html
    )
    assertInHTML(f"<td>{editor.username}</td>", html)
    assert 'style="' not in html


def test_older_version_can_be_brought_back(admin_of_pages):
    page = PageFactory(title_en="First")
    page.title_en = "Second"
    page.save()
    address = reverse(
        "admin:pages_page_simple_history", args=[page.pk, page.history.last().history_id]
    )
    form = admin_of_pages.get(address).context["adminform"].form

    admin_of_pages.post(address, {**PAGE_FORM, "title_en": form.initial["title_en"]})

    page.refresh_from_db()
    assert page.title_en == "First"


@pytest.mark.parametrize("key", ["x", "1.5", "1_a", "9" * 5_000])
def test_history_of_a_row_that_cannot_be_is_not_found(admin_client, key):
    page = PageFactory()

    answers = [
        admin_client.get(f"/admin/pages/page/{key}/history/"),
        admin_client.get(f"/admin/pages/page/{key}/history/1/"),
        admin_client.get(f"/admin/pages/page/{page.pk}/history/{key}/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_history_page_by_page(admin_of_pages, monkeypatch):
    monkeypatch.setattr("pages.admin.texts.PageAdmin.history_list_per_page", 1)
    page = PageFactory()
    page.save()

    html = admin_of_pages.get(reverse("admin:pages_page_history", args=[page.pk])).content.decode()

    assert 'href="?p=2"' in html


def test_address_of_a_page_cannot_be_changed(admin_of_pages):
    page = PageFactory()

    admin_of_pages.post(
        reverse("admin:pages_page_change", args=[page.pk]), {**PAGE_FORM, "slug": "history"}
    )

    page.refresh_from_db()
    assert (page.slug, page.title_en) == ("governance", "A new title")


def test_page_cannot_be_deleted(admin_of_pages):
    page = PageFactory()

    response = admin_of_pages.post(
        reverse("admin:pages_page_delete", args=[page.pk]), {"post": "yes"}
    )

    assert response.status_code == 403
    assert Page.objects.get() == page


def test_page_that_has_no_row_can_be_added(admin_of_pages):
    response = admin_of_pages.post(
        reverse("admin:pages_page_add"), {**PAGE_FORM, "slug": "contact"}
    )

    assert response.status_code == 302
    assert Page.objects.get().slug == "contact"


def test_no_page_can_be_added_when_all_have_rows(admin_of_pages):
    for known_page in KnownPage:
        PageFactory(slug=known_page)

    assert admin_of_pages.get(reverse("admin:pages_page_add")).status_code == 403


@pytest.mark.parametrize(
    ("name", "factory", "address"),
    [
        ("page", lambda: PageFactory(is_published=False), "/governance/"),
        ("milestone", lambda: MilestoneFactory(slug="a"), "/history/#a"),
        ("milestone", lambda: MilestoneFactory(is_published=False), None),
        ("newsitem", lambda: NewsItemFactory(slug="a"), "/news/a/"),
        ("newsitem", lambda: NewsItemFactory(published_at=None), None),
        (
            "newsitem",
            lambda: NewsItemFactory(
                published_at=datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
            ),
            None,
        ),
    ],
)
def test_form_links_to_the_public_page_of_a_published_row(admin_of_pages, name, factory, address):
    row = factory()

    response = admin_of_pages.get(reverse(f"admin:pages_{name}_change", args=[row.pk]))

    assert response.context.get("absolute_url") == address


def test_name_without_date_is_refused_with_the_reason(admin_of_pages):
    holder = OfficeHolderFactory(name="An Peeters")

    response = admin_of_pages.post(
        reverse("admin:pages_officeholder_change", args=[holder.pk]),
        {
            "body": holder.body_id,
            "order": "0",
            "slug": holder.slug,
            "role_en": "President",
            "name": "An Peeters",
            "is_public": "on",
        },
    )

    assert "A name is shown only with its date." in response.content.decode()
    assert not OfficeHolder.objects.get().is_public


# Preview


def test_form_offers_a_preview_in_each_language(admin_of_pages):
    page = PageFactory()

    response = admin_of_pages.get(reverse("admin:pages_page_change", args=[page.pk]))

    assert [preview["address"] for preview in response.context["previews"]] == [
        f"{prefix}/admin/pages/page/{page.pk}/preview/" for prefix in ["", "/nl", "/fr", "/de"]
    ]
    assert response.content.decode().count("formaction=") == 4


def test_form_of_somebody_who_may_only_look_offers_no_preview(client):
    page = PageFactory()
    client.force_login(StaffFactory(permissions=["view_page"]))

    response = client.get(reverse("admin:pages_page_change", args=[page.pk]))

    assert response.status_code == 200
    assert "formaction=" not in response.content.decode()


def test_preview_shows_the_page_with_the_forms_values_and_saves_nothing(admin_of_pages):
    page = PageFactory(title_en="The old title", as_of=datetime.date(2026, 1, 1))

    response = admin_of_pages.post(
        reverse("admin:pages_page_preview", args=[page.pk]), {**PAGE_FORM, "body_en": "**New**"}
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert "<h1>A new title</h1>" in html
    assert "<strong>New</strong>" in html
    assert "The old title" not in html
    assert "Nothing is saved" in html
    assert "no-store" in response["Cache-Control"]
    page.refresh_from_db()
    assert (page.title_en, page.body_en, page.as_of) == (
        "The old title",
        "Read **this**.",
        datetime.date(2026, 1, 1),
    )
    assert page.history.count() == 1


def test_preview_speaks_the_language_of_its_address(admin_of_pages):
    page = PageFactory()

    response = admin_of_pages.post(
        f"/nl/admin/pages/page/{page.pk}/preview/", {**PAGE_FORM, "title_nl": "Een nieuwe titel"}
    )

    html = response.content.decode()
    assert "<h1>Een nieuwe titel</h1>" in html
    assert '<p class="lead" lang="en">A new opening.</p>' in html


def test_preview_cleans_markdown_like_the_public_page(admin_of_pages):
    page = PageFactory()

    response = admin_of_pages.post(
        reverse("admin:pages_page_preview", args=[page.pk]),
        {**PAGE_FORM, "body_en": "<script>alert(1)</script>"},
    )

    assert "alert(" not in response.content.decode()


def test_preview_of_a_form_with_mistakes_names_them(admin_of_pages):
    page = PageFactory()

    response = admin_of_pages.post(
        reverse("admin:pages_page_preview", args=[page.pk]), {"as_of": "soon"}
    )

    html = response.content.decode()
    assert "Write the title in at least one language." in html
    assert "Enter a valid date." in html
    assert Page.objects.get().title_en == "How we are governed"


@pytest.mark.parametrize("known_page", KnownPage)
def test_preview_knows_every_page(admin_of_pages, known_page):
    page = PageFactory(slug=known_page)

    response = admin_of_pages.post(reverse("admin:pages_page_preview", args=[page.pk]), PAGE_FORM)

    assert "<h1>A new title</h1>" in response.content.decode()


def test_preview_of_a_new_row_stores_none(admin_of_pages):
    MilestoneFactory(title_en="Founded", sort_date=datetime.date(2013, 1, 1))
    MilestoneFactory(title_en="Ten years", sort_date=datetime.date(2023, 1, 1))

    response = admin_of_pages.post(
        reverse("admin:pages_milestone_add_preview"),
        {
            "sort_date": "2018-01-01",
            "slug": "new",
            "date_text_en": "2018",
            "title_en": "In between",
        },
    )

    assert [milestone.title for milestone in response.context["milestones"]] == [
        "Founded",
        "In between",
        "Ten years",
    ]
    assert Milestone.objects.count() == 2
    assert Milestone.history.count() == 2


def test_preview_of_a_changed_row_moves_it_to_its_new_place(admin_of_pages):
    first = MilestoneFactory(title_en="First", sort_date=datetime.date(2013, 1, 1))
    MilestoneFactory(title_en="Second", sort_date=datetime.date(2014, 1, 1))

    response = admin_of_pages.post(
        reverse("admin:pages_milestone_preview", args=[first.pk]),
        {"sort_date": "2015-01-01", "slug": "a", "date_text_en": "2015", "title_en": "Third"},
    )

    assert [milestone.title for milestone in response.context["milestones"]] == ["Second", "Third"]


def test_preview_of_a_body_keeps_its_roles(admin_of_pages):
    body = GovernanceBodyFactory(name_en="Old name")
    role = OfficeHolderFactory(body=body)

    response = admin_of_pages.post(
        reverse("admin:pages_governancebody_preview", args=[body.pk]),
        {"level": "european", "order": "0", "slug": "a", "name_en": "New name"},
    )

    (shown,) = response.context["levels"][2]["bodies"]
    assert (shown["body"].name, shown["holders"]) == ("New name", [role])
    assert GovernanceBody.objects.get().name == "Old name"


def test_preview_of_a_role_hides_the_name_as_the_public_page_does(admin_of_pages):
    body = GovernanceBodyFactory()

    response = admin_of_pages.post(
        reverse("admin:pages_officeholder_add_preview"),
        {"body": body.pk, "order": "0", "slug": "a", "role_en": "Chair", "name": "An Peeters"},
    )

    html = response.content.decode()
    assert "Chair" in html
    assert "Peeters" not in html


def test_preview_of_a_section_shows_its_page(admin_of_pages):
    page = PageFactory(slug="membership")

    response = admin_of_pages.post(
        reverse("admin:pages_section_add_preview"),
        {"page": page.pk, "order": "0", "slug": "a", "title_en": "Step", "address": "/join/"},
    )

    assert response.templates[0].name == "pages/membership.html"
    assert [section.title for section in response.context["sections"]] == ["Step"]


def test_preview_of_a_question_and_of_a_group_shows_the_questions(admin_of_pages):
    question = QuestionFactory(question_en="Old?")

    of_question = admin_of_pages.post(
        reverse("admin:pages_question_preview", args=[question.pk]),
        {"group": question.group_id, "order": "0", "slug": "a", "question_en": "New?"},
    )
    of_group = admin_of_pages.post(
        reverse("admin:pages_questiongroup_preview", args=[question.group_id]),
        {"order": "0", "slug": "b", "title_en": "New group"},
    )

    assert "New?" in of_question.content.decode()
    assert "New group" in of_group.content.decode()
    assert Question.objects.get().question == "Old?"


def test_preview_of_news_shows_it_before_its_time(admin_of_pages):
    response = admin_of_pages.post(
        reverse("admin:pages_newsitem_add_preview"), {"slug": "a", "title_en": "Soon"}
    )

    assert "<h1>Soon</h1>" in response.content.decode()
    assert NewsItem.objects.count() == 0


def preview_addresses():
    page = PageFactory()
    return [
        reverse("admin:pages_page_preview", args=[page.pk]),
        reverse("admin:pages_page_add_preview"),
    ]


def test_preview_sends_a_stranger_to_the_login(client):
    for address in preview_addresses():
        response = client.post(address, PAGE_FORM)

        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("permissions", [[], ["view_page"], ["change_newsitem", "add_newsitem"]])
def test_preview_is_closed_to_staff_who_may_not_edit_pages(client, permissions):
    client.force_login(StaffFactory(permissions=permissions))

    for address in preview_addresses():
        assert client.post(address, PAGE_FORM).status_code == 403
        assert client.get(address).status_code == 403


def test_preview_without_form_leads_to_the_form(admin_of_pages):
    change, add = preview_addresses()

    to_change = admin_of_pages.get(change)
    to_add = admin_of_pages.get(add)

    assert to_change["Location"] == change.replace("preview", "change")
    assert to_add["Location"] == "/admin/pages/page/add/"


def test_preview_of_a_row_that_is_gone_is_not_found(admin_of_pages):
    assert admin_of_pages.post("/admin/pages/page/99/preview/", PAGE_FORM).status_code == 404
    assert admin_of_pages.post("/admin/pages/page/x/preview/", PAGE_FORM).status_code == 404


def test_preview_needs_the_forms_token(editor):
    page = PageFactory()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    response = client.post(reverse("admin:pages_page_preview", args=[page.pk]), PAGE_FORM)

    assert response.status_code == 403

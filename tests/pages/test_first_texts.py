"""What the texts say that the site begins with, and how their pages answer."""

import re

import pytest
from django.utils.html import escape

from pages import starting_content
from pages.enums import KnownPage
from pages.models import Milestone, NewsItem, OfficeHolder, Page, Question, QuestionGroup
from tests.pages.loaded import MODELS, counts
from tests.pages.paths import PATHS, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_texts")]


@pytest.mark.parametrize(
    ("prefix", "language"), [("", "en"), ("/nl", "nl"), ("/fr", "fr"), ("/de", "de")]
)
def test_pages_answer_in_each_language(client, prefix, language):
    for known_page, path in PATHS.items():
        html = text_of(client, prefix + path)

        assert html.count("<h1") == 1
        assert f'<html lang="{language}"' in html
        title = getattr(Page.objects.get(slug=known_page), f"title_{language}")
        assert title
        assert escape(title) in html


def test_pages_have_titles_and_descriptions_of_their_own(client):
    heads = []
    for path in PATHS.values():
        html = text_of(client, path)
        title = html.partition("<title>")[2].partition("</title>")[0]
        description = html.partition('name="description" content="')[2].partition('"')[0]
        assert title.removesuffix(" – BBMRI.be")
        assert description
        heads.append((title, description))

    assert len({title for title, _ in heads}) == len(heads)
    assert len({description for _, description in heads}) == len(heads)


def test_every_page_has_all_its_texts():
    for page in Page.objects.all():
        assert page.title_en
        assert page.description_en
        assert page.lead_en
        assert page.as_of or page.slug == KnownPage.NEWS  # Each item has its own date.


def test_every_milestone_shows_its_source_to_the_public():
    assert not Milestone.objects.filter(source_url="").exists()
    assert Milestone.objects.count() >= 15


def test_no_name_is_shown_before_somebody_said_so():
    assert OfficeHolder.objects.exclude(name="").exists()
    assert not OfficeHolder.objects.filter(is_public=True).exists()


def test_names_of_people_stand_in_no_public_text(client):
    family_names = [
        name.split()[-1] for name in OfficeHolder.objects.values_list("name", flat=True)
    ]

    for known_page in KnownPage:
        html = client.get(Page(slug=known_page).get_absolute_url()).content.decode()
        assert not [name for name in family_names if name in html]


def test_news_without_a_dated_source_waits_for_staff():
    waiting = NewsItem.objects.filter(published_at=None)

    assert [item.slug for item in waiting] == ["ethics-committee-forms"]


def test_keys_on_one_page_are_unique():
    groups = set(QuestionGroup.objects.values_list("slug", flat=True))
    questions = set(Question.objects.values_list("slug", flat=True))

    assert not groups & questions


def paths_in_texts():
    """Every path of this site that a file links to."""
    texts = "\n".join(
        file.read_text(encoding="utf-8") for file in starting_content.FOLDER.rglob("*.toml")
    )
    links = re.findall(r"\]\((/[^)]*)\)", texts)
    return sorted({*links, *re.findall(r'^address = "(/[^"]*)"$', texts, re.MULTILINE)})


def test_links_inside_the_site_answer(client):
    dead = []

    for path in paths_in_texts():
        page, _, anchor = path.partition("#")
        response = client.get(page, follow=True)
        if response.status_code != 200 or (
            anchor and f'id="{anchor}"' not in response.content.decode()
        ):
            dead.append(path)

    assert dead == []


# Loaded once more


def test_second_load_changes_nothing():
    before = [list(model.objects.values()) for model in MODELS]

    assert starting_content.load() == []
    assert [list(model.objects.values()) for model in MODELS] == before
    assert Page.history.count() == len(KnownPage)


def test_load_never_overwrites_what_staff_wrote():
    page = Page.objects.get(slug="governance")
    page.title_en = "Staff's title"
    page.lead_en = ""
    page.save()

    starting_content.load()

    page.refresh_from_db()
    assert (page.title_en, page.lead_en) == ("Staff's title", "")


def test_load_does_not_bring_back_what_staff_deleted_or_renamed():
    Milestone.objects.get(slug="bbmri-be").delete()
    OfficeHolder.objects.get(slug="president").delete()
    Question.objects.filter(slug="who-pays").first().delete()
    renamed = NewsItem.objects.get(slug="roadmap-for-ten-years")
    renamed.slug = "roadmap"
    renamed.save()
    before = counts()

    assert starting_content.load() == []
    assert counts() == before

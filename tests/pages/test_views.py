import datetime
import re
from itertools import accumulate

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertInHTML

from biobanks.map import areas
from pages.enums import KnownPage
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory
from tests.pages.factories import (
    BodyTieFactory,
    GlossaryTermFactory,
    GovernanceBodyFactory,
    MilestoneFactory,
    NewsItemFactory,
    OfficeHolderFactory,
    PageFactory,
    QuestionFactory,
    QuestionGroupFactory,
    SectionFactory,
)
from tests.pages.paths import PATHS, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("known_page", KnownPage)
def test_page_without_row_says_that_it_is_being_written(client, known_page):
    html = text_of(client, PATHS[known_page])

    assert f"<h1>{known_page.label}</h1>" in html
    assert "This text is being written." in html
    assert f"<title>{known_page.label} – BBMRI.be</title>" in html


@pytest.mark.parametrize("known_page", KnownPage)
def test_page_without_row_in_an_empty_site_needs_no_other_row(client, known_page):
    PageFactory(slug=known_page, is_published=False, title_en="Draft title")

    assert "Draft title" not in text_of(client, PATHS[known_page])


def test_text_in_another_language_says_so(client):
    PageFactory(title_nl="Bestuur", lead_nl="")

    html = text_of(client, "/nl/governance/")

    assert "<h1>Bestuur</h1>" in html
    assert '<p class="lead" lang="en">Many hands.</p>' in html


def test_markdown_is_cleaned(client):
    PageFactory(body_en="**Bold** <script>alert(1)</script> [x](javascript:alert(2))")

    html = text_of(client, "/governance/")

    assert "<strong>Bold</strong>" in html
    assert "alert(" not in html


def test_plain_texts_are_escaped(client):
    PageFactory(title_en="<b>T</b>", description_en='"><b>D</b>', lead_en="<b>L</b>")

    html = text_of(client, "/governance/")

    assert "<b>" not in html
    assert "&lt;b&gt;T&lt;/b&gt;" in html


@pytest.mark.parametrize("path", [*PATHS.values(), "/news/news/"])
def test_reading_changes_nothing(client, path):
    assert client.post(path).status_code == 405


def test_reading_sets_no_cookie(client):
    NewsItemFactory(slug="news")

    for path in [*PATHS.values(), "/news/news/"]:
        assert client.get(path).cookies == {}


# Home


def test_home_counts_what_is_published(client):
    CollectionFactory.create_batch(2, biobank=BiobankFactory())
    NetworkFactory()
    BiobankFactory(publication="draft", published_at=None)

    figures = client.get("/").context["figures"]

    assert figures == {"biobanks": 1, "collections": 2, "networks": 1}


def test_home_searches_the_catalogue_in_the_readers_language(client):
    html = text_of(client, "/nl/")

    assert '<form action="/nl/catalogue/" method="get" role="search">' in html
    assert 'name="q"' in html


def test_home_shows_its_sections_as_cards_that_keep_the_language(client):
    SectionFactory(title_en="Find", link_label_en="Search now", address="/catalogue/")

    html = text_of(client, "/fr/")

    assertInHTML('<a lang="en" href="/fr/catalogue/">Search now</a>', html)


def test_home_shows_map_of_biobanks(client):
    BiobankFactory(name="Place Biobank", city="Ghent", latitude="51.05", longitude="3.72")

    assert "Place Biobank, Ghent" in text_of(client, "/")


def test_home_shows_the_latest_three_news_items(client):
    NewsItemFactory.create_batch(4)

    context = client.get("/").context

    assert [item.title_en for item in context["news"]] == [
        item.title_en for item in sorted(context["news"], key=lambda i: i.published_at)[::-1]
    ]
    assert len(context["news"]) == 3


# Governance


def test_governance_shows_roles_without_names(client):
    OfficeHolderFactory(role_en="President", name="An Peeters")

    html = text_of(client, "/governance/")

    assert "President" in html
    assert "name on request" in html
    assert "Peeters" not in html


def test_governance_shows_name_that_may_be_shown_with_its_date(client):
    OfficeHolderFactory(
        role_en="President",
        name="An Peeters",
        is_public=True,
        as_of=datetime.date(2026, 3, 1),
    )

    html = text_of(client, "/governance/")

    assert "An Peeters (as of March 2026)" in html


def test_governance_groups_bodies_by_level(client):
    european = GovernanceBodyFactory(level="european")
    belgian = GovernanceBodyFactory(level="belgian")
    role = OfficeHolderFactory(body=belgian)
    OfficeHolderFactory(body=belgian, is_published=False)
    GovernanceBodyFactory(is_published=False)

    levels = client.get("/governance/").context["levels"]

    shown = [
        (level["slug"], [(one["body"], one["holders"]) for one in level["bodies"]])
        for level in levels
    ]
    assert shown == [
        ("authority", []),
        ("belgian", [(belgian, [role])]),
        ("european", [(european, [])]),
    ]


def test_governance_says_who_appoints_whom_drawn_and_in_words(client):
    minister = GovernanceBodyFactory(level="authority", name_en="Minister")
    board = GovernanceBodyFactory(level="belgian", name_en="Board")
    committee = GovernanceBodyFactory(level="european", name_en="Committee")
    hidden = GovernanceBodyFactory(is_published=False)
    BodyTieFactory(source=minister, kind="appoints", target=board)
    BodyTieFactory(source=board, kind="attends", target=committee)
    BodyTieFactory(source=hidden, kind="houses", target=board)

    response = client.get("/governance/")

    ties = {
        str(one["body"]): [(str(words), str(name)) for words, name in one["ties"]]
        for level in response.context["levels"]
        for one in level["bodies"]
    }
    assert ties == {
        "Minister": [],
        "Board": [("Appointed by:", "Minister")],
        "Committee": [("Attended for Belgium by:", "Board")],
    }
    html = response.content.decode()
    assert [kind for kind, _way, _arrow in response.context["chart"].lines] == [
        "appoints",
        "attends",
    ]
    assert html.count('class="chart-box ') == 3


def test_governance_without_ties_has_no_chart(client):
    GovernanceBodyFactory()

    response = client.get("/governance/")

    assert response.context["chart"] is None
    assert "<figure" not in response.content.decode()


# History, questions, membership


def test_history_shows_published_milestones_in_order(client):
    later = MilestoneFactory(sort_date=datetime.date(2020, 1, 1))
    earlier = MilestoneFactory(sort_date=datetime.date(2010, 1, 1))
    MilestoneFactory(is_published=False)

    response = client.get("/history/")

    assert response.context["milestones"] == [earlier, later]
    assert '<a href="https://www.example.be/source"' in response.content.decode()


def test_questions_stand_in_their_groups(client):
    second = QuestionGroupFactory(order=2)
    first = QuestionGroupFactory(order=1)
    question = QuestionFactory(group=first)
    QuestionFactory(group=first, is_published=False)
    QuestionGroupFactory(order=3, is_published=False)

    response = client.get("/questions/")

    assert response.context["groups"] == [(first, [question]), (second, [])]
    assert second.title_en not in response.content.decode()


def test_membership_shows_its_sections_as_numbered_steps(client):
    page = PageFactory(slug="membership")
    second = SectionFactory(page=page, order=2)
    first = SectionFactory(page=page, order=1)
    SectionFactory(page=page, is_published=False)
    SectionFactory()

    response = client.get("/membership/")

    assert response.context["sections"] == [first, second]
    assert '<ol class="steps">' in response.content.decode()


@pytest.mark.parametrize("known_page", KnownPage)
def test_section_is_shown_on_every_kind_of_page(client, known_page):
    page = PageFactory(slug=known_page)
    SectionFactory(page=page, slug="piece", title_en="A piece of it")

    html = text_of(client, PATHS[known_page])

    assert 'id="piece"' in html
    assert html.count("A piece of it") >= 1


# News


def test_news_item_is_shown(client):
    NewsItemFactory(
        slug="opening",
        title_en="We open",
        body_en="Come **all**.",
        published_at=datetime.datetime(2024, 2, 29, 9, tzinfo=datetime.UTC),
    )

    html = text_of(client, "/news/opening/")

    assert "<title>We open – BBMRI.be</title>" in html
    assert '<meta name="description" content="In short.">' in html
    assert '<time datetime="2024-02-29">' in html
    assert "Come <strong>all</strong>." in html


@pytest.mark.parametrize("published_at", [None, datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)])
def test_news_item_before_its_time_is_invisible(client, published_at):
    NewsItemFactory(slug="secret", title_en="Secret", published_at=published_at)

    assert client.get("/news/secret/").status_code == 404
    assert "Secret" not in text_of(client, "/news/")
    assert "Secret" not in text_of(client, "/")


def test_news_is_shown_page_by_page(client):
    NewsItemFactory.create_batch(11)

    first = client.get("/news/")
    second = client.get("/news/", {"page": "2"})

    assert [len(first.context["news"]), len(second.context["news"])] == [10, 1]
    assert 'href="?page=2"' in first.content.decode()
    assert 'href="?page=1"' in second.content.decode()


@pytest.mark.parametrize("page", ["abc", "-1", "99", "9" * 400, "\x00", "1.5"])
def test_news_with_impossible_page_shows_a_page_that_is(client, page):
    NewsItemFactory(title_en="Only one")

    response = client.get("/news/", {"page": page})

    assert response.status_code == 200
    assert "Only one" in response.content.decode()


# Queries


def rows_for(known_page):
    """One more row of every kind that the page shows."""
    if known_page == "home":
        CollectionFactory()
        NewsItemFactory()
    elif known_page == "governance":
        OfficeHolderFactory()
        GovernanceBodyFactory(level="european")
    elif known_page == "history":
        MilestoneFactory()
    elif known_page == "questions":
        QuestionFactory()
    elif known_page == "news":
        NewsItemFactory()


@pytest.mark.parametrize("known_page", KnownPage)
def test_page_asks_as_often_for_three_rows_as_for_one(client, known_page):
    page = PageFactory(slug=known_page)
    counts = []

    for more in [1, 2]:
        for _ in range(more):
            SectionFactory(page=page)
            rows_for(known_page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(PATHS[known_page])
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 7


# Contact, glossary


def test_contact_shows_where_the_office_is(client):
    html = text_of(client, "/contact/")

    (dot,) = re.findall(r'<circle class="map-dot" cx="(\d+)" cy="(\d+)"', html)
    ring = next(area for area in areas() if area.province == "BE-BRU").path
    left, top, rest = re.match(r"M(\d+) (\d+)l(.*)z", ring).groups()
    steps = [tuple(map(int, pair)) for pair in re.findall(r"(-?\d+) ?(-?\d+)", rest)]
    xs = list(accumulate((step[0] for step in steps), initial=int(left)))
    ys = list(accumulate((step[1] for step in steps), initial=int(top)))
    assert min(xs) < int(dot[0]) < max(xs)
    assert min(ys) < int(dot[1]) < max(ys)


def test_glossary_stands_in_the_order_of_the_readers_language(client):
    GlossaryTermFactory(slug="sample", term_en="sample", term_fr="échantillon")
    GlossaryTermFactory(slug="donor", term_en="donor", term_fr="donneur", short="D")
    GlossaryTermFactory(slug="mta", term_en="MTA")
    GlossaryTermFactory(is_published=False)

    def letters(path):
        return [
            (letter, [term.slug for term in terms])
            for letter, terms in client.get(path).context["letters"]
        ]

    assert letters("/glossary/") == [("D", ["donor"]), ("M", ["mta"]), ("S", ["sample"])]
    assert letters("/fr/glossary/") == [("D", ["donor"]), ("E", ["sample"]), ("M", ["mta"])]
    html = text_of(client, "/fr/glossary/")
    assert '<dfn lang="en">MTA</dfn>' in html
    assert '<abbr title="Anglais">EN</abbr> <span lang="en">sample</span>' in html


def test_row_appears_from_its_moment_on(client, time_machine):
    now = datetime.datetime(2026, 11, 29, 12, 0, tzinfo=datetime.UTC)
    time_machine.move_to(now, tick=False)
    QuestionFactory(question_en="Soon?", published_from=now + datetime.timedelta(minutes=1))

    before = "Soon?" in text_of(client, "/questions/")
    time_machine.shift(60)

    assert (before, "Soon?" in text_of(client, "/questions/")) == (False, True)

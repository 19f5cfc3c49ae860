"""The page of the design system shows all there is, to staff only, and what it measures is good."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from bbmri_be import stylesheet
from bbmri_be.design import tokens

ADDRESS = "/admin/design/"
CSS = stylesheet.source("site.css")


@pytest.fixture
def page(admin_client):
    return admin_client.get(ADDRESS).content.decode()


@pytest.mark.django_db
def test_it_is_for_staff(client, admin_client):
    for user in (None, User.objects.create_user("reader")):
        if user:
            client.force_login(user)
        assert client.get(ADDRESS).url.startswith("/admin/login/")

    answer = admin_client.get(ADDRESS)
    assert answer.status_code == 200
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert admin_client.post(ADDRESS).status_code == 405


@pytest.mark.django_db
def test_each_component_of_the_style_sheet_is_shown(page):
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}

    assert stylesheet.classes(CSS, "pieces") - shown == set()


@pytest.mark.django_db
def test_no_component_is_named_that_there_is_not(page):
    layers = ("frame", "pieces", "forms", "print")
    known = set().union(*(stylesheet.classes(CSS, layer) for layer in layers))
    named = re.findall(r'<p class="meta"><code>([^<]+)</code>', page)

    assert len(named) > 20
    assert set(re.findall(r"\.([a-z][\w-]*)", " ".join(named))) - known == set()


def test_document_names_each_component():
    text = (settings.BASE_DIR / "docs" / "design.md").read_text(encoding="utf-8")
    table = text.partition("## Components")[2].partition("## What")[0]
    depths = {f"depth-{number}" for number in range(1, 7)}  # written as “to”
    shades = {f"shade-{number}" for number in range(1, 5)}
    named = set(re.findall(r"`\.([a-z][\w-]*)`", table)) | depths | shades

    assert stylesheet.classes(CSS, "pieces") - named == set()


@pytest.mark.parametrize("prefix", ["", "/nl", "/fr", "/de"])
@pytest.mark.django_db
def test_its_own_words_are_english_and_those_of_the_pieces_the_readers(admin_client, prefix):
    language = prefix.strip("/") or "en"

    page = admin_client.get(prefix + ADDRESS).content.decode()

    assert f'<html lang="{language}">' in page
    assert '<article class="wrap stack" lang="en">' in page
    assert page.count(f'<div class="specimen" lang="{language}">') > 10


@pytest.mark.django_db
def test_it_needs_neither_style_nor_script_of_its_own(page):
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


@pytest.mark.django_db
def test_desk_and_guide_lead_to_it(admin_client):
    for path in (reverse("admin:index"), reverse("guide")):
        assert f'href="{ADDRESS}"' in admin_client.get(path).content.decode()


def test_all_that_stands_on_one_another_can_be_told_apart():
    measured = list(tokens.pairs(tokens.tokens()))

    assert [(pair.ink, pair.ground) for pair in measured if not pair.is_enough] == []
    of_text = [pair for pair in measured if pair.ink == "ink"]
    assert {ratio.level for pair in of_text for ratio in (pair.light, pair.dark)} == {"AAA"}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21),
        ("#777777", "#ffffff", 4.48),  # known as just too little
        ("#767676", "#ffffff", 4.54),  # known as just enough
        ("#fff", "#fff", 1),
    ],
)
def test_contrast_is_computed_as_wcag_says(one, other, ratio):
    assert stylesheet.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert stylesheet.contrast(other, one) == stylesheet.contrast(one, other)


def test_ratio_is_never_rounded_up():
    assert (tokens.Ratio(4.499, tokens.TEXT).text, tokens.Ratio(4.499, tokens.TEXT).level) == (
        "4.49:1",
        "too low",
    )
    assert tokens.Ratio(6.999, tokens.TEXT).level == "AA"
    assert tokens.Ratio(7.0, tokens.TEXT).level == "AAA"
    assert tokens.Ratio(3.0, tokens.SHAPE).level == "AA"


def test_style_sheets_are_read_with_all_they_nest():
    css = """
    /* .not-this { color: red } */
    @layer tokens { :root { --a: #fff; --b: 1rem;
      --c: "x; } y" }
      @media (prefers-color-scheme: dark) { :root { --a: #000 } } }
    @layer pieces { .one, .two:has(> .three) { color: var(--a); }
      @media (min-width: 1rem) { .four::before { content: "." } } }
    @layer forms { .five { color: red } }
    """

    assert stylesheet.tokens(css) == {
        "a": stylesheet.Token("a", "#fff", "#000"),
        "b": stylesheet.Token("b", "1rem", "1rem"),
        "c": stylesheet.Token("c", '"x; } y"', '"x; } y"'),
    }
    assert stylesheet.classes(css, "pieces") == {"one", "two", "three", "four"}

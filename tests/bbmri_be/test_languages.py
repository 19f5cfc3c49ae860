"""Texts in four languages."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from bbmri_be import languages
from biobanks.models import Biobank


def test_columns_of_all_languages():
    assert languages.columns("title", "lead") == [
        *("title_en", "title_nl", "title_fr", "title_de"),
        *("lead_en", "lead_nl", "lead_fr", "lead_de"),
    ]


@pytest.mark.parametrize(
    ("reader", "texts", "expected", "attribute"),
    [
        ("nl", {"en": "Samples", "nl": "Stalen"}, "Stalen", ""),
        ("nl", {"en": "Samples", "fr": "Échantillons"}, "Samples", ' lang="en"'),
        ("en", {"de": "Proben", "fr": "Échantillons"}, "Échantillons", ' lang="fr"'),
        ("de", {}, "", ""),
    ],
)
def test_text_in_the_nearest_language(reader, texts, expected, attribute):
    biobank = Biobank(**{f"description_{code}": text for code, text in texts.items()})

    with translation.override(reader):
        text = biobank.description

        assert (text, text.lang_attribute) == (expected, attribute)


@pytest.mark.parametrize(
    ("reader", "language", "text", "expected"),
    [
        ("en", "nl", "Bloed en weefsel van patiënten van het ziekenhuis", "Dutch"),
        ("en", "de", "Blut und Gewebe von Patienten des Krankenhauses", "German"),
        ("en", "en", "Blood and tissue of patients of the hospital", ""),
        ("en", "nl", "Bloed en weefsel", ""),
        ("en", "", "", ""),
    ],
)
def test_long_text_in_another_language_says_so(reader, language, text, expected):
    with translation.override(reader):
        note = languages.LocalisedText(text, language).note

    said = f'<p class="meta">This text is in {expected} and has not been translated.</p>'
    assert note == (said if expected else "")


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", datetime.date(2022, 12, 1), "1er décembre 2022"),
        ("fr", datetime.date(2022, 12, 11), "11 décembre 2022"),
        ("fr", datetime.date(2022, 12, 31), "31 décembre 2022"),
        ("en", datetime.date(2022, 12, 1), "1 December 2022"),
        ("nl", datetime.date(2022, 12, 1), "1 december 2022"),
        ("de", datetime.date(2022, 12, 1), "1. Dezember 2022"),
    ],
)
def test_day_is_written_as_each_language_does(language, day, written):
    with translation.override(language):
        assert languages.written_date(day) == written
        assert Template("{{ day|date }}").render(Context({"day": day})) == written


def test_moment_keeps_its_time_and_a_number_stays_one():
    moment = datetime.datetime(2022, 12, 1, 8, 5, tzinfo=datetime.UTC)
    with translation.override("fr"):
        page = Template(
            "{{ moment|date:'DATETIME_FORMAT' }}, {{ moment|date:'j' }}, {{ none|date }}"
        )
        assert page.render(Context({"moment": moment, "none": None})) == (
            "1er décembre 2022 09:05, 1, "
        )

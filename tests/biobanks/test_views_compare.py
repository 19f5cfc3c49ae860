"""Collections side by side."""

import datetime
import re
from html import unescape

import pytest
from django.utils import translation

from tests.biobanks.factories import (
    CollectionFactory,
    DiseaseFactory,
)
from tests.biobanks.pages import (
    links_in,
    main_of,
    part_of,
    text_of,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nl", "/fr", "/de"]


def rows_of(response, caption):
    """Label and cells of the lines of a table of the comparison."""
    table = part_of(response, f"<caption>{caption}</caption>", "</table>")
    body = table[table.index("<tbody>") :]
    return {
        label: [unescape(cell) for cell in re.findall("<td>(.*?)</td>", cells)]
        for label, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL)
    }


def unknown_of(response):
    """What the page names as not stated."""
    section = part_of(response, "<h2>Not stated</h2>", "</section>")
    return re.findall(r'<li class="badge badge-quiet">(.*?)</li>', section)


def test_comparison_says_what_differs_first_then_the_same_then_the_unknown(client, liver, lung):
    for collection, materials in ((liver, ["DNA"]), (lung, ["DNA", "SERUM"])):
        collection.materials = materials
        collection.sex = ["MALE"]
        collection.collaboration_commercial = False
        collection.save()
    lung.age_low = 0
    lung.age_unit = "YEAR"
    lung.save()

    response = client.get("/compare/?c=lung&c=liver")

    assert rows_of(response, "What differs") == {
        "Materials": ["DNA; Serum", "DNA"],
        "Samples": ["not stated", "1,200"],
        "Lowest age": ["0", "not stated"],
        "Unit of the ages": ["Year", "not stated"],
    }
    assert rows_of(response, "What is the same") == {
        "Biobank": ["Bank A", "Bank A"],
        "Sex of the donors": ["Male", "Male"],
        "Works with companies": ["No", "No"],
    }
    html = main_of(response)
    assert "<summary>3 lines are the same for all</summary>" in html
    assert html.index("What differs") < html.index("<details>") < html.index("What is the same")
    assert unknown_of(response) == [
        "Town or city",
        "Province",
        "Diagnoses",
        "Data",
        "Type",
        "Order of magnitude of samples",
        "Donors",
        "Highest age",
        "Storage temperature",
        "Works with non-profit partners",
        "A fee is asked for",
        "A joint project is asked for",
        "Conditions of use",
        "Where to ask for access",
        "Last confirmed",
    ]


def test_comparison_is_written_as_the_reader_writes(client, liver, lung):
    """Numbers, dates, and diseases: one without a name in a language says so."""
    liver.diagnosis_links.create(
        disease=DiseaseFactory(code="C18", name_en="Colon", name_fr="Côlon")
    )
    liver.confirmed_on = datetime.date(2026, 11, 2)
    liver.save()

    dutch = rows_of(client.get("/nl/compare/?c=liver&c=lung"), "Verschillen")
    french = rows_of(client.get("/fr/compare/?c=liver&c=lung"), "Différences")

    assert dutch["Diagnoses"][0] == '<span lang="en">Colon (C18)</span>'
    assert (dutch["Stalen"][0], dutch["Laatst bevestigd"][0]) == ("1.200", "2 november 2026")
    assert french["Diagnostics"][0] == "<span>Côlon (C18)</span>"
    assert french["Échantillons"][0] == "1\xa0200"


def test_comparison_leads_on_with_the_selection(client, liver, lung):
    response = client.get("/compare/?c=lung&c=liver")

    assert dict(links_in(part_of(response, "<header>", "</header>"))) == {
        "Ask for these": "/request/?c=lung&c=liver",
        "Go on searching": "/catalogue/?c=lung&c=liver",
    }
    assert links_in(part_of(response, "<thead>", "</thead>")) == [
        ("Lung", "/collections/lung/"),
        ("take out : Lung", "?c=liver"),
        ("Liver", "/collections/liver/"),
        ("take out : Liver", "?c=lung"),
    ]


def test_one_collection_compares_with_itself(client, liver):
    response = client.get("/compare/?c=liver")

    assert rows_of(response, "What is the same") == {"Biobank": ["Bank A"], "Samples": ["1,200"]}


def test_five_stand_side_by_side_at_most(client):
    collections = [CollectionFactory() for _number in range(6)]
    slugs = [collection.slug for collection in collections]
    too_many = "Five collections stand side by side at most; the others were left out."

    five = client.get("/compare/", {"c": [*slugs[:5], "", "not / valid"]})
    six = client.get("/compare/", {"c": slugs})
    names = [collection.name for collection in collections[:5]]

    for response in (five, six):
        assert rows_of(response, "What differs") == {
            "Biobank": [collection.biobank.name for collection in collections[:5]]
        }
        header = links_in(part_of(response, "<thead>", "</thead>"))
        assert [text for text, _href in header if "take out" not in text] == names
    assert too_many not in text_of(five)
    assert too_many in text_of(six)


def test_request_page_compares_the_first_five(client):
    slugs = [CollectionFactory().slug for _number in range(6)]

    response = client.get("/request/", {"c": slugs})

    query = "&".join(f"c={slug}" for slug in slugs[:5])
    assert dict(links_in(main_of(response)))["Compare"] == f"/compare/?{query}"


@pytest.mark.parametrize(
    ("prefix", "label"),
    [
        ("", "Materials"),
        ("/nl", "Materialen"),
        ("/fr", "Types de matériel"),
        ("/de", "Materialien"),
    ],
)
def test_comparison_speaks_four_languages(client, liver, lung, prefix, label):
    liver.materials = ["DNA"]
    liver.save()

    response = client.get(f"{prefix}/compare/?c=liver&c=lung")

    html = response.content.decode()
    language = prefix[1:] or "en"
    with translation.override(language):
        title = translation.gettext("Compare collections")
    assert f'<html lang="{language}">' in html
    assert f"<title>{title} – BBMRI.be</title>" in html
    assert html.count(f"<h1>{title}</h1>") == 1
    assert f'<th scope="row">{label}</th>' in html
    assert f'href="{prefix}/collections/liver/"' in html

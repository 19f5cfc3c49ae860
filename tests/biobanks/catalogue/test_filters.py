"""The filters beside the list."""

import re

import pytest

from tests.biobanks.catalogue.results import status_of
from tests.biobanks.pages import links_in, main_of, part_of, text_of

pytestmark = pytest.mark.django_db


def test_chosen_filters_stand_above_the_list_and_can_be_removed(client, catalogue):
    response = client.get(
        "/catalogue/?q=asthma&material=DNA&material=SERUM&all=material&biobank=liege&sort=name"
    )

    assert links_in(part_of(response, '<ul class="tags"', "</ul>")) == [
        (
            "Material: Serum × (remove)",
            "?q=asthma&material=DNA&biobank=liege&sort=name",
        ),
        ("Material: DNA × (remove)", "?q=asthma&material=SERUM&biobank=liege&sort=name"),
        (
            "Biobank: Biothèque × (remove)",
            "?q=asthma&material=SERUM&material=DNA&all=material&sort=name",
        ),
        ("Reset all", "?q=asthma&sort=name"),
    ]


def test_nothing_chosen_nothing_to_remove(client, catalogue):
    assert '<ul class="tags"' not in main_of(client.get("/catalogue/?q=asthma"))


def filter_of(response, label):
    """A filter: whether it is open, its heading, its options with their addresses."""
    for opening, summary, rest in re.findall(
        r"<details( open)?>\s*<summary>(.*?)</summary>(.*?)</details>", main_of(response), re.DOTALL
    ):
        if summary.startswith(label):
            options = re.findall(r"<li[^>]*>(.*?)</li>", rest, re.DOTALL)
            return (
                bool(opening),
                summary,
                [
                    (
                        links_in(option)
                        or [(" ".join(re.sub(r"<[^>]+>", " ", option).split()), None)]
                    )[0]
                    for option in options
                ],
            )
    pytest.fail(f"no filter {label}")


def test_options_of_a_filter(client, catalogue):
    response = client.get("/catalogue/?province=BE-BRU&material=URINE&q=asthma")

    assert filter_of(response, "Material") == (
        True,
        "Material (1)",
        [
            ("Serum 0", None),  # leads nowhere, and is shown as such
            ("DNA 0", None),
            ("Urine 1", "?q=asthma&province=BE-BRU"),
        ],
    )
    assert filter_of(response, "Sex of the donors") == (
        False,
        "Sex of the donors",
        [("Female 0", None)],
    )
    assert main_of(response).count('<span class="dead">Serum <span class="count">0</span>') == 1


def test_any_or_all_of_several_values(client, catalogue):
    any_ = client.get("/catalogue/?material=DNA&material=URINE")
    all_ = client.get("/catalogue/?material=DNA&material=URINE&all=material")

    assert "Any of them is enough. Needs all" in text_of(any_)
    assert ("Needs all", "?material=DNA&material=URINE&all=material") in links_in(main_of(any_))
    assert "Needs all of them. Any is enough" in text_of(all_)
    assert ("Any is enough", "?material=DNA&material=URINE") in links_in(main_of(all_))
    assert (status_of(any_)[:9], status_of(all_)[:10]) == ("2 biobank", "0 biobanks")


def test_diagnoses_are_indented_by_their_depth(client, catalogue):
    response = client.get("/catalogue/?diagnosis=X")

    assert [
        (depth, label.strip())
        for depth, label in re.findall(
            r'<li class="depth-(\d)"><a [^>]*>(.*?)<span', main_of(response)
        )
    ] == [("1", "Chronic lower respiratory diseases (J40-J47)")]


def test_map_leads_to_provinces(client, catalogue):
    response = client.get("/catalogue/?q=asthma")

    map_ = part_of(response, '<svg class="map"', "</svg>")
    assert [href for _label, href in links_in(map_)] == [
        "?q=asthma&province=BE-BRU",
        "?q=asthma&province=BE-WLG",
    ]
    assert re.findall(r'aria-label="([^"]*: \d+)"', map_) == ["Brussels: 1", "Liège: 1"]
    assert map_.count("map-area-dead") == 9


def test_form_keeps_the_filters_and_forgets_the_page(client, catalogue):
    response = client.get("/catalogue/?q=asthma&material=DNA&view=collections&page=1&sort=name")

    form = part_of(response, '<form class="search-form"', "</form>")
    assert re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', form) == [
        ("material", "DNA"),
        ("view", "collections"),
        ("sort", "name"),
    ]
    assert 'value="asthma"' in form

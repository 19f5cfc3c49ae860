"""Addresses of lists: read with patience, written always alike."""

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from biobanks.search.address import SORTS, VIEWS, Asked, asked, cleaned
from biobanks.search.facets import BY_NAME, FACETS
from biobanks.search.index import Index
from biobanks.search.matching import Choice

INDEX = Index(
    entries={
        "biobank": {"uza": "biobank:bbmri-eric:ID:BE_UZA", "bordet": "biobank:bbmri-be:ID:BE_B"},
        "network": {"bvt": "network:bbmri-eric:networkID:BE_BVT"},
    }
)


def read(query):
    return asked(QueryDict(query), INDEX)


def test_address_is_read_whole():
    what = read(
        "page=3&sort=size&view=collections&all=material&material=URINE&material=DNA"
        "&biobank=uza&diagnosis=ORPHA:586&diagnosis=J45&diagnosis=X&q=+blood%0Acells"
    )

    assert what == Asked(
        text="blood cells",
        choices={
            "diagnosis": Choice(("X", "J45", "ORPHA:586")),
            "material": Choice(("DNA", "URINE"), needs_all=True),
            "biobank": Choice(("uza",)),
        },
        view="collections",
        sort="size",
        page=3,
    )
    assert what.query == (
        "?q=blood+cells&diagnosis=X&diagnosis=J45&diagnosis=ORPHA%3A586"
        "&material=DNA&material=URINE&all=material&biobank=uza"
        "&view=collections&sort=size&page=3"
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=+%00+",
        "page=1",
        "view=biobanks&sort=relevance",
        "view=map&sort=colour",
        "all=material",
        "material[]=DNA&Q=x&utm_source=mail",
    ],
)
def test_address_that_asks_for_nothing_is_empty(query):
    what = read(query)

    assert (what, what.query) == (Asked(), "?")


@pytest.mark.parametrize(
    ("query", "choices", "problems"),
    [
        ("material=GOLD", {}, ["Material: an unknown choice was left out."]),
        ("material=", {}, ["Material: an unknown choice was left out."]),
        ("material=%00", {}, ["Material: an unknown choice was left out."]),
        ("material=NAV&material=*", {}, ["Material: an unknown choice was left out."]),
        (
            "material=DNA&material=dna",
            {"material": Choice(("DNA",))},
            ["Material: an unknown choice was left out."],
        ),
        ("material=DNA&material=DNA", {"material": Choice(("DNA",))}, []),
        ("diagnosis=Z99.9", {"diagnosis": Choice(("Z99.9",))}, []),
        ("diagnosis=C15-C26", {"diagnosis": Choice(("C15-C26",))}, []),
        ("diagnosis=asthma", {}, ["Diagnosis: an unknown choice was left out."]),
        ("diagnosis=J45%0A", {}, ["Diagnosis: an unknown choice was left out."]),
        (
            "province=XX&network=none&biobank=%00",
            {},
            [
                "Province: an unknown choice was left out.",
                "Biobank: an unknown choice was left out.",
                "Network: an unknown choice was left out.",
            ],
        ),
        ("province=BE-VLG", {}, ["Province: an unknown choice was left out."]),
        (
            "confirmed=year&confirmed=1",
            {"confirmed": Choice(("year",))},
            ["Last confirmed: an unknown choice was left out."],
        ),
        ("size=3&size=0", {"size": Choice(("0", "3"))}, []),
        (
            "sex=MALE&sex=FEMALE&all=sex",
            {"sex": Choice(("FEMALE", "MALE"))},  # this filter never needs all
            [],
        ),
        ("material=DNA&all=material", {"material": Choice(("DNA",))}, []),
    ],
)
def test_what_is_not_known_is_left_out_and_said(query, choices, problems):
    what = read(query)

    assert (what.choices, list(what.problems)) == (choices, problems)


def test_problems_are_said_in_the_readers_language():
    with override("de"):
        (german,) = read("q=" + "x" * 10_001).problems

    assert "10000" in german.replace(".", "")
    assert german != read("q=" + "x" * 10_001).problems[0]


def test_more_values_than_a_filter_takes():
    codes = [f"{letter}{number:02}" for letter in "AB" for number in range(60)]

    what = read("&".join(f"diagnosis={code}" for code in codes))

    assert what.choices == {"diagnosis": Choice(tuple(codes[:100]))}
    assert what.problems == ("Diagnosis: only the first 100 choices count.",)


def test_long_text_is_cut():
    what = read("q=" + "x" * 10_001)

    assert what.text == "x" * 10_000
    assert what.problems == (
        "The search takes 10000 characters; the rest of your text was left out.",
    )
    assert read("q=" + "x" * 10_000).problems == ()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  lung \t cancer\r\n", "lung cancer"),
        ("a\x00b\x1bc\x7fd", "a b c d"),
        ("non\xa0breaking\u2028line\u200b", "non breaking line"),
        ("Ünïcode 肺がん 🧬", "Ünïcode 肺がん 🧬"),
        ("'; DROP TABLE--%_\\", "'; DROP TABLE--%_\\"),
    ],
)
def test_text_is_cleaned_of_what_nobody_types(text, clean):
    assert cleaned(text) == clean


@pytest.mark.parametrize(
    ("text", "page"),
    [
        *[("", 1), ("1", 1), ("7", 7), ("007", 7), ("9999999", 1_000_000)],
        *[("0", 0), ("-1", 0), ("1.5", 0), ("abc", 0), ("²", 0), ("٣", 0), ("9" * 5_000, 0)],
    ],
)
def test_page_is_a_number_or_none(text, page):
    assert read(f"page={text}").page == page


def test_values_are_escaped_in_addresses():
    assert Asked(text='a&q=b "c" <d>+é').query == "?q=a%26q%3Db+%22c%22+%3Cd%3E%2B%C3%A9"


MATERIAL = BY_NAME["material"]


def test_toggling_chooses_a_value_in_the_order_of_the_list():
    what = read("q=x&material=URINE&page=4&view=collections")

    assert what.toggled(MATERIAL, "DNA").query == (
        "?q=x&material=DNA&material=URINE&view=collections"
    )


def test_toggling_again_takes_the_value_away():
    what = read("q=x&material=URINE&province=BE-BRU")

    assert what.toggled(MATERIAL, "URINE").query == "?q=x&province=BE-BRU"
    assert what.toggled(MATERIAL, "DNA").toggled(MATERIAL, "DNA") == what


def test_all_of_one_value_is_any_of_it():
    what = read("material=DNA&material=RNA&all=material")

    assert what.toggled(MATERIAL, "URINE").query == (
        "?material=DNA&material=RNA&material=URINE&all=material"
    )
    assert what.toggled(MATERIAL, "RNA").query == "?material=DNA"


@pytest.mark.parametrize(
    ("change", "query"),
    [
        (lambda what: what.with_text(" b\x00c "), "?q=b+c&sex=MALE&view=collections&sort=name"),
        (lambda what: what.with_text(""), "?sex=MALE&view=collections&sort=name"),
        (
            lambda what: what.with_choice("biobank", Choice(("uza",))),
            "?q=a&sex=MALE&biobank=uza&view=collections&sort=name",
        ),
        (lambda what: what.with_choice("sex", Choice(())), "?q=a&view=collections&sort=name"),
        (lambda what: what.without_choices(), "?q=a&view=collections&sort=name"),
        (lambda what: what.seen(view="biobanks"), "?q=a&sex=MALE&sort=name"),
        (lambda what: what.seen(sort="size"), "?q=a&sex=MALE&view=collections&sort=size"),
        (lambda what: what.on_page(2), "?q=a&sex=MALE&view=collections&sort=name&page=2"),
    ],
)
def test_a_change_keeps_the_rest_and_begins_at_the_first_page(change, query):
    what = read("q=a&sex=MALE&view=collections&sort=name&page=5")

    assert change(what).query == query


def values_of(facet):
    """Some values that a filter knows."""
    known = {"diagnosis": ["II", "XXII", "C18", "C18.0", "C15-C26", "ORPHA:586"]}
    entries = list(INDEX.entries.get(facet.kind, ()))
    return known.get(facet.name) or entries or list(facet.labels)


@st.composite
def addresses(draw):
    """Pairs of a query string, in any order, some of them without a meaning."""
    pairs = [("q", draw(st.text(max_size=30))), ("page", draw(st.sampled_from(["", "2", "x"])))]
    for facet in draw(st.lists(st.sampled_from(FACETS), unique_by=lambda facet: facet.name)):
        values = st.sampled_from([*values_of(facet), "nonsense"])
        pairs += [(facet.name, value) for value in draw(st.lists(values, max_size=4))]
        if draw(st.booleans()):
            pairs.append(("all", facet.name))
    pairs.append(("view", draw(st.sampled_from([*VIEWS, "x"]))))
    pairs.append(("sort", draw(st.sampled_from([*SORTS, "x"]))))
    return pairs


def query_of(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


@given(addresses(), st.randoms())
def test_one_question_has_one_address(pairs, random):
    what = asked(query_of(pairs), INDEX)
    shuffled = [pair for pair in pairs if pair[0] in {"q", "page", "view", "sort"}] + sorted(
        (pair for pair in pairs if pair[0] not in {"q", "page", "view", "sort"}),
        key=lambda pair: random.random(),
    )

    assert asked(query_of(shuffled), INDEX).query == what.query
    again = asked(QueryDict(what.query[1:]), INDEX)
    assert (again.pairs, again.problems) == (what.pairs, ())

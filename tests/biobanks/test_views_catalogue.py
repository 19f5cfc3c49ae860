"""The page of the search, and the same list as JSON."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from biobanks.enums import Province
from biobanks.models import Biobank, Disease
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    DiseaseFactory,
    NetworkFactory,
    ServiceFactory,
)
from tests.biobanks.pages import hrefs_of, links_in, main_of, part_of, text_of
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nl", "/fr", "/de"]


def status_of(response):
    """How many answer, as the page says."""
    return " ".join(part_of(response, '<p role="status">', "</p>").split())


def title_of(response):
    return re.search(r"<title>(.*?)</title>", response.content.decode())[1]


def results_of(response):
    """Names and addresses of the results."""
    return [
        links_in(heading)[0]
        for heading in re.findall(r'<h3 class="card-title">.*?</h3>', main_of(response), re.DOTALL)
    ]


def problems_of(response):
    return re.findall(r'<p class="notice notice-warning">(.*?)</p>', main_of(response))


def readings_of(response):
    """Texts of the parts of the question, each with its links."""
    section = part_of(response, '<section class="understood"', "</section>")
    parts = section.split("<li>\n")[0:]
    found = []
    for part in re.split(r"<li>\s*<p>", section)[1:]:
        line = part[: part.index("</p>")]
        text = " ".join(re.sub(r"<[^>]+>", " ", line[: line.index("<a ")]).split())
        found.append((text, links_in(part)))
    assert parts
    return found


@pytest.fixture
def catalogue(vocabulary):
    """Two biobanks with collections, one without."""
    network = NetworkFactory(slug="bvt", name="Tumourbank", acronym="BVT")
    liege = BiobankFactory(
        slug="liege",
        name="Biothèque",
        acronym="BHUL",
        city="Liège",
        province=Province.LIEGE,
        networks=[network],
    )
    CollectionFactory(
        biobank=liege,
        slug="lungs",
        name="Lungs",
        materials=["DNA", "SERUM"],
        size=12_000,
        sex=["FEMALE"],
        diagnoses=[disease("J45.0")],
    )
    CollectionFactory(biobank=liege, slug="colon", name="Colon", diagnoses=[disease("C18.0")])
    bordet = BiobankFactory(slug="bordet", name="Bordet", province=Province.BRUSSELS)
    CollectionFactory(
        biobank=bordet,
        slug="air",
        name="Airways",
        materials=["URINE"],
        size=70,
        diagnoses=[disease("J45"), disease("J44")],
        description_en="Bronchoscopies of smokers",
    )
    BiobankFactory(slug="empty", name="Empty", province=Province.BRUSSELS)
    BiobankFactory(name="Hidden", draft=True)


# The page


@pytest.mark.parametrize(
    ("prefix", "title", "heading"),
    [
        ("", "Catalogue – BBMRI.be", "Catalogue"),
        ("/nl", "Catalogus – BBMRI.be", "Catalogus"),
        ("/fr", "Catalogue – BBMRI.be", "Catalogue"),
        ("/de", "Katalog – BBMRI.be", "Katalog"),
    ],
)
def test_page_answers_in_each_language(client, catalogue, prefix, title, heading):
    response = client.get(f"{prefix}/catalogue/")

    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{prefix[1:] or "en"}">' in html
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == [heading]
    assert title_of(response) == title
    assert [href for _name, href in results_of(response)] == [
        f"{prefix}/biobanks/{slug}/" for slug in ["liege", "bordet", "empty"]
    ]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("q=asthma", "“asthma” in the catalogue"),
        ("q=a+%26+b", "“a &amp; b” in the catalogue"),
        ("q=" + "x" * 100, f"“{'x' * 59}…” in the catalogue"),
        ("material=DNA", "Catalogue"),
    ],
)
def test_title_says_what_is_asked(client, catalogue, query, title):
    assert title_of(client.get(f"/catalogue/?{query}")) == f"{title} – BBMRI.be"


def test_title_names_the_page(client):
    for number in range(21):
        BiobankFactory(name=f"Bank {number}")

    assert title_of(client.get("/catalogue/?page=2")) == "Catalogue, page 2 – BBMRI.be"


def test_page_is_only_read(client):
    assert client.post("/catalogue/").status_code == 405
    assert client.post("/catalogue.json").status_code == 405
    assert client.head("/catalogue/").status_code == 200


def test_page_without_entries(client):
    response = client.get("/catalogue/")

    assert (response.status_code, status_of(response)) == (200, "0 biobanks and 0 collections")


def test_lists_biobanks_with_their_collections(client, catalogue):
    response = client.get("/catalogue/")

    assert status_of(response) == (
        "3 biobanks and 3 collections · samples: 12,070 (1 collection does not state its number)"
    )
    shown = text_of(response)
    assert "Biothèque BHUL · Liège Colon Lungs Serum, DNA" not in shown  # as each states them
    assert "Biothèque BHUL · Liège Colon Lungs DNA, Serum · samples: 12,000" in shown
    assert "Bordet Brussels Airways Urine · samples: 70" in shown
    assert "Empty Brussels No collection of this biobank is described yet." in shown
    assert "Hidden" not in shown


def test_lists_collections(client, catalogue):
    response = client.get("/catalogue/?view=collections")

    assert results_of(response) == [
        ("Airways", "/collections/air/"),
        ("Colon", "/collections/colon/"),
        ("Empty", "/biobanks/empty/"),
        ("Lungs", "/collections/lungs/"),
    ]
    shown = text_of(response)
    assert "Airways Bordet · Urine · samples: 70" in shown
    assert "Empty Brussels No collection of this biobank is described yet." in shown


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("material=DNA", "1 biobank and 1 collection · samples: 12,000"),
        (
            "diagnosis=II",
            "1 biobank and 1 collection · samples: not stated",
        ),
        ("biobank=empty", "1 biobank and 0 collections"),
        ("q=zzz", "0 biobanks and 0 collections"),
    ],
)
def test_counts(client, catalogue, query, status):
    assert status_of(client.get(f"/catalogue/?{query}")) == status


def test_numbers_are_written_in_the_readers_way(client, catalogue):
    assert "12.070" in status_of(client.get("/nl/catalogue/"))


# What was understood


def test_readings_with_all_that_can_be_done_about_them(client, catalogue):
    response = client.get("/catalogue/?q=asthma+bronchoscopies&province=BE-BRU")

    assert readings_of(response) == [
        (
            "Diagnosis Asthma (J45) and 4 codes below it ← “asthma”",
            [
                ("leave out “asthma”", "?q=bronchoscopies&province=BE-BRU"),
                (
                    "look for the word itself “asthma”",
                    "?q=text%3A%22asthma%22+bronchoscopies&province=BE-BRU",
                ),
                (
                    "Chronic lower respiratory diseases (J40-J47)",
                    "?q=J40-J47+bronchoscopies&province=BE-BRU",
                ),
            ],
        ),
        (
            "Text “bronchoscopies” the words as they are ← “bronchoscopies”",
            [("leave out “bronchoscopies”", "?q=asthma&province=BE-BRU")],
        ),
    ]


def test_narrower_terms_and_other_senses(client, catalogue):
    asthma = readings_of(client.get("/catalogue/?q=asthma"))[0][1]
    arthritis = readings_of(client.get("/catalogue/?q=RA"))[0]

    assert asthma[-2:] == [
        ("Chronic lower respiratory diseases (J40-J47)", "?q=J40-J47"),
        ("Predominantly allergic asthma (J45.0)", "?q=J45.0"),
    ]
    assert arthritis == (
        "Diagnosis Rheumatoid arthritis (M06) ← “RA”",
        [
            ("leave out “RA”", "?"),
            ("look for the word itself “RA”", "?q=text%3A%22RA%22"),
            ("Refractory anaemia, unspecified (D46.4)", "?q=D46.4"),
        ],
    )


@pytest.mark.parametrize("query", ["q=asthma+serum", "q=RA", "q=J40-J47", "q=bowel+cancer"])
def test_every_link_of_a_reading_leads_to_a_page(client, catalogue, query):
    for _text, links in readings_of(client.get(f"/catalogue/?{query}")):
        for _label, href in links:
            there = client.get(f"/catalogue/{href}")
            assert (there.status_code, problems_of(there)) == (200, [])


def test_readings_are_in_the_readers_language(client, catalogue):
    (reading,) = readings_of(client.get("/nl/catalogue/?q=asthma"))

    assert "Astma (J45)" in reading[0]


def test_results_say_why_they_answer(client, catalogue):
    response = client.get("/catalogue/?q=asthma+serum")

    assert re.findall(r'<p class="why">(.*?)</p>', main_of(response)) == [
        "<span>Diagnosis: Predominantly allergic asthma (J45.0)</span> · "
        "<span>Material: Serum</span>"
    ]
    assert re.findall(r'<p class="why">', main_of(client.get("/catalogue/"))) == []


@pytest.mark.parametrize("view", ["biobanks", "collections"])
def test_biobank_without_collections_says_why_it_answers(client, view):
    BiobankFactory(name="Empty", description_en="Frozen tissue")

    response = client.get(f"/catalogue/?q=frozen&view={view}")

    assert re.findall(r'<p class="why">(.*?)</p>', main_of(response)) == [
        "<span>Text: frozen</span>"
    ]


# Filters


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


# Ways to look at the list


def test_views_and_orders(client, catalogue):
    tools = part_of(
        client.get("/catalogue/?q=asthma&view=collections&sort=size&material=URINE"),
        '<div class="list-tools">',
        "</div>",
    )

    assert links_in(tools) == [
        ("By biobank", "?q=asthma&material=URINE&sort=size"),
        ("Relevance", "?q=asthma&material=URINE&view=collections"),
        ("Name", "?q=asthma&material=URINE&view=collections&sort=name"),
        ("Last confirmed", "?q=asthma&material=URINE&view=collections&sort=confirmed"),
    ]
    assert re.findall(r'<strong aria-current="true">(.*?)</strong>', tools) == [
        "As collections",
        "Number of samples",
    ]


def test_without_a_text_nothing_is_more_relevant(client, catalogue):
    tools = part_of(client.get("/catalogue/"), '<div class="list-tools">', "</div>")

    assert re.findall(r'<strong aria-current="true">(.*?)</strong>', tools) == [
        "By biobank",
        "Name",
    ]
    assert "Relevance" not in tools


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=name", ["Biothèque", "Bordet", "Empty"]),
        ("sort=size", ["Biothèque", "Bordet", "Empty"]),
        ("sort=confirmed", ["Empty", "Bordet", "Biothèque"]),
        ("q=asthma", ["Bordet", "Biothèque"]),  # states the disease itself
        ("q=asthma&sort=name", ["Biothèque", "Bordet"]),
        ("view=collections&sort=size", ["Lungs", "Airways", "Colon", "Empty"]),
        ("view=collections&sort=confirmed", ["Empty", "Airways", "Colon", "Lungs"]),
    ],
)
def test_orders(client, catalogue, query, names):
    Biobank.objects.filter(slug="empty").update(confirmed_on=datetime.date(2026, 1, 1))

    response = client.get(f"/catalogue/?{query}")

    assert [name for name, _href in results_of(response)] == names


def test_first_collections_of_many(client):
    biobank = BiobankFactory(slug="bank")
    for number in range(10):
        CollectionFactory(biobank=biobank, materials=["DNA"], name=f"Part {number}")

    response = client.get("/catalogue/?material=DNA")

    assert re.findall(r">Part (\d)<", main_of(response)) == list("0123")
    assert (
        "and 6 more collections",
        "?material=DNA&biobank=bank&view=collections",
    ) in links_in(main_of(response))


def test_pages_have_addresses(client):
    for number in range(45):
        BiobankFactory(name=f"Bank {number:02}", description_en="Frozen", province=Province.NAMUR)

    response = client.get("/catalogue/?page=2&q=frozen&province=BE-WNA")

    assert [name for name, _href in results_of(response)] == [f"Bank {n}" for n in range(20, 40)]
    assert links_in(part_of(response, '<nav class="pagination"', "</nav>")) == [
        ("Page 1", "?q=frozen&province=BE-WNA"),
        ("Page 3", "?q=frozen&province=BE-WNA&page=3"),
    ]
    assert status_of(response).startswith("45 biobanks")
    assert problems_of(response) == []


def test_one_page_needs_no_links(client, catalogue):
    assert '<nav class="pagination"' not in main_of(client.get("/catalogue/"))


@pytest.mark.parametrize(
    ("page", "shown"),
    [*[("7", 3), ("999999999999", 1), ("99999", 3)], *[("0", 1), ("-1", 1), ("abc", 1)]],
)
def test_unknown_page_is_said_and_the_nearest_shown(client, page, shown):
    for number in range(45):
        BiobankFactory(name=f"Bank {number:02}")

    response = client.get(f"/catalogue/?page={page}")

    assert problems_of(response) == [f"There is no such page; this is page {shown}."]
    first = {1: "Bank 00", 3: "Bank 40"}[shown]
    assert results_of(response)[0][0] == first


# What is left out


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("province=XX", ["Province: an unknown choice was left out."]),
        (
            "biobank=hidden&network=%00",
            [
                "Biobank: an unknown choice was left out.",
                "Network: an unknown choice was left out.",
            ],
        ),
        (
            "q=" + "x" * 10_001,
            ["The search takes 10000 characters; the rest of your text was left out."],
        ),
        ("material[]=DNA&q[]=x&view=x&sort=x", []),
    ],
)
def test_page_says_what_it_left_out(client, catalogue, query, problems):
    response = client.get(f"/catalogue/?{query}")

    assert (response.status_code, problems_of(response)) == (200, problems)


def test_page_escapes_what_was_typed(client, catalogue):
    text = '"><script>alert(1)</script>'

    html = client.get("/catalogue/", {"q": text}).content.decode()

    assert "<script>alert" not in html
    assert escape(text) in html


# Nothing found


def test_help_says_which_part_fails_and_how_to_go_on(client, catalogue):
    ServiceFactory(
        biobank=BiobankFactory(name="Collects", slug="collects"),
        types=["sample-collection", "sequencing"],
    )
    ServiceFactory(biobank__name="Sequences", types=["sequencing"])
    ServiceFactory(biobank=BiobankFactory(draft=True), types=["sample-collection"])

    response = client.get("/catalogue/?q=serum+copd+zzzz&sex=MALE")

    help_ = part_of(response, '<div class="notice">', "</div>")
    text = " ".join(re.sub(r"<[^>]+>", " ", help_).split())
    assert text.startswith("Nothing was found. Nothing in the catalogue answers: “zzzz”.")
    assert links_in(help_)[:-1] == [
        # Leaving one part out is not enough here, so each part is offered by itself.
        ("serum (1 result)", "?q=serum"),
        ("copd (1 result)", "?q=copd"),
        ("Collects", "/biobanks/collects/"),
    ]
    assert links_in(help_)[-1][0] == "Ask the secretariat"
    letter = urlsplit(links_in(help_)[-1][1])
    assert (letter.scheme, letter.path) == ("mailto", settings.SECRETARIAT_EMAIL)
    assert parse_qs(letter.query, strict_parsing=True) == {
        "subject": ["Samples I am looking for"],
        "body": [
            "I found nothing in the catalogue for this:\n"
            f"{settings.SITE_URL}/catalogue/?q=serum+copd+zzzz&sex=MALE\n\n"
        ],
    }


def test_help_offers_to_leave_a_part_out(client, catalogue):
    response = client.get("/catalogue/?q=asthma+serum&province=BE-BRU&view=collections")

    help_ = part_of(response, '<div class="notice">', "</div>")
    assert "Each part of your question has results, but no entry answers them all" in help_
    assert links_in(help_)[:-1] == [
        ("serum (1 result)", "?q=asthma&province=BE-BRU&view=collections"),
        ("Province (1 result)", "?q=asthma+serum&view=collections"),
    ]


def test_help_offers_the_nearest_broader_disease(client, catalogue):
    response = client.get("/catalogue/?q=J45.1")

    help_ = part_of(response, '<div class="notice">', "</div>")
    assert "Nothing in the catalogue answers: Nonallergic asthma (J45.1)." in help_
    assert links_in(help_)[:-1] == [
        ("J45.1 (4 results)", "?"),
        ("Asthma (2 results)", "?q=J45"),
    ]
    assert status_of(client.get("/catalogue/?q=J45")).startswith("2 biobanks")


def test_help_offers_a_chapter_that_is_read_as_one(client, vocabulary):
    CollectionFactory(diagnoses=[disease("XIII")])
    BiobankFactory()

    response = client.get("/catalogue/?q=M06")

    help_ = part_of(response, '<div class="notice">', "</div>")
    broader = links_in(help_)[1]
    assert broader == (
        "Diseases of the musculoskeletal system and connective tissue (1 result)",
        "?q=icd10%3AXIII",
    )
    assert status_of(client.get(f"/catalogue/{broader[1]}")).startswith(
        "1 biobank and 1 collection"
    )


def test_help_offers_near_spellings(client, catalogue):
    """Of a word so short that it is not put right by itself."""
    response = client.get("/catalogue/?q=srum+%22quoted+words%22&sex=MALE")

    help_ = part_of(response, '<div class="notice">', "</div>")
    assert "Did you mean:" in help_
    assert links_in(help_)[:-1] == [
        ("serum", "?q=serum+%22quoted+words%22&sex=MALE"),
    ]


# Numbers of questions to the database


QUESTIONS = [
    "",
    "view=collections",
    "material=DNA",
    "material=DNA&material=SERUM&all=material&province=BE-WLG&diagnosis=X",
    "q=asthma",
    "q=J40-J47&view=collections",
    "q=Bronchoscopies",
    "q=asthma+Bronchoscopies+serum",
]


def more_entries(number):
    for _number in range(number):
        CollectionFactory(
            biobank=BiobankFactory(province=Province.LIEGE, networks=[NetworkFactory()]),
            materials=["DNA", "SERUM"],
            description_en="Bronchoscopies",
            diagnoses=[disease("J45"), disease("J45.0")],
        )


def number_of_questions(client, path):
    """What a page asks once the index is made."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_questions_to_the_database_do_not_grow(client, catalogue):
    paths = [
        f"{page}?{query}" for page in ("/catalogue/", "/catalogue.json") for query in QUESTIONS
    ]
    counts = []
    for number in [1, 30]:
        more_entries(number)
        counts.append({path: number_of_questions(client, path) for path in paths})

    assert counts[0] == counts[1]
    assert {path: count for path, count in counts[0].items() if count > 6} == {}


@pytest.mark.parametrize("query", ["q=asthna", "q=zzzz+asthma", "q=J45.1&sex=MALE"])
def test_errors_and_help_ask_little_more(client, catalogue, query, django_assert_max_num_queries):
    client.get(f"/catalogue/?{query}")

    with django_assert_max_num_queries(7):
        client.get(f"/catalogue/?{query}")


# Many codes


@pytest.mark.parametrize("between", [" ", ", ", ";", "\n", "\t", " or "])
def test_five_hundred_codes(client, catalogue, between):
    codes = [f"{letter}{number:02}" for letter in "DFGHI" for number in range(99)]
    Disease.objects.bulk_create(DiseaseFactory.build(code=code) for code in codes)
    pasted = between.join([*codes, "J45.0", "J44", "C18.0", "E84", "M06"])

    response = client.get("/catalogue/", {"q": pasted})

    (reading,) = readings_of(response)
    assert problems_of(response) == []
    assert "(500 codes)" in reading[0]
    assert status_of(response).startswith("2 biobanks and 3 collections")


# The same list as JSON


def test_json_is_the_same_list(client, catalogue):
    answer = client.get("/catalogue.json?q=asthma&material=DNA&sort=name").json()

    facets = answer.pop("facets")
    assert answer == {
        "query": "?q=asthma&material=DNA&sort=name",
        "count": 1,
        "biobanks": 1,
        "collections": 1,
        "samples": {"known": 12_000, "collections_without_number": 0},
        "page": 1,
        "pages": 1,
        "problems": [],
        "results": [
            {
                "name": "Biothèque",
                "href": "/biobanks/liege/",
                "collections": [{"name": "Lungs", "href": "/collections/lungs/"}],
            }
        ],
    }
    assert facets["material"] == [
        {"value": "SERUM", "label": "Serum", "count": 1, "chosen": False},
        {"value": "DNA", "label": "DNA", "count": 1, "chosen": True},
        {"value": "URINE", "label": "Urine", "count": 1, "chosen": False},
    ]
    assert facets["biobank"] == [
        {"value": "liege", "label": "Biothèque", "count": 1, "chosen": False},
        {"value": "bordet", "label": "Bordet", "count": 0, "chosen": False},
        {"value": "empty", "label": "Empty", "count": 0, "chosen": False},
    ]


def test_json_in_another_language_view_and_with_problems(client, catalogue):
    answer = client.get("/fr/catalogue.json?view=collections&material=URINE&sex=x&page=9").json()

    assert (answer["page"], answer["pages"], len(answer["problems"])) == (1, 1, 1)
    assert answer["results"] == [
        {"name": "Airways", "href": "/fr/collections/air/", "collections": []}
    ]
    assert {"value": "SERUM", "label": "Sérum", "count": 1, "chosen": False} in answer["facets"][
        "material"
    ]


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_json_and_page_agree(client, catalogue, prefix):
    query = "q=asthma&view=collections&sort=size"

    page = client.get(f"{prefix}/catalogue/?{query}")
    answer = client.get(f"{prefix}/catalogue.json?{query}").json()

    assert [(result["name"], result["href"]) for result in answer["results"]] == results_of(page)
    assert hrefs_of(page)


def test_collections_of_a_biobank_stand_in_the_order_of_the_list(client):
    biobank = BiobankFactory(slug="bank")
    for number in range(6):
        CollectionFactory(biobank=biobank, name=f"Part {number}", size=10 + number)

    response = client.get("/catalogue/?sort=size")

    assert re.findall(r">Part (\d)<", main_of(response)) == list("5432")

"""The page of figures: its numbers are those of the lists behind them, and no small number of
samples can be learned from it."""

import datetime
import re
from html import unescape
from itertools import combinations, product

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from biobanks import figures
from biobanks.codes import Theme
from biobanks.enums import Province
from biobanks.search import keeping
from biobanks.search.index import Row
from biobanks.small_numbers import Sum, hidden
from tests.biobanks.factories import BiobankFactory, CollectionFactory
from tests.biobanks.search.vocabularies import disease

LANGUAGES = ["", "/nl", "/fr", "/de"]


@pytest.fixture
def catalogue(vocabulary):
    """Three biobanks with collections, one in Antwerp without any, and entries nobody may see."""
    antwerp = BiobankFactory(slug="antwerp", province="BE-VAN")
    brussels = BiobankFactory(slug="brussels", province="BE-BRU")
    somewhere = BiobankFactory(slug="somewhere", province="")
    BiobankFactory(slug="empty", province="BE-VAN")
    today = timezone.localdate()
    CollectionFactory(
        biobank=antwerp,
        materials=["SERUM", "DNA"],
        types=["COHORT", "DISEASE_SPECIFIC"],
        diagnoses=[disease("C18"), disease("C20"), disease("J45")],
        size=1200,
        confirmed_on=today,
    )
    CollectionFactory(
        biobank=antwerp,
        materials=["SERUM", "NAV"],
        types=["COHORT"],
        diagnoses=[disease("C18.0")],
        size=30,
        confirmed_on=today - datetime.timedelta(days=400),
    )
    CollectionFactory(
        biobank=antwerp, materials=["URINE"], diagnoses=[disease("ORPHA:586")], size=400
    )
    CollectionFactory(biobank=brussels, materials=["SERUM"], diagnoses=[disease("M06")])
    CollectionFactory(biobank=brussels, materials=["NAV"], diagnoses=[disease("J44")], size=50)
    CollectionFactory(biobank=somewhere, order_of_magnitude=3)
    CollectionFactory(
        biobank=brussels, materials=["RNA"], diagnoses=[disease("D46.4")], size=5, draft=True
    )
    CollectionFactory(
        biobank=BiobankFactory(draft=True, province="BE-WLG"), materials=["FECES"], size=5
    )


def text_of(html):
    """What a reader sees, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def html_of(client, path="/figures/"):
    """The content of a page."""
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def rows_of(table):
    """The cells of a table: text, and the address of the link where there is one."""
    return [
        [
            (
                text_of(cell),
                unescape(found[1]) if (found := re.search('href="(.*?)"', cell)) else "",
            )
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    ]


def grid_of(html):
    """The rows of the grid."""
    table = re.search(r'<table class="disease-grid">.*?</table>', html, re.DOTALL)[0]
    return rows_of(table)


def charts_of(html):
    """The rows of each chart's table, without its headings, and the texts of its drawing."""
    return {
        text_of(re.search(r"<h3>.*?</h3>", chart)[0]): (
            rows_of(chart)[1:],
            [text_of(text) for text in re.findall(r"<text.*?</text>", chart)],
        )
        for chart in re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    }


def texts(rows):
    """What stands in the cells of a table."""
    return [[text for text, _href in row] for row in rows]


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.usefixtures("catalogue")
def test_page_answers_in_each_language(client, prefix):
    html = client.get(f"{prefix}/figures/").content.decode()

    assert f'<html lang="{prefix[1:] or "en"}">' in html
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert set(re.findall(r'href="([^"?]*/catalogue/)\?', html)) == {f"{prefix}/catalogue/"}


@pytest.mark.usefixtures("catalogue")
def test_page_offers_its_numbers_as_a_file(client):
    (address,) = re.findall(r'href="([^"]+)">JSON<', html_of(client))

    numbers = client.get(address).json()
    assert {chart["title"] for chart in numbers["charts"]} >= {"Collections by province"}


@pytest.mark.django_db
def test_empty_catalogue_has_no_figures(client):
    html = html_of(client)

    assert ("<table" in html, "<svg" in html, "Samples" in html) == (False, False, False)


@pytest.mark.usefixtures("catalogue")
def test_grid(client):
    assert texts(grid_of(html_of(client))) == [
        ["Disease", "Serum", "DNA", "Urine", "All materials"],
        ["Neoplasms II", "2", "1", "0", "2"],
        ["Endocrine, nutritional and metabolic diseases IV", "0", "0", "1", "1"],
        ["Diseases of the respiratory system X", "1", "1", "0", "2"],
        [
            "Diseases of the musculoskeletal system and connective tissue XIII",
            *("1", "0", "0", "1"),
        ],
        ["All diseases", "3", "1", "1", "6"],
    ]


@pytest.mark.usefixtures("catalogue")
def test_grid_tells_what_its_cells_are(client):
    html = html_of(client)
    table = re.search(r"<table class=\"disease-grid\">.*?</table>", html, re.DOTALL)[0]

    assert (table.count('<th scope="col">'), table.count('<th scope="row">')) == (5, 5)
    assert table.count("<th") - table.count("<thead") == 10
    assert re.findall(r'<td class="(.*?)">', table) == [
        *("shade-4", "shade-2"),
        "shade-2",
        *("shade-2", "shade-2"),
        "shade-2",
    ]
    assert (
        "1 collection is in no row: it states no disease, or one outside ICD-10. "
        "2 collections are in no column: they state no material."
    ) in text_of(html)


@pytest.mark.usefixtures("catalogue")
def test_numbers_of_the_grid_are_the_lengths_of_their_lists(client):
    header, *rows = grid_of(html_of(client))
    linked = [(text, href) for row in rows for text, href in row[1:] if href]
    # A heading leads where the total of its row or column leads.
    totals = [row[-1] for row in rows[:-1]] + rows[-1][1:-1]
    headings = [row[0] for row in rows[:-1]] + header[1:-1]

    lists = [client.get(href).context["results"] for _text, href in linked]

    assert [text for text, _href in linked] == [str(len(found)) for found in lists]
    assert len(linked) == 6 + 4 + 3
    assert [href for _text, href in headings] == [href for _text, href in totals]
    assert {text for row in rows for text, href in row[1:-1] if not href} == {"0"}


@pytest.mark.usefixtures("catalogue")
def test_charts_and_their_tables(client):
    charts = charts_of(html_of(client))

    assert {title: texts(rows) for title, (rows, _drawing) in charts.items()} == {
        "Biobanks by province": [["Antwerp", "2"], ["Brussels", "1"], ["Not stated", "1"]],
        "Collections by province": [["Antwerp", "3"], ["Brussels", "2"], ["Not stated", "1"]],
        "Collections by theme": [
            ["Oncology", "2"],
            ["Rare diseases", "1"],
            ["Metabolic disorders", "1"],
            ["Autoimmune diseases", "1"],
            ["None of these themes", "2"],
        ],
        "Collections by material": [
            ["Serum", "3"],
            ["DNA", "1"],
            ["Urine", "1"],
            ["Not stated", "2"],
        ],
        "Collections by type": [["Cohort", "2"], ["Disease-specific", "1"], ["Not stated", "4"]],
        "Collections by number of samples": [
            ["10 to 100", "2"],
            ["100 to 1,000", "1"],
            ["1,000 to 10,000", "2"],
            ["Not stated", "1"],
        ],
        "Collections by last confirmation": [
            ["Within the last year", "1"],
            ["Longer ago, or not known", "5"],
        ],
        "Samples by province": [
            ["Antwerp", "1,630", "3", "0"],
            ["Brussels", "50", "1", "1"],
            ["Not stated", "not stated", "0", "1"],
            ["Total", "1,680", "4", "2"],
        ],
        "Samples by theme": [
            ["Rare diseases", "400", "1", "0"],
            ["Oncology", "1,230", "2", "0"],
            ["Metabolic disorders", "400", "1", "0"],
            ["Autoimmune diseases", "not stated", "0", "1"],
            ["None of these themes", "50", "1", "1"],
        ],
    }


@pytest.mark.usefixtures("catalogue")
def test_drawings_say_what_their_tables_say(client):
    for rows, drawing in charts_of(html_of(client)).values():
        drawn = [text for label, number, *_ in texts(rows) for text in (label, number)]
        assert drawing == [text for text in drawn[: len(drawing)] if text]
        assert len(drawn) - len(drawing) in {0, 2}  # a total is not drawn


@pytest.mark.usefixtures("catalogue")
def test_numbers_of_the_charts_are_those_of_the_lists_behind_them(client):
    checked = 0
    for title, (rows, _drawing) in charts_of(html_of(client)).items():
        for (_label, href), (number, _), *_rest in rows:
            if not href:
                continue
            found = client.get(href.replace("/catalogue/", "/catalogue.json")).json()
            samples = found["samples"]["known"] if found["samples"]["known"] else "not stated"
            kind = title.partition(" ")[0]
            numbers = {**found, "samples": samples}
            assert str(numbers[kind.lower()]) == number.replace(",", "")
            checked += 1

    assert checked == 2 + 2 + 4 + 3 + 2 + 3 + 1 + 2 + 4


def test_longest_bar_is_as_wide_as_the_drawing():
    numbers = [3, 12, 0, None]
    bars = [figures.Bar("", number, "") for number in numbers]

    drawn = list(figures.Chart("", (), bars).drawn)

    assert [row.width for row in drawn] == ["25.00%", "100.00%", "0.00%", "0.00%"]


@pytest.mark.usefixtures("catalogue")
def test_page_asks_the_database_once(client, django_assert_num_queries):
    client.get("/figures/")
    with django_assert_num_queries(1):
        client.get("/figures/")

    for province in Province:
        biobank = BiobankFactory(province=province)
        CollectionFactory(biobank=biobank, materials=["RNA"], size=100)
    client.get("/figures/")

    with django_assert_num_queries(1):
        client.get("/figures/")


# Small numbers of samples


@pytest.mark.usefixtures("catalogue")
def test_small_number_is_hidden_with_what_it_could_be_computed_from(client):
    CollectionFactory(biobank=BiobankFactory(province="BE-WLG"), types=["CASE_CONTROL"], size=7)

    html = html_of(client)

    charts = charts_of(html)
    assert texts(charts["Samples by province"][0]) == [
        ["Antwerp", "1,630", "3", "0"],
        ["Brussels", "not shown", "1", "1"],
        ["Liège", "not shown", "1", "0"],
        ["Not stated", "not stated", "0", "1"],
        ["Total", "not shown", "5", "2"],
    ]
    assert texts(charts["Samples by theme"][0]) == [
        ["Rare diseases", "400", "1", "0"],
        ["Oncology", "1,230", "2", "0"],
        ["Population and reference samples", "not shown", "1", "0"],
        ["Metabolic disorders", "400", "1", "0"],
        ["Autoimmune diseases", "not stated", "0", "1"],
        ["None of these themes", "not shown", "1", "1"],
    ]
    assert "samples, as far as stated" not in html
    assert "Fewer than ten samples are not shown as a number" in html
    assert "1,687" not in html


@pytest.mark.usefixtures("catalogue")
def test_page_says_how_much_is_not_stated(client):
    text = text_of(html_of(client))

    assert (
        "4 collections state their number of samples; these figures add up what is stated. "
        "2 collections do not state their number, so in truth there are more."
    ) in text
    assert "1,680 samples" not in text
    assert "samples, as far as stated 1,680" in text
    assert "not shown" not in text


# Sums are written as the entries they add up and their number.
@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([[(0b1, 10), (0b10, 99)], [(0b11, 109)]], [[False, False], [False]]),
        ([[(0b1, 9), (0b10, 99)], [(0b11, 108)]], [[True, True], [True]]),
        # The next smallest is hidden too, and the total.
        (
            [[(0b1, 9), (0b10, 99), (0b100, 30)], [(0b111, 138)]],
            [[True, False, True], [True]],
        ),
        # Two are small: no third is needed.
        (
            [[(0b1, 9), (0b10, 0), (0b100, 30)], [(0b111, 39)]],
            [[True, True, False], [True]],
        ),
        # No number: nothing to hide, and nothing that could hide another.
        ([[(0b1, 9), (0, 0), (0b100, 30)]], [[True, False, True]]),
        ([[(0, 0), (0b1, 10)]], [[False, False]]),
        ([[(0b1, 5)]], [[True]]),
        # 60 - 55 in a neighbouring group would tell the 5.
        (
            [[(0b011, 60), (0b100, 80)], [(0b001, 55), (0b100, 80), (0b010, 5)]],
            [[True, True], [False, True, True]],
        ),
        # What hides one group's number may need company in another.
        (
            [[(0b0001, 3), (0b0010, 20), (0b1100, 90)], [(0b0011, 23), (0b0100, 40), (0b1000, 50)]],
            [[True, True, True], [True, True, False]],
        ),
        ([], []),
    ],
)
def test_what_is_hidden(groups, expected):
    assert hidden([[Sum(*sum_) for sum_ in group] for group in groups]) == expected


PROVINCES = ["BE-VAN", "BE-BRU", ""]
THEMES = [Theme.ONCOLOGY, Theme.METABOLIC, Theme.INFECTIOUS]
LARGEST = 40
collection = st.tuples(
    st.none() | st.integers(0, LARGEST),
    st.sampled_from(PROVINCES),
    st.sets(st.sampled_from(THEMES)),
)


def index_of(collections):
    """The index of collections of a size, a province and some themes."""
    builder = keeping.Builder(datetime.date(2026, 3, 2))
    for at, (size, province, themes) in enumerate(collections):
        values = {f"place:{province}", *(f"category:{theme}" for theme in themes)}
        builder.add(Row(at, at, size, None), values)
    builder.pack()
    builder.measure()
    return builder.index


def said_of(collections):
    """All that the page says of samples."""
    found = figures.samples(index_of(collections))
    return (
        found.total,
        *(bar.text for chart in found.charts for bar in [*chart.bars, chart.total] if bar),
    )


def numbers_of(collections):
    """What the page would say if it hid nothing: the same figures, added up by themselves."""

    def samples(having):
        sizes = [item[0] for item in collections if having(item)]
        known = [size for size in sizes if size is not None]
        return (str(sum(known)) if known else "not stated") if sizes else None

    everything = samples(lambda item: True)
    by_province = [
        samples(lambda item, province=province: item[1] == province) for province in PROVINCES
    ]
    by_theme = [
        *(
            samples(lambda item, theme=theme: theme in item[2])
            for theme in Theme
            if theme in THEMES
        ),
        samples(lambda item: not item[2]),
    ]
    lines = [*by_province, everything, *by_theme]
    return (
        "" if everything == "not stated" else everything,
        *(line for line in lines if line is not None),
    )


def changed(collections):
    """The same collections with other sizes of one or two of them."""
    stating = [at for at, (size, _, _) in enumerate(collections) if size is not None]
    for several in [*combinations(stating, 1), *combinations(stating, 2)]:
        for sizes in product(range(LARGEST), repeat=len(several)):
            others = list(collections)
            for at, size in zip(several, sizes, strict=True):
                others[at] = (size, *others[at][1:])
            yield others


@settings(deadline=None)
@given(st.lists(collection, min_size=1, max_size=5))
def test_no_hidden_number_follows_from_what_is_shown(collections):
    """For each hidden number there is another catalogue of which the page says just the same.

    Who knows which collections a figure counts, and how it is decided what is hidden, learns
    nothing from the page.
    """
    said, numbers = said_of(collections), numbers_of(collections)
    concealed = {at for at, text in enumerate(said) if text != numbers[at]}

    assert len(said) == len(numbers)
    assert {said[at] for at in concealed} <= {"not shown", ""}
    assert not any(text.isdecimal() and int(text) < 10 for text in said)
    for others in changed(collections):
        if not concealed:
            break
        if said_of(others) == said:
            others_numbers = numbers_of(others)
            concealed -= {at for at in concealed if others_numbers[at] != numbers[at]}
    assert concealed == set()

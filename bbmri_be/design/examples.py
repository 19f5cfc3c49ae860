"""What fills the components on the page of the design system: made up, stored nowhere."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from bbmri_be.languages import LocalisedText
from biobanks import figures, project_fit
from biobanks.entry_pages import Line, QualityRow, Value
from biobanks.html.cards import Card, Owner, Row, list_items
from biobanks.html.filters import panel
from biobanks.html.lines import lines, tags
from biobanks.html.links import choices
from biobanks.html.tables import collection_rows
from biobanks.map import Dot, Map, areas
from biobanks.search import panel as search_panel
from biobanks.search import wording
from biobanks.views.lists import CollectionRow, Link
from biobanks.views.requests import ANSWERS, ComparedRow
from membership.enums import Voice
from pages.chart import chart
from pages.enums import Level, Tie
from pages.law import Choice
from pages.models import (
    GlossaryTerm,
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Section,
)

HERE = "#"  # links of examples lead nowhere
# As long as names get: 120 letters, a compound as German builds them, an address without a gap.
LONG_NAME = (
    "Biobank of the University Hospital Centre and of the Faculty of Medicine and Pharmacy, "
    "with its seven partners in the region"
)
LONG_WORD = "Körpermaterialaufbewahrungsgenehmigungsverfahren"
LONGEST_LABEL = "Échantillons de population et de référence"  # of a chart, in any language
LONG_ADDRESS = "https://www.example.be/research/biobank/collections/" + "a-very-long-name-" * 5
DUTCH = LocalisedText(
    "Deze tekst staat er alleen in het Nederlands: zo ziet een tekst eruit die niet vertaald is.",
    "nl",
)


def everything() -> dict[str, Any]:
    """All examples, by what the page calls them."""
    return {
        "prose_page": prose_page(),
        "sections": sections(3, address="/membership/"),
        "path_sections": sections(6),
        "news": news(),
        "province_biobanks": province_biobanks(),
        "milestones": milestones(),
        "choices": [Choice(english("Yes"), HERE), Choice(english("No, or I do not know"), HERE)],
        "letters": [("B", glossary())],
        "facts": facts(),
        "long_facts": long_facts(),
        "unknown": tags(["Donors", "Storage temperature", "Fee"]),
        "marks": marks(),
        "collections": collections(),
        "compared": compared(),
        "page_links": page_links(),
        "views": choices([Link("By biobank", is_current=True), Link("As collections", HERE)]),
        "chosen": [Link("Material: DNA", HERE), Link("Province: Liège", HERE)],
        "understood": understood(),
        "filters": panel(filter_groups(), result_map()),
        "cards": list_items(cards(), selected={"example-dna"}),
        "long_cards": list_items([long_card()], selected=()),
        "picked": picked(),
        "help": help_where_nothing_was_found(),
        "map": Map(dots()),
        "charts": [bar_chart(), chart_with_unknowns()],
        "grid": disease_grid(),
        "chart_of_bodies": chart(list(BODIES.values()), TIES),
        "body_card": {
            "body": BODIES["board"],
            "ties": [(Tie.APPOINTS.passive, BODIES["authority"].name)],
            "holders": [OfficeHolder(role_en="Chair", as_of=date(2026, 1, 1), is_public=False)],
        },
        "messages": messages(),
        "suggestions": ["breast cancer", "breast, benign diseases of", "breast milk"],
        "dutch": DUTCH,
        "long_name": LONG_NAME,
        "long_word": LONG_WORD,
        "long_address": LONG_ADDRESS,
    }


def english(text: str) -> LocalisedText:
    """A text in English."""
    return LocalisedText(text, "en")


# Of the node's pages


def prose_page() -> Page:
    """A long text with headings, as staff write it."""
    return Page(
        body_en="\n\n".join(
            (
                "The first paragraph says what the page is about. A link looks "
                "[like this](/questions/), a word that matters **like this**.",
                "## A first heading",
                "- one thing,\n- another thing,\n- a third thing.",
                "### A heading below it",
                "> Words of somebody else, with who said them.",
                "## A second heading",
                "1. First this,\n2. then that.",
                "## A third heading",
                "With three headings the page gets a list of them, beside the text or above it.",
            )
        ),
        as_of=date(2026, 1, 15),
    )


def sections(number: int, address: str = "") -> list[Section]:
    """Sections of a page."""
    return [
        Section(
            slug=f"{'card' if address else 'step'}-{at}",
            title_en=f"Title number {at}",
            text_en="One or two sentences that say what it is about.",
            link_label_en="What the link leads to" if address else "",
            address=address,
        )
        for at in range(1, number + 1)
    ]


def news() -> list[NewsItem]:
    """News."""
    return [
        NewsItem(
            slug=f"example-{at}",
            title_en=title,
            summary_en="Two sentences for the list. They say what is new and for whom.",
            published_at=datetime(2026, 1, at, 9, tzinfo=UTC),
        )
        for at, title in enumerate(("A short title", "A title that takes a second line here"), 1)
    ]


def milestones() -> list[Milestone]:
    """The timeline."""
    return [
        Milestone(
            slug="milestone-1",
            date_text_en="March 2008",
            title_en="Something began",
            text_en="What happened, in one or two sentences.",
            source_url="https://www.example.be/",
        ),
        Milestone(slug="milestone-2", date_text_en="2013", title_en="Something was founded"),
    ]


def glossary() -> list[GlossaryTerm]:
    """A word of the field."""
    return [
        GlossaryTerm(
            slug="term-1",
            term_en="biobank",
            term_nl="biobank",
            term_fr="biobanque",
            term_de="Biobank",
            short="BB",
            definition_en="A structure that keeps human body material for research.",
        )
    ]


BODIES = {
    "authority": GovernanceBody(
        pk=1, slug="authority", level=Level.AUTHORITY, name_en="An authority"
    ),
    "board": GovernanceBody(
        pk=2,
        slug="board",
        level=Level.BELGIAN,
        name_en="A board of the node",
        purpose_en="What it is for.",
    ),
    "office": GovernanceBody(pk=3, slug="office", level=Level.BELGIAN, name_en="An office"),
    "assembly": GovernanceBody(
        pk=4, slug="assembly", level=Level.EUROPEAN, name_en="An assembly in Europe"
    ),
}
TIES = [
    (BODIES["authority"], Tie.APPOINTS, BODIES["board"]),
    (BODIES["authority"], Tie.HOUSES, BODIES["office"]),
    (BODIES["board"], Tie.ATTENDS, BODIES["assembly"]),
]


# Of the catalogue


def province_biobanks() -> list[SimpleNamespace]:
    """Biobanks of a province."""
    return [
        SimpleNamespace(
            name=name,
            acronym=acronym,
            city="Ghent",
            town="Ghent",
            number_of_collections=number,
            get_absolute_url=HERE,
        )
        for name, acronym, number in (("Example Biobank", "EB", 12), ("Another Biobank", "", 1))
    ]


def facts() -> Any:
    """What is known of an entry."""
    return lines(
        [
            Line("Type", [Value("Cohort"), Value("Disease-specific")]),
            Line("Samples", [Value("between 1,000 and 9,999")]),
            Line("Website", [Value("www.example.be", "https://www.example.be/")]),
            Line("Biobank", [Value("Example Biobank", HERE, is_name=True)]),
        ]
    )


def long_facts() -> Any:
    """The same where words are long, or in another language."""
    return lines(
        [
            Line("A long name", [Value(LONG_NAME, HERE, is_name=True)]),
            Line("A long word", [Value(LocalisedText(LONG_WORD, "de"))]),
            Line("A long address", [Value(LONG_ADDRESS, LONG_ADDRESS)]),
            Line("In another language", [Value(DUTCH)]),
        ]
    )


def marks() -> list[QualityRow]:
    """Quality marks: one that holds, one that has ended, one of which little is known."""
    return [
        QualityRow("ISO 20387", "Accredited", [Value("Certificate", HERE)], "2028", False),
        QualityRow("ISO 9001", "Certified", [Value("Number 123")], "2019", True),
        QualityRow("BBMRI-ERIC self-assessment", "Self-declared", [], "", False),
    ]


def collections() -> dict[str, Any]:
    """A table of collections."""
    rows = [
        CollectionRow("Example collection", "", HERE, "DNA, Serum", "1,250", ""),
        CollectionRow(LONG_NAME, "", HERE, "Tissue, frozen", "10–99", ""),
    ]
    return {
        "rows": collection_rows(rows, materials=True, samples=True),
        "have_materials": True,
        "have_samples": True,
    }


def compared() -> dict[str, Any]:
    """Five collections side by side: wider than most screens."""
    names = ["DNA of adults", "Serum of children", "Tumours", LONG_NAME, "Urine"]
    return {
        "columns": [
            {"collection": {"name": name, "get_absolute_url": HERE}, "without": HERE}
            for name in names
        ],
        "rows": [
            ComparedRow("Materials", ["DNA", "Serum", "Tissue, frozen", "Whole blood", "Urine"]),
            ComparedRow("Samples", ["1,250", "300", "", "between 1,000 and 9,999", "87"]),
            ComparedRow("Fee", ["yes", "no", "", "", "yes"]),
        ],
    }


def page_links() -> list[Link]:
    """The pages of a list, with a gap."""
    return [
        Link("1", HERE),
        Link("2", is_current=True),
        Link("3", HERE),
        Link("…"),
        Link("14", HERE),
    ]


def understood() -> list[wording.Understood]:
    """A question as it was read: one part by its meaning, one as it is."""
    return [
        wording.Understood(
            kind="Diagnosis",
            label="Breast cancer (C50)",
            matched_text="brest cancer",
            note="with the spelling corrected, and 9 codes below it",
            off=wording.Link("", HERE),
            as_text=wording.Link("", HERE),
            others=[wording.Link("Breast, benign diseases of (D24)", HERE)],
            wider=[wording.Link("Neoplasms (II)", HERE)],
            narrower=[wording.Link("Nipple and areola (C50.0)", HERE, 3)],
        ),
        wording.Understood(
            kind="Text",
            label="“follow-up”",
            matched_text="follow-up",
            note="the words as they are",
            off=wording.Link("", HERE),
            as_text=None,
        ),
    ]


def option(label: str, count: int, *, depth: int = 0, chosen: bool = False) -> search_panel.Option:
    """A value of a filter; one without entries leads nowhere."""
    return search_panel.Option(label, label, count, chosen, HERE if count else "", depth)


def filter_groups() -> list[search_panel.Group]:
    """Filters: one with all depths, one with chosen values, the one that the map draws."""
    deep = [option(f"Depth {depth}", 60 - depth, depth=depth) for depth in range(7)]
    match = search_panel.Match(needs_all=False, href=HERE)
    materials = [
        option("DNA", 12, chosen=True),
        option("Serum", 7, chosen=True),
        option("Urine", 0),
    ]
    provinces = [option("Antwerp", 5), option("Liège", 3, chosen=True), option("Namur", 0)]
    return [
        search_panel.Group("diagnosis", "Diagnosis", deep, None, is_open=True),
        search_panel.Group("material", "Material", materials, match, is_open=True),
        search_panel.Group("province", "Province", provinces, None, is_open=True),
        search_panel.Group("size", "Number of samples", [option("10–99", 4)], None, is_open=False),
    ]


def result_map() -> search_panel.ResultMap:
    """The map of results: each third province has none, one is chosen."""
    return search_panel.ResultMap(
        [
            search_panel.Area(
                area.path,
                f"{area.province.label}: {at}",
                HERE if at % 3 else "",
                is_chosen=at == 1,
            )
            for at, area in enumerate(areas())
        ],
        dots(),
    )


def dots() -> list[Dot]:
    """Biobanks on the map; one has moved aside for its neighbour."""
    return [
        Dot("Example Biobank", "Ghent", "example", 150, 120, 150, 120),
        Dot("Another Biobank", "Liège", "another", 390, 200, 390, 200),
        Dot("Its neighbour", "Liège", "neighbour", 425, 225, 395, 205),
    ]


def cards() -> list[Card]:
    """Results: a biobank with collections, one without, a collection."""
    why = [wording.Why("Diagnosis", "Breast cancer (C50)"), wording.Why("Material", "DNA")]
    return [
        Card(
            "Example Biobank",
            HERE,
            "EB · Ghent · East Flanders",
            collections=[
                Row("DNA of adults", "example-dna", HERE, "DNA · samples: 1,250", why),
                Row("Serum of children", "example-serum", HERE, "Serum"),
            ],
            more=4,
            more_href=HERE,
        ),
        Card("Another Biobank", HERE, "Liège"),
        Card(
            "Tumours",
            HERE,
            "Tissue, frozen · samples: 300",
            slug="example-tumours",
            owner=Owner("Example Biobank", HERE, ""),
            why=why[:1],
        ),
    ]


def long_card() -> Card:
    """A result whose words are long."""
    return Card(
        LONG_NAME,
        HERE,
        f"{LONG_WORD} · {LONG_WORD}",
        collections=[Row(LONG_ADDRESS, "example-long", HERE, LONG_WORD)],
    )


def picked() -> list[dict[str, Any]]:
    """Picked collections, with each of the three answers to a project."""
    reasons = {
        "yes": "works with companies",
        "maybe": "does not state whether it works with companies",
        "no": "does not work with companies",
    }
    return [
        {
            "collection": SimpleNamespace(
                name=f"Collection that answers {answer}",
                identifier=f"bbmri-eric:ID:BE_EXAMPLE:collection:{answer}",
                get_absolute_url=HERE,
            ),
            "facts": "1,250",
            "fit": {"answer": answer, "label": ANSWERS[answer], "reasons": reasons[answer]},
            "without": HERE,
        }
        for answer in reversed(project_fit.ANSWERS)
    ]


def help_where_nothing_was_found() -> dict[str, Any]:
    """All ways out at once."""
    return {
        "failed": ["“xylophone”"],
        "spellings": [Link("xenograft", HERE)],
        "drops": [Link("Province (12 results)", HERE)],
        "alone": [Link("breast cancer (9 results)", HERE)],
        "broader": [Link("Neoplasms (31 results)", HERE)],
        "collectors": [Link("Example Biobank", HERE)],
        "mail_href": "mailto:name@example.be",
    }


# Numbers


def bar_chart() -> figures.Chart:
    """A chart with a rest that no list shows, and a note."""
    numbers = {"Antwerp": 12, "Brussels": 9, "Liège": 4}
    bars = [figures.Bar(label, number, str(number), HERE) for label, number in numbers.items()]
    return figures.Chart(
        "Collections by province",
        ("Province", "Collections"),
        [*bars, figures.Bar("Not stated", 2, "2")],
        note="A collection can stand in several lines.",
    )


def chart_with_unknowns() -> figures.Chart:
    """A chart with numbers that are not known or not shown, and a total."""
    return figures.Chart(
        "Samples by province",
        ("Province", "Samples", "Collections counted", "Collections without a number"),
        [
            figures.Bar("Antwerp", 45_000, "45,000", HERE, ("10", "2")),
            figures.Bar("Brussels", None, "not shown", HERE, ("1", "8")),
            figures.Bar(LONGEST_LABEL, None, "not stated", HERE, ("0", "4")),
        ],
        total=figures.Bar("All", 45_000, "45,000", more=("11", "14")),
    )


def disease_grid() -> figures.Grid:
    """Diseases and materials: each shade, and an empty place."""
    materials = ["DNA", "Serum", "Tissue, frozen", "Urine", "Whole blood"]
    chapters = [
        ("Neoplasms", "II", [3, 9, 14, 0, 20]),
        ("Diseases of the nervous system", "VI", [1, 0, 2, 0, 6]),
    ]

    def cell(number: int) -> figures.Cell:
        return figures.Cell(number, HERE if number else "", -(-number * figures.SHADES // 20))

    return figures.Grid(
        columns=[figures.Column(label, HERE, cell(at + 3)) for at, label in enumerate(materials)],
        rows=[
            figures.Row(label, code, HERE, [cell(number) for number in numbers], cell(20))
            for label, code, numbers in chapters
        ],
        total=cell(20),
        without_disease=0,
        without_material=0,
    )


# Of an application


def messages() -> list[SimpleNamespace]:
    """What applicant and secretariat wrote."""
    file = SimpleNamespace(pk=1, name="opinion.pdf", size=120_000)
    return [
        SimpleNamespace(
            voice=voice,
            at=datetime(2026, 1, day, 10, tzinfo=UTC),
            text=text,
            attachments={"all": files},
        )
        for day, voice, text, files in (
            (12, Voice.STAFF, "Could you send us the opinion of the ethics committee?", []),
            (14, Voice.APPLICANT, "Of course: here it is.\n\n" + LONG_ADDRESS, [file]),
        )
    ]

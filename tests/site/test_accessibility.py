"""Each public page against the rules of axe (WCAG 2.2 and good practice), narrow and light, wide
and dark; whether it fits a small phone; and by keyboard."""

import json

import pytest

from tests.site.rules import broken_rules

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/catalogue/",
    "/catalogue/?q=tumour&material=DNA",
    "/catalogue/?q=nothing-of-the-kind",
    "/figures/",
    "/biobanks/",
    "/biobanks/uz-brussel/",
    "/biobanks/uclouvain/",
    "/collections/antwerp-tumour-bank/",
    "/networks/belgian-virtual-tumourbank/",
    "/request/",
    "/request/?c=uz-brussel-diabetes&c=antwerp-tumour-bank&c=gone&who=company",
    "/compare/",
    "/compare/?c=uz-brussel-diabetes&c=antwerp-tumour-bank&c=antwerp-dna",
    "/governance/",
    "/history/",
    "/membership/",
    "/questions/",
    "/news/",
    "/news/patients-visit-bordet/",
    "/contact/",
    "/privacy/",
    "/accessibility/",
    "/credits/",
    "/data/",
    "/de/data/",
    "/join/",
    "/no-such-page/",
    "/nl/",
    "/fr/catalogue/",
    "/de/join/",
    "/nl/join/link/",
]


@pytest.mark.parametrize("path", PATHS)
def test_page_breaks_no_rule_and_fits(open_page, path):
    page = open_page(path, width=320)

    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 390, "height": 900})
    narrow = broken_rules(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="dark")
    wide_and_dark = broken_rules(page)

    assert (width, narrow, wide_and_dark) == (320, [], [])


def test_withdrawn_entry_breaks_no_rule(open_page, site):
    site.manage(
        "shell",
        "--command",
        "from django.contrib.auth.models import User; from biobanks.models import Network;"
        "from biobanks.actions import withdraw;"
        "from django.utils import timezone;"
        "gone = Network.objects.create("
        "identifier='bbmri-be:networkID:BE_gone', slug='gone', name='Gone',"
        "publication='published', published_at=timezone.now());"
        "curator = User.objects.create_superuser('curator');"
        "withdraw(gone, by=curator)",
    )

    page = open_page("/networks/gone/", width=390)

    assert page.inner_text("h1") == "Gone"
    assert broken_rules(page) == []


@pytest.fixture(scope="module")
def links(site):
    """What only a mail leads to, by name: the report of a biobank and the question it is asked."""
    file = site.folder.parent.parent / "links.json"
    site.manage(
        "shell",
        "--command",
        "import json, pathlib; from django.urls import reverse;"
        "from biobanks.confirming.letters import token_of; from biobanks.quality import report;"
        "from biobanks.models import Biobank, Confirmation;"
        "from biobanks.quality.running import check_all; check_all();"
        "biobank = Biobank.objects.get(slug='uz-brussel');"
        "token = token_of(Confirmation.objects.create(biobank=biobank, language='en'));"
        f"pathlib.Path({str(file)!r}).write_text(json.dumps({{"
        "'report': report.link_to(biobank),"
        "'confirm': reverse('biobanks:confirm', args=[token]),"
        "'propose': reverse('biobanks:propose', args=[token])}))",
    )
    return json.loads(file.read_text())


@pytest.mark.parametrize("name", ["report", "confirm", "propose"])
def test_page_behind_a_link_breaks_no_rule_and_fits(open_page, links, name):
    test_page_breaks_no_rule_and_fits(open_page, links[name])


def test_form_with_errors_breaks_no_rule(open_page):
    page = open_page("/join/", width=390)

    page.click("text=Send the application")
    page.wait_for_selector("text=Please correct your answers")

    assert broken_rules(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/catalogue/",
        "/figures/",
        "/collections/antwerp-tumour-bank/",
        "/join/",
        "/request/?c=antwerp-dna",
        "/compare/?c=antwerp-dna&c=antwerp-biobank",
    ],
)
def test_every_stop_of_the_keyboard_is_seen(open_page, path):
    page = open_page(path, height=2000)

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    unseen = []
    for _ in range(60):
        stop = page.evaluate(
            """() => {
                const e = document.activeElement;
                const s = getComputedStyle(e), r = e.getBoundingClientRect();
                const shape = e.querySelector('.map-hit, .map-area');
                const line = shape && getComputedStyle(shape);
                const marked = s.outlineStyle !== 'none' ||
                    (line && line.stroke !== 'none' && parseFloat(line.strokeWidth) >= 2);
                return {name: e.outerHTML.slice(0, 80), body: e === document.body,
                        seen: Boolean(marked) && r.width > 0 && r.height > 0};
            }"""
        )
        if stop["body"]:
            break
        if not stop["seen"]:
            unseen.append(stop["name"])
        page.keyboard.press("Tab")

    assert (first, unseen) == ("#main", [])


def test_skip_link_leads_to_the_content(open_page):
    page = open_page("/governance/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"

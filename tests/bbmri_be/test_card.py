"""What other sites show beside a link to a page."""

import re
import struct
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from biobanks.confirming import letters
from biobanks.quality import report
from membership.models import StatusLink
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    ConfirmationFactory,
    NetworkFactory,
)
from tests.membership.factories import ApplicationFactory
from tests.pages.factories import NewsItemFactory, PageFactory

pytestmark = pytest.mark.django_db

SITE = "https://www.bbmri.be"
PICTURE = Path(settings.BASE_DIR, "static", "img", "card.png")
LOCALES = {"/": "en_GB", "/nl/": "nl_BE", "/fr/": "fr_BE", "/de/": "de_BE"}


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]


def card_of(client, path):
    """Names and values of the card, and the page's title and description in the usual place."""
    html = client.get(path, headers={"host": "evil.example"}).content.decode()
    head = html[: html.index("</head>")]
    card = [
        (name, unescape(value))
        for name, value in re.findall(
            r'<meta (?:property|name)="((?:og|twitter|article):[^"]+)" content="([^"]*)">', head
        )
    ]
    title = unescape(re.search("<title>(.*) – BBMRI.be</title>", head)[1])
    description = unescape(re.search('<meta name="description" content="([^"]*)">', head)[1])
    return card, title, description


@pytest.mark.parametrize("prefix", LOCALES)
def test_card_says_what_the_page_is(client, prefix):
    CollectionFactory(
        slug="liver",
        name='Liver & "bile" <1>',
        biobank__name="Bank",
        description_en='Livers & "bile".',
    )

    card, title, description = card_of(client, f"{prefix}collections/liver/")

    alt = dict(card)["og:image:alt"]
    # A description in another language would be a lie in the page's own.
    assert (title, description) == (
        'Liver & "bile" <1> – Bank',
        {
            "/": 'Livers & "bile".',
            "/nl/": 'Liver & "bile" <1>, een collectie van Bank.',
            "/fr/": 'Liver & "bile" <1>, une collection de Bank.',
            "/de/": 'Liver & "bile" <1>, eine Sammlung von Bank.',
        }[prefix],
    )
    assert len(alt) > 20
    assert card == [
        ("og:site_name", "BBMRI.be"),
        ("og:type", "website"),
        ("og:title", title),
        ("og:description", description),
        ("og:url", f"{SITE}{prefix}collections/liver/"),
        ("og:locale", LOCALES[prefix]),
        *(("og:locale:alternate", locale) for other, locale in LOCALES.items() if other != prefix),
        ("og:image", f"{SITE}/static/img/card.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", alt),
        ("twitter:card", "summary_large_image"),
    ]


@pytest.mark.parametrize(
    ("path", "kind", "address"),
    [
        ("/", "website", "/"),
        ("/nl/", "website", "/nl/"),
        ("/governance/", "website", "/governance/"),
        ("/governance/?utm_source=mail", "website", "/governance/"),
        ("/news/", "website", "/news/"),
        ("/news/some/", "article", "/news/some/"),
        ("/catalogue/", "website", "/catalogue/"),
        ("/catalogue/?utm_source=mail", "website", "/catalogue/"),
        ("/fr/catalogue/?page=1&q=a+%26+%22b", "website", "/fr/catalogue/?q=a+%26+%22b"),
        ("/figures/", "website", "/figures/"),
        ("/biobanks/", "website", "/biobanks/"),
        ("/biobanks/bank/?page=1", "website", "/biobanks/bank/"),
        ("/networks/net/", "website", "/networks/net/"),
        ("/join/", "website", "/join/"),
    ],
)
def test_card_of_each_kind_of_page(client, path, kind, address):
    PageFactory()
    NewsItemFactory(slug="some")
    BiobankFactory(slug="bank", networks=[NetworkFactory(slug="net")])

    card, title, description = card_of(client, path)

    values = dict(card)
    assert title
    assert description
    assert [values[f"og:{name}"] for name in ("type", "title", "description", "url")] == [
        kind,
        title,
        description,
        SITE + address,
    ]


def withdrawn_entry():
    return CollectionFactory(withdrawn=True).get_absolute_url()


def collection_of_withdrawn_biobank():
    return CollectionFactory(biobank__withdrawn=True).get_absolute_url()


def status_link():
    return f"/join/status/{StatusLink.new(ApplicationFactory())}/"


def received():
    return f"/join/received/{ApplicationFactory().reference}/"


def confirmation():
    return f"/confirm/{letters.token_of(ConfirmationFactory())}/"


def quality_report():
    return report.link_to(BiobankFactory()).removeprefix(SITE)


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (withdrawn_entry, 410),
        (collection_of_withdrawn_biobank, 410),
        (status_link, 200),
        (lambda: f"{status_link()}correct/", 200),
        (lambda: f"{status_link()}withdraw/", 200),
        (lambda: "/join/status/unknown/", 404),
        (received, 200),
        (confirmation, 200),
        (lambda: f"{confirmation()}changes/", 200),
        (quality_report, 200),
        (lambda: "/request/?c=liver", 200),
        (lambda: "/compare/?c=liver", 200),
        (lambda: "/no-such-page/", 404),
    ],
)
def test_page_that_nobody_should_pass_on_has_no_card(client, make, status):
    response = client.get(make())

    head = response.content.decode().partition("</head>")[0]
    assert response.status_code == status
    assert "<title>" in head
    assert "og:" not in head
    assert "twitter:" not in head


def test_picture_has_the_size_that_is_said_and_is_small():
    content = PICTURE.read_bytes()

    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    assert len(content) <= 60_000

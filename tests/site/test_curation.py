"""A curator's day, walked in a browser: what they see at the desk, and what becomes public."""

import csv
import html
import io
import re
import urllib.error
import urllib.request
import zipfile

import pytest
from playwright.sync_api import expect

from tests.site.applications import mails_to, text_of
from tests.site.sites import DIRECTORY_SECRET, running_site
from tests.site.staff import sign_in

pytestmark = pytest.mark.browser

GHENT, LEUVEN = "bbmri-eric:ID:BE_GHENT", "bbmri-eric:ID:BE_LEUVEN"
TUMOURS, BLOOD = f"{GHENT}:collection:tumours", f"{LEUVEN}:collection:blood"
OFFICE = "office@ghent.be"
# In two biobanks and a collection the checks find one thing each, in another collection nothing.
CATALOGUE = f"""
from biobanks.codes import DataCategory
from biobanks.quality.running import check_all
from tests.biobanks.quality.good import good_biobank, good_collection, good_contact
office = good_contact(identifier="bbmri-eric:contactID:BE_office", email="{OFFICE}")
ghent = good_biobank(
    identifier="{GHENT}", slug="ghent", name="Biobank Ghent", contact=office, famhp_number=""
)
leuven = good_biobank(
    identifier="{LEUVEN}", slug="leuven", name="Biobank Leuven", contact=None
)
good_collection(
    identifier="{TUMOURS}", slug="tumours", name="Tumours", biobank=ghent, types=[],
    diagnoses=[], data_categories=[DataCategory.BIOLOGICAL_SAMPLES],
)
good_collection(identifier="{BLOOD}", slug="blood", name="Blood", biobank=leuven)
check_all()
"""
BEFORE, AFTER = "Keeps samples of many people.", "Keeps samples of the people of Ghent."


@pytest.fixture(scope="module")
def site(ground):
    """A site of its own: the Directory gets a catalogue as a whole, and this one is small."""
    with running_site(ground, "desk") as site:
        site.manage("shell", "--command", CATALOGUE)
        yield site


def test_day_of_a_curator(open_page, site):
    desk = sign_in(open_page, site, "curator", groups=["Curators"])

    see_what_keeps_a_snapshot_back(desk, site)
    mend_three_findings(desk, site)
    publish_a_snapshot(desk, site)
    decide_on_what_a_biobank_proposes(desk, site, open_page)
    take_a_changed_table(desk, site)
    restore_an_earlier_version(desk, site)
    publish_what_has_changed(desk, site)
    read_the_guide(desk)


def see_what_keeps_a_snapshot_back(desk, site):
    waiting = text(desk, ".waiting")
    open_new_snapshot(desk)

    assert waiting == "What waits for you Errors in entries 2 Warnings about entries 1"
    assert "The Directory could not take this: mend it first" in text(desk)
    assert "Collections, line 2, type: " in text(desk)
    assert fetched(site, "Biobanks") == 503


def mend_three_findings(desk, site):
    desk.goto("/admin/biobanks/finding/overview/")
    scores = rows(desk, "#content table")
    desk.click("a:has-text('Biobank Ghent')")
    of_ghent = rows(desk, "#result_list")
    mend(desk, "Tumours", "types", lambda: desk.check("text=Sample collection"))
    mend(desk, "Biobank Ghent", "famhp_number", lambda: desk.fill("#id_famhp_number", "BB190077"))
    desk.goto("/admin/biobanks/biobank/")
    desk.click("#result_list a:has-text('Biobank Leuven')")
    mend(desk, "Biobank Leuven", "contact", lambda: choose(desk, "contact", "Office"))

    assert scores == [
        "Biobank Ghent 97 – 1 1 0 Tell the biobank",
        "Biobank Leuven 98 – 1 0 0 Tell the biobank",
    ]
    assert [line.split()[:3] for line in of_ghent] == [
        ["CC:TypeMissing", "Error", "Tumours"],
        ["BE:FamhpMissing", "Warning", "Biobank"],
    ]
    assert "Type Sample collection" in public(site, "/collections/tumours/")
    assert "FAMHP notification number BB190077" in public(site, "/biobanks/ghent/")
    assert f"Contact Office {OFFICE}" in public(site, "/biobanks/leuven/")


def mend(desk, entry, field, change):
    """From the finding to its field, and back to the findings once it is saved."""
    desk.goto("/admin/biobanks/finding/")
    found = rows(desk, "#result_list")
    desk.click(f"#result_list a:has-text('{entry}')")
    expect(desk.locator(f".field-{field}")).to_be_in_viewport()
    change()
    desk.click("[name=_save] >> nth=0")
    said = text(desk, ".messagelist")
    desk.goto("/admin/biobanks/finding/")

    assert said.endswith(f"“{entry}” was changed successfully.")
    assert rows(desk, "#result_list") == [line for line in found if f" {entry} " not in line]


def publish_a_snapshot(desk, site):
    desk.goto("/admin/")
    waiting = text(desk, ".waiting")
    open_new_snapshot(desk)
    question = text(desk)
    desk.click("text=Publish the snapshot")
    said = text(desk, ".messagelist")
    desk.click("#result_list tbody th a")

    assert waiting == "What waits for you Nothing: all is done."
    assert "Biobanks 2 rows added Collections 2 rows added" in question
    assert ("mend it first" in question, "must answer for" in question) == (False, False)
    assert said == "Published"
    assert "Published, curator" in text(desk)
    assert {key: row["contact"] for key, row in fetched(site, "Biobanks").items()} == {
        GHENT: "bbmri-eric:contactID:BE_office",
        LEUVEN: "bbmri-eric:contactID:BE_office",
    }
    assert {key: row["type"] for key, row in fetched(site, "Collections").items()} == {
        TUMOURS: "SAMPLE",
        BLOOD: "DISEASE_SPECIFIC",
    }


def decide_on_what_a_biobank_proposes(desk, site, open_page):
    desk.goto("/admin/biobanks/biobank/")
    desk.click("#result_list a:has-text('Biobank Ghent')")
    desk.click("text=Ask whether it is right")
    desk.click("text=Send the letter")
    said = text(desk, ".messagelist")
    letter = mails_to(site, OFFICE)[-1]
    office = open_page(re.search(r"http\S+/confirm/\S+", text_of(letter))[0])
    office.click("text=Propose changes")
    office.fill("[name=biobank-acronym]", "GENT")
    office.fill("[name=biobank-description_en]", AFTER)
    office.click("text=Send the proposal")
    undecided = public(site, "/biobanks/ghent/")
    desk.goto("/admin/")
    waiting = text(desk, ".waiting")
    desk.click("a:has-text('Proposals of biobanks to decide on')")
    listed = rows(desk, "#result_list")
    desk.click("#result_list tbody th a")
    shown = rows(desk, "#content table")
    row(desk, "GENT").get_by_label("Refuse").check()
    row(desk, AFTER).get_by_label("Accept").check()
    desk.click("text=Do what is marked")
    decided = rows(desk, "#content table")

    assert said == "The letter is on its way."
    assert text(office, "h1") == "Thank you: we look at your changes"
    assert f"Biobank · GB Biobank Ghent {BEFORE}" in undecided
    assert waiting == "What waits for you Proposals of biobanks to decide on 2"
    assert [line.split()[-3:] for line in listed] == [["Proposes", "changes", "2"]]
    assert shown == [
        "Biobank Ghent Acronym GB GENT Accept Refuse",
        f"Biobank Ghent Description, English {BEFORE} {AFTER} Accept Refuse",
    ]
    assert text(desk, ".messagelist") == "2 decisions are noted."
    assert [line.partition("(")[0] for line in decided] == [
        "Biobank Ghent Acronym GB GENT Refused ",
        f"Biobank Ghent Description, English {AFTER} {AFTER} Accepted ",
    ]
    assert f"Biobank · GB Biobank Ghent {AFTER}" in public(site, "/biobanks/ghent/")


def take_a_changed_table(desk, site):
    desk.goto("/admin/biobanks/changeset/")
    with desk.expect_download() as download:
        desk.click("text=All tables as a zip")
    changed = with_a_cell(download.value.path(), "Collections", BLOOD, "name", "Blood of adults")
    desk.click("text=Upload changed tables")
    desk.click("text=Show what it would change")
    refused = text(desk, ".errorlist")
    desk.set_input_files("[name=file]", changed)
    desk.click("text=Show what it would change")
    shown, undecided = rows(desk, "#content table"), public(site, "/collections/blood/")
    row(desk, "Blood of adults").get_by_label("Accept").check()
    desk.click("text=Do what is marked")

    assert refused == "Choose a file."
    assert shown == ["name Blood Blood of adults Accept Refuse"]
    assert "Collection of Biobank Leuven Blood Samples of" in undecided
    assert text(desk, ".messagelist") == "1 decision is noted."
    assert "Nothing is open. 1 decided" in text(desk)
    assert "Collection of Biobank Leuven Blood of adults Samples of" in public(
        site, "/collections/blood/"
    )


def restore_an_earlier_version(desk, site):
    desk.goto("/admin/biobanks/biobank/")
    desk.click("#result_list a:has-text('Biobank Ghent')")
    desk.click(".historylink")
    versions = rows(desk, "#change-history")
    desk.click("#change-history tbody tr:nth-child(2) a")
    shown = desk.input_value("#id_description_en")
    desk.click("input[value=Revert] >> nth=0")

    assert [line.partition(" curator ")[2] for line in versions] == [
        f"Changed Description [en]: {BEFORE} → {AFTER}",
        "Changed FAMHP notification number: → BB190077",
        "",
    ]
    assert shown == BEFORE
    assert text(desk, ".messagelist").endswith("“Biobank Ghent” was changed successfully.")
    restored = public(site, "/biobanks/ghent/")
    assert (BEFORE in restored, AFTER in restored, "BB190077" in restored) == (True, False, True)


def publish_what_has_changed(desk, site):
    desk.goto("/admin/")
    open_new_snapshot(desk)
    changed = rows(desk, "#content table")
    desk.click("text=Publish the snapshot")
    desk.click("#result_list tbody th a >> nth=0")

    assert changed == [f"{BLOOD} name Blood Blood of adults"]
    assert fetched(site, "Collections")[BLOOD]["name"] == "Blood of adults"


def read_the_guide(desk):
    desk.click("text=Guide")

    assert desk.url.endswith("/admin/guide/#give-the-directory-what-we-have")
    expect(desk.locator("h3:has-text('Give the Directory what we have')")).to_be_in_viewport()


# At the desk


def open_new_snapshot(desk):
    """From the first page of the admin."""
    desk.click(".areas a:has-text('Snapshots for the Directory')")
    desk.click("text=New snapshot")


def choose(desk, field, words):
    """Search in a box of Django's, and take what is found."""
    desk.click(f".field-{field} .select2-selection")
    desk.keyboard.type(words)
    desk.click(f".select2-results__option:has-text('{words}')")


def text(page, place="main"):
    """What is read there, in one line, once all of the page is there."""
    page.wait_for_load_state()
    return " ".join(page.locator(place).inner_text().split())


def rows(page, table):
    """What is read in the rows of a table, each in one line, once all of the page is there."""
    page.wait_for_load_state()
    found = page.locator(f"{table} tbody tr").all_inner_texts()
    return [" ".join(line.split()) for line in found]


def row(page, words):
    """The row in which these words stand."""
    return page.locator("tr", has_text=words)


# What becomes public


def public(site, path):
    """What anybody reads on a page, in one line."""
    page = urllib.request.urlopen(site.url + path).read().decode()
    main = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page[page.index("<main") :], flags=re.DOTALL)
    return " ".join(html.unescape(main).split())


def fetched(site, table):
    """What the European Directory gets: rows by identifier, or the status of its refusal."""
    address = f"{site.url}/directory/{DIRECTORY_SECRET}/{table}.csv"
    try:
        with urllib.request.urlopen(address) as answer:
            return {row["id"]: row for row in csv.DictReader(io.StringIO(answer.read().decode()))}
    except urllib.error.HTTPError as error:
        with error:
            return error.code


# In the spreadsheet


def with_a_cell(path, table, identifier, column, value):
    """A zip with one of the tables, in which a cell is changed."""
    with zipfile.ZipFile(path) as archive:
        reader = csv.DictReader(io.StringIO(archive.read(f"{table}.csv").decode("utf-8-sig")))
        lines = [line | {column: value} if line["id"] == identifier else line for line in reader]
    changed, packed = io.StringIO(), io.BytesIO()
    writer = csv.DictWriter(changed, reader.fieldnames)
    writer.writeheader()
    writer.writerows(lines)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{table}.csv", changed.getvalue())
    return {"name": "changed.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}

import tomllib
from io import StringIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command

from pages import starting_content
from pages.enums import KnownPage
from pages.models import (
    NewsItem,
    Page,
    Question,
    QuestionGroup,
)
from tests.pages.loaded import counts

pytestmark = pytest.mark.django_db


def output_of(*arguments, **options):
    output = StringIO()
    call_command("load_pages", *arguments, stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of starting content with nothing in it yet."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "governance.toml").write_text("[bodies]\n[office_holders]\n")
    (tmp_path / "questions.toml").write_text("[groups]\n[questions]\n")
    (tmp_path / "law.toml").write_text("[steps]\n")
    (tmp_path / "glossary.toml").write_text("[terms]\n")
    (tmp_path / "milestones.toml").write_text("")
    (tmp_path / "news.toml").write_text("")
    monkeypatch.setattr(starting_content, "FOLDER", tmp_path)
    return tmp_path


def test_first_load_creates_every_row_of_the_files():
    rows = list(starting_content.starting_rows())

    created = starting_content.load()

    assert created == rows
    assert sum(counts().values()) == len(rows)
    assert set(Page.objects.values_list("slug", flat=True)) == set(KnownPage.values)


def test_load_leaves_out_a_row_whose_parent_is_gone(folder):
    (folder / "questions.toml").write_text(
        '[groups]\n[questions.why]\ngroup = "gone"\nquestion.en = "Why?"\n'
    )

    assert starting_content.load() == []


def test_dry_run_changes_nothing_and_says_what_it_would_do():
    before = counts()

    said = output_of("--dry-run")

    assert f"Would create {len(KnownPage)} pages.\n" in said
    assert counts() == before
    assert Page.history.count() == 0


def test_command_says_how_many_rows_it_created():
    first = output_of()
    second = output_of()

    assert f"Created {len(KnownPage)} pages.\n" in first
    assert second == "Nothing to create: all starting texts have been loaded before.\n"


def test_command_names_each_row_when_asked_to(folder):
    (folder / "news.toml").write_text('[opening]\ntitle.en = "We open"\n')

    assert output_of(verbosity=2) == "news item: opening\nCreated 1 news.\n"


def test_load_reads_languages_order_and_dates(folder):
    (folder / "questions.toml").write_text(
        """
        [groups.you]
        title.en = " For you "
        title.nl = "Voor u"
        [groups.us]
        title.en = "For us"
        is_published = false
        [questions.why]
        group = "us"
        question.en = "Why?"
        answer.en = '''
        Because.
        '''
        """
    )
    (folder / "news.toml").write_text(
        '[opening]\ntitle.en = "We open"\npublished_at = 2024-02-29T09:00:00+01:00\n'
        '[later]\ntitle.en = "Later"\n'
    )

    starting_content.load()

    assert list(
        QuestionGroup.objects.values_list("slug", "order", "title_en", "title_nl", "is_published")
    ) == [("you", 10, "For you", "Voor u", True), ("us", 20, "For us", "", False)]
    assert list(Question.objects.values_list("group__slug", "answer_en")) == [("us", "Because.")]
    assert [item.slug for item in NewsItem.objects.published()] == ["opening"]


def test_wrapped_lines_become_paragraphs():
    text = """
## Heading

One sentence
goes on.

* first item
  goes on
* second item

1. one
2. two
"""

    assert starting_content.unwrapped(text) == (
        "## Heading\n\nOne sentence goes on.\n\n"
        "* first item goes on\n* second item\n\n1. one\n2. two"
    )


def test_load_with_a_wrong_row_changes_nothing(folder):
    (folder / "pages" / "contact.toml").write_text('title.en = "Contact"\n')
    (folder / "pages" / "imprint.toml").write_text('title.en = "No such page"\n')

    with pytest.raises(ValidationError):
        starting_content.load()

    assert Page.objects.count() == 0


# What the files say


def test_every_row_names_its_source():
    without = [
        row.slug
        for row in starting_content.starting_rows()
        if not row.values.get("sources", "").strip()
    ]

    assert without == []


def test_texts_use_no_language_that_the_site_has_not():
    codes = {code for code, _ in settings.LANGUAGES}

    for row in starting_content.starting_rows():
        for value in row.values.values():
            if isinstance(value, dict):
                assert set(value) <= codes


def test_files_are_read_by_any_toml_reader():
    for file in starting_content.FOLDER.rglob("*.toml"):
        assert tomllib.loads(file.read_text(encoding="utf-8"))

"""`.ci/glossary.py` finds what it is there for, in a small project of its own."""

import runpy
from pathlib import Path

import pytest

CHECK = runpy.run_path(str(Path(__file__).resolve().parent.parent / ".ci" / "glossary.py"))
GLOSSARY = """
[terms.sample]
term.en = "sample"
term.nl = "staal"
term.fr = "échantillon"
term.de = "Probe"
short = "SAM"
definition.nl = "Een buisje bloed."
sources = "https://example.be/monster"
avoid.nl = ["monsters?"]
"""


@pytest.fixture
def project(tmp_path):
    """A project with one term, one page, no translation, and an up-to-date docs/glossary.md."""
    for folder in ["docs", "pages/data/pages", "locale/nl/LC_MESSAGES", "locale/de/LC_MESSAGES"]:
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "pages/data/glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "pages/data/pages/home.toml").write_text('lead.nl = "Een staal."\n')
    CHECK["main"](["--write"], tmp_path)
    return tmp_path


def translate(project, language, text, plural=""):
    """Give the interface a text in a language."""
    lines = ['msgid "Sample"', f'msgstr "{text}"']
    if plural:
        lines[1:] = ['msgid_plural "Samples"', f'msgstr[0] "{text}"', f'msgstr[1] "{plural}"']
    file = project / "locale" / language / "LC_MESSAGES" / "django.po"
    file.write_text('msgid ""\nmsgstr ""\n\n' + "\n".join(lines) + "\n", encoding="utf-8")


def found(project, capsys):
    """What the check complains about; it fails exactly when it complains."""
    code = CHECK["main"]([], project)
    problems = capsys.readouterr().err.splitlines()
    assert code == bool(problems)
    return problems


def test_good_texts_pass(project, capsys):
    translate(project, "nl", "Staal van %(monster)s, <b>zie</b> [hier](/monster/)")

    assert found(project, capsys) == []


def test_page_for_translators_holds_the_term(project):
    page = (project / "docs/glossary.md").read_text(encoding="utf-8")

    assert "| sample | staal | échantillon | Probe | SAM | nl: `monsters?` |" in page


@pytest.mark.parametrize("change", ["\nOne line more.", None])
def test_outdated_page_is_found(project, capsys, change):
    page = project / "docs/glossary.md"
    page.write_text(page.read_text() + change) if change else page.unlink()

    [problem] = found(project, capsys)

    assert "docs/glossary.md" in problem


@pytest.mark.parametrize("forms", [("Een Monster.",), ("Een staal", "Twee monsters")])
def test_word_to_avoid_in_a_translation_is_found(project, capsys, forms):
    translate(project, "nl", *forms)

    [problem] = found(project, capsys)

    assert "locale/nl/LC_MESSAGES/django.po: 'Sample'" in problem
    assert "onster" in problem
    assert "write “staal (SAM)”" in problem


def test_word_to_avoid_in_a_page_is_found(project, capsys):
    file = project / "pages/data/pages/home.toml"
    file.write_text('[sections.one]\ntitle.nl = "Bloedmonster"\ntext.nl = "Het monster."\n')

    [problem] = found(project, capsys)

    assert problem.startswith("pages/data/pages/home.toml sections one text nl: “monster”")


def test_other_languages_may_use_the_word(project, capsys):
    translate(project, "de", "Ein Monster")

    assert found(project, capsys) == []

"""What the check of languages hears, held to all texts of the interface."""

import re

import polib
import pytest
from django.conf import settings

from tests.tongues import FLOOR, heard, lies

TRANSLATED = ["nl", "fr", "de"]
ENGLISH = "The secretariat of the network reads what you send and answers you."
DUTCH = "Het secretariaat van het netwerk leest wat u stuurt en antwoordt u."


def plain(text):
    """A text of the interface without markup and placeholders."""
    return re.sub(r"<[^>]+>|%\(\w+\)[sd]|\{\w*\}", " ", text)


def messages(language):
    """Texts with their translations."""
    file = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    for entry in polib.pofile(str(file)):
        if entry.msgid_plural:
            yield plain(entry.msgid_plural), plain(entry.msgstr_plural[1])
        else:
            yield plain(entry.msgid), plain(entry.msgstr)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_is_in_its_language(language):
    likely = {text: heard(text) for _english, text in messages(language)}

    wrong = [text for text, found in likely.items() if found and found[language] < FLOOR]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_hardly_any_english_text_would_pass_as_a_translation(language):
    likely = [found for text, _translation in messages(language) if (found := heard(text))]

    passed = sum(found[language] >= FLOOR for found in likely)
    assert len(likely) > 300
    assert passed / len(likely) < 0.01


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<html lang="nl"><p>{DUTCH}</p>', []),
        (f'<html lang="nl"><p>{ENGLISH}</p>', [("nl", "en", ENGLISH)]),
        (f'<html lang="nl"><p lang="en">{ENGLISH}</p>', []),
        (f'<html lang="nl"><p lang="fr">{ENGLISH}</p>', [("fr", "en", ENGLISH)]),
        (f'<html lang="nl"><p>{DUTCH} <span lang="en">{ENGLISH}</span></p>', []),
        (f'<html lang="nl"><p lang="">{ENGLISH}</p>', []),
        (f'<html lang="nl"><p><b>{ENGLISH[:30]}</b>{ENGLISH[30:]}</p>', [("nl", "en", ENGLISH)]),
        (f'<html lang="nl"><img alt="{ENGLISH}"><p>{DUTCH}', [("nl", "en", ENGLISH)]),
        (f'<html lang="nl"><meta name="description" content="{ENGLISH}">', [("nl", "en", ENGLISH)]),
        (f'<html lang="nl"><title>{ENGLISH}</title><h1 translate="no">{ENGLISH}</h1>', []),
        (f'<html lang="nl"><pre>{ENGLISH}</pre><script>{ENGLISH}</script>', []),
        ('<html lang="nl"><p>The secretariat answers</p>', []),
    ],
)
def test_what_lies(html, expected):
    assert [
        (said, found, words.replace("  ", " ")) for said, found, words in lies(html)
    ] == expected

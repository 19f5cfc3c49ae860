"""Words as the search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobanks.search import words
from biobanks.search.words import Word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asthma", "asthma"),
        ("DIABÈTE sucré", "diabete sucre"),
        ("Lüttich", "luttich"),
        ("leukaemia", "leukemia"),
        ("œdème, œsophage", "oedeme, oesophage"),
        ("Ångström", "angstrom"),
        ("Grippe à Düren, Straße", "grippe a duren, strasse"),
        ("Sørensen, Łódź, Đurić", "sorensen, lodz, duric"),
        ("ﬁbrosis", "fibrosis"),
        ("x²", "x2"),
        ("", ""),
    ],
)
def test_folded_text_has_no_case_and_no_accents(text, expected):
    assert words.folded(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("high blood pressure", ["high", "blood", "pressure"]),
        ("COVID-19", ["covid", "19"]),
        ("TISSUE_FROZEN", ["tissue", "frozen"]),
        ("(a), b; c/d", ["a", "b", "c", "d"]),
        ("l'estomac", ["estomac"]),
        ("qu’elle", ["elle"]),
        ("d’origine", ["origine"]),
        ("Crohn's disease", ["crohn", "disease"]),
        ("women's", ["women"]),
        ("'s-Hertogenbosch", ["s", "hertogenbosch"]),
        ("foto's", ["foto"]),
        ("aujourd'hui", ["aujourd", "hui"]),
        ("l'", []),
        ("…", []),
        ("ﾞ", []),  # an accent that counts as a letter
        ("", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert words.texts_of(text) == expected
    assert [word.text for word in words.words_of(text)] == expected


@pytest.mark.parametrize("sign", words.APOSTROPHES)
def test_every_apostrophe_cuts(sign):
    assert words.texts_of(f"cancer de l{sign}estomac") == ["cancer", "de", "estomac"]
    assert words.texts_of(f"Crohn{sign}s disease") == ["crohn", "disease"]


def test_words_know_where_they_stood():
    assert words.words_of("Été: l'Asthme") == [Word("ete", 0, 3), Word("asthme", 7, 13)]


@given(st.text())
def test_words_stand_where_they_say(text):
    found = words.words_of(text)

    assert [words.folded(text[word.start : word.end]) for word in found] == [
        word.text for word in found
    ]
    ends = [0, *(word.end for word in found)]
    assert all(before <= word.start < word.end for before, word in zip(ends, found, strict=False))


@pytest.mark.parametrize("text", ["COVID-19", "covid 19", "Covid19", "COVID_19"])
def test_squashed_texts_are_the_same(text):
    assert words.squashed(text) == "covid19"


@pytest.mark.parametrize(
    ("word", "is_function"),
    [
        ("of", True),
        ("van", True),
        ("avec", True),
        ("fur", True),
        ("als", True),
        ("asthma", False),
        # A letter may tell much: hepatitis A.
        ("a", False),
        ("d", False),
    ],
)
def test_function_words_join_others(word, is_function):
    assert words.is_function_word(word) is is_function


@pytest.mark.parametrize(
    ("word", "is_general"),
    [
        ("samples", True),
        ("patienten", True),
        ("echantillons", True),
        ("erkrankungen", True),
        ("biobank", True),
        ("serum", False),
        ("asthma", False),
        ("football", False),
    ],
)
def test_general_words_say_nothing_in_a_catalogue(word, is_general):
    assert words.is_general_word(word) is is_general


@pytest.mark.parametrize(
    ("word", "is_plain", "is_listed"),
    [
        ("football", True, True),
        ("weer", True, True),
        ("honden", True, False),  # hond is listed
        ("patienten", False, False),
        ("als", False, True),
        ("asthma", False, False),
        ("a", False, False),
    ],
)
def test_words_of_everyday_language(word, is_plain, is_listed):
    assert (words.is_plain_word(word), words.is_listed(word)) == (is_plain, is_listed)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "cancers", "cancer"),
        ("nl", "kankers", "kanker"),
        ("fr", "cancers", "cancer"),
        ("fr", "diabetes", "diabete"),
        ("de", "erkrankungen", "erkrankung"),
    ],
)
def test_stem_is_without_endings(language, one, other):
    assert words.stem(one, language) == words.stem(other, language)


@given(st.text(st.characters(categories=["Ll"]), max_size=12), st.sampled_from(["en", "fr"]))
def test_stem_of_a_stem_is_itself(word, language):
    found = words.stem(word, language)

    assert words.stem(found, language) == found


@pytest.mark.parametrize(
    ("texts", "language", "stems", "core"),
    [
        (["liver", "disease"], "en", "en:disea liver", "en:liver"),
        (["diseases", "of", "the", "liver"], "en", "en:disea liver", "en:liver"),
        (["ziekte", "van", "crohn"], "nl", "nl:crohn ziek", "nl:crohn"),
        (["samples"], "en", "en:sampl", ""),
        (["of", "the"], "en", "", ""),
        ([], "de", "", ""),
    ],
)
def test_keys_of_a_group_of_words(texts, language, stems, core):
    assert (words.stems(texts, language), words.core_stems(texts, language)) == (stems, core)


def test_forgotten_lists_are_read_anew(tmp_path, monkeypatch):
    assert not words.is_general_word("zyzzyva")
    (tmp_path / "words.csv").write_text(
        "target,language,names,lay,acronyms\nword:general,en,zyzzyva,,\n", encoding="utf-8"
    )
    with monkeypatch.context() as patched:
        patched.setattr(words, "LEXICON", tmp_path)
        words.forget()

        assert words.is_general_word("zyzzyva")
        assert not words.is_general_word("samples")

    words.forget()
    assert words.is_general_word("samples")

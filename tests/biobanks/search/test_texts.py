"""What entries say: words from the index, phrases checked by the database, both asked once."""

import pytest

from biobanks.models import Collection
from biobanks.search import keeping
from biobanks.search.reading import Unread
from biobanks.search.texts import saying
from tests.biobanks.factories import BiobankFactory, CollectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    """Collections that say two words together, apart, one of them, and by their biobank."""
    for slug, text in {
        "together": "Frozen tissue of the colon",
        "apart": "Tissue that was frozen",
        "one": "Frozen urine",
        "other": "Blood",
    }.items():
        CollectionFactory(slug=slug, name=slug, description_en=text)
    CollectionFactory(
        slug="owned",
        name="owned",
        description_en="Plasma",
        biobank=BiobankFactory(description_en="We keep frozen tissue"),
    )
    return keeping.current()


def slugs(bits, index):
    """The collections of a number."""
    keys = [index.rows[at].collection for at in range(len(index.rows)) if bits >> at & 1]
    return sorted(Collection.objects.filter(pk__in=keys).values_list("slug", flat=True))


def asked(index, *texts, known=0):
    """What says each text, and what is said by whom the text belongs to."""
    unread = [Unread(text, 0, len(text), is_phrase=" " in text) for text in texts]
    own, inherited = saying(unread, [known] * len(unread), index)
    return [
        (slugs(bits, index), slugs(others, index))
        for bits, others in zip(own, inherited, strict=True)
    ]


def test_words_and_phrases(catalogue):
    assert asked(catalogue, "frozen", "frozen tissue", "tissues", "bloo", "nothing") == [
        (["apart", "one", "together"], ["owned"]),
        (["together"], ["owned"]),
        (["apart", "together"], ["owned"]),  # stemmed
        (["other"], []),  # the beginning of a word
        ([], []),
    ]
    assert asked(catalogue) == []


def test_texts_are_asked_once(catalogue, django_assert_num_queries):
    with django_assert_num_queries(2):  # the texts; the phrase, of those that have its words
        first = saying([Unread("frozen tissue", 0, 13, is_phrase=True)], [0], catalogue)
    with django_assert_num_queries(0):
        assert saying([Unread("frozen tissue", 0, 13, is_phrase=True)], [0], catalogue) == first


def test_what_makes_no_difference_is_not_checked(catalogue, django_assert_num_queries):
    words_apart = 1 << catalogue.place(Collection.objects.get(slug="apart").pk)

    with django_assert_num_queries(2):
        assert saying(
            [Unread("frozen tissue", 0, 13, is_phrase=True)], [words_apart], catalogue
        ) == saying([Unread("frozen tissue", 0, 13, is_phrase=True)], [words_apart], catalogue)
    with django_assert_num_queries(1 + 2):  # checked now; and the names of what was found
        assert asked(catalogue, "frozen tissue") == [(["together"], ["owned"])]


def test_memory_of_texts_is_bounded(catalogue, monkeypatch):
    monkeypatch.setattr("biobanks.search.texts.MOST_KEPT", 3)

    for number in range(20):
        asked(catalogue, f"word{number}")

    assert len(catalogue.said) <= 4

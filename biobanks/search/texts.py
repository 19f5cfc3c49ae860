"""What entries say in their names and descriptions.

The words of collections are in the index, as PostgreSQL's text search cuts and stems them. Whether
words stand as a phrase PostgreSQL says, of those collections that have them all. The texts of
biobanks and networks, which are few, it searches by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.db import connection

from biobanks.models.entry import ANY_LANGUAGE, TEXT_CONFIGURATIONS
from biobanks.search import words
from biobanks.search.columns import Signs, bits_of, bits_of_ranges
from biobanks.search.index import Index
from biobanks.search.reading import Unread

MOST_KEPT = 300  # phrases whose collections are kept with the index
CONFIGURATIONS = [ANY_LANGUAGE, *TEXT_CONFIGURATIONS.values()]
# A word is looked for in all languages at once, and as the beginning of a longer one.
WORD_QUERY = " || ".join(
    [
        *(f"plainto_tsquery('{name}', asked.text)" for name in TEXT_CONFIGURATIONS.values()),
        f"to_tsquery('{ANY_LANGUAGE}', asked.text || ':*')",
    ]
)
PHRASE_QUERY = " || ".join(f"phraseto_tsquery('{name}', asked.text)" for name in CONFIGURATIONS)
# The lexemes of each text in each language, and the biobanks and networks that say it.
LOOK_UP = f"""
    WITH asked AS MATERIALIZED (
        SELECT number, text,
               CASE WHEN is_phrase THEN {PHRASE_QUERY} ELSE {WORD_QUERY} END AS query
        FROM unnest(%s::text[], %s::boolean[]) WITH ORDINALITY AS asked (text, is_phrase, number)
    )
    SELECT number, 'lexemes', 0, tsvector_to_array(to_tsvector(name::regconfig, text))
    FROM asked CROSS JOIN unnest(%s::text[]) AS configuration (name)
    UNION ALL
    SELECT number, 'biobank', entry.id, NULL
    FROM asked JOIN biobanks_biobank AS entry ON entry.search_text @@ query
    UNION ALL
    SELECT number, 'network', entry.id, NULL
    FROM asked JOIN biobanks_network AS entry ON entry.search_text @@ query
"""  # noqa: S608 - the queries above
# Which of some collections say a phrase.
CHECK = f"""
    WITH asked AS MATERIALIZED (
        SELECT number, {PHRASE_QUERY} AS query
        FROM unnest(%s::int[], %s::text[]) AS asked (number, text)
    )
    SELECT number, entry.id
    FROM unnest(%s::int[], %s::bigint[]) AS candidate (number, id)
    JOIN asked USING (number)
    JOIN biobanks_collection AS entry ON entry.id = candidate.id
    WHERE entry.search_text @@ query
"""  # noqa: S608 - the query above


def saying(
    unread: Sequence[Unread], known: Sequence[int], index: Index
) -> tuple[list[int], list[int]]:
    """For each word or phrase, the entries that say it, and those whose biobank or network does.

    `known` are, for each, entries of which it makes no difference whether they say it.
    """
    if not unread:
        return [], []
    texts = [
        rest.text if rest.is_phrase else " ".join(w.text for w in words.words_of(rest.text))
        for rest in unread
    ]
    lexemes, inherited = looked_up(texts, [rest.is_phrase for rest in unread], index)
    own = []
    phrases: dict[int, int] = {}  # candidates by the number of the phrase
    for number, (rest, text) in enumerate(zip(unread, texts, strict=True)):
        found = reduce(or_, (having_all(parts, index) for parts in lexemes[number]), 0)
        if not rest.is_phrase:
            found |= index.texts.beginning(text)
        elif any(len(parts) > 1 for parts in lexemes[number]):
            phrases[number] = found & ~known[number]
            found = 0
        if any(letter.isdigit() for letter in text):
            found |= index.identified(text.replace(" ", ""))
        own.append(found)
    for number, bits in checked(texts, phrases, index).items():
        own[number] |= bits
    return own, inherited


def looked_up(
    texts: list[str], are_phrases: list[bool], index: Index
) -> tuple[dict[int, list[list[str]]], list[int]]:
    """The lexemes of each text by language, and the entries whose biobank or network says it."""
    lexemes: dict[int, list[list[str]]] = defaultdict(list)
    ranges: list[list[tuple[int, int]]] = [[] for _ in texts]
    of_networks = [0] * len(texts)
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, [texts, are_phrases, CONFIGURATIONS])
        for place, kind, pk, parts in cursor.fetchall():
            number = place - 1
            if kind == "lexemes":
                if parts and parts not in lexemes[number]:
                    lexemes[number].append(parts)
            elif kind == "network":
                of_networks[number] |= index.of_network.get(pk, 0)
            elif member := index.members.get(pk):
                ranges[number].append((member.start, member.stop))
    size = len(index.rows)
    return lexemes, [
        of_network | bits_of_ranges(of_biobanks, size)
        for of_network, of_biobanks in zip(of_networks, ranges, strict=True)
    ]


def having_all(lexemes: list[str], index: Index) -> int:
    """The collections whose texts have all of these lexemes."""
    return reduce(and_, (index.texts.get(lexeme, 0) for lexeme in lexemes))


def checked(texts: Sequence[str], phrases: dict[int, int], index: Index) -> dict[int, int]:
    """Which of the candidates of each phrase say it as it is; others may be among them.

    What was found is kept with the index: the names of diseases are looked for again and again.
    """
    kept = {number: index.phrases.get(texts[number], (0, 0)) for number in phrases}
    unasked = {number: bits & ~kept[number][0] for number, bits in phrases.items()}
    if len(index.phrases) > MOST_KEPT:
        index.phrases.clear()
    for number, said in asked(texts, unasked, index).items():
        kept[number] = kept[number][0] | unasked[number], kept[number][1] | said
        index.phrases[texts[number]] = kept[number]
    return {number: said for number, (_asked, said) in kept.items()}


def asked(texts: Sequence[str], phrases: dict[int, int], index: Index) -> dict[int, int]:
    """Which of the candidates of each phrase say it, as PostgreSQL finds."""
    keys = index.rows.collections
    candidates = [
        (number, keys[place])
        for number, bits in phrases.items()
        if bits
        for place in Signs(bits, len(keys)).positions()
    ]
    if not candidates:
        return {}
    numbers, collections = zip(*candidates, strict=True)
    wanted = sorted(set(numbers))
    places: dict[int, list[int]] = {number: [] for number in wanted}
    with connection.cursor() as cursor:
        cursor.execute(
            CHECK,
            [wanted, [texts[number] for number in wanted], list(numbers), list(collections)],
        )
        for number, pk in cursor.fetchall():
            if (place := index.place(pk)) is not None:
                places[number].append(place)
    return {number: bits_of(found, len(keys)) for number, found in places.items()}

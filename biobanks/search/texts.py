"""What entries say in their names and descriptions.

The words of collections are in the index, as PostgreSQL's text search cuts and stems them. Whether
words stand as a phrase PostgreSQL says, of those collections that have them all. The texts of
biobanks and networks, which are few, it searches by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from bbmri_be import replica
from biobanks.models.entry import ANY_LANGUAGE, TEXT_CONFIGURATIONS
from biobanks.search import words
from biobanks.search.columns import Signs, bits_of, bits_of_ranges
from biobanks.search.index import Index, Said, Text
from biobanks.search.reading import Unread

MOST_KEPT = 200  # texts of which what was found is kept
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

    `known` are, for each, entries of which it makes no difference whether they say it. What was
    found is kept with the index: the names of diseases are looked for again and again.
    """
    texts = [
        (rest.text, True)
        if rest.is_phrase
        else (" ".join(word.text for word in words.words_of(rest.text)), False)
        for rest in unread
    ]
    found = {text: said for text in texts if (said := index.said.get(text))}
    found |= looked_up([text for text in dict.fromkeys(texts) if text not in found], index)
    unasked: dict[Text, int] = defaultdict(int)
    for text, bits in zip(texts, known, strict=True):
        unasked[text] |= found[text].candidates & ~bits
    for text, bits in checked(unasked, index).items():
        said = found[text]
        found[text] = Said(said.own | bits, said.candidates & ~unasked[text], said.inherited)
    if len(index.said) > MOST_KEPT:
        index.said.clear()
    index.said.update(found)
    return [found[text].own for text in texts], [found[text].inherited for text in texts]


def looked_up(texts: list[Text], index: Index) -> dict[Text, Said]:
    """What the index knows of some texts, and the biobanks and networks that say them."""
    if not texts:
        return {}
    lexemes: dict[int, list[list[str]]] = defaultdict(list)
    ranges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    of_networks: dict[int, int] = defaultdict(int)
    with replica.connection().cursor() as cursor:
        cursor.execute(LOOK_UP, [*map(list, zip(*texts, strict=True)), CONFIGURATIONS])
        for number, kind, pk, parts in cursor.fetchall():
            if kind == "lexemes":
                if parts and parts not in lexemes[number]:
                    lexemes[number].append(parts)
            elif kind == "network":
                of_networks[number] |= index.of_network.get(pk, 0)
            elif member := index.members.get(pk):
                ranges[number].append((member.start, member.stop))
    found = {}
    for number, (text, is_phrase) in enumerate(texts, start=1):
        own = reduce(or_, (having_all(parts, index) for parts in lexemes[number]), 0)
        candidates = 0
        if not is_phrase:
            own |= index.texts.beginning(text)
        elif any(len(parts) > 1 for parts in lexemes[number]):
            own, candidates = 0, own
        if any(letter.isdigit() for letter in text):
            own |= index.identified(text.replace(" ", ""))
        inherited = of_networks[number] | bits_of_ranges(ranges[number], len(index.rows))
        found[text, is_phrase] = Said(own, candidates, inherited)
    return found


def having_all(lexemes: list[str], index: Index) -> int:
    """The collections whose texts have all of these lexemes."""
    return reduce(and_, (index.texts.get(lexeme, 0) for lexeme in lexemes))


def checked(phrases: dict[Text, int], index: Index) -> dict[Text, int]:
    """Which of the candidates of each phrase say it."""
    keys = index.rows.collections
    asked = [text for text, bits in phrases.items() if bits]
    candidates = [
        (number, keys[place])
        for number, text in enumerate(asked)
        for place in Signs(phrases[text], len(keys)).positions()
    ]
    if not candidates:
        return {}
    places: list[list[int]] = [[] for _ in asked]
    with replica.connection().cursor() as cursor:
        cursor.execute(
            CHECK,
            [
                list(range(len(asked))),
                [text for text, _is_phrase in asked],
                *map(list, zip(*candidates, strict=True)),
            ],
        )
        for number, pk in cursor.fetchall():
            if (place := index.place(pk)) is not None:
                places[number].append(place)
    return {text: bits_of(found, len(keys)) for text, found in zip(asked, places, strict=True)}

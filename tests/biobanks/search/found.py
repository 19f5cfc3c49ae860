"""What a question finds."""

from biobanks.models import Biobank, Collection
from biobanks.search import keeping
from biobanks.search.lexicon import CatalogueLexicon
from biobanks.search.matching import Found, Question
from biobanks.search.reading import Reading, read


def find(text="", language="en", **choices):
    index = keeping.current()
    reading = read(text, CatalogueLexicon(index), language) if text else Reading("")
    return Found(Question(reading, choices), index)


def slugs(found, sort="name"):
    """Addresses of the entries that answer, in an order."""
    rows = [found.index.rows[at] for at in found.ordered(sort)]
    collections = Collection.objects.in_bulk([row.collection for row in rows if row.collection])
    biobanks = Biobank.objects.in_bulk([row.biobank for row in rows])
    answer = [
        (collections[row.collection] if row.collection else biobanks[row.biobank]).slug
        for row in rows
    ]
    assert found.number == len(answer)
    assert found.number_of_collections == sum(row.collection is not None for row in rows)
    assert {biobanks[row.biobank].pk for row in rows} == set(found.biobanks)
    return answer

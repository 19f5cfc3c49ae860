"""Which published biobanks and collections answer a question.

Every word must stand somewhere in the entry, whatever its case and accents. A collection is found
by its own texts and by those of its biobank and networks; a biobank by its own texts and those of
its networks, or through one of its collections.
"""

from dataclasses import dataclass

from django.db.models import CharField, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from bbmri_be.languages import columns
from biobanks.models import Biobank, Collection, Network


@dataclass(frozen=True)
class Question:
    """What is looked for: all of the words, and any code of each filter that has some."""

    words: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()


class Folded(Func):
    """Texts as words are compared: joined, in lower case, without accents."""

    template = "lower(unaccent(concat_ws(' ', %(expressions)s)))"
    output_field = CharField()


NETWORK_TEXT = Folded("name", "acronym")
BIOBANK_TEXT = Folded(
    "name",
    "acronym",
    "identifier",
    "famhp_number",
    "city",
    "organisation__name",
    *columns("description"),
)
COLLECTION_TEXT = Folded("name", "acronym", "identifier", "city", *columns("description"))


@dataclass(frozen=True)
class Answer:
    """What was found: biobanks by name, each with its collections that answer.

    The texts are read once for this; what a page shows is then loaded by primary key.
    """

    biobanks: QuerySet[Biobank]
    collections: dict[int, list[int]]

    @property
    def number_of_collections(self) -> int:
        """Collections that answer, in all biobanks together."""
        return sum(len(found) for found in self.collections.values())


def answer(question: Question) -> Answer:
    """The published biobanks that answer, themselves or through a collection. Two queries."""
    collections: dict[int, list[int]] = {}
    rows = matching_collections(question).order_by("name", "pk").values_list("biobank", "pk")
    for biobank, collection in rows:
        collections.setdefault(biobank, []).append(collection)
    keys = {*collections, *matching_biobanks(question).values_list("pk", flat=True)}
    biobanks = Biobank.objects.published().filter(pk__in=keys).order_by("name", "pk")
    return Answer(biobanks, collections)


def matching_collections(question: Question) -> QuerySet[Collection]:
    """Published collections that answer."""
    found: QuerySet[Collection] = Collection.objects.published().alias(text=COLLECTION_TEXT)
    for word in question.words:
        found = found.filter(
            Q(text__contains=folded(word))
            | Q(pk__in=linked(Collection, networks_saying(word)))
            | Q(biobank__in=biobanks_saying(word))
        )
    if question.provinces:
        found = found.filter(biobank__province__in=question.provinces)
    if question.networks:
        chosen = networks_chosen(question)
        found = found.filter(
            Q(pk__in=linked(Collection, chosen)) | Q(biobank__in=linked(Biobank, chosen))
        )
    if question.materials:
        found = found.filter(materials__overlap=list(question.materials))
    return found


def matching_biobanks(question: Question) -> QuerySet[Biobank]:
    """Published biobanks that answer themselves, whatever their collections say."""
    if question.materials:  # Only a collection has materials.
        return Biobank.objects.none()
    found: QuerySet[Biobank] = Biobank.objects.published()
    for word in question.words:
        found = found.filter(pk__in=biobanks_saying(word))
    if question.provinces:
        found = found.filter(province__in=question.provinces)
    if question.networks:
        found = found.filter(pk__in=linked(Biobank, networks_chosen(question)))
    return found


def folded(word: str) -> Combinable:
    """A word as it is compared."""
    return Folded(Value(word))


def networks_saying(word: str) -> QuerySet:
    """Keys of the published networks that have the word in their names."""
    published: QuerySet = Network.objects.published().alias(text=NETWORK_TEXT)
    return published.filter(text__contains=folded(word)).values("pk")


def biobanks_saying(word: str) -> QuerySet:
    """Keys of the biobanks that have the word in their texts or in their networks' names."""
    everyone: QuerySet = Biobank.objects.alias(text=BIOBANK_TEXT)
    return everyone.filter(
        Q(text__contains=folded(word)) | Q(pk__in=linked(Biobank, networks_saying(word)))
    ).values("pk")


def networks_chosen(question: Question) -> QuerySet:
    """Keys of the published networks of the filter."""
    published: QuerySet = Network.objects.published()
    return published.filter(slug__in=question.networks).values("pk")


def linked(model: type[Biobank] | type[Collection], networks: QuerySet) -> QuerySet:
    """Keys of the entries that belong to one of the networks."""
    return model.objects.filter(networks__in=networks).values("pk")

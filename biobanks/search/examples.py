"""What a change of the vocabulary does to the questions that staff watch."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from biobanks.models import SearchExample, Term
from biobanks.search import keeping, words
from biobanks.search.lexicon import CatalogueLexicon
from biobanks.search.reading import read
from biobanks.terms import note_words, with_keys

SAME_LETTERS = 3  # a word of a question that begins like one of the term may be read differently


@dataclass(frozen=True)
class Effect:
    """A question that is read differently after a change."""

    example: SearchExample
    before: list[str]
    after: list[str]

    @property
    def is_better(self) -> bool:
        """Whether all that is expected is read now, and was not before."""
        expected = set(self.example.expected)
        return expected <= set(self.after) and not expected <= set(self.before)

    @property
    def is_worse(self) -> bool:
        """Whether all that is expected was read, and no longer is."""
        expected = set(self.example.expected)
        return expected <= set(self.before) and not expected <= set(self.after)


def targets_read(example: SearchExample) -> list[str]:
    """The codes that a question is read as."""
    lexicon = CatalogueLexicon(keeping.current())
    reading = read(example.question, lexicon, example.language)
    return [target for concept in reading.concepts for target in concept.targets]


def effects(term: Term, save: Callable[[], object]) -> list[Effect]:
    """What `save`, which writes `term`, changes in the watched questions. Nothing stays written."""
    beginnings = {text[:SAME_LETTERS] for text in words.texts_of(term.text)}
    if term.pk:
        old = Term.objects.filter(pk=term.pk).values_list("text", flat=True)
        beginnings |= {text[:SAME_LETTERS] for name in old for text in words.texts_of(name)}
    touched = [
        example
        for example in SearchExample.objects.all()
        if any(text[:SAME_LETTERS] in beginnings for text in words.texts_of(example.question))
    ]
    before = {example: targets_read(example) for example in touched}
    with transaction.atomic():
        save()
        after = {example: targets_read(example) for example in touched}
        transaction.set_rollback(True)
    return [
        Effect(example, before[example], after[example])
        for example in touched
        if before[example] != after[example]
    ]


def saved(term: Term) -> Term:
    """Write a term of staff with its keys and words."""
    with_keys(term).save()
    note_words([term.text])
    return term

"""The tree of questions: the way that a reader took through it, and whether it holds together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from bbmri_be.languages import LocalisedText
from pages.models import Answer, Step

WAY = "way"  # parameter of the address: keys of the answers given so far


class Choice(NamedTuple):
    """An answer that a reader may give, and the address it leads to."""

    label: LocalisedText
    address: str


class Given(NamedTuple):
    """An answer that a reader gave, and the address at which to give another."""

    question: LocalisedText
    label: LocalisedText
    address: str


class Tree:
    """All published steps and the answers between them."""

    def __init__(self) -> None:
        """Read them: two questions to the database."""
        self.steps = {step.pk: step for step in Step.objects.published()}
        self.answers = [
            answer
            for answer in Answer.objects.all()
            if answer.step_id in self.steps and answer.next_id in self.steps
        ]

    @property
    def first(self) -> Step | None:
        """Where readers begin."""
        return next(iter(self.steps.values()), None)

    def answers_of(self, step: Step) -> list[Answer]:
        """The answers to a question; none where the questions end."""
        return [answer for answer in self.answers if answer.step_id == step.pk]

    def way(self, text: str, end: Step) -> list[Answer]:
        """The answers that lead from the first step to `end`, as an address has them.

        Nothing where they do not: a way is believed as a whole or not at all.
        """
        by_key = {str(answer.pk): answer for answer in self.answers}
        place, way = self.first, []
        for key in text.split("-") if text else []:
            answer = by_key.get(key)
            if place is None or answer is None or answer.step_id != place.pk:
                return []
            way.append(answer)
            place = self.steps[answer.next_id]
        return way if place == end else []

    def choices(self, step: Step, way: Sequence[Answer]) -> list[Choice]:
        """What a reader may answer, each with the way so far."""
        return [
            Choice(answer.label, address(self.steps[answer.next_id], [*way, answer]))
            for answer in self.answers_of(step)
        ]

    def given(self, way: Sequence[Answer]) -> list[Given]:
        """What a reader answered, each with the address of its question."""
        return [
            Given(
                self.steps[answer.step_id].title,
                answer.label,
                address(self.steps[answer.step_id], way[:number]),
            )
            for number, answer in enumerate(way)
        ]

    def problems(self) -> Iterator[str]:
        """What does not hold together, in words for staff."""
        if self.first is None:
            return
        reached = {answer.next_id for answer in self.answers} | {self.first.pk}
        for step in self.steps.values():
            if step.pk not in reached:
                yield _("No answer leads to the step “%(step)s”.") % {"step": step}
            if len(self.answers_of(step)) == 1:
                yield _("The question “%(step)s” has a single answer.") % {"step": step}
        yield from (
            _("The step “%(step)s” leads back to itself.") % {"step": step}
            for step in self.steps.values()
            if self.leads_to(step, step.pk, set())
        )

    def leads_to(self, step: Step, goal: int, seen: set[int]) -> bool:
        """Whether answers lead from a step to another, over any number of steps."""
        for answer in self.answers_of(step):
            if answer.next_id == goal:
                return True
            if answer.next_id not in seen:
                seen.add(answer.next_id)
                if self.leads_to(self.steps[answer.next_id], goal, seen):
                    return True
        return False


def address(step: Step, way: Sequence[Answer]) -> str:
    """The address of a step that says how a reader came there."""
    query = urlencode({WAY: "-".join(str(answer.pk) for answer in way)}) if way else ""
    return step.get_absolute_url() + (f"?{query}" if query else "")

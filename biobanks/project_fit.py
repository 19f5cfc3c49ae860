"""Would a collection take a project? Yes, maybe or no, each with its reasons.

The rules are data: what a project says, what an entry says about that, and what follows. What an
entry does not state is never counted as a yes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from biobanks.codes import DataUse
from biobanks.models import Collection


class Answer(StrEnum):
    """Whether a collection would take a project, the worst first."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


ANSWERS = list(Answer)


@dataclass(frozen=True)
class Project:
    """What a visitor tells of a project; what is left open, no rule asks about."""

    who: str = ""  # "academic" or "company"
    country: str = ""  # "belgium", "europe" or "elsewhere"
    disease: str = ""  # "yes": it studies the diseases of the collection; "no": something else
    fee: str = ""  # "yes": can pay; "no": cannot
    joint: str = ""  # "yes": is ready for a joint project; "no": is not
    ethics: str = ""  # "yes": an ethics committee has approved; "no": not yet


class Said(StrEnum):
    """What an entry says of a matter."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"


Says = Callable[[Collection], Said]


def flag(name: str) -> Says:
    """A yes or no that a collection states, or else its biobank; a no of either counts."""

    def says(collection: Collection) -> Said:
        said = [getattr(entry, name) for entry in (collection, collection.biobank)]
        if False in said:
            return Said.NO
        return Said.YES if True in said else Said.NOTHING

    return says


def asked_for(name: str) -> Says:
    """Something that is asked for, be it for samples, data or images. No entry is silence."""
    return lambda collection: Said.YES if getattr(collection, name) else Said.NOTHING


def condition(*terms: DataUse) -> Says:
    """A condition of use: a term of the Data Use Ontology. Where none is stated, silence."""

    def says(collection: Collection) -> Said:
        if not collection.data_use:
            return Said.NOTHING
        return Said.YES if set(terms) & set(collection.data_use) else Said.NO

    return says


@dataclass(frozen=True)
class Rule:
    """If a project is so, and an entry says that, then this follows."""

    project: tuple[str, str]  # field and value
    entry: Says
    said: Said
    answer: Answer
    reason: str | Promise


COMMERCIAL = flag("collaboration_commercial")
NON_PROFIT = flag("collaboration_non_profit")
NOT_FOR_PROFIT_ONLY = condition(DataUse.DUO_0000018)
GEOGRAPHICAL = condition(DataUse.DUO_0000022)
DISEASE_SPECIFIC = condition(DataUse.DUO_0000007)
FEE = asked_for("access_fee")
JOINT_PROJECT = asked_for("access_joint_project")
COLLABORATION = condition(DataUse.DUO_0000020)
ETHICS = condition(DataUse.DUO_0000021)

COMPANY, ACADEMIC = ("who", "company"), ("who", "academic")
ABROAD = (("country", "europe"), ("country", "elsewhere"))

RULES: tuple[Rule, ...] = (
    Rule(COMPANY, COMMERCIAL, Said.YES, Answer.YES, _("works with companies")),
    Rule(COMPANY, COMMERCIAL, Said.NO, Answer.NO, _("does not work with companies")),
    Rule(
        COMPANY,
        COMMERCIAL,
        Said.NOTHING,
        Answer.MAYBE,
        _("does not state whether it works with companies"),
    ),
    Rule(
        COMPANY,
        NOT_FOR_PROFIT_ONLY,
        Said.YES,
        Answer.NO,
        _("allows use that is not for profit only (DUO:0000018)"),
    ),
    Rule(ACADEMIC, NON_PROFIT, Said.YES, Answer.YES, _("works with non-profit partners")),
    Rule(ACADEMIC, NON_PROFIT, Said.NO, Answer.NO, _("does not work with non-profit partners")),
    Rule(
        ACADEMIC,
        NON_PROFIT,
        Said.NOTHING,
        Answer.MAYBE,
        _("does not state whether it works with non-profit partners"),
    ),
    *(
        Rule(
            country,
            GEOGRAPHICAL,
            Said.YES,
            Answer.MAYBE,
            _("restricts where its samples and data may go (DUO:0000022): ask whether to you"),
        )
        for country in ABROAD
    ),
    *(
        Rule(
            country,
            GEOGRAPHICAL,
            Said.NOTHING,
            Answer.MAYBE,
            _("does not state its conditions of use"),
        )
        for country in ABROAD
    ),
    Rule(
        ("disease", "no"),
        DISEASE_SPECIFIC,
        Said.YES,
        Answer.NO,
        _("allows research on its own diseases only (DUO:0000007)"),
    ),
    Rule(
        ("disease", "no"),
        DISEASE_SPECIFIC,
        Said.NOTHING,
        Answer.MAYBE,
        _("does not state its conditions of use"),
    ),
    Rule(("fee", "no"), FEE, Said.YES, Answer.NO, _("asks for a fee")),
    Rule(
        ("fee", "no"),
        FEE,
        Said.NOTHING,
        Answer.MAYBE,
        _("does not state whether it asks for a fee"),
    ),
    Rule(("joint", "no"), JOINT_PROJECT, Said.YES, Answer.NO, _("asks for a joint project")),
    Rule(
        ("joint", "no"),
        COLLABORATION,
        Said.YES,
        Answer.NO,
        _("asks for collaboration with its researchers (DUO:0000020)"),
    ),
    Rule(
        ("joint", "no"),
        JOINT_PROJECT,
        Said.NOTHING,
        Answer.MAYBE,
        _("does not state whether it asks for a joint project"),
    ),
    Rule(
        ("ethics", "no"),
        ETHICS,
        Said.YES,
        Answer.MAYBE,
        _("asks for the approval of an ethics committee (DUO:0000021): get it first"),
    ),
    Rule(
        ("ethics", "no"),
        ETHICS,
        Said.NOTHING,
        Answer.MAYBE,
        _("does not state whether it asks for the approval of an ethics committee"),
    ),
)


@dataclass(frozen=True)
class Fit:
    """The answer for a collection, with the reasons that decide it first."""

    answer: Answer
    reasons: tuple[str, ...]


def fit(project: Project, collection: Collection, rules: Iterable[Rule] = RULES) -> Fit | None:
    """Whether a collection would take a project; None where the project tells nothing.

    It is a yes only where something says so and nothing speaks against it.
    """
    matching = [
        rule
        for rule in rules
        if getattr(project, rule.project[0]) == rule.project[1]
        and rule.entry(collection) == rule.said
    ]
    if project == Project():
        return None
    if not matching:
        return Fit(Answer.MAYBE, (str(_("states nothing that decides")),))
    ordered = sorted(matching, key=lambda rule: ANSWERS.index(rule.answer))
    reasons = tuple(dict.fromkeys(str(rule.reason) for rule in ordered))
    return Fit(ordered[0].answer, reasons)

"""Whether a collection would take a project: every rule, and what several of them make together."""

from itertools import product

import pytest

from biobanks.codes import AccessType, DataUse
from biobanks.models import Biobank, Collection
from biobanks.project_fit import RULES, Answer, Fit, Project, fit

NOTHING_DECIDES = Fit(Answer.MAYBE, ("states nothing that decides",))
CONDITIONS_UNKNOWN = (Answer.MAYBE, "does not state its conditions of use")
OUT_OF_THE_COUNTRY = (
    Answer.MAYBE,
    "restricts where its samples and data may go (DUO:0000022): ask whether to you",
)
FEE_UNKNOWN = (Answer.MAYBE, "does not state whether it asks for a fee")
JOINT_UNKNOWN = (Answer.MAYBE, "does not state whether it asks for a joint project")
ETHICS_UNKNOWN = (
    Answer.MAYBE,
    "does not state whether it asks for the approval of an ethics committee",
)
OTHER_CONDITIONS = {"data_use": [DataUse.DUO_0000004]}


def entry(*, biobank=None, **fields):
    """A collection that says only this; its biobank likewise."""
    return Collection(biobank=Biobank(**(biobank or {})), **fields)


# What a project says, what a collection says, the answers of the rules that follow, worst first.
TABLE = [
    (
        {"who": "company"},
        {"collaboration_commercial": True},
        [(Answer.YES, "works with companies")],
    ),
    (
        {"who": "company"},
        {"collaboration_commercial": False},
        [(Answer.NO, "does not work with companies")],
    ),
    (
        {"who": "company"},
        {},
        [(Answer.MAYBE, "does not state whether it works with companies")],
    ),
    (
        {"who": "company"},
        {"collaboration_commercial": True, "data_use": [DataUse.DUO_0000018]},
        [
            (Answer.NO, "allows use that is not for profit only (DUO:0000018)"),
            (Answer.YES, "works with companies"),
        ],
    ),
    (
        {"who": "company"},
        {"collaboration_commercial": True, **OTHER_CONDITIONS},
        [(Answer.YES, "works with companies")],
    ),
    (
        {"who": "academic"},
        {"collaboration_non_profit": True},
        [(Answer.YES, "works with non-profit partners")],
    ),
    (
        {"who": "academic"},
        {"collaboration_non_profit": False},
        [(Answer.NO, "does not work with non-profit partners")],
    ),
    (
        {"who": "academic"},
        {},
        [(Answer.MAYBE, "does not state whether it works with non-profit partners")],
    ),
    ({"country": "belgium"}, {"data_use": [DataUse.DUO_0000022]}, []),
    ({"country": "belgium"}, OTHER_CONDITIONS, []),
    ({"country": "belgium"}, {}, []),
    ({"country": "europe"}, {"data_use": [DataUse.DUO_0000022]}, [OUT_OF_THE_COUNTRY]),
    ({"country": "europe"}, OTHER_CONDITIONS, []),
    ({"country": "europe"}, {}, [CONDITIONS_UNKNOWN]),
    ({"country": "elsewhere"}, {"data_use": [DataUse.DUO_0000022]}, [OUT_OF_THE_COUNTRY]),
    ({"country": "elsewhere"}, OTHER_CONDITIONS, []),
    ({"country": "elsewhere"}, {}, [CONDITIONS_UNKNOWN]),
    ({"disease": "yes"}, {"data_use": [DataUse.DUO_0000007]}, []),
    ({"disease": "yes"}, OTHER_CONDITIONS, []),
    ({"disease": "yes"}, {}, []),
    (
        {"disease": "no"},
        {"data_use": [DataUse.DUO_0000007]},
        [(Answer.NO, "allows research on its own diseases only (DUO:0000007)")],
    ),
    ({"disease": "no"}, OTHER_CONDITIONS, []),
    ({"disease": "no"}, {}, [CONDITIONS_UNKNOWN]),
    ({"fee": "yes"}, {"access_fee": [AccessType.SAMPLES]}, []),
    ({"fee": "yes"}, {}, []),
    ({"fee": "no"}, {"access_fee": [AccessType.SAMPLES]}, [(Answer.NO, "asks for a fee")]),
    ({"fee": "no"}, {"access_fee": [AccessType.DATA]}, [(Answer.NO, "asks for a fee")]),
    ({"fee": "no"}, {}, [FEE_UNKNOWN]),
    ({"joint": "yes"}, {"access_joint_project": [AccessType.SAMPLES]}, []),
    ({"joint": "yes"}, {"data_use": [DataUse.DUO_0000020]}, []),
    ({"joint": "yes"}, {}, []),
    (
        {"joint": "no"},
        {"access_joint_project": [AccessType.IMAGES]},
        [(Answer.NO, "asks for a joint project")],
    ),
    (
        {"joint": "no"},
        {"data_use": [DataUse.DUO_0000020]},
        [
            (Answer.NO, "asks for collaboration with its researchers (DUO:0000020)"),
            JOINT_UNKNOWN,
        ],
    ),
    ({"joint": "no"}, OTHER_CONDITIONS, [JOINT_UNKNOWN]),
    ({"joint": "no"}, {}, [JOINT_UNKNOWN]),
    ({"ethics": "yes"}, {"data_use": [DataUse.DUO_0000021]}, []),
    ({"ethics": "yes"}, {}, []),
    (
        {"ethics": "no"},
        {"data_use": [DataUse.DUO_0000021]},
        [
            (
                Answer.MAYBE,
                "asks for the approval of an ethics committee (DUO:0000021): get it first",
            )
        ],
    ),
    ({"ethics": "no"}, OTHER_CONDITIONS, []),
    ({"ethics": "no"}, {}, [ETHICS_UNKNOWN]),
]


@pytest.mark.parametrize(("project", "says", "answers"), TABLE)
def test_what_follows_from_what_is_said(project, says, answers):
    found = fit(Project(**project), entry(**says))

    expected = Fit(answers[0][0], tuple(reason for _answer, reason in answers)) if answers else None
    assert found == (expected or NOTHING_DECIDES)


def test_the_table_has_every_rule():
    in_table = {
        (*project.items(), answer, reason)
        for project, _says, answers in TABLE
        for answer, reason in answers
    }

    assert in_table == {(rule.project, rule.answer, str(rule.reason)) for rule in RULES}


def test_no_answer_where_nothing_is_told():
    assert fit(Project(), entry(collaboration_commercial=True)) is None


def test_an_entry_that_states_nothing_is_always_a_maybe():
    choices = product(
        ("", "academic", "company"),
        ("", "belgium", "europe", "elsewhere"),
        *[("", "yes", "no")] * 4,
    )
    projects = [Project(*chosen) for chosen in choices][1:]  # the first tells nothing

    assert {fit(project, entry()).answer for project in projects} == {Answer.MAYBE}


FIELDS = [("company", "collaboration_commercial"), ("academic", "collaboration_non_profit")]


@pytest.mark.parametrize(("who", "field"), FIELDS)
@pytest.mark.parametrize(
    ("collection", "biobank", "answer"),
    [
        (True, True, Answer.YES),
        (True, None, Answer.YES),
        (None, True, Answer.YES),
        (None, None, Answer.MAYBE),
        (True, False, Answer.NO),
        (False, True, Answer.NO),
        (False, False, Answer.NO),
        (None, False, Answer.NO),
        (False, None, Answer.NO),
    ],
)
def test_biobank_speaks_for_its_collections_and_its_no_counts(
    who, field, collection, biobank, answer
):
    says = entry(biobank={field: biobank}, **{field: collection})

    assert fit(Project(who=who), says).answer == answer


def test_the_worst_answer_wins_and_its_reasons_stand_first():
    project = Project(who="academic", country="europe", fee="no", joint="no", ethics="no")
    says = entry(
        collaboration_non_profit=True,
        access_fee=["samples"],
        data_use=[DataUse.DUO_0000022, DataUse.DUO_0000020],
    )

    assert fit(project, says) == Fit(
        Answer.NO,
        (
            "asks for a fee",
            "asks for collaboration with its researchers (DUO:0000020)",
            OUT_OF_THE_COUNTRY[1],
            JOINT_UNKNOWN[1],
            "works with non-profit partners",
        ),
    )


def test_a_doubt_outweighs_a_yes():
    project = Project(who="academic", fee="no")

    assert fit(project, entry(collaboration_non_profit=True)) == Fit(
        Answer.MAYBE, (FEE_UNKNOWN[1], "works with non-profit partners")
    )


def test_the_same_reason_stands_once():
    project = Project(country="europe", disease="no")

    assert fit(project, entry()) == Fit(Answer.MAYBE, (CONDITIONS_UNKNOWN[1],))

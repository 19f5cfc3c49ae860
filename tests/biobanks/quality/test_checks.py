"""Each check on an entry that passes and on one that differs in one thing."""

import pytest

from biobanks.models import Biobank, Collection, Network
from biobanks.quality.registry import CHECKS, check, checks_of
from biobanks.quality.running import found_in  # noqa: F401 - registers all checks
from tests.biobanks.quality.examples import EXAMPLES
from tests.biobanks.quality.good import MAKERS, codes_found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Biobank, Collection, Network])
def test_nothing_is_found_in_good_entries(model):
    assert codes_found(MAKERS[model]()) == {}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_check(example):
    entry = MAKERS[example.model](**example.given)
    if example.before:
        example.before(entry)
    passes = codes_found(entry)
    if callable(example.change):
        example.change(entry)
    else:
        type(entry).objects.filter(pk=entry.pk).update(**example.change)
    fails = codes_found(entry)

    assert example.code not in passes
    assert fails.get(example.code) == example.detail


def test_each_check_has_its_example_for_each_kind_of_entry():
    wanted = [(code, model) for code, check in CHECKS.items() for model in check.models]
    given = [(example.code, example.model) for example in EXAMPLES]

    assert sorted(map(str, given)) == sorted(map(str, wanted))
    assert len(CHECKS) >= 90


def test_each_check_has_its_words_and_its_field():
    for one in CHECKS.values():
        assert str(one.says).endswith("."), one.code
        assert str(one.mend).endswith("."), one.code
        for model in one.models:
            names = {field.name for field in model._meta.get_fields()}
            assert one.field in names | {""}, one.code


def test_two_checks_of_one_code_are_refused():
    one = CHECKS["BE:NameShouts"]
    with pytest.raises(ValueError, match="Two checks are called BE:NameShouts"):
        check(one.code, one.severity, one.models, one.field, one.says, one.mend)(one.find)


def test_checks_of_a_kind():
    assert {one.code for one in checks_of(Network)} >= {"BE:NetNoMembers", "URL:Invalid"}
    assert "CC:TypeMissing" not in {one.code for one in checks_of(Network)}

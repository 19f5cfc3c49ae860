"""What the desk calls entries, in each language."""

import pytest
from django.utils.translation import override

from biobanks.enums import EntryKind
from biobanks.models import Biobank, Collection, Network


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nl", ["biobank", "collectie", "netwerk"]),
        ("fr", ["biobanque", "collection", "réseau"]),
        ("de", ["Biobank", "Sammlung", "Netzwerk"]),
    ],
)
def test_entries_are_named_in_the_language_of_staff(language, names):
    with override(language):
        assert [str(model._meta.verbose_name) for model in (Biobank, Collection, Network)] == names
        assert [str(label) for label in EntryKind.labels] == names

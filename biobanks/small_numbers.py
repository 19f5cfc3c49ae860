"""Hides small sums, so that nobody can be recognised by them.

A sum below ten is hidden. So are the sums from which it could be computed: every sum that counts
one of the same entries, and the next smallest of its group where it would be the only hidden one
(whoever knows the total from elsewhere would only have to subtract). Each hidden sum then counts
entries that no shown sum counts; nothing that is shown says anything of those.

Hidden sums all look the same: which of them is the small one would tell more than its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 10


@dataclass(frozen=True)
class Sum:
    """A number, and the entries that it adds up, as bits; no entries: there is no number."""

    entries: int
    number: int


def hidden(groups: Sequence[Sequence[Sum]]) -> list[list[bool]]:
    """Which sums of each group are hidden. A group is what somebody may add up or subtract."""
    protected = 0
    for group in groups:
        for sum_ in group:
            if sum_.number < SMALLEST_SHOWN:
                protected |= sum_.entries
    while alone := next(filter(None, (next_smallest(group, protected) for group in groups)), None):
        protected |= alone.entries
    return [[bool(sum_.entries & protected) for sum_ in group] for group in groups]


def next_smallest(group: Sequence[Sum], protected: int) -> Sum | None:
    """The smallest shown sum of a group in which exactly one is hidden."""
    shown = [sum_ for sum_ in group if sum_.entries and not sum_.entries & protected]
    if not shown or sum(bool(sum_.entries & protected) for sum_ in group) != 1:
        return None
    return min(shown, key=lambda sum_: sum_.number)

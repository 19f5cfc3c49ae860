"""The catalogue's admin, one subject a file."""

from biobanks.admin import (
    biobanks,
    changes,
    collections,
    confirmations,
    findings,
    organisations,
    snapshots,
    vocabulary,
)

__all__ = [
    "biobanks",
    "changes",
    "collections",
    "confirmations",
    "findings",
    "organisations",
    "snapshots",
    "vocabulary",
]

"""The catalogue's admin, one subject a file."""

from biobanks.admin import biobanks, collections, organisations, snapshots, vocabulary

__all__ = ["biobanks", "collections", "organisations", "snapshots", "vocabulary"]

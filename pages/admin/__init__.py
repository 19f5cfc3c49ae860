"""The admin of the node's pages: their texts, and the files in them."""

from pages.admin import files, texts

__all__ = ["files", "texts"]

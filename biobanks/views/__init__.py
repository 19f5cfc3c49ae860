"""The public pages of the catalogue: lists of results, entries, and the same for programs."""

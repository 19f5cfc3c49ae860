"""Looks at every page of the site, in every language, width and colour scheme. `run.py` begins."""

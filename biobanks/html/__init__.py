"""Pieces of HTML that a page has by the hundred: results, options, lines, rows of tables.

Written in Python, because a template takes five times as long for them; the frame around them is
a template's. All texts pass through `escape`.
"""

# What marks a name: it is the same in all languages.
NAME = ' translate="no"'

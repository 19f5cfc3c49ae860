"""Checks of meaning: what no single field can say of itself.

* `registry`  what a check is, and all of them by code;
* `access`, `collections`, `contacts`, `facts`, `identifiers`, `members`, `texts`   the checks, one
  small function each, by subject;
* `reading`   entries with all that the checks look at, in a constant number of queries;
* `running`   what is found in an entry, or in all; kept, waived, counted.

Codes with a colon after two or three letters are those of the Directory's own checks
(BBMRI-ERIC/directory-scripts, commit bc6f0b17 of 2026-07-11), where ours look for the same; `BE:`
marks those that only we have. The sentences are ours.
"""

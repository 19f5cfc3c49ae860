"""Exchange with the BBMRI-ERIC Directory: the only place that knows its tables and columns.

From the file inwards:

* `reader`    a folder or zip, checked and streamed row by row; knows files, not meanings;
* `cells`     what a cell may hold, and the value it means;
* `tables`    the Directory's tables and ours beside them: which column is which field;
* `headers`   which column stands where, and whether a file is the table it claims;
* `importer`  rows into the database, in one transaction, a thousand at a time, with the help of
  `rows` (one row's way), `lookups` (what cells name), `rules` (what no single cell says:
  publication, addresses, provinces, magnitudes), `links` (link tables) and `waiting` (rows whose
  parent is not in yet);
* `report`    what was added, changed and withdrawn, and what could not be taken.

From the catalogue outwards:

* `writer`    rows into tables, all of them or those that the Directory gets;
* `contract`  what the Directory asks of those, checked on the bytes that it would read;
* `snapshots` the last good tables: made, compared, served, gone back from.

From the Directory, for staff to decide on:

* `remote`    what it publishes of our country, over HTTP;
* `changes`   what that says otherwise than the catalogue, and what becomes of it.

The format in words: docs/directory-format.md.
"""

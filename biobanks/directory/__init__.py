"""Exchange with the BBMRI-ERIC Directory: the only place that knows its tables and columns.

From the file inwards:

* `reader`    a folder or zip, checked and streamed row by row; knows files, not meanings;
* `cells`     what a cell may hold, and the value it means;
* `tables`    the Directory's tables and ours beside them: which column is which field;
* `rules`     what no single cell says: publication, addresses, provinces, magnitudes;
* `importer`  rows into the database, in one transaction, thousand by thousand;
* `report`    what was added, changed and withdrawn, and what could not be taken.

The format in words: docs/directory-format.md.
"""

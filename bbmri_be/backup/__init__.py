"""The whole site in one file, and back: `manage.py backup` and `manage.py restore`.

`tables` reads and writes rows, `archive` is the file. Files that staff and applicants upload are
rows, so the rows are all there is.
"""

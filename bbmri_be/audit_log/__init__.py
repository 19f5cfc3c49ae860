"""Who of the staff did what, and who looked at whose data: rows that nobody changes.

Beside it, histories say what exactly became of a row: Django's own list of changes, the events of
an application, the versions of entries and texts.
"""

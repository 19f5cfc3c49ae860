"""What keeps a backup from being made or restored."""


class BackupError(Exception):
    """A sentence that says what is wrong and what to do."""

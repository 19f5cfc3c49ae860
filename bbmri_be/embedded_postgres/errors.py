class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot be used here; the message says what to do."""

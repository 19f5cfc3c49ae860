from typing import Any

from django.db.backends.postgresql import base

from bbmri_be import embedded_postgres
from bbmri_be.embedded_postgres.backend.client import DatabaseClient


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        # Every way to a connection passes here: the test database, the pool, a second thread.
        embedded_postgres.acquire()
        return super().get_connection_params()

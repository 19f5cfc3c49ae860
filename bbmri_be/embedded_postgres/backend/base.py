from typing import Any

from bbmri_be import embedded_postgres
from bbmri_be.embedded_postgres.backend.client import DatabaseClient
from bbmri_be.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        # Every way to a connection passes here: the test database, the pool, a second thread.
        embedded_postgres.acquire()
        return super().get_connection_params()

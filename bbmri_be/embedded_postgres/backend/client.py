from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import client

from bbmri_be import embedded_postgres
from bbmri_be.embedded_postgres.programs import program


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the psql of the wheel."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        (_, *arguments), environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(program("psql")), *arguments], environment

    def runshell(self, parameters: Iterable[str]) -> None:
        embedded_postgres.acquire()
        super().runshell(parameters)

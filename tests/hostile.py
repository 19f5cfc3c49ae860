"""Whatever somebody may write: texts by chance, and the hostile ones of `make hostile`."""

import runpy
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FILE = Path(__file__).resolve().parent.parent / ".ci" / "hostile" / "values.py"
_values = runpy.run_path(str(FILE))
HOSTILE = sorted(_values["VALUES"].values())
MARK = _values["MARK"]

texts = st.one_of(
    st.text(st.characters(), max_size=30), st.integers().map(str), st.sampled_from(HOSTILE)
)
# `make hostile` draws longer, with `--hypothesis-profile=long`.
by_chance = settings(
    deadline=None,
    max_examples=400 if settings.get_current_profile_name() == "long" else 40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FORM = "application/x-www-form-urlencoded"


def encoded(pairs):
    """Pairs as they stand in an address or a form, with texts that UTF-8 has no bytes for."""
    return urlencode(pairs, doseq=True, errors="surrogatepass")


def is_harmless(response):
    """Whether a page was answered, in which nothing that was asked has become markup."""
    return response.status_code < 500 and f"<{MARK}".encode() not in response.getvalue()


@contextmanager
def undone():
    """Takes back what one example has stored."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

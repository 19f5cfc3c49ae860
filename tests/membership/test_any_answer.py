"""Public forms, sent with whatever fields can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbmri_be.outbox.models import Mail
from bbmri_be.rate_limits.models import Bucket
from membership.enums import State
from membership.models import Application, StatusLink
from tests.hostile import FORM, by_chance, encoded, is_harmless, texts, undone
from tests.membership.factories import POSTED, application_in
from tests.membership.join.forms import posted

pytestmark = pytest.mark.django_db

answers = st.lists(st.tuples(st.sampled_from(sorted(posted())), texts), max_size=5)


@pytest.fixture
def send(client):
    """Sends pairs to a path; what comes must be harmless, and so must the mails."""

    def send(path, pairs):
        Bucket.objects.all().delete()
        response = client.generic("POST", path, encoded(pairs), content_type=FORM)
        assert is_harmless(response)
        for to, subject in Mail.objects.values_list("to", "subject"):
            assert to.count("@") == 1
            assert "evil.example" not in to
            assert subject.isprintable()
        return response

    send.client = client
    return send


def with_changes(given, changes):
    """Pairs of a form, those of some names replaced; a name may come twice."""
    names = {name for name, _value in changes}
    kept = [
        (name, value)
        for name, values in given.items()
        for value in (values if isinstance(values, list) else [values])
        if name not in names
    ]
    return [*kept, *changes]


@by_chance
@given(changes=answers)
def test_any_application_is_taken_or_asked_for_again(send, changes):
    with undone():
        response = send("/join/", with_changes(posted(), changes))

        assert Application.objects.count() == (response.status_code == 302)


@by_chance
@given(
    page=st.sampled_from(["", "confirm/", "correct/", "withdraw/", "come-back/"]),
    state=st.sampled_from(State),
    changes=answers,
    more=st.lists(st.tuples(st.sampled_from(["text", "seen", "reason"]), texts), max_size=3),
)
def test_any_answer_of_an_applicant_is_taken_or_asked_for_again(
    send, anna, page, state, changes, more
):
    with undone():
        token = StatusLink.new(application_in(state, anna))

        send(f"/join/status/{token}/{page}", [*with_changes(POSTED, changes), *more])
        shown = send.client.get(f"/join/status/{token}/")

        assert shown.status_code == 200
        assert is_harmless(shown)


@by_chance
@given(email=texts)
def test_any_address_may_ask_for_a_link(send, application, email):
    with undone():
        response = send("/join/link/", [("email", email)])

        assert response.status_code == 200
        assert not Mail.objects.filter(to__contains="evil.example").exists()

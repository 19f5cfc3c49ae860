"""What a biobank proposes to change, with whatever fields can hold."""

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from biobanks.confirming import actions, letters
from biobanks.models import Proposal
from tests.biobanks.confirming.test_answering import form_values
from tests.biobanks.quality.good import whole_biobank
from tests.hostile import FORM, by_chance, encoded, is_harmless, texts, undone


@pytest.fixture
def confirmation(db):
    return actions.ask(whole_biobank(), by=User.objects.create_user("anna"), language="en")


@by_chance
@given(data=st.data())
def test_any_proposal_is_taken_or_asked_for_again(client, confirmation, data):
    values = form_values(confirmation.biobank)
    changes = st.dictionaries(st.sampled_from(sorted(values)), texts, max_size=5)
    sent = encoded(values | data.draw(changes))
    path = f"/confirm/{letters.token_of(confirmation)}/"

    with undone():
        response = client.generic("POST", f"{path}changes/", sent, content_type=FORM)

        assert response.status_code in {200, 302, 422}
        assert is_harmless(response)
        assert is_harmless(client.get(path))
        if response.status_code != 302:
            assert not Proposal.objects.exists()

"""Biobanks are asked: by staff, and by what time asks for."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from bbmri_be.outbox.models import Mail
from biobanks.confirming import actions, letters
from biobanks.models import Biobank, Confirmation
from tests.biobanks.confirming.conftest import NOW
from tests.biobanks.quality.good import whole_biobank
from tests.tongues import lies

pytestmark = pytest.mark.django_db


# Asking


def test_biobank_is_asked_by_a_letter_with_a_link(biobank, anna):
    confirmation = actions.ask(biobank, by=anna, language="nl")

    mail = Mail.objects.get()
    assert (confirmation.asked_at, confirmation.asked_by, confirmation.language) == (
        NOW, anna, "nl",
    )  # fmt: skip
    assert (mail.to, mail.language) == ("office@biobank.be", "nl")
    assert f"/nl/confirm/{letters.token_of(confirmation)}/" in mail.text
    assert mail.cause == f"confirmation {confirmation.pk}: asked"


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_letters_have_no_english_left(biobank, anna, language):
    english = set()
    for code in ("en", language):
        confirmation = actions.ask(biobank, by=anna, language=code)
        asked, reminded = Mail.objects.latest("pk"), letters.remind(confirmation)
        Confirmation.objects.all().delete()
        own = [line for mail in (asked, reminded) for line in mail.text.splitlines() if line]
        english = english or {line for line in own if not line.startswith("http")}

    assert [*lies(asked.html), *lies(reminded.html)] == []
    assert english.isdisjoint(own)


def test_biobank_is_not_asked_twice_nor_without_a_contact(biobank, confirmation, anna):
    with pytest.raises(actions.AlreadyAsked):
        actions.ask(biobank, by=anna, language="nl")
    Confirmation.objects.all().delete()
    Biobank.objects.update(contact=None)
    with pytest.raises(actions.NoContact):
        actions.ask(biobank, by=anna, language="nl")

    assert Mail.objects.count() == 1


# What time asks for


def test_silence_is_reminded_then_marked_and_the_answer_ends_it(client, biobank, path, clock):
    steps = []
    for days in (20, 1, 38, 1, 1):
        clock.shift(timedelta(days=days))
        steps.append(actions.tend())
    marked = client.get(biobank.get_absolute_url()).content.decode()
    client.post(path)
    biobank.refresh_from_db()

    assert [tuple(step.values()) for step in steps] == [
        (0, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0),
    ]  # fmt: skip
    assert "We asked the biobank on 29 November 2026 and have no answer yet" in marked
    assert biobank.silent_since is None
    subjects = list(Mail.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == [
        "Is the entry of Good biobank still right?",
        "A reminder: is the entry of Good biobank still right?",
    ]


def test_each_year_by_itself_once_staff_have_asked_first(client, biobank, clock, anna):
    whole_biobank(identifier="bbmri-eric:ID:BE_never", slug="never", famhp_number="BB190007")
    first = actions.ask(biobank, by=anna, language="fr")
    actions.confirm(first)
    clock.shift(timedelta(days=364))
    early = actions.tend()
    clock.shift(timedelta(days=1))
    due = actions.tend()
    again = actions.tend()

    assert [step["asked"] for step in (early, due, again)] == [0, 1, 0]
    last = Confirmation.objects.first()
    assert (last.biobank, last.asked_by, last.language) == (biobank, None, "fr")


def test_command_tells_what_it_did(confirmation, clock, capsys):
    clock.shift(timedelta(days=61))

    call_command("tend_confirmations")

    assert capsys.readouterr().out == "asked 0, reminded 1, marked 1\n"

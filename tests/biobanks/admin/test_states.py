"""Entries in the admin: what needs work, what is published and withdrawn, and their versions."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from biobanks import actions
from biobanks.enums import Publication
from biobanks.models import Biobank, Finding
from biobanks.quality import running
from tests.biobanks.admin.forms import EDITED, address, values_of
from tests.biobanks.factories import PUBLISHED_AT, BiobankFactory
from tests.biobanks.quality.good import good_collection, good_network, whole_biobank

pytestmark = pytest.mark.django_db
GOOD = {"biobank": whole_biobank, "collection": good_collection, "network": good_network}


@pytest.mark.parametrize("model", ["biobank", "collection", "network"])
def test_entry_keeps_its_address_and_state(admin_client, model):
    entry = EDITED[model](slug="known")
    values = values_of(admin_client.get(address(model, "change", entry.pk)))

    admin_client.post(
        address(model, "change", entry.pk),
        values | {"slug": "other", "publication": "draft", "published_at_0": "2020-01-01"},
    )

    before = (entry.slug, entry.publication, entry.published_at)
    entry.refresh_from_db()
    assert (entry.slug, entry.publication, entry.published_at) == before


@pytest.mark.parametrize("model", ["biobank", "collection", "network"])
def test_draft_goes_with_what_the_checks_found_in_it(admin_client, model):
    entry = EDITED[model](draft=True)
    running.note(entry)
    found = running.findings_of(entry).count()

    admin_client.post(address(model, "delete", entry.pk), {"post": "yes"})

    assert found > 0
    assert not type(entry).objects.filter(pk=entry.pk).exists()
    assert not Finding.objects.exists()


@pytest.mark.parametrize("model", ["biobank", "collection", "network"])
@pytest.mark.parametrize("trait", [{}, {"draft": True}, {"withdrawn": True}])
def test_only_drafts_are_deleted_and_only_others_seen_on_site(admin_client, model, trait):
    entry = EDITED[model](**trait)
    is_draft = bool(trait.get("draft"))

    form = admin_client.get(address(model, "change", entry.pk))
    deleted = admin_client.get(address(model, "delete", entry.pk))
    changelist = admin_client.get(address(model, "changelist"))

    assert ("View on site" in form.content.decode()) is not is_draft
    assert deleted.status_code == (200 if is_draft else 403)
    assert "delete_selected" not in changelist.content.decode()


@pytest.mark.parametrize("model", GOOD)
def test_actions_publish_and_withdraw(admin_client, model):
    draft = GOOD[model](draft=True)
    wrong = EDITED[model](draft=True, name="Wrong one")
    published = EDITED[model](slug="left")
    chosen = {"_selected_action": [draft.pk, wrong.pk, published.pk]}

    def do(action, **more):
        response = admin_client.post(
            address(model, "changelist"), chosen | {"action": action} | more, follow=True
        )
        return response, [str(message) for message in response.context["messages"]]

    question, nothing = do("publish")
    _page, first = do("publish", confirmed="Publish")
    _page, withdrawn = do("withdraw", confirmed="Withdraw")
    _page, again = do("withdraw", confirmed="Withdraw")

    assert nothing == []
    assert "Publish these entries?" in question.content.decode()
    assert question.content.decode().count("There is no description in English.") == 2

    assert first[0].startswith("Wrong one is not published. ")
    assert "There is no description in English." in first[0]
    assert first[1:] == [
        "1 entry was changed.",
        "1 entry was left as it is: its state does not allow this.",
    ]
    assert withdrawn == [
        "2 entries were changed.",
        "1 entry was left as it is: its state does not allow this.",
    ]
    assert again == ["3 entries were left as they are: their state does not allow this."]
    states = [
        type(draft).objects.get(pk=entry.pk).publication for entry in (draft, wrong, published)
    ]
    assert states == [Publication.WITHDRAWN, Publication.DRAFT, Publication.WITHDRAWN]
    assert LogEntry.objects.count() == 3


def test_withdrawing_is_confirmed_first(admin_client):
    biobank = BiobankFactory()
    chosen = {"_selected_action": [biobank.pk], "action": "withdraw"}

    question = admin_client.post(address("biobank", "changelist"), chosen).content.decode()

    biobank.refresh_from_db()
    assert "Withdraw these entries?" in question
    assert f'name="_selected_action" value="{biobank.pk}"' in question
    assert biobank.publication == Publication.PUBLISHED


@pytest.mark.parametrize("action", ["publish", "withdraw"])
def test_actions_need_permission(reader, action):
    biobank = BiobankFactory(draft=action == "publish")

    reader.post(
        address("biobank", "changelist"),
        {"_selected_action": [biobank.pk], "action": action, "confirmed": "yes"},
    )

    before = biobank.publication
    biobank.refresh_from_db()
    assert biobank.publication == before


def test_form_shows_what_is_to_mend_and_saving_keeps_it(admin_client):
    biobank = whole_biobank(acronym="")
    form = admin_client.get(address("biobank", "change", biobank.pk))
    admin_client.post(address("biobank", "change", biobank.pk), values_of(form))
    kept = biobank.findings.get()
    again = admin_client.get(address("biobank", "change", biobank.pk)).content.decode()

    text = form.content.decode()
    assert "1 thing to mend, as the entry is stored" in text
    assert "The biobank has no acronym." in text
    assert 'href="#id_acronym"' in text
    assert "Let it be" not in text  # nothing was kept yet
    assert kept.check_code == "BE:AcronymMissing"
    assert f"/admin/biobanks/finding/{kept.pk}/change/" in again


def test_list_shows_what_needs_work(admin_client):
    today = timezone.localdate()
    good = whole_biobank(confirmed_on=today)
    wrong = BiobankFactory(name="wrong", confirmed_on=today)
    draft = BiobankFactory(name="draft", draft=True)
    old = whole_biobank(
        identifier="bbmri-eric:ID:BE_old", name="old", famhp_number="BB190009", acronym="",
        confirmed_on=today - timedelta(days=366), slug="old",
    )  # fmt: skip
    running.check_all()

    def shown(work):
        page = admin_client.get(address("biobank", "changelist"), {"work": work})
        return set(page.context["cl"].queryset)

    assert shown("unconfirmed") == {old}
    assert shown("drafts") == {draft}
    assert shown("errors") == {wrong, draft}
    assert shown("findings") == {wrong, draft, old}
    assert good not in shown("findings")


def test_version_is_shown_with_its_differences_and_restored(admin_client, admin_user):
    biobank = whole_biobank(description_nl="Bewaart stalen.")
    form = admin_client.get(address("biobank", "change", biobank.pk))
    changed = values_of(form) | {"acronym": "NEW", "description_nl": "Bewaart meer stalen."}
    admin_client.post(address("biobank", "change", biobank.pk), changed)
    history = admin_client.get(address("biobank", "history", biobank.pk)).content.decode()
    first = biobank.history.last()
    version = reverse("admin:biobanks_biobank_simple_history", args=[biobank.pk, first.pk])
    old = admin_client.get(version)
    admin_client.post(version, values_of(old))

    biobank.refresh_from_db()
    assert "<del>GB</del>" in history
    assert "<ins>NEW</ins>" in history
    assert "<ins>Bewaart meer stalen.</ins>" in history
    assert (biobank.acronym, biobank.description_nl) == ("GB", "Bewaart stalen.")
    users = list(biobank.history.values_list("history_user__username", flat=True))
    assert users[:2] == ["admin", "admin"]


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (Publication.DRAFT, actions.publish, Publication.PUBLISHED),
        (Publication.PUBLISHED, actions.withdraw, Publication.WITHDRAWN),
    ],
)
def test_old_version_does_not_bring_its_state_back(admin_client, admin_user, before, change, after):
    at = None if before == Publication.DRAFT else PUBLISHED_AT
    biobank = whole_biobank(publication=before, published_at=at, name="Old")
    first = biobank.history.last()
    Biobank.objects.filter(pk=biobank.pk).update(name="New")
    done = change(biobank, by=admin_user)
    version = reverse("admin:biobanks_biobank_simple_history", args=[biobank.pk, first.pk])
    admin_client.post(version, values_of(admin_client.get(version)))

    biobank.refresh_from_db()
    assert (biobank.name, biobank.publication) == ("Old", after)
    assert (biobank.published_at, biobank.withdrawn_at) == (done.published_at, done.withdrawn_at)

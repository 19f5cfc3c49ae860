"""Whatever changes the catalogue gives its state another name, so that the index is made anew."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from biobanks.models import (
    Biobank,
    CatalogueChange,
    CatalogueDump,
    Change,
    ChangeSet,
    Collection,
    CollectionDiagnosis,
    Confirmation,
    DirectoryFetch,
    DirectorySnapshot,
    Disease,
    Finding,
    Network,
    Proposal,
    QualityMark,
    QualityScore,
    SearchExample,
    SnapshotRun,
    SnapshotTable,
    Term,
    TermWord,
    ToldEntry,
)
from biobanks.search import keeping
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactory,
    DiseaseFactory,
    NetworkFactory,
    QualityMarkFactory,
    SearchExampleFactory,
    TermFactory,
    TermWordFactory,
)

pytestmark = pytest.mark.django_db

# The changes themselves, the words of terms that changed, and what only the admin asks.
# What no page of the catalogue shows.
UNWATCHED = {
    CatalogueChange, TermWord, SearchExample, DirectorySnapshot, SnapshotTable, SnapshotRun,
    DirectoryFetch, ChangeSet, Change, Finding, QualityScore, Confirmation, Proposal,
    CatalogueDump, ToldEntry,
}  # fmt: skip
LINKS = {
    "biobank's networks": ("networks", BiobankFactory, NetworkFactory),
    "collection's networks": ("networks", CollectionFactory, NetworkFactory),
    "disease's parents": ("parents", DiseaseFactory, DiseaseFactory),
}
ROWS = {
    Biobank: (BiobankFactory, {"name": "Changed"}),
    Collection: (CollectionFactory, {"materials": ["DNA"]}),
    Network: (NetworkFactory, {"name": "Changed"}),
    CollectionDiagnosis: (CollectionDiagnosisFactory, {"origin": "node"}),
    QualityMark: (QualityMarkFactory, {"standard": "iso-9001"}),
    Disease: (DiseaseFactory, {"name_en": "Changed"}),
    Term: (TermFactory, {"text": "changed"}),
}


@pytest.fixture
def changes():
    """Do something; whether the state got another name, and the index was made anew."""

    def changes(do):
        state, index = keeping.state(), keeping.current()
        do()
        changed = keeping.state() != state
        assert (keeping.current() is not index) is changed
        return changed

    return changes


def test_every_table_of_the_catalogue_is_watched():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgtype, tgenabled FROM pg_trigger"
            " WHERE tgname = 'note_change'"
        )
        triggers = cursor.fetchall()

    models = apps.get_app_config("biobanks").get_models(include_auto_created=True)
    # After each statement that inserts (4), deletes (8), updates (16) or truncates (32).
    assert set(triggers) == {
        (model._meta.db_table, 4 + 8 + 16 + 32, "O")
        for model in models
        if model not in UNWATCHED and not model.__name__.startswith("Historical")
    }


def test_state_stays_while_nothing_changes(changes):
    BiobankFactory()

    assert not changes(lambda: list(Biobank.objects.all()))
    assert not changes(lambda: (TermWordFactory(), SearchExampleFactory()))


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_rows_change_the_state(model, changes):
    factory, values = ROWS[model]

    assert changes(factory)
    assert changes(lambda: model.objects.update(**values))
    assert changes(lambda: model.objects.all().delete())


@pytest.mark.parametrize("link", LINKS)
def test_links_change_the_state(link, changes):
    name, owner, other = LINKS[link]
    links = getattr(owner(), name)
    linked = other()

    assert changes(lambda: links.add(linked))
    assert changes(lambda: links.remove(linked))


def test_change_that_is_taken_back_leaves_the_state():
    state = keeping.state()

    with transaction.atomic():
        BiobankFactory()
        within = keeping.state()
        transaction.set_rollback(True)

    assert within != state
    assert keeping.state() == state


def test_only_the_last_changes_are_kept():
    for _ in range(25):
        NetworkFactory()

    assert CatalogueChange.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_transaction_that_ends_later_changes_the_state_then():
    one, other = NetworkFactory(), NetworkFactory()
    late = connection.copy()
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute("UPDATE biobanks_network SET name = 'late' WHERE id = %s", [one.pk])
        Network.objects.filter(pk=other.pk).update(name="early")
        before, index = keeping.state(), keeping.current()

        late.commit()

        assert keeping.state() != before
        assert keeping.current() is not index
    finally:
        late.close()

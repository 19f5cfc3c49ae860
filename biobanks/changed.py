"""What changed in the catalogue, for those who keep a copy of it.

What counts is what the public can read: the record of each entry is compared with the one that was
told last. So whatever an entry is made of counts (its contact, its biobank's name, its facts), and
only that. A change is dated when it is noticed, not when somebody began to write it: nothing comes
in behind what was already told.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from bbmri_be import replica
from biobanks.enums import EntryKind
from biobanks.metadata import reading
from biobanks.metadata.records import AnyRecord
from biobanks.models import Biobank, Collection, Network, ToldEntry
from biobanks.search import keeping

FEW = 2_000  # entries whose records are read while somebody waits; more wait for the night
LOCK = 0x62626D746F  # number of the advisory lock: one process notes at a time
# A number for the fact table of each collection, whatever the order of its rows.
FACTS = """
    SELECT collection_id, sum(hashtextextended(fact::text, 0)::numeric)::text
    FROM biobanks_collectionfact fact GROUP BY collection_id
"""
_noted: tuple[str, str] | None = None  # database and state of the catalogue


def up_to_date() -> None:
    """Note what changed, unless this process did so already, or it would take too long."""
    global _noted
    replica.read_original()
    state = (str(connection.settings_dict["NAME"]), keeping.state())
    if _noted != state and len(keeping.current(state[1]).rows) <= FEW and note() is not None:
        _noted = state


def note() -> int | None:
    """Compare all entries with what was told of them; how many changed.

    None where another process is at it.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return None
            cursor.execute(FACTS)
            facts = dict(cursor.fetchall())
        now = timezone.now()
        told = {(row.kind, row.slug): row for row in ToldEntry.objects.all()}
        changed, seen = [], set()
        for kind, record, more in records(facts):
            key = (kind, record.slug)
            seen.add(key)
            before = told.get(key)
            fingerprint = fingerprint_of(record, more)
            if before is None or before.fingerprint != fingerprint:
                changed.append(
                    ToldEntry(
                        kind=kind,
                        slug=record.slug,
                        identifier=record.identifier,
                        name=record.name,
                        fingerprint=fingerprint,
                        # The first time nobody has a copy yet that could miss something.
                        changed_at=now if told else record.changed_at,
                        published_at=record.published_at,
                        withdrawn_at=None,
                    )
                )
        changed += [gone(row, now) for key, row in told.items() if is_gone(row, key in seen)]
        ToldEntry.objects.bulk_create(
            changed,
            batch_size=1_000,
            update_conflicts=True,
            unique_fields=["kind", "slug"],
            update_fields=[
                *("identifier", "name", "fingerprint"),
                *("changed_at", "published_at", "withdrawn_at"),
            ],
        )
        return len(changed)


def is_gone(row: ToldEntry, is_there: bool) -> bool:
    """Whether an entry that was told is there no more."""
    return bool(row.fingerprint) and not is_there


def gone(row: ToldEntry, now: datetime) -> ToldEntry:
    """An entry that is told no more."""
    return ToldEntry(
        kind=row.kind,
        slug=row.slug,
        identifier=row.identifier,
        name=row.name,
        fingerprint="",
        changed_at=now,
        published_at=row.published_at,
        withdrawn_at=now,
    )


def records(facts: dict[int, str]) -> Iterator[tuple[EntryKind, AnyRecord, str]]:
    """All entries that the public sees, with what counts beside the record."""
    for biobank in reading.biobanks(Biobank.objects.published()):
        yield EntryKind.BIOBANK, biobank, ""
    keys = dict(Collection.objects.published().values_list("slug", "pk"))
    for collection in reading.collections(Collection.objects.published()):
        yield EntryKind.COLLECTION, collection, facts.get(keys.get(collection.slug, 0), "")
    for network in reading.networks(Network.objects.published()):
        yield EntryKind.NETWORK, network, ""


def fingerprint_of(record: AnyRecord, more: str) -> str:
    """A short name for all that a record says, but for the moment of its last edit."""
    text = record.model_dump_json(exclude={"changed_at"})
    return hashlib.sha256(f"{text}{more}".encode()).hexdigest()


def changed_since(moment: datetime, after: int, number: int) -> list[ToldEntry]:
    """Entries that changed at a moment or later, the oldest change first; some of them.

    Of those at the moment itself only the ones with a key above `after`.
    """
    later = Q(changed_at__gt=moment) | Q(changed_at=moment, pk__gt=after)
    return list(ToldEntry.objects.filter(later).order_by("changed_at", "pk")[:number])

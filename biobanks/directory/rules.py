"""What no single cell says: publication, addresses, organisations, provinces, magnitudes.

A rule sees the rows of a chunk at once, so that it needs one query for all of them. It completes
`fields`, which the importer writes, or fails a row with the column and the reason.
"""

import hashlib
import re
from collections.abc import Callable

from django.db import models
from django.utils import timezone

from biobanks.codes import OrderOfMagnitude
from biobanks.directory.rows import Row
from biobanks.enums import Province, Publication
from biobanks.models import Biobank, Collection, Network, Organisation

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SHORT_FAMHP_NUMBER = re.compile(r"B([0-9]{6})")


Rule = Callable[[list[Row]], None]


def publication(rows: list[Row]) -> None:
    """State and dates from `withdrawn` and `publication`.

    The Directory knows withdrawn or not. A draft of ours stays a draft when the Directory lists
    it as not withdrawn; only the column `publication` may say otherwise.
    """
    now = timezone.now()
    for row in rows:
        said = row.values.get("publication")
        withdrawn = row.values.get("withdrawn")
        if said and withdrawn is not None and withdrawn != (said == Publication.WITHDRAWN):
            row.fail("publication", f"says {said}, but withdrawn says otherwise")
            continue
        before = Publication.DRAFT if row.is_new else Publication(row.instance.publication)
        if said:
            state = Publication(said)
        elif withdrawn:
            state = Publication.WITHDRAWN
        elif row.is_new or (withdrawn is False and before == Publication.WITHDRAWN):
            state = Publication.PUBLISHED
        else:
            state = before
        row.fields |= row.instance.publication_fields(state, now)
        row.is_withdrawn_now = not row.is_new and before != state == Publication.WITHDRAWN


def slugs(rows: list[Row]) -> None:
    """Part of the address: given once, for ever."""
    model = type(rows[0].instance)
    wanted = {id(row): row.values.get("slug") or local_part(row.key[0]) for row in rows}
    taken = set(
        model._default_manager.filter(slug__in=wanted.values()).values_list("slug", flat=True)
    )
    for row in rows:
        given = row.values.get("slug")
        if given and not SLUG.fullmatch(given):
            row.fail("slug", f"{given!r} has other characters than a-z, 0-9 and single hyphens")
        elif not row.is_new:
            if given and given != row.instance.slug:
                row.notices.append(("slug", f"stays {row.instance.slug}: addresses do not change"))
        else:
            slug = wanted[id(row)]
            if slug in taken and given:
                row.fail("slug", f"{slug!r} is already another entry's")
            elif slug in taken:
                slug = f"{slug}-{hashlib.sha256(row.key[0].encode()).hexdigest()[:8]}"
            taken.add(slug)
            row.fields["slug"] = slug


def local_part(identifier: str) -> str:
    """A slug from an identifier: `bbmri-eric:ID:BE_B0383:collection:HBC` gives `b0383-hbc`."""
    local = identifier.split(":", 2)[-1].partition("_")[2].replace(":collection:", ":")
    words = re.findall(r"[a-z0-9]+", local.lower()) or re.findall(r"[a-z0-9]+", identifier.lower())
    return "-".join(words)[:240].strip("-")


def organisations(rows: list[Row]) -> None:
    """Organisations by their names; what is new about one is written with the rows naming it."""
    named = [row for row in rows if "juridical_person" in row.values and not row.failures]
    known = Organisation.objects.in_bulk(
        [row.values["juridical_person"] for row in named], field_name="name"
    )
    unsaved = set()
    for row in named:
        name, kind = row.values["juridical_person"], row.values.get("organisation_kind") or ""
        if not name:
            row.fields["organisation"] = None
            continue
        if name not in known:
            known[name] = Organisation(name=name)
            unsaved.add(name)
        organisation = row.fields["organisation"] = known[name]
        if kind and not organisation.kind:
            organisation.kind = kind
            unsaved.add(name)
        elif kind and kind != organisation.kind:
            row.notices.append(
                ("organisation_kind", f"{name} is already known as {organisation.kind}; left so")
            )
        if name in unsaved:
            row.organisation = organisation


def famhp_numbers(rows: list[Row]) -> None:
    """The notification number; one printed without its second B is mended, with a notice."""
    for row in rows:
        number = row.values.get("famhp_number")
        if number is None:
            continue
        if short := SHORT_FAMHP_NUMBER.fullmatch(number):
            row.notices.append(("famhp_number", f"{number} is taken as BB{short[1]}"))
            number = f"BB{short[1]}"
        elif number and not re.fullmatch(r"BB[0-9]{6}", number):
            row.fail("famhp_number", f"{number!r} is not BB and six digits")
        row.fields["famhp_number"] = number


def provinces(rows: list[Row]) -> None:
    """The province of a Belgian postcode, where the file does not name the province itself."""
    for row in rows:
        country = row.fields.get("country", row.instance.country)
        if row.values.get("province") or country != "BE":
            continue
        if province := Province.of_postcode(row.values.get("postcode", "")):
            row.fields["province"] = province.value


def magnitudes(rows: list[Row]) -> None:
    """The order of magnitude of a size, where the file gives the size alone."""
    for row in rows:
        for number, magnitude in (
            ("size", "order_of_magnitude"),
            ("number_of_donors", "order_of_magnitude_donors"),
        ):
            if row.values.get(number) is not None and row.values.get(magnitude) is None:
                row.fields[magnitude] = OrderOfMagnitude.of(row.values[number])
                if row.fields[magnitude] is None:
                    row.fail(number, f"{row.values[number]:,} lies above every order of magnitude")


RULES: dict[type[models.Model], tuple[Rule, ...]] = {
    # Organisations come last: only rows that passed the other rules may bring new ones.
    Network: (publication, slugs, organisations),
    Biobank: (publication, slugs, famhp_numbers, provinces, organisations),
    Collection: (publication, slugs, magnitudes),
}

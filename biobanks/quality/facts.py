"""Fact tables: rows of sex, age, material and disease, with numbers; `*` stands for all.

A table may have a hundred thousand rows, so what the checks need of it is worked out by the
database (`reading.FactSummary`).
"""

from django.utils.translation import gettext_lazy as _

from biobanks.codes import Material, Sex
from biobanks.enums import Severity
from biobanks.models import Collection
from biobanks.quality.reading import summary_of
from biobanks.quality.registry import check
from biobanks.small_numbers import SMALLEST_SHOWN

UNKNOWN = {Material.ANY, Material.NOT_AVAILABLE, Material.OTHER, Sex.ANY, Sex.NOT_AVAILABLE, ""}


@check(
    "FT:KAnonViolation",
    Severity.WARNING,
    Collection,
    "",
    _("Facts are about fewer than ten donors, by whom people could be recognised."),
    _("Add rows up, or leave these out; they are never shown."),
)
def few_donors(collection: Collection) -> str:
    number = summary_of(collection).with_few_donors
    return f"{number} (1–{SMALLEST_SHOWN - 1})" if number else ""


@check(
    "FT:DonorsZero",
    Severity.WARNING,
    Collection,
    "",
    _("Facts are about no donors."),
    _("Remove them."),
)
def no_donors(collection: Collection) -> str:
    number = summary_of(collection).without_donors
    return str(number) if number else ""


@check(
    "FT:AllStarMissing",
    Severity.WARNING,
    Collection,
    "",
    _("The fact table has not exactly one row for all donors and all samples."),
    _("Add one row with “any” in each dimension."),
)
def row_for_all_missing(collection: Collection) -> bool:
    facts = summary_of(collection)
    return facts.rows > 0 and facts.rows_for_all != 1


@check(
    "FT:OneStarMissing",
    Severity.WARNING,
    Collection,
    "",
    _("The fact table has no rows for one dimension alone."),
    _("Add rows with “any” in all dimensions but one."),
)
def rows_for_one_dimension_missing(collection: Collection) -> bool:
    facts = summary_of(collection)
    return facts.rows > 1 and facts.rows_for_one == 0


@check(
    "FT:AllStarDonorGap",
    Severity.WARNING,
    Collection,
    "number_of_donors",
    _("The number of donors is not that of the fact table."),
    _("Correct the one or the other."),
)
def donors_differ(collection: Collection) -> str:
    counted = summary_of(collection).donors_of_all
    is_other = None not in {counted, collection.number_of_donors} and (
        counted != collection.number_of_donors
    )
    return f"{collection.number_of_donors} ≠ {counted}" if is_other else ""


@check(
    "FT:AllStarSizeGap",
    Severity.WARNING,
    Collection,
    "size",
    _("The number of samples is not that of the fact table."),
    _("Correct the one or the other."),
)
def samples_differ(collection: Collection) -> str:
    counted = summary_of(collection).samples_of_all
    is_other = None not in {counted, collection.size} and counted != collection.size
    return f"{collection.size} ≠ {counted}" if is_other else ""


@check(
    "FT:SizeMissing",
    Severity.WARNING,
    Collection,
    "size",
    _("There is a fact table, but the collection has no number of samples."),
    _("Give the number."),
)
def size_missing_beside_facts(collection: Collection) -> bool:
    return summary_of(collection).rows > 0 and collection.size is None


@check(
    "FT:CollFactsMismatch",
    Severity.WARNING,
    Collection,
    "materials",
    _("The fact table has materials, sexes or diseases that the collection does not name."),
    _("Add them to the collection, or correct the facts."),
)
def facts_say_more(collection: Collection) -> str:
    facts = summary_of(collection)
    named = {link.disease.code for link in collection.diagnosis_links.all()}
    more = [
        *(set(facts.materials) - set(collection.materials)),
        *(set(facts.sexes) - set(collection.sex)),
        *(set(facts.diseases) - named - {"*"}),
    ]
    return ", ".join(sorted(set(more) - UNKNOWN)[:10])


@check(
    "FT:FactsStale",
    Severity.INFO,
    Collection,
    "size_as_of",
    _("The samples were counted later than the fact table."),
    _("Bring the facts up to date."),
)
def facts_older_than_size(collection: Collection) -> bool:
    newest = summary_of(collection).last_update
    return bool(newest and collection.size_as_of and newest < collection.size_as_of.date())

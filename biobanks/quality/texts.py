"""What texts say, and what they leave out."""

import re

from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import columns
from biobanks.codes import AgeUnit, CollectionType, Material
from biobanks.enums import Severity
from biobanks.models import Biobank, Collection, Network
from biobanks.quality.registry import check

PLACEHOLDERS = re.compile(
    r"[\W_]*|n\.?/?a\.?|nil|none|null|unknown|tb[acd]|to be \w+|test|x+|todo|lorem ipsum.*",
    re.IGNORECASE | re.DOTALL,
)
FEWEST_WORDS = 3
LONGEST = 2_000  # characters: MIABIS Core 3.0 recommends no more
ENTRIES = (Biobank, Collection, Network)

COVID = re.compile(r"\b(covid|sars[- ]?cov)", re.IGNORECASE)
PARAFFIN = re.compile(r"\bffpe\b|paraff", re.IGNORECASE)
CHILDREN = re.compile(
    r"\b(paediatri|pediatri|children|newborn|neonat|kinderen|pasgeboren|enfants|pédiatri"
    r"|nouveau-né|kinder|neugeborene)",
    re.IGNORECASE,
)
DESIGNS = {
    CollectionType.CASE_CONTROL: re.compile(
        r"case[- ]control|cas[- ]témoins?|fall[- ]kontroll|patiënt-controle", re.IGNORECASE
    ),
    CollectionType.TWIN_STUDY: re.compile(
        r"\btwin (study|registry)|tweelingen|jumeaux|zwillings", re.IGNORECASE
    ),
    CollectionType.BIRTH_COHORT: re.compile(
        r"birth cohort|geboortecohort|cohorte de naissance|geburtskohorte", re.IGNORECASE
    ),
    CollectionType.LONGITUDINAL: re.compile(r"longitudinal|longitudinaal", re.IGNORECASE),
}
YEARS = {AgeUnit.YEAR: 1.0, AgeUnit.MONTH: 1 / 12, AgeUnit.WEEK: 1 / 52, AgeUnit.DAY: 1 / 365}
ADULT = 18


def is_placeholder(text: str) -> bool:
    """Whether a text only fills a place."""
    return bool(PLACEHOLDERS.fullmatch(text.strip()))


def english(entry: Biobank | Collection | Network) -> str:
    """The description in English."""
    return str(getattr(entry, "description_en"))  # noqa: B009 - a translated field


def texts_of(entry: Biobank | Collection | Network) -> str:
    """The name and all descriptions."""
    return "\n".join([entry.name, *(getattr(entry, name) for name in columns("description"))])


def description_missing(entry: Biobank | Collection | Network) -> bool:
    """Whether there is no description in English."""
    return not english(entry).strip()


MISSING = (
    "description_en",
    _("There is no description in English."),
    _("Write two or three sentences; the Directory needs them."),
)
SHORT = (
    "description_en",
    _("The description has fewer than three words."),
    _("Say what is kept, of whom, and why."),
)
PLACEHOLDER = (
    "description_en",
    _("The description is a placeholder."),
    _("Say what is kept, of whom, and why."),
)


def description_short(entry: Biobank | Collection | Network) -> str:
    """A description of a word or two that is no placeholder."""
    text = english(entry).strip()
    is_short = 0 < len(text.split()) < FEWEST_WORDS and not is_placeholder(text)
    return text if is_short else ""


def description_placeholder(entry: Biobank | Collection | Network) -> str:
    """A description that only fills its place."""
    text = english(entry).strip()
    return text[:50] if text and is_placeholder(text) else ""


for _prefix, _model in (("SE:BB", Biobank), ("SE:Coll", Collection), ("BE:Net", Network)):
    check(f"{_prefix}DescMissing", Severity.ERROR, _model, *MISSING)(description_missing)
    check(f"{_prefix}DescShort", Severity.WARNING, _model, *SHORT)(description_short)
    check(f"{_prefix}DescPlaceholder", Severity.WARNING, _model, *PLACEHOLDER)(
        description_placeholder
    )


@check(
    "BE:DescTooLong",
    Severity.INFO,
    ENTRIES,
    "description_en",
    _("The description is longer than MIABIS recommends."),
    _("Cut it to 2,000 characters, and link to the rest."),
)
def description_too_long(entry: Biobank | Collection | Network) -> str:
    longest = max(len(getattr(entry, name)) for name in columns("description"))
    return str(longest) if longest > LONGEST else ""


@check(
    "BE:DescIsName",
    Severity.WARNING,
    ENTRIES,
    "description_en",
    _("The description only repeats the name."),
    _("Say what is kept, of whom, and why."),
)
def description_is_name(entry: Biobank | Collection | Network) -> bool:
    return english(entry).strip().casefold() == entry.name.strip().casefold()


@check(
    "BE:DescLanguages",
    Severity.INFO,
    (Biobank, Network),
    "description_nl",
    _("The description lacks Dutch or French."),
    _("Translate it; many readers here have Dutch or French."),
)
def description_languages(entry: Biobank | Network) -> str:
    missing = [code for code in ("nl", "fr") if not getattr(entry, f"description_{code}")]
    return ", ".join(missing) if english(entry) else ""


@check(
    "BE:NamePlaceholder",
    Severity.ERROR,
    ENTRIES,
    "name",
    _("The name is a placeholder."),
    _("Give the entry's own name."),
)
def name_placeholder(entry: Biobank | Collection | Network) -> str:
    return entry.name if is_placeholder(entry.name) else ""


@check(
    "BE:NameShouts",
    Severity.INFO,
    ENTRIES,
    "name",
    _("The name is written in capitals."),
    _("Write it as a name; capitals are hard to read."),
)
def name_in_capitals(entry: Biobank | Collection | Network) -> bool:
    return entry.name.isupper() and len(entry.name.split()) > 1


@check(
    "BE:NameProvisional",
    Severity.WARNING,
    Collection,
    "name",
    _("The name was only read from the identifier."),
    _("Ask the biobank for the collection's own name, and untick the box."),
)
def name_provisional(collection: Collection) -> bool:
    return collection.name_is_provisional


@check(
    "TXT:AgeRange",
    Severity.WARNING,
    Collection,
    "age_low",
    _("The text speaks of children, but the ages begin at eighteen."),
    _("Correct the ages, or the text."),
)
def children_without_ages(collection: Collection) -> bool:
    if collection.age_low is None or not collection.age_unit:
        return False
    is_adult = collection.age_low * YEARS[AgeUnit(collection.age_unit)] >= ADULT
    return is_adult and bool(CHILDREN.search(texts_of(collection)))


@check(
    "TXT:StudyType",
    Severity.WARNING,
    Collection,
    "types",
    _("The text speaks of a design that is not among the types."),
    _("Add the type, or correct the text."),
)
def design_without_type(collection: Collection) -> str:
    text = texts_of(collection)
    return ", ".join(
        str(design)
        for design, pattern in DESIGNS.items()
        if pattern.search(text) and design not in collection.types
    )


@check(
    "TXT:FFPEMaterial",
    Severity.WARNING,
    Collection,
    "materials",
    _("The text speaks of paraffin, but the material is not chosen."),
    _("Add paraffin-embedded tissue to the materials."),
)
def paraffin_without_material(collection: Collection) -> bool:
    has_it = Material.TISSUE_PARAFFIN_EMBEDDED in collection.materials
    return not has_it and bool(PARAFFIN.search(texts_of(collection)))


@check(
    "TXT:CovidDiag",
    Severity.WARNING,
    Collection,
    "",
    _("The text speaks of COVID-19, but no diagnosis does."),
    _("Add the diagnosis U07.1 or U09.9."),
)
def covid_without_diagnosis(collection: Collection) -> bool:
    codes = [link.disease.code for link in collection.diagnosis_links.all()]
    has_it = any(code.startswith(("U07", "U08", "U09", "U10")) for code in codes)
    return not has_it and bool(COVID.search(texts_of(collection)))

"""Who may have samples and data, on which conditions.

Conditions are terms of the Data Use Ontology (DUO, http://purl.obolibrary.org/obo/duo.owl).
"""

from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import columns
from biobanks.codes import AccessType, DataCategory, DataUse
from biobanks.enums import Severity
from biobanks.models import Biobank, Collection
from biobanks.quality.registry import check

DISEASE_SPECIFIC = DataUse.DUO_0000007
NOT_FOR_PROFIT = DataUse.DUO_0000018
COLLABORATION = DataUse.DUO_0000020
ETHICS_APPROVAL = DataUse.DUO_0000021
RETURN = DataUse.DUO_0000029
# No restriction; clinical care; health research; general research; biomedical research.
GENERAL = {"DUO_0000004", "DUO_0000005", "DUO_0000006", "DUO_0000042", "DUO_0000037"}
OBSOLETE = {"DUO_0000002", "DUO_0000003"}


@check(
    "AP:BBAvailNone",
    Severity.ERROR,
    Biobank,
    "collaboration_non_profit",
    _("The biobank works neither with companies nor with non-profit partners."),
    _("Tick at least one of the two, or withdraw the entry."),
)
def biobank_open_to_nobody(biobank: Biobank) -> bool:
    return biobank.collaboration_commercial is False and biobank.collaboration_non_profit is False


@check(
    "BE:CollAvailNone",
    Severity.ERROR,
    Collection,
    "collaboration_non_profit",
    _("The collection is open neither to companies nor to non-profit partners."),
    _("Tick at least one of the two, or withdraw the entry."),
)
def collection_open_to_nobody(collection: Collection) -> bool:
    return (
        collection.collaboration_commercial is False
        and collection.collaboration_non_profit is False
    )


@check(
    "AP:AccessMissing",
    Severity.ERROR,
    Collection,
    "access_description",
    _("Nothing says how to get access."),
    _("Describe it, give an address, or tick what a fee or a joint project opens."),
)
def access_missing(collection: Collection) -> bool:
    return not (
        collection.access_fee
        or collection.access_joint_project
        or collection.access_description
        or collection.access_url
    )


@check(
    "AP:CollDuoConflict",
    Severity.ERROR,
    Collection,
    "data_use",
    _("The collection works with companies, but its conditions allow non-profit use only."),
    _("Change the one or the other (DUO_0000018)."),
)
def companies_against_condition(collection: Collection) -> bool:
    return bool(collection.collaboration_commercial) and NOT_FOR_PROFIT in collection.data_use


@check(
    "AP:BBAttrDuoConflict",
    Severity.ERROR,
    Collection,
    "data_use",
    _("The biobank works with companies, but the collection allows non-profit use only."),
    _("Say at the collection that it does not work with companies (DUO_0000018)."),
)
def biobank_against_condition(collection: Collection) -> bool:
    return (
        collection.collaboration_commercial is None
        and bool(collection.biobank.collaboration_commercial)
        and NOT_FOR_PROFIT in collection.data_use
    )


@check(
    "AP:DuoMissing",
    Severity.WARNING,
    Collection,
    "data_use",
    _("No condition of use is given."),
    _("Choose what donors agreed to; researchers filter by it."),
)
def conditions_missing(collection: Collection) -> bool:
    return not collection.data_use


@check(
    "AP:GenericDuoMissing",
    Severity.WARNING,
    Collection,
    "data_use",
    _("The conditions do not say for which research in general the collection may be used."),
    _("Add one such as general, health or biomedical research."),
)
def general_condition_missing(collection: Collection) -> bool:
    return bool(collection.data_use) and not GENERAL.intersection(collection.data_use)


@check(
    "AP:JointDuo",
    Severity.WARNING,
    Collection,
    "data_use",
    _("A joint project is asked for, but the conditions do not ask for collaboration."),
    _("Add “collaboration required” (DUO_0000020)."),
)
def collaboration_condition_missing(collection: Collection) -> bool:
    return bool(collection.access_joint_project) and COLLABORATION not in collection.data_use


@check(
    "AP:BioDuoMissing",
    Severity.INFO,
    Collection,
    "data_use",
    _("There are samples, but the conditions do not ask for approval by an ethics committee."),
    _("Add “ethics approval required” where it is (DUO_0000021)."),
)
def ethics_condition_missing(collection: Collection) -> bool:
    return bool(collection.materials) and ETHICS_APPROVAL not in collection.data_use


@check(
    "AP:DiseaseDuoMissing",
    Severity.INFO,
    Collection,
    "data_use",
    _("The collection is about a disease, but the conditions do not say so."),
    _("Add “disease specific research” where donors agreed to that only (DUO_0000007)."),
)
def disease_condition_missing(collection: Collection) -> bool:
    return "DISEASE_SPECIFIC" in collection.types and DISEASE_SPECIFIC not in collection.data_use


@check(
    "AP:DataRetDuo",
    Severity.INFO,
    Collection,
    "data_use",
    _("The conditions do not ask researchers to give their data back."),
    _("Add “return to database or resource” where you expect it (DUO_0000029)."),
)
def return_condition_missing(collection: Collection) -> bool:
    return bool(collection.data_use) and RETURN not in collection.data_use


@check(
    "AP:CollDuoMissing",
    Severity.INFO,
    Collection,
    "data_use",
    _("The collection does not work with companies, but the conditions do not say so."),
    _("Add “not for profit use only” (DUO_0000018)."),
)
def non_profit_condition_missing(collection: Collection) -> bool:
    return (
        collection.collaboration_commercial is False and NOT_FOR_PROFIT not in collection.data_use
    )


@check(
    "AP:BBDuoMissing",
    Severity.INFO,
    Collection,
    "data_use",
    _("The biobank does not work with companies, but the conditions do not say so."),
    _("Add “not for profit use only” (DUO_0000018)."),
)
def biobank_condition_missing(collection: Collection) -> bool:
    return (
        collection.collaboration_commercial is None
        and collection.biobank.collaboration_commercial is False
        and NOT_FOR_PROFIT not in collection.data_use
    )


@check(
    "BE:ObsoleteDuo",
    Severity.WARNING,
    Collection,
    "data_use",
    _("A condition of use is obsolete."),
    _("Choose a current one instead."),
)
def obsolete_condition(collection: Collection) -> str:
    return ", ".join(sorted(OBSOLETE.intersection(collection.data_use)))


@check(
    "BE:ImageAccess",
    Severity.WARNING,
    Collection,
    "access_fee",
    _("Access to images is described, but the collection has no imaging data."),
    _("Untick images, or add imaging data to the kinds of data."),
)
def access_to_no_images(collection: Collection) -> bool:
    opened = {*collection.access_fee, *collection.access_joint_project}
    return (
        AccessType.IMAGES in opened and DataCategory.IMAGING_DATA not in collection.data_categories
    )


@check(
    "BE:SampleAccess",
    Severity.WARNING,
    Collection,
    "access_fee",
    _("Access to samples is described, but the collection names no material."),
    _("Untick samples, or choose the materials."),
)
def access_to_no_samples(collection: Collection) -> bool:
    opened = {*collection.access_fee, *collection.access_joint_project}
    return AccessType.SAMPLES in opened and not collection.materials


@check(
    "BE:AccessStepsMissing",
    Severity.WARNING,
    Biobank,
    "access_steps_en",
    _("Nothing says how to ask this biobank for samples."),
    _("Write the steps, in any language."),
)
def steps_missing(biobank: Biobank) -> bool:
    return not any(getattr(biobank, name) for name in columns("access_steps"))

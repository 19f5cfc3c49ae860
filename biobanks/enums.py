"""The site's own choices; the Directory's code lists are in `codes.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Publication(models.TextChoices):
    """Where an entry stands between staff and public."""

    DRAFT = "draft", _("Draft: seen by staff only")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn: keeps its address and says so")


class EntryKind(models.TextChoices):
    """Kinds of entries, as addresses call them."""

    BIOBANK = "biobank", pgettext_lazy("an entry", "biobank")
    COLLECTION = "collection", pgettext_lazy("an entry", "collection")
    NETWORK = "network", pgettext_lazy("an entry", "network")


class Origin(models.TextChoices):
    """Who said it."""

    BIOBANK = "biobank", _("The biobank")
    DIRECTORY = "directory", _("The BBMRI-ERIC Directory")
    PUBLIC_PAGE = "public-page", _("Public pages, gathered by BBMRI.be")
    NODE = "node", _("BBMRI.be's own reading")


class OrganisationKind(models.TextChoices):
    """What kind of institution an organisation is."""

    HOSPITAL = "hospital", _("Hospital")
    UNIVERSITY = "university", _("University")
    RESEARCH_CENTRE = "research-centre", _("Research centre")
    OTHER = "other", _("Other institution")


class Province(models.TextChoices):
    """The ten provinces and Brussels, by ISO 3166-2 code."""

    ANTWERP = "BE-VAN", _("Antwerp")
    BRUSSELS = "BE-BRU", _("Brussels")
    EAST_FLANDERS = "BE-VOV", _("East Flanders")
    FLEMISH_BRABANT = "BE-VBR", _("Flemish Brabant")
    HAINAUT = "BE-WHT", _("Hainaut")
    LIEGE = "BE-WLG", _("Liège")
    LIMBURG = "BE-VLI", _("Limburg")
    LUXEMBOURG = "BE-WLX", _("Luxembourg")
    NAMUR = "BE-WNA", _("Namur")
    WALLOON_BRABANT = "BE-WBR", _("Walloon Brabant")
    WEST_FLANDERS = "BE-VWV", _("West Flanders")

    @classmethod
    def of_postcode(cls, postcode: str) -> "Province | None":
        """The province of a Belgian postcode (four digits), None where it is no such code."""
        if not (len(postcode) == 4 and postcode.isdecimal() and postcode >= "1000"):
            return None
        first_above = [
            ("1300", cls.BRUSSELS),
            ("1500", cls.WALLOON_BRABANT),
            ("2000", cls.FLEMISH_BRABANT),
            ("3000", cls.ANTWERP),
            ("3500", cls.FLEMISH_BRABANT),
            ("4000", cls.LIMBURG),
            ("5000", cls.LIEGE),
            ("6000", cls.NAMUR),
            ("6600", cls.HAINAUT),
            ("7000", cls.LUXEMBOURG),
            ("8000", cls.HAINAUT),
            ("9000", cls.WEST_FLANDERS),
        ]
        return next((area for limit, area in first_above if postcode < limit), cls.EAST_FLANDERS)


class Region(models.TextChoices):
    """The regions that have provinces, by ISO 3166-2 code; Brussels stands among the provinces."""

    FLANDERS = "BE-VLG", _("Flanders")
    WALLONIA = "BE-WAL", _("Wallonia")

    @classmethod
    def of_province(cls, province: str) -> "Region | None":
        """The region of a province; the third letter of its code tells it."""
        return {"V": cls.FLANDERS, "W": cls.WALLONIA}.get(province[3:4])


class DiseaseSystem(models.TextChoices):
    """Where a disease term comes from."""

    ICD10 = "icd10", "ICD-10"
    ORPHA = "orpha", "ORPHA"
    ANY = "any", _("Any disease")


class MappingKind(models.TextChoices):
    """How an ORPHA term relates to an ICD-10 term."""

    EXACT = "exact", _("Exact")
    BROADER = "broader", _("The ORPHA term is broader than the ICD-10 term")
    NARROWER = "narrower", _("The ORPHA term is narrower than the ICD-10 term")


class ImagingList(models.TextChoices):
    """Which of the Directory's imaging lists a term belongs to."""

    BODY_PART = "body-part", _("Body part")
    MODALITY = "modality", _("Imaging modality")
    DATASET_TYPE = "dataset-type", _("Image dataset type")


class TermLanguage(models.TextChoices):
    """Language of a search term; a name that is the same in all of them has none."""

    ENGLISH = "en", _("English")
    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    ANY = "", _("any language")


class TermKind(models.TextChoices):
    """How people use a search term, the most telling first."""

    PREFERRED = "preferred", _("Preferred name")
    SYNONYM = "synonym", _("Synonym")
    LAY = "lay", _("Lay word")
    ACRONYM = "acronym", _("Acronym")


class TermSource(models.TextChoices):
    """Where a search term comes from, the most trusted first."""

    STAFF = "staff", _("Staff of BBMRI.be")
    TABLE = "table", _("BBMRI.be's table of everyday words")
    ENTRY = "entry", _("An entry of the catalogue")
    CODE_LIST = "code-list", _("Code lists of the BBMRI-ERIC Directory")
    ICD10 = "icd10", "ICD-10"
    ORPHANET = "orphanet", "Orphanet"


class SnapshotOutcome(models.TextChoices):
    """What came of an attempt to give the Directory a new snapshot."""

    PUBLISHED = "published", _("Published")
    UNCHANGED = "unchanged", _("Unchanged: the same as before")
    REFUSED = "refused", _("Refused: the Directory still gets the one before")
    SERVED_AGAIN = "served-again", _("An earlier one is served again")


class Decision(models.TextChoices):
    """What staff decided about something that was proposed."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    OVERTAKEN = "overtaken", _("Overtaken by a later one")


class Severity(models.TextChoices):
    """How much a finding matters. Errors keep an entry from being published."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
    INFO = "info", _("Hint")


class Answer(models.TextChoices):
    """What a biobank answers when it is asked whether its entry is right."""

    CORRECT = "correct", _("All correct")
    CHANGES = "changes", _("Proposes changes")

"""The code lists of the catalogue, with labels to translate.

The stored values are the codes of the BBMRI-ERIC Directory (molgenis-emx2,
`data/biobank-directory/ontologies`, commit 3400450c of 2026-08-21); the labels are ours.
Large lists (diseases, imaging terms) are rows: see `biobanks.models.vocabulary`.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """Sex of the donors, as the Directory codes it. ANY stands only in fact tables."""

    FEMALE = "FEMALE", _("Female")
    MALE = "MALE", _("Male")
    UNDIFFERENTIAL = "UNDIFFERENTIAL", _("Undifferentiated")
    UNKNOWN = "UNKNOWN", _("Unknown")
    NOT_ASKED = "NASK", _("Not asked")
    NOT_AVAILABLE = "NAV", _("Not available")
    NEUTERED_FEMALE = "NEUTERED_FEMALE", _("Neutered female (animal)")
    NEUTERED_MALE = "NEUTERED_MALE", _("Neutered male (animal)")
    ANY = "*", _("Any sex")


class AgeUnit(models.TextChoices):
    """Unit of an age range of donors."""

    DAY = "DAY", _("Day")
    WEEK = "WEEK", _("Week")
    MONTH = "MONTH", _("Month")
    YEAR = "YEAR", _("Year")


class AgeRange(models.TextChoices):
    """Age bands of fact tables."""

    NEWBORN = "Newborn", _("Newborn (0-1 months)")
    INFANT = "Infant", _("Infant (2-23 months)")
    CHILD = "Child", _("Child (2-12 years)")
    ADOLESCENT = "Adolescent", _("Adolescent (13-17 years)")
    YOUNG_ADULT = "Young Adult", _("Young adult (18-24 years)")
    ADULT = "Adult", _("Adult (25-44 years)")
    MIDDLE_AGED = "Middle-aged", _("Middle-aged (45-64 years)")
    AGED_65_TO_79 = "Aged (65-79 years)", _("Aged (65-79 years)")
    AGED_80_AND_OVER = "Aged (>80 years)", _("Aged (over 80 years)")
    UNKNOWN = "Unknown", _("Unknown age")
    UNDEFINED = "Undefined", _("Undefined age")
    ANY = "*", _("Any age")


class Material(models.TextChoices):
    """Kinds of sample. ANY stands only in fact tables."""

    WHOLE_BLOOD = "WHOLE_BLOOD", _("Whole blood")
    SERUM = "SERUM", _("Serum")
    PLASMA = "PLASMA", _("Plasma")
    BUFFY_COAT = "BUFFY_COAT", _("Buffy coat")
    PERIPHERAL_BLOOD_CELLS = "PERIPHERAL_BLOOD_CELLS", _("Peripheral blood cells")
    DNA = "DNA", _("DNA")
    RNA = "RNA", _("RNA")
    CDNA = "CDNA", _("cDNA or mRNA")
    MICRO_RNA = "MICRO_RNA", _("microRNA")
    TISSUE_FROZEN = "TISSUE_FROZEN", _("Frozen tissue")
    TISSUE_PARAFFIN_EMBEDDED = "TISSUE_PARAFFIN_EMBEDDED", _("Paraffin-embedded tissue")
    TISSUE_STAINED = "TISSUE_STAINED", _("Stained tissue (sections, slides)")
    CELL_LINES = "CELL_LINES", _("Cell lines")
    URINE = "URINE", _("Urine")
    SALIVA = "SALIVA", _("Saliva")
    FECES = "FECES", _("Faeces")
    NASAL_SWAB = "NASAL_SWAB", _("Nasal swab")
    THROAT_SWAB = "THROAT_SWAB", _("Throat swab")
    PATHOGEN = "PATHOGEN", _("Pathogen")
    OTHER = "OTHER", _("Other material")
    NOT_AVAILABLE = "NAV", _("Not available")
    ANY = "*", _("Any material")


class StorageTemperature(models.TextChoices):
    """Storage temperatures of samples, in degrees Celsius."""

    ROOM = "temperatureRoom", _("Room temperature")
    PLUS_2_TO_PLUS_10 = "temperature2to10", _("2 °C to 10 °C")
    MINUS_18_TO_MINUS_35 = "temperature-18to-35", _("-18 °C to -35 °C")
    MINUS_60_TO_MINUS_85 = "temperature-60to-85", _("-60 °C to -85 °C")
    LIQUID_NITROGEN = "temperatureLN", _("Liquid nitrogen")
    OTHER = "temperatureOther", _("Other temperature")


class DataCategory(models.TextChoices):
    """Kinds of data kept with the samples."""

    ANTIBODIES = "ANTIBODIES", _("Antibody titres (IgM and IgG)")
    BIOLOGICAL_SAMPLES = "BIOLOGICAL_SAMPLES", _("Biological samples")
    BLOOD_COUNT = "BLOOD", _("Blood count and other laboratory results")
    CT_IMAGING = "CT", _("CT or X-ray imaging of the lungs")
    CLINICAL_SYMPTOMS = "CLINICAL_SYMPTOMS", _("Clinical symptoms")
    DISEASE_DURATION = "DiseaseDuration", _("Disease duration and outcome")
    GENEALOGICAL_RECORDS = "GENEALOGICAL_RECORDS", _("Genealogical records")
    IMAGING_DATA = "IMAGING_DATA", _("Imaging data")
    MEDICAL_RECORDS = "MEDICAL_RECORDS", _("Medical records")
    NATIONAL_REGISTRIES = "NATIONAL_REGISTRIES", _("National registries")
    PHYSIOLOGICAL_BIOCHEMICAL_MEASUREMENTS = (
        "PHYSIOLOGICAL_BIOCHEMICAL_MEASUREMENTS",
        _("Physiological and biochemical measurements"),
    )
    SURVEY_DATA = "SURVEY_DATA", _("Survey data")
    TREATMENT_PROTOCOL = "TREATMENT_PROTOCOL", _("Treatment protocols (drugs used)")
    OTHER = "OTHER", _("Other data")
    NOT_AVAILABLE = "NAV", _("Not available")


class CollectionType(models.TextChoices):
    """Design and setting of a collection."""

    BIRTH_COHORT = "BIRTH_COHORT", _("Birth cohort")
    CASE_CONTROL = "CASE_CONTROL", _("Case-control")
    COHORT = "COHORT", _("Cohort")
    CROSS_SECTIONAL = "CROSS_SECTIONAL", _("Cross-sectional")
    DISEASE_SPECIFIC = "DISEASE_SPECIFIC", _("Disease-specific")
    HOSPITAL = "HOSPITAL", _("Hospital collection")
    IMAGE = "IMAGE", _("Image collection")
    LONGITUDINAL = "LONGITUDINAL", _("Longitudinal")
    NON_HUMAN = "NON_HUMAN", _("Non-human")
    POPULATION_BASED = "POPULATION_BASED", _("Population-based")
    PROSPECTIVE_COLLECTION = "PROSPECTIVE_COLLECTION", _("Prospective study")
    QUALITY_CONTROL = "QUALITY_CONTROL", _("Quality control")
    RARE_DISEASE = "RD", _("Rare disease collection")
    SAMPLE = "SAMPLE", _("Sample collection")
    TWIN_STUDY = "TWIN_STUDY", _("Twin study")
    OTHER = "OTHER", _("Other type")


class Theme(models.TextChoices):
    """Broad subjects: the Directory's list "Categories", which it derives from what is stated."""

    RARE_DISEASE = "rare_disease", _("Rare diseases")
    COVID19 = "covid19", _("COVID-19")
    PAEDIATRICS = "paediatrics", _("Paediatrics")
    ONCOLOGY = "oncology", _("Oncology")
    INFECTIOUS = "infectious", _("Infectious diseases")
    POPULATION = "population", _("Population and reference samples")
    METABOLIC = "metabolic", _("Metabolic disorders")
    CARDIOVASCULAR = "cardiovascular", _("Cardiovascular diseases")
    NERVOUS_SYSTEM = "nervous_system", _("Disorders of the nervous system")
    AUTOIMMUNE = "autoimmune", _("Autoimmune diseases")


class OrderOfMagnitude(models.IntegerChoices):
    """Sizes as powers of ten: the value is the exponent of the lower bound."""

    POWER_0 = 0, _("fewer than 10")
    POWER_1 = 1, _("10 to 100")
    POWER_2 = 2, _("100 to 1,000")
    POWER_3 = 3, _("1,000 to 10,000")
    POWER_4 = 4, _("10,000 to 100,000")
    POWER_5 = 5, _("100,000 to 1 million")
    POWER_6 = 6, _("1 to 10 million")
    POWER_7 = 7, _("10 to 100 million")
    POWER_8 = 8, _("100 million to 1 billion")

    @classmethod
    def of(cls, number: int | None) -> "OrderOfMagnitude | None":
        """The one that a number lies in; None where it is unknown or above them all."""
        power = None if number is None else len(str(number)) - 1
        return cls(power) if power in cls.values else None


class AccessType(models.TextChoices):
    """What a fee or a joint project gives access to."""

    DATA = "data", _("Data")
    IMAGES = "images", _("Images")
    SAMPLES = "samples", _("Samples")


class StandardProcedure(models.TextChoices):
    """Written procedures (PD/SOP) that a collection follows."""

    DATA_PROCESSING_SOP = "data_processing_sop", _("Data processing procedure")
    DATA_STORAGE_SOP = "data_storage_sop", _("Data storage procedure")
    DATA_TRANSPORT_SOP = "data_transport_sop", _("Data transport procedure")
    SAMPLE_PROCESSING_SOP = "sample_processing_sop", _("Sample processing procedure")
    SAMPLE_STORAGE_SOP = "sample_storage_sop", _("Sample storage procedure")
    SAMPLE_TRANSPORT_SOP = "sample_transport_sop", _("Sample transport procedure")


class DataUse(models.TextChoices):
    """Conditions of use: terms of the Data Use Ontology (DUO)."""

    DUO_0000001 = "DUO_0000001", _("Data use limitation")
    DUO_0000002 = "DUO_0000002", _("Obsolete consent code primary category")
    DUO_0000003 = "DUO_0000003", _("Obsolete consent code secondary category")
    DUO_0000004 = "DUO_0000004", _("No restriction")
    DUO_0000005 = "DUO_0000005", _("General research use and clinical care")
    DUO_0000006 = "DUO_0000006", _("Health or medical or biomedical research")
    DUO_0000007 = "DUO_0000007", _("Disease specific research")
    DUO_0000011 = "DUO_0000011", _("Population origins or ancestry research")
    DUO_0000012 = "DUO_0000012", _("Research specific restrictions")
    DUO_0000014 = "DUO_0000014", _("Research use only")
    DUO_0000015 = "DUO_0000015", _("No general methods research")
    DUO_0000016 = "DUO_0000016", _("Genetic studies only")
    DUO_0000017 = "DUO_0000017", _("Data use requirements")
    DUO_0000018 = "DUO_0000018", _("Not for profit use only")
    DUO_0000019 = "DUO_0000019", _("Publication required")
    DUO_0000020 = "DUO_0000020", _("Collaboration required")
    DUO_0000021 = "DUO_0000021", _("Ethics approval required")
    DUO_0000022 = "DUO_0000022", _("Geographical restriction")
    DUO_0000024 = "DUO_0000024", _("Publication moratorium")
    DUO_0000025 = "DUO_0000025", _("Time limit on use")
    DUO_0000026 = "DUO_0000026", _("User specific restriction")
    DUO_0000027 = "DUO_0000027", _("Project specific restriction")
    DUO_0000028 = "DUO_0000028", _("Institution specific restriction")
    DUO_0000029 = "DUO_0000029", _("Return to database or resource")
    DUO_0000031 = "DUO_0000031", _("Method development")
    DUO_0000032 = "DUO_0000032", _("Population research")
    DUO_0000033 = "DUO_0000033", _("Ancestry research")
    DUO_0000034 = "DUO_0000034", _("Age category research")
    DUO_0000035 = "DUO_0000035", _("Gender category research")
    DUO_0000036 = "DUO_0000036", _("Research control")
    DUO_0000037 = "DUO_0000037", _("Biomedical research")
    DUO_0000038 = "DUO_0000038", _("Genetic research")
    DUO_0000039 = "DUO_0000039", _("Drug development research")
    DUO_0000040 = "DUO_0000040", _("Disease category research")
    DUO_0000042 = "DUO_0000042", _("General research use")
    OBI_0000066 = "OBI_0000066", _("Investigation")


class AccessCondition(models.TextChoices):
    """What an entry says of access besides DUO: the Directory's columns of these names."""

    COMMERCIAL = "collaboration_commercial", _("Works with companies")
    NON_PROFIT = "collaboration_non_for_profit", _("Works with non-profit partners")
    FEE = "access_fee", _("Asks for a fee")
    JOINT_PROJECT = "access_joint_project", _("Asks for a joint project")


class NetworkElement(models.TextChoices):
    """What the members of a network have in common."""

    REPRESENTATION = "representation", _("Represented by the network only")
    DATA_ACCESS_POLICY = "data_access_policy", _("Shared data access policy")
    FOCUS = "focus", _("Shared focus of the collections")
    IMAGE_ACCESS_POLICY = "image_access_policy", _("Shared image access policy")
    MTA = "mta", _("Shared material transfer agreement")
    SAMPLE_ACCESS_POLICY = "sample_access_policy", _("Shared sample access policy")
    SOPS = "sops", _("Shared standard operating procedures")
    IMAGE_MTA = "image_mta", _("Shared transfer agreement for images")
    URL = "url", _("Shared web presentation")
    CHARTER = "charter", _("Signed network charter")


def audited(standard: str) -> Promise:
    """The label of a standard that BBMRI-ERIC audits itself."""
    return format_lazy(_("BBMRI audited {standard}"), standard=standard)


class QualityStandard(models.TextChoices):
    """Standards of a quality mark; their own names are the same in all languages."""

    CEN_TS_16826_1_2015 = "cen-ts-16826-1-2015", audited("CEN/TS 16826-1:2015")
    CEN_TS_16826_2_2015 = "cen-ts-16826-2-2015", audited("CEN/TS 16826-2:2015")
    CEN_TS_16827_1_2015 = "cen-ts-16827-1-2015", audited("CEN/TS 16827-1:2015")
    CEN_TS_16827_2_2015 = "cen-ts-16827-2-2015", audited("CEN/TS 16827-2:2015")
    CEN_TS_16827_3_2015 = "cen-ts-16827-3-2015", audited("CEN/TS 16827-3:2015")
    CEN_TS_16835_1_2015 = "cen-ts-16835-1-2015", audited("CEN/TS 16835-1:2015")
    CEN_TS_16835_2_2015 = "cen-ts-16835-2-2015", audited("CEN/TS 16835-2:2015")
    CEN_TS_16835_3_2015 = "cen-ts-16835-3-2015", audited("CEN/TS 16835-3:2015")
    CEN_TS_16945_2016 = "cen-ts-16945-2016", audited("CEN/TS 16945:2016")
    ISO_20166_1 = "iso-20166-1", audited("ISO 20166-1:2018")
    ISO_20166_2 = "iso-20166-2", audited("ISO 20166-2:2018")
    ISO_20166_3 = "iso-20166-3", audited("ISO 20166-3:2018")
    ISO_20184_1 = "iso-20184-1", audited("ISO 20184-1:2018")
    ISO_20184_2 = "iso-20184-2", audited("ISO 20184-2:2018")
    ISO_20184_3 = "iso-20184-3", audited("ISO 20184-3:2021")
    ISO_20186_1 = "iso-20186-1", audited("ISO 20186-1:2019")
    ISO_20186_1_EPND = "iso-20186-1-EPND", audited("ISO 20186-1:2019")
    ISO_20186_2 = "iso-20186-2", audited("ISO 20186-2:2019")
    ISO_20186_2_EPND = "iso-20186-2-EPND", audited("ISO 20186-2:2019")
    ISO_20186_3 = "iso-20186-3", audited("ISO 20186-3:2019")
    ISO_FDIS_20387 = "iso-fdis-20387", audited("ISO 20387:2018")
    ISO_23118_2021 = "iso-23118-2021", audited("ISO 23118:2021")
    ISO_15189_2012 = "iso-15189-2012", "ISO 15189:2012"
    ISO_15189_2014 = "iso-15189-2014", "ISO 15189:2014"
    ISO_15189_2022 = "iso-15189-2022", "ISO 15189:2022"
    ISO_15190_2020 = "iso-15190-2020", "ISO 15190:2020"
    ISO_17020_2012 = "iso-17020-2012", "ISO 17020:2012"
    ISO_17025_2017 = "iso-17025-2017", "ISO 17025:2017"
    ISO_17025_2018 = "iso-17025-2018", "ISO 17025:2018"
    ISO_17034_2016 = "iso-17034-2016", "ISO 17034:2016"
    ISO_17043_2010 = "iso-17043-2010", "ISO 17043:2010"
    ISO_20387_2018 = "ISO-20387-2018", "ISO 20387:2018"
    ISO_21899_2020 = "iso-21899-2020", "ISO 21899:2020"
    ISO_27001_2013 = "iso-27001-2013", "ISO 27001:2013"
    ISO_27001_2022 = "iso-27001-2022", "ISO 27001:2022"
    ISO_9001 = "iso-9001", "ISO 9001:2015"
    ISO_15189 = "iso-15189", "ISO-15189:2012"
    ISO_15190 = "iso-15190", "ISO-15190:2020"
    ISO_17025 = "iso-17025", "ISO-17025:2017"
    NFS96_900 = "nfs96-900", "NFS96-900"
    OECD_GUIDELINES = "oecd-guidelines", _("OECD Guidelines")
    OECI_ACCREDITATION = "oeci_accreditation", _("OECI Accreditation")
    OTHERS = "others", _("Others")


class AssessmentLevel(models.TextChoices):
    """Who assessed a quality mark."""

    BBMRI_ERIC = "eric", _("Audited by BBMRI-ERIC")
    ACCREDITED = "accredited", _("Certified or accredited by an accredited body")


class TechnologyReadiness(models.TextChoices):
    """Technology readiness level of a service."""

    TRL_1 = "TRL-1", _("Basic principles observed")
    TRL_2 = "TRL-2", _("Technology concept formulated")
    TRL_3 = "TRL-3", _("Experimental proof of concept")
    TRL_4 = "TRL-4", _("Technology validated in lab")
    TRL_5 = "TRL-5", _("Technology validated in relevant environment")
    TRL_6 = "TRL-6", _("Technology demonstrated in relevant environment")
    TRL_7 = "TRL-7", _("System prototype demonstrated in operational environment")
    TRL_8 = "TRL-8", _("System complete and qualified")
    TRL_9 = "TRL-9", _("System proven in operational environment")


class ServiceType(models.TextChoices):
    """Services a biobank offers, grouped by the Directory's six categories."""

    # biobankingElsiServices
    SAMPLE_COLLECTION = "sample-collection", _("Sample collection")
    SAMPLE_PROCESSING = "sample-processing", _("Sample processing")
    SAMPLE_STORAGE = "sample-storage", _("Sample storage")
    SAMPLE_QUALITY_CONTROL = "sample-quality-control", _("Sample quality control")
    SAMPLE_DATA_MANAGEMENT = "sample-data-management", _("Sample data management")
    NUCLEIC_ACID_EXTRACTION = "nucleic-acid-extraction", _("Nucleic acid extraction")
    INFORMED_CONSENT_MANAGEMENT = "informed-consent-management", _("Informed consent management")
    ETHICS_PROPOSAL_REVIEW = "ethics-proposal-review", _("Ethics proposal review")
    OTHER_BIOBANKING_ELSI_SERVICES = (
        "otherBiobankingElsiServices",
        _("Other biobanking and ELSI services"),
    )
    # sampleBioanalyticServices
    SEQUENCING = "sequencing", _("Sequencing")
    GENOMIC_ANNOTATION = "genomic-annotation", _("Genomic annotation")
    TISSUE_CULTURE = "tissue-culture", _("Tissue culture")
    ANIMAL_MODEL_DEVELOPMENT = "animal-model-development", _("Animal model development")
    CELL_LINE_DEVELOPMENT = "cell-line-development", _("Cell line development")
    BIOSTATISTIC_SERVICES = "biostatistic-services", _("Biostatistics")
    PEPTIDE_CARBOHYDRATE_LIPID_ANALYTICS = (
        "peptide-carbohydrate-lipid-analytics",
        _("Peptide, carbohydrate and lipid analytics"),
    )
    ASSAY_DEVELOPMENT = "assay-development", _("Assay development")
    MICROBIOME_ANALYSIS = "microbiome-analysis", _("Microbiome analysis")
    BIOMARKER_DISCOVERY = "biomarker-discovery", _("Biomarker discovery")
    TOXICOLOGY_TESTING = "toxicology-testing", _("Toxicology testing")
    PROTEIN_ANALYTICS = "protein-analytics", _("Protein analytics")
    FUNCTIONAL_AND_SYSTEM_ANALYTICS = (
        "functional-and-system-analytics",
        _("Functional and system analytics"),
    )
    PROTEIN_PURIFICATION = "protein-purification", _("Protein purification")
    CLINICAL_CHEMISTRY_SERVICES = "clinical-chemistry-services", _("Clinical chemistry services")
    PHARMACOKINETIC_PHARMACODYNAMIC_SERVICES = (
        "pharmacokinetic-pharmacodynamic-services",
        _("Pharmacokinetic and pharmacodynamic services"),
    )
    OTHER_SAMPLE_BIOANALYTICAL_SERVICES = (
        "otherSampleBioanalyticalServices",
        _("Other sample and bioanalytical services"),
    )
    # imagingServices
    MRI_CT_IMAGING = "MRI-CT-Imaging", _("MRI and CT imaging")
    PET_SCANS = "PET-Scans", _("PET scans")
    MICROSCOPY_TECHNIQUES = "Microscopy-Techniques", _("Microscopy techniques")
    LIVE_CELL_IMAGING = "Live-Cell-Imaging", _("Live-cell imaging")
    HISTOLOGY_TISSUE_ANALYSIS = "Histology-Tissue-Analysis", _("Histology and tissue analysis")
    DIAGNOSTIC_IMAGING_SERVICE = "Diagnostic-Imaging-Service", _("Diagnostic imaging service")
    OTHER_PATHOLOGY_IMAGING_SERVICES = (
        "otherPathologyImagingServices",
        _("Other pathology and imaging services"),
    )
    # bioinformaticsDataScienceServices
    DATA_ANALYSIS = "data-analysis", _("Data analysis")
    SOFTWARE_DEVELOPMENT = "software-development", _("Software development")
    ALGORITHM_DESIGN = "algorithm-design", _("Algorithm design")
    GENOMICS_ANALYSIS = "genomics-analysis", _("Genomics analysis")
    PROTEOMICS_ANALYSIS = "proteomics-analysis", _("Proteomics analysis")
    TRANSCRIPTOMICS_ANALYSIS = "transcriptomics-analysis", _("Transcriptomics analysis")
    METABOLOMICS_ANALYSIS = "metabolomics-analysis", _("Metabolomics analysis")
    LIPIDOMICS_ANALYSIS = "lipidomics-analysis", _("Lipidomics analysis")
    AI_CONSULTING = "ai-consulting", _("AI consulting")
    BIOIMAGE_ANALYSIS = "Bioimage-analysis", _("Bioimage analysis")
    BIG_DATA_MANAGEMENT = "BigDataManagement", _("Big data management")
    COMPUTING_SERVICES = "ComputingServices", _("Computing services")
    OTHER_BIOINFORMATICS_DATA_SCIENCE_SERVICES = (
        "otherBioinformaticsDataScienceServices",
        _("Other bioinformatics and data science services"),
    )
    # consultingTrainingEducationServices
    CERTIFICATION_PROGRAMS = "CertificationPrograms", _("Certification programmes")
    STRATEGIC_PLANNING_FOR_CLINICAL_STUDIES = (
        "StrategicPlanningforClinicalStudies",
        _("Strategic planning for clinical studies"),
    )
    COLLABORATION_NETWORKING_MULTICENTRIC_STUDIES = (
        "CollaborationNetworkingMulticentricStudies",
        _("Collaboration and networking for multicentre studies"),
    )
    SCIENTIFIC_ADVISORY_CLINICAL_STUDIES = (
        "ScientificAdvisoryClinicalStudies",
        _("Scientific advice for clinical studies"),
    )
    TRAINING_RESOURCE_LAB_PROTOCOLS = (
        "TrainingResourceLabProtocols",
        _("Training and laboratory protocols"),
    )
    CONSULTATION_PROTOCOL_DEVELOPMENT = (
        "ConsultationProtocolDevelopment",
        _("Consultation for protocol development"),
    )
    OTHER_CONSULTING_TRAINING_EDUCATION_SERVICES = (
        "otherConsultingTrainingEducationServices",
        _("Other consulting and training and education services"),
    )
    # specializationsInResearchAreas
    BEHAVIORAL_SCIENCE = "BehavioralScience", _("Behavioural science")
    BRAIN_NEUROLOGICAL_RESEARCH = "BrainNeurologicalResearch", _("Brain and neurological research")
    CANCER_RESEARCH = "CancerResearch", _("Cancer research")
    EPIDEMIOLOGY_INFECTIOUS_DISEASE_RESEARCH = (
        "EpidemiologyInfectiousDiseaseResearch",
        _("Epidemiology and infectious disease research"),
    )
    MICROBIOME_STUDIES = "MicrobiomeStudies", _("Microbiome studies")
    PEDIATRIC_RESEARCH = "PediatricResearch", _("Paediatric research")
    RARE_DISEASE_RESEARCH = "RareDiseaseResearch", _("Rare disease research")
    PATHOLOGY_SUPPORT = "PathologySupport", _("Pathology support")
    OTHER_RESEARCH_DOMAINS = "OtherResearchDomains", _("Other research domains")


class Country(models.TextChoices):
    """The Directory's countries. The United Kingdom is UK there, not ISO's GB."""

    AT = "AT", _("Austria")
    AU = "AU", _("Australia")
    BE = "BE", _("Belgium")
    BG = "BG", _("Bulgaria")
    CA = "CA", _("Canada")
    CH = "CH", _("Switzerland")
    CY = "CY", _("Cyprus")
    CZ = "CZ", _("Czechia")
    DE = "DE", _("Germany")
    EE = "EE", _("Estonia")
    ES = "ES", _("Spain")
    EU = "EU", _("European Union")
    FI = "FI", _("Finland")
    FR = "FR", _("France")
    GR = "GR", _("Greece")
    HU = "HU", _("Hungary")
    IL = "IL", _("Israel")
    IT = "IT", _("Italy")
    LT = "LT", _("Lithuania")
    LV = "LV", _("Latvia")
    MT = "MT", _("Malta")
    NL = "NL", _("Netherlands")
    NO = "NO", _("Norway")
    PL = "PL", _("Poland")
    PT = "PT", _("Portugal")
    QA = "QA", _("Qatar")
    RU = "RU", _("Russia")
    SE = "SE", _("Sweden")
    SI = "SI", _("Slovenia")
    SK = "SK", _("Slovakia")
    TR = "TR", _("Turkey")
    UG = "UG", _("Uganda")
    UK = "UK", _("United Kingdom")
    US = "US", _("United States")
    VN = "VN", _("Vietnam")

"""The database keeps the rules that it can keep: each named constraint is broken once."""

import datetime
from inspect import getmembers

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from translated_fields import TranslatedField

from biobanks.enums import MappingKind, Publication
from biobanks.models import Term
from tests.biobanks.factories import (
    PUBLISHED_AT,
    WITHDRAWN_AT,
    BiobankFactory,
    ChangeFactory,
    CollectionDiagnosisFactory,
    CollectionFactFactory,
    CollectionFactory,
    ConfirmationFactory,
    ContactFactory,
    DiseaseFactory,
    DiseaseMappingFactory,
    DiseaseWithinFactory,
    ExternalReferenceFactory,
    FindingFactory,
    ImagingTermFactory,
    NetworkFactory,
    OrganisationFactory,
    ProposalFactory,
    QualityMarkFactory,
    QualityScoreFactory,
    SearchExampleFactory,
    ServiceFactory,
    SnapshotRunFactory,
    SnapshotTableFactory,
    StudyFactory,
    TermFactory,
    TermWordFactory,
    ToldEntryFactory,
)

# Constraint, factory and the values that break it. A list of values breaks it together.
BROKEN_BY = {
    "biobanks_organisation_kind": (OrganisationFactory, {"kind": "clinic"}),
    "biobanks_organisation_ror": (OrganisationFactory, {"ror": "https://ror.org/"}),
    "biobanks_organisation_enterprise_number": (
        OrganisationFactory,
        {"enterprise_number": "2123456749"},
    ),
    "biobanks_contact_identifier": (ContactFactory, {"identifier": "bbmri-eric:ID:BE_a"}),
    "biobanks_contact_country": (ContactFactory, {"country": "XX"}),
    "biobanks_externalreference_identifier": (
        ExternalReferenceFactory,
        {"identifier": "bbmri-eric:akiID:BE_a b"},
    ),
    "biobanks_network_publication": (NetworkFactory, {"publication": "hidden"}),
    "biobanks_network_origin": (NetworkFactory, {"origin": "hearsay"}),
    "biobanks_network_publication_dates": (NetworkFactory, {"published_at": None}),
    "biobanks_network_coordinates": (NetworkFactory, {"latitude": 91, "longitude": 0}),
    "biobanks_network_identifier": (
        NetworkFactory,
        {"identifier": "bbmri-eric:networkID:Belgium_a"},
    ),
    "biobanks_network_shared_elements": (NetworkFactory, {"shared_elements": ["focus", "coffee"]}),
    "biobanks_biobank_publication": (BiobankFactory, {"publication": "hidden"}),
    "biobanks_biobank_origin": (BiobankFactory, {"origin": "hearsay"}),
    "biobanks_biobank_publication_dates": (BiobankFactory, {"withdrawn_at": WITHDRAWN_AT}),
    "biobanks_biobank_coordinates": (BiobankFactory, {"latitude": 50, "longitude": -181}),
    "biobanks_biobank_identifier": (
        BiobankFactory,
        {"identifier": "bbmri-eric:ID:BE_a:collection:b"},
    ),
    "biobanks_biobank_province": (BiobankFactory, {"province": "BE-XXX"}),
    "biobanks_biobank_country": (BiobankFactory, {"country": "XX"}),
    "biobanks_biobank_famhp_number": (BiobankFactory, {"famhp_number": "B190044"}),
    "biobanks_service_identifier": (ServiceFactory, {"identifier": "service"}),
    "biobanks_service_types": (ServiceFactory, {"types": ["catering"]}),
    "biobanks_service_technology_readiness": (
        ServiceFactory,
        {"technology_readiness": "TRL-0"},
    ),
    "biobanks_qualitymark_one_owner": (QualityMarkFactory, {"biobank": None}),
    "biobanks_qualitymark_standard": (QualityMarkFactory, {"standard": "iso-0"}),
    "biobanks_qualitymark_level": (QualityMarkFactory, {"level": "self"}),
    "biobanks_disease_system": (DiseaseFactory, {"system": "icd9"}),
    "biobanks_diseasemapping_kind": (DiseaseMappingFactory, {"kind": "near"}),
    "biobanks_term_language": (TermFactory, {"language": "es"}),
    "biobanks_term_kind": (TermFactory, {"kind": "slang"}),
    "biobanks_term_source": (TermFactory, {"source": "hearsay"}),
    "biobanks_term_has_target": (TermFactory, {"targets": []}),
    "biobanks_imagingterm_list": (ImagingTermFactory, {"list": "x-ray"}),
    "biobanks_study_identifier": (StudyFactory, {"identifier": "bbmri-eric:studyID:BE_"}),
    "biobanks_study_sex": (StudyFactory, {"sex": ["X"]}),
    "biobanks_study_age_unit": (StudyFactory, {"age_unit": "DECADE"}),
    "biobanks_study_age_order": (
        StudyFactory,
        {"age_low": 2, "age_high": 1, "age_unit": "YEAR"},
    ),
    "biobanks_study_age_unit_given": (StudyFactory, {"age_low": 2}),
    "biobanks_collection_publication": (CollectionFactory, {"publication": "hidden"}),
    "biobanks_collection_origin": (CollectionFactory, {"origin": "hearsay"}),
    "biobanks_collection_publication_dates": (
        CollectionFactory,
        {"publication": "draft", "withdrawn_at": WITHDRAWN_AT},
    ),
    "biobanks_collection_coordinates": (CollectionFactory, {"latitude": -91, "longitude": 4}),
    "biobanks_collection_age_order": (
        CollectionFactory,
        {"age_low": 2, "age_high": 1, "age_unit": "YEAR"},
    ),
    "biobanks_collection_age_unit_given": (CollectionFactory, {"age_high": 2}),
    "biobanks_collection_order_of_magnitude": (CollectionFactory, {"order_of_magnitude": 9}),
    "biobanks_collection_size_in_magnitude": (
        CollectionFactory,
        {"size": 1_001, "order_of_magnitude": 2},
    ),
    "biobanks_collection_order_of_magnitude_donors": (
        CollectionFactory,
        {"order_of_magnitude_donors": 9},
    ),
    "biobanks_collection_number_of_donors_in_magnitude": (
        CollectionFactory,
        {"number_of_donors": 99, "order_of_magnitude_donors": 2},
    ),
    "biobanks_collection_identifier": (CollectionFactory, {"identifier": "bbmri-eric:ID:BE_a"}),
    "biobanks_collection_country": (CollectionFactory, {"country": "XX"}),
    "biobanks_collection_age_unit": (CollectionFactory, {"age_unit": "DECADE"}),
    "biobanks_collection_types": (CollectionFactory, {"types": ["X"]}),
    "biobanks_collection_data_categories": (CollectionFactory, {"data_categories": ["X"]}),
    "biobanks_collection_sex": (CollectionFactory, {"sex": ["X"]}),
    "biobanks_collection_materials": (CollectionFactory, {"materials": ["DNA", "dna"]}),
    "biobanks_collection_storage_temperatures": (
        CollectionFactory,
        {"storage_temperatures": ["warm"]},
    ),
    "biobanks_collection_data_use": (CollectionFactory, {"data_use": ["X"]}),
    "biobanks_collection_access_fee": (CollectionFactory, {"access_fee": ["X"]}),
    "biobanks_collection_access_joint_project": (
        CollectionFactory,
        {"access_joint_project": ["X"]},
    ),
    "biobanks_collection_procedures": (CollectionFactory, {"procedures": ["X"]}),
    "biobanks_collectiondiagnosis_origin": (CollectionDiagnosisFactory, {"origin": "hearsay"}),
    "biobanks_collectionfact_identifier": (CollectionFactFactory, {"identifier": "1"}),
    "biobanks_collectionfact_sex": (CollectionFactFactory, {"sex": "X"}),
    "biobanks_collectionfact_age_range": (CollectionFactFactory, {"age_range": "Old"}),
    "biobanks_collectionfact_material": (CollectionFactFactory, {"material": "X"}),
    "biobanks_snapshotrun_outcome": (SnapshotRunFactory, {"outcome": "lost"}),
    "biobanks_snapshotrun_refused_has_none": (SnapshotRunFactory, {"outcome": "refused"}),
    "biobanks_snapshotrun_problems_refuse": (SnapshotRunFactory, {"problems": ["x"]}),
    "biobanks_snapshotrun_answered_for": (SnapshotRunFactory, {"outcome": "served-again"}),
    "biobanks_told_kind": (ToldEntryFactory, {"kind": "service"}),
    "biobanks_told_withdrawn": (ToldEntryFactory, {"fingerprint": ""}),
    "biobanks_change_decided_by": (ChangeFactory, {"decision": "accepted"}),
    "biobanks_finding_severity": (FindingFactory, {"severity": "fatal"}),
    "biobanks_finding_one_entry": (FindingFactory, {"biobank": None}),
    "biobanks_finding_waived_whole": (FindingFactory, {"waiver": "x"}),
    "biobanks_qualityscore_of_100": (QualityScoreFactory, {"score": 101}),
    "biobanks_confirmation_answered_whole": (ConfirmationFactory, {"answer": "correct"}),
    "biobanks_proposal_decided_by": (ProposalFactory, {"decision": "accepted"}),
}


def twin_organisations():
    for name in "ab":
        OrganisationFactory(name=name, enterprise_number="0123456749")


def twin_famhp_numbers():
    for _ in range(2):
        BiobankFactory(famhp_number="BB190001")


def twin_services():
    biobank = BiobankFactory()
    for _ in range(2):
        ServiceFactory(biobank=biobank, name="Storage")


def twin_quality_marks():
    biobank = BiobankFactory()
    for _ in range(2):
        QualityMarkFactory(biobank=biobank)


def twin_mappings():
    mapping = DiseaseMappingFactory()
    DiseaseMappingFactory(orpha=mapping.orpha, icd10=mapping.icd10)


def twin_withins():
    within = DiseaseWithinFactory()
    DiseaseWithinFactory(disease=within.disease, within=within.within)


def twin_terms():
    for kind in ["lay", "synonym"]:
        TermFactory(text="asthma", kind=kind)


def twin_search_examples():
    for _ in range(2):
        SearchExampleFactory(question="asthma")


def twin_imaging_terms():
    for _ in range(2):
        ImagingTermFactory(code="T-1")


def twin_diagnoses():
    diagnosis = CollectionDiagnosisFactory()
    CollectionDiagnosisFactory(collection=diagnosis.collection, disease=diagnosis.disease)


def own_parent():
    collection = CollectionFactory()
    collection.parent = collection
    collection.save()


def twin_snapshot_tables():
    table = SnapshotTableFactory()
    SnapshotTableFactory(snapshot=table.snapshot)


def twin_told_entries():
    entry = ToldEntryFactory()
    ToldEntryFactory(slug=entry.slug)


def twin_changes():
    change = ChangeFactory()
    ChangeFactory(set=change.set)


def twin_findings():
    finding = FindingFactory()
    FindingFactory(biobank=finding.biobank)


def twin_scores():
    score = QualityScoreFactory()
    QualityScoreFactory(biobank=score.biobank)


def twin_questions():
    confirmation = ConfirmationFactory()
    ConfirmationFactory(biobank=confirmation.biobank)


def twin_proposals():
    proposal = ProposalFactory()
    ProposalFactory(confirmation=proposal.confirmation)


# Constraints that no single new row can break.
BROKEN_TOGETHER = {
    "biobanks_organisation_enterprise_number_unique": twin_organisations,
    "biobanks_biobank_famhp_number_unique": twin_famhp_numbers,
    "biobanks_service_name_in_biobank": twin_services,
    "biobanks_qualitymark_once": twin_quality_marks,
    "biobanks_diseasemapping_once": twin_mappings,
    "biobanks_diseasewithin_once": twin_withins,
    "biobanks_term_once": twin_terms,
    "biobanks_searchexample_once": twin_search_examples,
    "biobanks_imagingterm_code": twin_imaging_terms,
    "biobanks_collectiondiagnosis_once": twin_diagnoses,
    "biobanks_collection_not_its_own_parent": own_parent,
    "biobanks_snapshottable_once": twin_snapshot_tables,
    "biobanks_change_once": twin_changes,
    "biobanks_told_once": twin_told_entries,
    "biobanks_finding_open_once": twin_findings,
    "biobanks_qualityscore_once": twin_scores,
    "biobanks_confirmation_one_open": twin_questions,
    "biobanks_proposal_once": twin_proposals,
}


def broken_constraint(break_it):
    """The name of the constraint that the database says was broken."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        break_it()
    return caught.value.__cause__.diag.constraint_name


def test_every_constraint_is_tested():
    names = {
        constraint.name
        for model in apps.get_app_config("biobanks").get_models()
        for constraint in model._meta.constraints
    }

    assert names == BROKEN_BY.keys() | BROKEN_TOGETHER.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN_BY)
def test_constraint_holds(name):
    factory, values = BROKEN_BY[name]

    assert broken_constraint(lambda: factory(**values)) == name


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN_TOGETHER)
def test_constraint_between_rows_holds(name):
    assert broken_constraint(BROKEN_TOGETHER[name]) == name


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [NetworkFactory, BiobankFactory, CollectionFactory])
@pytest.mark.parametrize("values", [{"latitude": 50}, {"longitude": 4}])
def test_half_a_coordinate_is_refused(factory, values):
    name = f"biobanks_{factory._meta.model._meta.model_name}_coordinates"

    assert broken_constraint(lambda: factory(**values)) == name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("publication", "published_at", "withdrawn_at"),
    [
        (Publication.DRAFT, None, None),
        (Publication.DRAFT, PUBLISHED_AT, None),
        (Publication.PUBLISHED, PUBLISHED_AT, None),
        (Publication.WITHDRAWN, PUBLISHED_AT, WITHDRAWN_AT),
        (Publication.WITHDRAWN, None, WITHDRAWN_AT),
    ],
)
def test_states_of_publication_that_are_allowed(publication, published_at, withdrawn_at):
    BiobankFactory(
        publication=publication, published_at=published_at, withdrawn_at=withdrawn_at
    ).full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "magnitude"),
    [(0, 0), (10, 0), (10, 1), (100, 1), (1_000_000_000, 8), (None, 3), (500, None)],
)
def test_sizes_at_the_edges_of_their_magnitude_are_allowed(size, magnitude):
    CollectionFactory(size=size, order_of_magnitude=magnitude).full_clean()


@pytest.mark.django_db
def test_one_famhp_number_may_be_unknown_of_many():
    biobanks = [BiobankFactory(famhp_number="") for _ in range(2)]

    assert [biobank.famhp_number for biobank in biobanks] == ["", ""]


@pytest.mark.django_db
def test_mappings_of_one_pair_may_differ_in_kind():
    mapping = DiseaseMappingFactory(kind=MappingKind.EXACT)

    DiseaseMappingFactory(
        orpha=mapping.orpha, icd10=mapping.icd10, kind=MappingKind.BROADER
    ).full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"language": "nl"}, {"targets": ["icd10:J46"]}])
def test_term_may_stand_for_another_thing_and_in_another_language(other):
    TermFactory(text="asthma", language="en", targets=["icd10:J45"])

    TermFactory(**{"text": "asthma", "language": "en", "targets": ["icd10:J45"], **other})

    assert Term.objects.count() == 2


@pytest.mark.parametrize("factory", [TermFactory, SearchExampleFactory])
@pytest.mark.parametrize("target", ["asthma", "icd10:", "ICD10:J45", "icd10: J45", ":J45", ""])
def test_target_that_is_none_is_refused(factory, target):
    name = "targets" if factory is TermFactory else "expected"

    with pytest.raises(ValidationError) as caught:
        factory.build(**{name: ["icd10:J45", target]}).clean_fields()

    assert list(caught.value.message_dict) == [name]


@pytest.mark.django_db
def test_rows_say_what_they_are():
    disease = DiseaseFactory(code="C18", name_en="Malignant neoplasm of colon")
    fact = CollectionFactFactory(
        identifier="bbmri-eric:factID:BE_1", last_update=datetime.date(2026, 3, 2)
    )

    assert [
        str(row)
        for row in (
            OrganisationFactory(name="Hospital"),
            ContactFactory(role="Office", email="a@example.be"),
            ContactFactory(role="", email="a@example.be"),
            ContactFactory(
                title_before_name="Prof.", first_name="An", last_name="Peeters", role="Manager"
            ),
            ExternalReferenceFactory(system="Catalogue", url="https://example.org/1"),
            BiobankFactory(name="Biobank"),
            ServiceFactory(name="Storage"),
            QualityMarkFactory(standard="iso-9001"),
            StudyFactory(title="Study"),
            disease,
            CollectionDiagnosisFactory(disease=disease),
            ImagingTermFactory(name="Lung"),
            fact,
            TermFactory(text="asthma"),
            TermWordFactory(text="asthma"),
            SearchExampleFactory(question="asthma and serum"),
        )
    ] == [
        "Hospital",
        "Office",
        "a@example.be",
        "Prof. An Peeters",
        "Catalogue: https://example.org/1",
        "Biobank",
        "Storage",
        "ISO 9001:2015",
        "Study",
        "Malignant neoplasm of colon (C18)",
        "Malignant neoplasm of colon (C18)",
        "Lung",
        "bbmri-eric:factID:BE_1",
        "asthma",
        "asthma",
        "asthma and serum",
    ]


# The models of versions are the library's; their words are those of the models they keep.
OWN_MODELS = [
    model
    for model in apps.get_app_config("biobanks").get_models()
    if not hasattr(model, "history_type")
]


@pytest.mark.parametrize("model", OWN_MODELS)
def test_every_word_of_a_model_can_be_translated(model):
    fields = [
        field for field in [*model._meta.fields, *model._meta.many_to_many] if field.name != "id"
    ]
    # The columns of a translated field take their label from it.
    translated = getmembers(model, lambda member: isinstance(member, TranslatedField))

    words = [
        model._meta.verbose_name,
        model._meta.verbose_name_plural,
        *(field.verbose_name for field in fields),
        *(field.short_description for _name, field in translated),
        *(field.help_text for field in fields if field.help_text),
        *(
            constraint.violation_error_message
            for constraint in model._meta.constraints
            if constraint.violation_error_message != constraint.default_violation_error_message
        ),
    ]

    assert [word for word in words if not isinstance(word, Promise)] == []

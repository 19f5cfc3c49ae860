"""Lists and forms of the catalogue's admin."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.forms import model_to_dict
from django.urls import reverse

from biobanks.codes import QualityStandard
from biobanks.enums import Origin, Publication
from biobanks.models import Biobank, Collection, Contact
from tests.biobanks.admin.forms import EDITED, address, values_of
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    DiseaseMappingFactory,
    ImagingTermFactory,
    QualityMarkFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
LOOKED_UP = {"disease": DiseaseFactory, "imagingterm": ImagingTermFactory}


def test_admin_is_closed_to_strangers(client):
    response = client.get(address("biobank", "changelist"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("model", [*EDITED, *LOOKED_UP])
def test_list_opens_with_a_constant_number_of_queries(
    admin_client, model, django_assert_max_num_queries
):
    factory = {**EDITED, **LOOKED_UP}[model]
    counts = []
    for number in [1, 2]:
        factory.create_batch(number)
        with django_assert_max_num_queries(12) as captured:
            response = admin_client.get(address(model, "changelist"))
        assert response.status_code == 200
        counts.append(len(captured))

    assert response.context["cl"].result_count == 3
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", [*EDITED, *LOOKED_UP])
def test_list_searches(admin_client, model):
    {**EDITED, **LOOKED_UP}[model]()

    response = admin_client.get(address(model, "changelist"), {"q": "zzz"})

    assert response.context["cl"].result_count == 0


def add_inline_rows(model, row, standard):
    """One more row for each inline of a form."""
    match model:
        case "biobank":
            QualityMarkFactory(biobank=row, standard=standard)
            ServiceFactory(biobank=row)
        case "collection":
            QualityMarkFactory(biobank=None, collection=row, standard=standard)
            CollectionDiagnosisFactory(collection=row)
        case "service":
            QualityMarkFactory(biobank=None, service=row, standard=standard)
        case "disease":
            DiseaseMappingFactory(orpha=row)


@pytest.mark.parametrize(
    ("model", "inlines"), [("biobank", 2), ("collection", 2), ("service", 1), ("disease", 1)]
)
def test_form_opens_with_a_constant_number_of_queries(
    admin_client, model, inlines, django_assert_max_num_queries
):
    row = {**EDITED, **LOOKED_UP}[model]()
    ContentType.objects.get_for_model(row)  # Asked for once in the life of a process.
    one, *two_more = QualityStandard.values[:3]
    counts = []
    for standards in [[one], two_more]:
        for standard in standards:
            add_inline_rows(model, row, standard)
        with django_assert_max_num_queries(40) as captured:
            response = admin_client.get(address(model, "change", row.pk))
        counts.append(len(captured))

    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    assert [formset.initial_form_count() for formset in formsets] == [3] * inlines
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", EDITED)
def test_forms_open(admin_client, model):
    row = EDITED[model]()

    added = admin_client.get(address(model, "add"))
    changed = admin_client.get(address(model, "change", row.pk))

    assert (added.status_code, changed.status_code) == (200, 200)


@pytest.mark.parametrize("model", EDITED)
def test_form_saves_what_it_shows(admin_client, model):
    row = EDITED[model]()
    page = admin_client.get(address(model, "change", row.pk))

    response = admin_client.post(address(model, "change", row.pk), values_of(page))

    assert response.status_code == 302
    saved = type(row).objects.get()
    assert model_to_dict(saved) == model_to_dict(row)


@pytest.mark.parametrize("model", LOOKED_UP)
def test_vocabulary_is_looked_up_only(admin_client, model):
    row = LOOKED_UP[model]()

    assert admin_client.get(address(model, "change", row.pk)).status_code == 200
    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "change", row.pk), {}).status_code == 403
    assert admin_client.get(address(model, "delete", row.pk)).status_code == 403


def test_disease_shows_what_it_corresponds_to(admin_client):
    mapping = DiseaseMappingFactory()

    response = admin_client.get(address("disease", "change", mapping.orpha_id))

    assert str(mapping.icd10) in response.content.decode()


@pytest.mark.parametrize(
    ("text", "codes"), [("c18", ["C18"]), ("colon", ["C18"]), ("côlon", ["C18"]), ("x", [])]
)
def test_diagnosis_is_found_by_code_and_name(admin_client, text, codes):
    DiseaseFactory(code="C18", name_en="Malignant neoplasm of colon", name_fr="Tumeur du côlon")
    DiseaseFactory(code="J45", name_en="Asthma")

    response = admin_client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "biobanks",
            "model_name": "collectiondiagnosis",
            "field_name": "disease",
            "term": text,
        },
    )

    found = [result["text"] for result in response.json()["results"]]
    assert [text.rpartition("(")[2].rstrip(")") for text in found] == codes


def test_new_biobank_is_a_draft(admin_client):
    values = values_of(admin_client.get(address("biobank", "add")))
    values |= {"name": "New", "identifier": "bbmri-be:ID:BE_new", "slug": "new"}

    response = admin_client.post(
        address("biobank", "add"), {**values, "publication": Publication.PUBLISHED}
    )

    assert response.status_code == 302
    biobank = Biobank.objects.get()
    assert (biobank.publication, biobank.published_at) == (Publication.DRAFT, None)


def test_new_biobank_with_quality_mark_and_service(admin_client):
    values = values_of(admin_client.get(address("biobank", "add")))
    values |= {
        "name": "New",
        "identifier": "bbmri-be:ID:BE_new",
        "slug": "new",
        "quality_marks-TOTAL_FORMS": "1",
        "quality_marks-0-standard": "ISO-20387-2018",
        "quality_marks-0-level": "eric",
        "services-TOTAL_FORMS": "1",
        "services-0-identifier": "bbmri-be:serviceID:BE_new",
        "services-0-name": "Storage",
    }

    response = admin_client.post(address("biobank", "add"), values)

    assert response.status_code == 302
    biobank = Biobank.objects.get()
    assert [mark.standard for mark in biobank.quality_marks.all()] == ["ISO-20387-2018"]
    assert [service.name for service in biobank.services.all()] == ["Storage"]


def test_collection_takes_codes_and_diagnoses(admin_client):
    collection = CollectionFactory(materials=["DNA"])
    disease = DiseaseFactory()
    page = admin_client.get(address("collection", "change", collection.pk))

    response = admin_client.post(
        address("collection", "change", collection.pk),
        values_of(page)
        | {
            "materials": ["SERUM", "DNA"],
            "diagnosis_links-TOTAL_FORMS": "1",
            "diagnosis_links-0-disease": disease.pk,
            "diagnosis_links-0-origin": Origin.NODE,
        },
    )

    assert response.status_code == 302
    collection = Collection.objects.get()
    assert sorted(collection.materials) == ["DNA", "SERUM"]
    assert [(link.disease, link.origin) for link in collection.diagnosis_links.all()] == [
        (disease, Origin.NODE)
    ]


def test_stored_diagnosis_keeps_its_disease(admin_client):
    disease = DiseaseFactory(code="C18", name_en="Colon")
    collection = CollectionFactory(diagnoses=[disease])
    page = admin_client.get(address("collection", "change", collection.pk))

    response = admin_client.post(
        address("collection", "change", collection.pk),
        values_of(page)
        | {
            "diagnosis_links-0-disease": DiseaseFactory().pk,
            "diagnosis_links-0-origin": Origin.BIOBANK,
        },
    )

    assert f'<option value="{disease.pk}" selected>Colon (C18)</option>' in page.content.decode()
    assert response.status_code == 302
    assert [(link.disease, link.origin) for link in collection.diagnosis_links.all()] == [
        (disease, Origin.BIOBANK)
    ]


@pytest.mark.parametrize("model", ["biobank", "collection", "network", "service"])
def test_languages_stand_side_by_side(admin_client, model):
    page = admin_client.get(address(model, "add"))

    html = page.content.decode()
    assert 'class="module aligned languages"' in html
    assert 'for="id_description_nl">Description, Dutch:</label>' in html


@pytest.mark.parametrize(
    ("model", "values", "message"),
    [
        ("biobank", {"identifier": "wrong"}, "does not look like bbmri-eric:ID:BE_name"),
        ("biobank", {"famhp_number": "B190044"}, "Write the FAMHP number as BB and six digits"),
        ("biobank", {"latitude": "91", "longitude": "4"}, "go together"),
        ("collection", {"materials": ["GOLD"]}, "GOLD is not one of the available choices"),
        ("collection", {"age_low": "9", "age_high": "2", "age_unit": "YEAR"}, "lowest age"),
        ("collection", {"age_low": "9"}, "An age needs a unit"),
        ("collection", {"size": "5", "order_of_magnitude": "3"}, "outside its order of magnitude"),
        ("organisation", {"enterprise_number": "1"}, "An enterprise number has ten digits"),
        ("organisation", {"ror": "https://ror.org/x"}, "A ROR looks like"),
    ],
)
def test_form_says_what_the_database_would_refuse(admin_client, model, values, message):
    row = EDITED[model]()
    page = admin_client.get(address(model, "change", row.pk))

    response = admin_client.post(address(model, "change", row.pk), values_of(page) | values)

    assert response.status_code == 200
    assert message in response.content.decode()


def test_form_refuses_a_quality_standard_twice(admin_client):
    biobank = QualityMarkFactory().biobank
    values = values_of(admin_client.get(address("biobank", "change", biobank.pk)))
    values |= {
        "quality_marks-TOTAL_FORMS": "2",
        "quality_marks-1-standard": values["quality_marks-0-standard"],
        "quality_marks-1-level": "eric",
    }

    response = admin_client.post(address("biobank", "change", biobank.pk), values)

    assert response.status_code == 200
    assert "Each quality standard can stand only once." in response.content.decode()


def test_form_refuses_a_diagnosis_twice(admin_client):
    disease = DiseaseFactory()
    collection = CollectionFactory(diagnoses=[disease])
    values = values_of(admin_client.get(address("collection", "change", collection.pk)))
    values |= {
        "diagnosis_links-TOTAL_FORMS": "2",
        "diagnosis_links-1-disease": disease.pk,
        "diagnosis_links-1-origin": Origin.NODE,
    }

    response = admin_client.post(address("collection", "change", collection.pk), values)

    assert response.status_code == 200
    assert collection.diagnosis_links.count() == 1


def test_contact_may_not_be_deleted_while_named(admin_client):
    contact = BiobankFactory(contact=ContactFactory()).contact

    admin_client.post(address("contact", "delete", contact.pk), {"post": "yes"})

    assert list(Contact.objects.all()) == [contact]

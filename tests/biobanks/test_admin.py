"""The catalogue's admin, as a curator uses it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.forms import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from biobanks import actions
from biobanks.codes import QualityStandard
from biobanks.enums import Origin, Publication, TermSource
from biobanks.models import Biobank, Collection, Contact, SearchExample, Term, TermWord
from biobanks.quality import running
from biobanks.search import examples
from tests.biobanks.factories import (
    PUBLISHED_AT,
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    DiseaseMappingFactory,
    ExternalReferenceFactory,
    ImagingTermFactory,
    NetworkFactory,
    OrganisationFactory,
    QualityMarkFactory,
    SearchExampleFactory,
    ServiceFactory,
    StudyFactory,
    TermFactory,
)
from tests.biobanks.quality.good import good_collection, good_network, whole_biobank

pytestmark = pytest.mark.django_db

EDITED = {
    "biobank": BiobankFactory,
    "collection": CollectionFactory,
    "collectionfact": CollectionFactFactory,
    "contact": ContactFactory,
    "externalreference": ExternalReferenceFactory,
    "network": NetworkFactory,
    "organisation": OrganisationFactory,
    "searchexample": SearchExampleFactory,
    "service": ServiceFactory,
    "study": StudyFactory,
}
LOOKED_UP = {"disease": DiseaseFactory, "imagingterm": ImagingTermFactory}


def address(model, page, *args):
    return reverse(f"admin:biobanks_{model}_{page}", args=args)


def values_of(response):
    """What a browser would send back with the page's forms as they stand."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context.get("inline_admin_formsets", []):
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else ""
            if value is not None:
                values[bound.html_name] = value
    return values


@pytest.fixture
def curator(client):
    """Somebody of staff who may look at biobanks but not change them."""
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_biobank"))
    client.force_login(user)
    return client


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


@pytest.mark.parametrize("model", ["biobank", "collection", "network"])
def test_entry_keeps_its_address_and_state(admin_client, model):
    entry = EDITED[model](slug="known")
    values = values_of(admin_client.get(address(model, "change", entry.pk)))

    admin_client.post(
        address(model, "change", entry.pk),
        values | {"slug": "other", "publication": "draft", "published_at_0": "2020-01-01"},
    )

    before = (entry.slug, entry.publication, entry.published_at)
    entry.refresh_from_db()
    assert (entry.slug, entry.publication, entry.published_at) == before


@pytest.mark.parametrize("model", ["biobank", "collection", "network"])
@pytest.mark.parametrize("trait", [{}, {"draft": True}, {"withdrawn": True}])
def test_only_drafts_are_deleted_and_only_others_seen_on_site(admin_client, model, trait):
    entry = EDITED[model](**trait)
    is_draft = bool(trait.get("draft"))

    form = admin_client.get(address(model, "change", entry.pk))
    deleted = admin_client.get(address(model, "delete", entry.pk))
    changelist = admin_client.get(address(model, "changelist"))

    assert ("View on site" in form.content.decode()) is not is_draft
    assert deleted.status_code == (200 if is_draft else 403)
    assert "delete_selected" not in changelist.content.decode()


GOOD = {"biobank": whole_biobank, "collection": good_collection, "network": good_network}


@pytest.mark.parametrize("model", GOOD)
def test_actions_publish_and_withdraw(admin_client, model):
    draft = GOOD[model](draft=True)
    wrong = EDITED[model](draft=True, name="Wrong one")
    published = EDITED[model](slug="left")
    chosen = {"_selected_action": [draft.pk, wrong.pk, published.pk]}

    def do(action, **more):
        response = admin_client.post(
            address(model, "changelist"), chosen | {"action": action} | more, follow=True
        )
        return response, [str(message) for message in response.context["messages"]]

    question, nothing = do("publish")
    _page, first = do("publish", confirmed="Publish")
    _page, withdrawn = do("withdraw", confirmed="Withdraw")
    _page, again = do("withdraw", confirmed="Withdraw")

    assert nothing == []
    assert "Publish these entries?" in question.content.decode()
    assert question.content.decode().count("There is no description in English.") == 2

    assert first[0].startswith("Wrong one is not published. ")
    assert "There is no description in English." in first[0]
    assert first[1:] == [
        "1 entry was changed.",
        "1 entry was left as it is: its state does not allow this.",
    ]
    assert withdrawn == [
        "2 entries were changed.",
        "1 entry was left as it is: its state does not allow this.",
    ]
    assert again == ["3 entries were left as they are: their state does not allow this."]
    states = [
        type(draft).objects.get(pk=entry.pk).publication for entry in (draft, wrong, published)
    ]
    assert states == [Publication.WITHDRAWN, Publication.DRAFT, Publication.WITHDRAWN]
    assert LogEntry.objects.count() == 3


def test_form_shows_what_is_to_mend_and_saving_keeps_it(admin_client):
    biobank = whole_biobank(acronym="")
    form = admin_client.get(address("biobank", "change", biobank.pk))
    admin_client.post(address("biobank", "change", biobank.pk), values_of(form))
    kept = biobank.findings.get()
    again = admin_client.get(address("biobank", "change", biobank.pk)).content.decode()

    text = form.content.decode()
    assert "1 thing to mend, as the entry is stored" in text
    assert "The biobank has no acronym." in text
    assert 'href="#id_acronym"' in text
    assert "Let it be" not in text  # nothing was kept yet
    assert kept.check_code == "BE:AcronymMissing"
    assert f"/admin/biobanks/finding/{kept.pk}/change/" in again


def test_version_is_shown_with_its_differences_and_restored(admin_client, admin_user):
    biobank = whole_biobank(description_nl="Bewaart stalen.")
    form = admin_client.get(address("biobank", "change", biobank.pk))
    changed = values_of(form) | {"acronym": "NEW", "description_nl": "Bewaart meer stalen."}
    admin_client.post(address("biobank", "change", biobank.pk), changed)
    history = admin_client.get(address("biobank", "history", biobank.pk)).content.decode()
    first = biobank.history.last()
    version = reverse("admin:biobanks_biobank_simple_history", args=[biobank.pk, first.pk])
    old = admin_client.get(version)
    admin_client.post(version, values_of(old))

    biobank.refresh_from_db()
    assert "<del>GB</del>" in history
    assert "<ins>NEW</ins>" in history
    assert "<ins>Bewaart meer stalen.</ins>" in history
    assert (biobank.acronym, biobank.description_nl) == ("GB", "Bewaart stalen.")
    users = list(biobank.history.values_list("history_user__username", flat=True))
    assert users[:2] == ["admin", "admin"]


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (Publication.DRAFT, actions.publish, Publication.PUBLISHED),
        (Publication.PUBLISHED, actions.withdraw, Publication.WITHDRAWN),
    ],
)
def test_old_version_does_not_bring_its_state_back(admin_client, admin_user, before, change, after):
    at = None if before == Publication.DRAFT else PUBLISHED_AT
    biobank = whole_biobank(publication=before, published_at=at, name="Old")
    first = biobank.history.last()
    Biobank.objects.filter(pk=biobank.pk).update(name="New")
    done = change(biobank, by=admin_user)
    version = reverse("admin:biobanks_biobank_simple_history", args=[biobank.pk, first.pk])
    admin_client.post(version, values_of(admin_client.get(version)))

    biobank.refresh_from_db()
    assert (biobank.name, biobank.publication) == ("Old", after)
    assert (biobank.published_at, biobank.withdrawn_at) == (done.published_at, done.withdrawn_at)


def test_withdrawing_is_confirmed_first(admin_client):
    biobank = BiobankFactory()
    chosen = {"_selected_action": [biobank.pk], "action": "withdraw"}

    question = admin_client.post(address("biobank", "changelist"), chosen).content.decode()

    biobank.refresh_from_db()
    assert "Withdraw these entries?" in question
    assert f'name="_selected_action" value="{biobank.pk}"' in question
    assert biobank.publication == Publication.PUBLISHED


def test_list_shows_what_needs_work(admin_client):
    today = timezone.localdate()
    good = whole_biobank(confirmed_on=today)
    wrong = BiobankFactory(name="wrong", confirmed_on=today)
    draft = BiobankFactory(name="draft", draft=True)
    old = whole_biobank(
        identifier="bbmri-eric:ID:BE_old", name="old", famhp_number="BB190009", acronym="",
        confirmed_on=today - timedelta(days=366), slug="old",
    )  # fmt: skip
    running.check_all()

    def shown(work):
        page = admin_client.get(address("biobank", "changelist"), {"work": work})
        return set(page.context["cl"].queryset)

    assert shown("unconfirmed") == {old}
    assert shown("drafts") == {draft}
    assert shown("errors") == {wrong, draft}
    assert shown("findings") == {wrong, draft, old}
    assert good not in shown("findings")


@pytest.mark.parametrize("action", ["publish", "withdraw"])
def test_actions_need_permission(curator, action):
    biobank = BiobankFactory(draft=action == "publish")

    curator.post(
        address("biobank", "changelist"),
        {"_selected_action": [biobank.pk], "action": action, "confirmed": "yes"},
    )

    before = biobank.publication
    biobank.refresh_from_db()
    assert biobank.publication == before


def test_admin_is_closed_to_strangers(client):
    response = client.get(address("biobank", "changelist"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_contact_may_not_be_deleted_while_named(admin_client):
    contact = BiobankFactory(contact=ContactFactory()).contact

    admin_client.post(address("contact", "delete", contact.pk), {"post": "yes"})

    assert list(Contact.objects.all()) == [contact]


def term_values(**values):
    """What a browser sends with the form of a search term."""
    return {"text": "allergic asthma", "language": "en", "kind": "synonym"} | values


def preview_values(response):
    """What a browser sends when it confirms the preview."""
    return dict(response.context["posted"]) | {"_seen": "1"}


@pytest.fixture
def watched():
    """Questions that a term for allergic asthma touches, and what they are read with."""
    DiseaseFactory(code="J45", name_en="Asthma")
    DiseaseFactory(code="J45.0", name_en="Predominantly allergic asthma")
    examples.saved(Term(text="asthma", language="en", targets=["icd10:J45"], source="table"))
    for question, expected in {
        "allergic asthma": ["icd10:J45.0"],
        "allergic asthma of children": ["icd10:J45"],
        "allergic asthmas": [],
        "asthma": ["icd10:J45"],
        "allergic rhinitis": [],
        "serum": [],
    }.items():
        SearchExampleFactory(question=question, expected=expected)


def written():
    """The terms and words of the vocabulary."""
    return list(Term.objects.order_by("pk").values()), set(
        TermWord.objects.values_list("text", flat=True)
    )


@pytest.mark.usefixtures("watched")
def test_term_is_previewed_before_it_is_saved(admin_client):
    before = written()

    response = admin_client.post(address("term", "add"), term_values(targets="icd10:J45.0"))

    assert response.status_code == 200
    assert [
        (effect.example.question, effect.before, effect.after, effect.is_better, effect.is_worse)
        for effect in response.context["effects"]
    ] == [
        ("allergic asthma", ["icd10:J45"], ["icd10:J45.0"], True, False),
        ("allergic asthma of children", ["icd10:J45"], ["icd10:J45.0"], False, True),
        ("allergic asthmas", ["icd10:J45"], ["icd10:J45.0"], False, False),
    ]
    text = " ".join(strip_tags(response.content.decode()).split())
    assert "“allergic asthma” will stand for icd10:J45.0." in text
    assert "It changes 3 of 6 test questions:" in text
    assert "allergic asthma (en) icd10:J45 icd10:J45.0 icd10:J45.0 better" in text
    assert "allergic asthma of children (en) icd10:J45 icd10:J45.0 icd10:J45 worse" in text
    assert "allergic asthmas (en) icd10:J45 icd10:J45.0 different" in text
    assert written() == before
    assert LogEntry.objects.count() == 0


@pytest.mark.usefixtures("watched")
def test_term_is_saved_once_its_preview_was_seen(admin_client):
    words = written()[1]
    preview = admin_client.post(address("term", "add"), term_values(targets="icd10:J45.0"))

    response = admin_client.post(address("term", "add"), preview_values(preview))

    assert response.status_code == 302
    term = Term.objects.get(source=TermSource.STAFF)
    assert model_to_dict(term) == {
        "id": term.pk,
        "text": "allergic asthma",
        "language": "en",
        "kind": "synonym",
        "targets": ["icd10:J45.0"],
        "source": "staff",
    }
    assert (term.squashed, term.stems, term.core) == ("allergicasthma", "en:allerg asthma", "")
    assert written()[1] == words | {"allergic"}
    assert [str(entry.object_repr) for entry in LogEntry.objects.all()] == ["allergic asthma"]
    example = SearchExample.objects.get(question="allergic asthma")
    assert examples.targets_read(example) == ["icd10:J45.0"]


@pytest.mark.usefixtures("watched")
def test_changed_term_is_previewed_and_saved(admin_client):
    term = examples.saved(Term(text="wheeze", language="en", targets=["icd10:J45"]))
    SearchExampleFactory(question="wheeze", expected=["icd10:J45"])
    change = address("term", "change", term.pk)

    preview = admin_client.post(change, term_values(text="wheezing", targets="icd10:J45.0"))
    kept = Term.objects.get(pk=term.pk).text
    response = admin_client.post(change, preview_values(preview))

    assert [
        (effect.example.question, effect.before, effect.after)
        for effect in preview.context["effects"]
    ] == [("wheeze", ["icd10:J45"], ["icd10:J45.0"])]
    assert (kept, response.status_code) == ("wheeze", 302)
    term.refresh_from_db()
    assert (term.text, term.squashed, term.targets) == ("wheezing", "wheezing", ["icd10:J45.0"])


@pytest.mark.usefixtures("watched")
def test_term_that_changes_no_question_says_so(admin_client):
    response = admin_client.post(
        address("term", "add"), term_values(text="wheeze", targets="icd10:J45")
    )

    assert response.context["effects"] == []
    assert "None of the 6 test questions is read differently." in response.content.decode()


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize(
    ("targets", "message"),
    [
        (
            "icd10:J45,icd10:J99,material:GOLD",
            "There is no such code: icd10:J99, material:GOLD. Copy the codes from a term that"
            " exists.",
        ),
        ("asthma", "There is no such code: asthma. Copy the codes from a term that exists."),
        ("", "This field is required."),
    ],
)
@pytest.mark.parametrize("seen", [{}, {"_seen": "1"}])
def test_term_needs_codes_that_exist(admin_client, targets, message, seen):
    before = written()

    response = admin_client.post(address("term", "add"), term_values(targets=targets) | seen)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {"targets": [message]}
    assert written() == before


@pytest.mark.usefixtures("watched")
def test_term_stands_once_for_a_code(admin_client):
    response = admin_client.post(
        address("term", "add"), term_values(text="asthma", targets="icd10:J45")
    )

    assert response.status_code == 200
    assert "This term is there already, for the same code." in response.content.decode()
    assert Term.objects.count() == 1


@pytest.mark.parametrize("source", [source for source in TermSource if source != "staff"])
def test_term_of_a_source_is_looked_up_only(admin_client, source):
    term = TermFactory(source=source)
    change, delete = (address("term", page, term.pk) for page in ("change", "delete"))

    shown = admin_client.get(change)
    changed = [
        admin_client.post(change, term_values(targets="icd10:J45") | seen)
        for seen in ({}, {"_seen": "1"})
    ]
    deleted = [admin_client.get(delete), admin_client.post(delete, {"post": "yes"})]

    assert shown.status_code == 200
    assert "_save" not in shown.content.decode()
    assert [response.status_code for response in [*changed, *deleted]] == [403] * 4
    assert Term.objects.get().text == term.text


def test_list_deletes_no_term_of_a_source(admin_client):
    of_source, of_staff = TermFactory(source="table"), TermFactory(source="staff")

    admin_client.post(
        address("term", "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [of_source.pk, of_staff.pk],
            "post": "yes",
        },
    )

    assert set(Term.objects.all()) == {of_source, of_staff}


def test_term_of_staff_is_deleted(admin_client):
    term = TermFactory()

    admin_client.post(address("term", "delete", term.pk), {"post": "yes"})

    assert not Term.objects.exists()


@pytest.mark.parametrize("seen", [{}, {"_seen": "1"}])
def test_term_needs_permission(curator, seen):
    DiseaseFactory(code="J45")
    term = TermFactory()

    for page in (address("term", "add"), address("term", "change", term.pk)):
        response = curator.post(page, term_values(targets="icd10:J45") | seen)
        assert response.status_code == 403

    assert [term.text for term in Term.objects.all()] == [term.text]

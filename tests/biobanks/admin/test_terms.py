"""Search terms in the admin, seen before they are saved."""

import pytest
from django.contrib.admin.models import LogEntry
from django.forms import model_to_dict
from django.utils.html import strip_tags

from biobanks.enums import TermSource
from biobanks.models import SearchExample, Term, TermWord
from biobanks.search import examples
from tests.biobanks.admin.forms import address
from tests.biobanks.factories import DiseaseFactory, SearchExampleFactory, TermFactory

pytestmark = pytest.mark.django_db


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
def test_term_needs_permission(reader, seen):
    DiseaseFactory(code="J45")
    term = TermFactory()

    for page in (address("term", "add"), address("term", "change", term.pk)):
        response = reader.post(page, term_values(targets="icd10:J45") | seen)
        assert response.status_code == 403

    assert [term.text for term in Term.objects.all()] == [term.text]

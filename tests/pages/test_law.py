"""The questions about the law: the way through them, and whether they hold together."""

import pytest

from pages.law import Tree
from tests.pages.factories import AnswerFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """Two questions and three endings: humans? -> (yes) research? -> ..."""
    human = StepFactory(slug="human", order=1, title_en="From humans?")
    research = StepFactory(slug="research", order=2, title_en="For research?")
    notify = StepFactory(slug="notify", order=3, title_en="Notify.")
    outside = StepFactory(slug="outside", order=4, title_en="Outside the law.")
    AnswerFactory(step=human, next=research, label_en="Yes", order=1)
    AnswerFactory(step=human, next=outside, label_en="No", order=2)
    AnswerFactory(step=research, next=notify, label_en="Yes", order=1)
    AnswerFactory(step=research, next=outside, label_en="No", order=2)
    return {"human": human, "research": research, "notify": notify, "outside": outside}


def keys(*answers):
    return "-".join(str(answer.pk) for answer in answers)


@pytest.fixture
def to_research(tree):
    return tree["human"].answers.get(label_en="Yes")


@pytest.fixture
def to_notify(tree):
    return tree["research"].answers.get(label_en="Yes")


@pytest.mark.usefixtures("tree")
def test_questions_begin_at_the_first_step(client):
    response = client.get("/nl/law/applies/?x=1", follow=True)

    assert response.redirect_chain == [("/nl/law/applies/human/", 302)]
    assert [str(choice.label) for choice in response.context["choices"]] == ["Yes", "No"]
    assert (response.context["given"], response.context["is_first"]) == ([], True)


def test_without_questions_there_is_no_beginning(client):
    StepFactory(is_published=False)

    assert client.get("/law/applies/").status_code == 404


def test_an_answer_leads_on_and_takes_the_way_along(client, to_research, to_notify):
    first = client.get("/law/applies/human/")
    second = client.get(first.context["choices"][0].address)
    last = client.get(second.context["choices"][0].address)

    assert second.request["QUERY_STRING"] == f"way={keys(to_research)}"
    assert last.request["QUERY_STRING"] == f"way={keys(to_research, to_notify)}"
    assert last.context["choices"] == []
    assert [
        (str(given.question), str(given.label), given.address) for given in last.context["given"]
    ] == [
        ("From humans?", "Yes", "/law/applies/human/"),
        ("For research?", "Yes", f"/law/applies/research/?way={keys(to_research)}"),
    ]


@pytest.mark.parametrize(
    "way", ["0", "x", "1-", "-", "9999999999999999999999", "²", "{notify}", "{research}-{notify}-1"]
)
def test_way_that_leads_elsewhere_is_not_believed(client, to_research, to_notify, way):
    way = way.format(research=to_research.pk, notify=to_notify.pk)

    response = client.get("/law/applies/notify/", {"way": way})

    assert (response.status_code, response.context["given"]) == (200, [])


def test_step_that_is_not_public_is_neither_shown_nor_offered(client, tree):
    tree["outside"].is_published = False
    tree["outside"].save()

    assert client.get("/law/applies/outside/").status_code == 404
    labels = [str(one.label) for one in client.get("/law/applies/human/").context["choices"]]
    assert labels == ["Yes"]


def test_number_of_queries_does_not_depend_on_the_number_of_steps(
    client, tree, django_assert_num_queries
):
    client.get("/law/applies/human/")
    for _number in range(5):
        AnswerFactory(step=tree["human"])

    with django_assert_num_queries(3):
        client.get("/law/applies/human/")


@pytest.mark.usefixtures("tree")
def test_whole_tree_has_no_problems():
    assert list(Tree().problems()) == []


def test_problems_of_a_tree_are_named(tree):
    StepFactory(title_en="Lonely")
    tree["research"].answers.filter(label_en="No").delete()
    AnswerFactory(step=tree["notify"], next=tree["human"])
    AnswerFactory(step=tree["notify"])

    found = list(Tree().problems())

    assert found == [
        "The question “For research?” has a single answer.",
        "No answer leads to the step “Lonely”.",
        "The step “From humans?” leads back to itself.",
        "The step “For research?” leads back to itself.",
        "The step “Notify.” leads back to itself.",
    ]


def test_a_site_without_questions_has_no_problems():
    assert list(Tree().problems()) == []

"""Rows of the node's pages for tests: published, in English only, as empty as they may be."""

import datetime

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from factory.django import DjangoModelFactory

from pages.enums import KnownPage, Level, MediaType, Tie
from pages.models import (
    Answer,
    BodyTie,
    File,
    GlossaryTerm,
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Section,
    Step,
)


class PageFactory(DjangoModelFactory):
    """The governance page."""

    class Meta:
        model = Page
        django_get_or_create = ["slug"]

    slug = KnownPage.GOVERNANCE
    is_published = True
    title_en = "How we are governed"
    description_en = "Who decides in the network."
    lead_en = "Many hands."
    body_en = "Read **this**."


class SectionFactory(DjangoModelFactory):
    """A card of the home page."""

    class Meta:
        model = Section

    page = factory.SubFactory(PageFactory, slug=KnownPage.HOME, title_en="The network")
    slug = factory.Sequence(lambda n: f"section-{n}")
    is_published = True
    title_en = factory.Sequence(lambda n: f"Section {n}")
    text_en = "Come in."
    address = "/catalogue/"


class GovernanceBodyFactory(DjangoModelFactory):
    """A Belgian body."""

    class Meta:
        model = GovernanceBody

    slug = factory.Sequence(lambda n: f"body-{n}")
    level = Level.BELGIAN
    is_published = True
    name_en = factory.Sequence(lambda n: f"Body {n}")
    purpose_en = "Decides."


class OfficeHolderFactory(DjangoModelFactory):
    """A role whose holder's name is for staff only."""

    class Meta:
        model = OfficeHolder

    slug = factory.Sequence(lambda n: f"role-{n}")
    body = factory.SubFactory(GovernanceBodyFactory)
    is_published = True
    role_en = factory.Sequence(lambda n: f"Role {n}")
    name = "An Peeters"


class MilestoneFactory(DjangoModelFactory):
    """An event of 2013 and the years after."""

    class Meta:
        model = Milestone

    slug = factory.Sequence(lambda n: f"milestone-{n}")
    sort_date = factory.Sequence(lambda n: datetime.date(2013 + n % 10, 1, 1))
    date_text_en = "A year"
    is_published = True
    title_en = factory.Sequence(lambda n: f"Milestone {n}")
    text_en = "It happened."
    source_url = "https://www.example.be/source"


class QuestionGroupFactory(DjangoModelFactory):
    """A group of questions."""

    class Meta:
        model = QuestionGroup

    slug = factory.Sequence(lambda n: f"group-{n}")
    is_published = True
    title_en = factory.Sequence(lambda n: f"Group {n}")


class QuestionFactory(DjangoModelFactory):
    """A question."""

    class Meta:
        model = Question

    slug = factory.Sequence(lambda n: f"question-{n}")
    group = factory.SubFactory(QuestionGroupFactory)
    is_published = True
    question_en = factory.Sequence(lambda n: f"Question {n}?")
    answer_en = "Yes."


class NewsItemFactory(DjangoModelFactory):
    """News that has been published."""

    class Meta:
        model = NewsItem

    slug = factory.Sequence(lambda n: f"news-{n}")
    published_at = factory.Sequence(
        lambda n: datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=n)
    )
    title_en = factory.Sequence(lambda n: f"News {n}")
    summary_en = "In short."
    body_en = "At length."


class StaffFactory(DjangoModelFactory):
    """Somebody who may enter the admin, with the permissions named, as in `change_page`."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staff{n}")
    is_staff = True

    @factory.post_generation
    def permissions(self, create, codenames, **kwargs):
        """Grant permissions of this app."""
        for codename in codenames or []:
            self.user_permissions.add(
                Permission.objects.get(content_type__app_label="pages", codename=codename)
            )


class BodyTieFactory(DjangoModelFactory):
    """One Belgian body appoints another."""

    class Meta:
        model = BodyTie

    source = factory.SubFactory(GovernanceBodyFactory)
    kind = Tie.APPOINTS
    target = factory.SubFactory(GovernanceBodyFactory)


class StepFactory(DjangoModelFactory):
    """A step without answers: where the questions about the law end."""

    class Meta:
        model = Step

    slug = factory.Sequence(lambda n: f"step-{n}")
    order = factory.Sequence(int)
    is_published = True
    title_en = factory.Sequence(lambda n: f"Step {n}")
    text_en = "Ask your biobank."


class AnswerFactory(DjangoModelFactory):
    """An answer that leads to a new step."""

    class Meta:
        model = Answer

    step = factory.SubFactory(StepFactory)
    next = factory.SubFactory(StepFactory)
    label_en = factory.Sequence(lambda n: f"Answer {n}")


class GlossaryTermFactory(DjangoModelFactory):
    """A term in English."""

    class Meta:
        model = GlossaryTerm

    slug = factory.Sequence(lambda n: f"term-{n}")
    is_published = True
    term_en = factory.Sequence(lambda n: f"term {n}")
    definition_en = "What it means."


class FileFactory(DjangoModelFactory):
    """A document."""

    class Meta:
        model = File

    words_en = "The rules"
    media_type = MediaType.PDF
    content = b"%PDF-1.7 rules"
    size = 14

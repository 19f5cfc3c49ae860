"""What `load_pages` writes."""

from pages.models import (
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

MODELS = [
    Page,
    Section,
    GovernanceBody,
    OfficeHolder,
    Milestone,
    QuestionGroup,
    Question,
    NewsItem,
    Step,
    GlossaryTerm,
]


def counts():
    return {model: model.objects.count() for model in MODELS}

"""The node's own words: every text and fact of its pages is a row that staff edit."""

from pages.models.files import File
from pages.models.glossary import GlossaryTerm
from pages.models.governance import BodyTie, GovernanceBody, OfficeHolder
from pages.models.history import Milestone
from pages.models.law import Answer, Step
from pages.models.news import NewsItem
from pages.models.page import Page, Section
from pages.models.questions import Question, QuestionGroup

__all__ = [
    "Answer",
    "BodyTie",
    "File",
    "GlossaryTerm",
    "GovernanceBody",
    "Milestone",
    "NewsItem",
    "OfficeHolder",
    "Page",
    "Question",
    "QuestionGroup",
    "Section",
    "Step",
]

from datetime import timedelta

import pytest

from membership.actions import applicant
from membership.actions.applicant import File
from membership.enums import State
from tests.membership.admin.desk import NOW, PDF, may
from tests.membership.factories import application_in


@pytest.fixture
def reviewer(anna):
    return may(anna, "change_application")


@pytest.fixture
def reader(bart):
    return may(bart, "view_application")


@pytest.fixture
def in_review(anna):
    return application_in(State.IN_REVIEW, anna, created_at=NOW - timedelta(days=1))


@pytest.fixture
def attachment(application):
    message = applicant.reply(application=application, text="Hi", files=[File("a.pdf", PDF)])
    return message.attachments.get()

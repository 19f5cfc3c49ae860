import pytest
from django.contrib.auth.models import User

from tests.membership.factories import ApplicationFactory


@pytest.fixture
def application(db):
    return ApplicationFactory()


@pytest.fixture
def anna(db):
    return User.objects.create_user("anna", is_staff=True)


@pytest.fixture
def bart(db):
    return User.objects.create_user("bart", is_staff=True)

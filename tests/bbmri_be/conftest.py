"""What tests of the staff desk share."""

import pytest
from django.contrib.auth.models import Group, User


@pytest.fixture
def administrator(client, db):
    """Somebody who looks after accounts, and has signed in."""
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrators"))
    client.force_login(user)
    return user

import pytest
from django.contrib.auth.models import Permission, User


@pytest.fixture
def reader(client):
    """Somebody of staff who may look at biobanks but not change them."""
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_biobank"))
    client.force_login(user)
    return client

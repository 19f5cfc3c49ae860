import pytest
from django.contrib.auth import get_user_model

from pages import contents


def test_row_without_public_page_has_no_content():
    with pytest.raises(TypeError, match="User has no public page"):
        contents.with_row(get_user_model()())

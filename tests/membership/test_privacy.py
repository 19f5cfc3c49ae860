import hashlib

from django.conf import settings

from membership.privacy import NOTICE_VERSION

NOTICE = settings.BASE_DIR / "templates/membership/_privacy_notice.html"

# Each version of the notice that applications may carry, and the hash of its words.
VERSIONS = {
    "2026-11-22": "068e56da97d1588f",
    "2026-11-22.2": "82c29a38fa91055f",
    "2026-11-29": "9edd63327b634e07",
    "2026-11-30": "6a97a0cf43d7bbdb",
}


def test_privacy_notice_that_changes_gets_a_new_version():
    words = " ".join(NOTICE.read_text(encoding="utf-8").split())

    assert VERSIONS[NOTICE_VERSION] == hashlib.sha256(words.encode()).hexdigest()[:16]

"""The second factor of staff: nobody gets into the admin with a password alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be.second_factor import actions

pytestmark = pytest.mark.django_db

PAGE = "/admin/second-factor/"
PICTURE = '<div class="qr"><svg'
NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def anna(client):
    user = User.objects.create_superuser("anna")
    client.force_login(user)
    return user


def number_of(user):
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key):06}"


@pytest.fixture
def codes(client, anna, clock):
    """Anna has set up a second factor, and signs in anew half a minute later."""
    client.get(PAGE)
    page = client.post(PAGE, {"number": number_of(anna)}).content.decode()
    clock.shift(timedelta(seconds=60))
    client.logout()
    client.force_login(anna)
    return re.findall(r"<li><code>(\w+)</code></li>", page)


def test_password_alone_opens_only_the_page(client, anna):
    reverse("admin:index")  # the site map takes models of keys out of the admin
    for model in list(admin.site._registry):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        response = client.get(reverse(name))
        assert (response.status_code, response.url.partition("?")[0]) == (302, PAGE)
    for path in (
        *("/admin/", "/nl/admin/", "/admin/membership/application/1/export/"),
        *("/admin/guide/", "/fr/admin/guide/", "/admin/design/"),
    ):
        assert client.get(path).status_code == 302
        assert client.post(path).status_code == 302
    assert client.get("/admin/jsi18n/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/admin/logout/").status_code == 200


def test_stranger_is_sent_to_the_password(client):
    assert client.get(PAGE).url.startswith("/admin/login/")
    assert client.get("/admin/").url.startswith("/admin/login/")
    client.force_login(User.objects.create_user("reader"))
    assert client.get(PAGE).url.startswith("/admin/login/")


def test_setting_up_takes_a_right_number_and_gives_codes(client, anna, clock):
    question = client.get(f"{PAGE}?next=/admin/biobanks/biobank/").content.decode()
    refused = client.post(PAGE, {"number": "000000"}).content.decode()
    empty = client.post(PAGE, {"number": " "}).content.decode()
    clock.shift(timedelta(seconds=30))
    number = number_of(anna)
    done = client.post(
        f"{PAGE}?next=/admin/biobanks/biobank/", {"number": f"{number[:3]} {number[3:]}"}
    ).content.decode()

    assert PICTURE in question
    assert "style=" not in question[question.index(PICTURE) :]
    assert "This number is not right." in refused
    assert "Type the number that your telephone shows." in empty
    assert len(re.findall(r"<li><code>\w+</code></li>", done)) == 10
    assert 'href="/admin/biobanks/biobank/"' in done
    assert client.get("/admin/").status_code == 200
    assert StaticToken.objects.filter(device__user=anna).count() == 10


def test_next_sign_in_asks_for_a_number(client, anna, codes):
    before = client.get("/admin/").status_code
    question = client.get(PAGE).content.decode()
    response = client.post(f"{PAGE}?next=/admin/outbox/mail/", {"number": number_of(anna)})

    assert before == 302
    assert PICTURE not in question
    assert (response.status_code, response.url) == (302, "/admin/outbox/mail/")
    assert client.get("/admin/").status_code == 200


def test_session_gets_a_new_name_with_the_second_factor(client, anna, codes):
    before = client.session.session_key
    client.post(PAGE, {"number": number_of(anna)})

    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_number_works_once(client, anna, codes, clock):
    number = number_of(anna)
    client.post(PAGE, {"number": number})
    client.logout()
    client.force_login(anna)

    again = client.post(PAGE, {"number": number})

    assert "This number is not right." in again.content.decode()
    assert client.get("/admin/").status_code == 302


def test_kept_code_works_once(client, anna, codes):
    first = client.post(PAGE, {"number": codes[0]})
    client.logout()
    client.force_login(anna)
    second = client.post(PAGE, {"number": codes[0]})

    assert (first.status_code, second.status_code) == (302, 200)
    assert StaticToken.objects.count() == 9


def test_kept_codes_are_hashes_of_much_chance(client, anna, codes):
    kept = set(StaticToken.objects.values_list("token", flat=True))

    assert all(re.fullmatch("[a-z2-7]{26}", code) for code in codes)  # 128 bits
    assert kept == {actions.digest(code) for code in codes}
    assert all(len(hash_) == 16 for hash_ in kept)  # 96 bits, all that the column holds
    stolen = client.post(PAGE, {"number": kept.pop()})
    assert stolen.status_code == 200


def test_kept_code_is_taken_however_it_is_typed(client, anna, codes):
    first, second, third, *_others = codes

    for typed in (first.upper(), f" {second} ", f"{third[:12]} {third[12:]}"):
        assert client.post(PAGE, {"number": typed}).status_code == 302
        client.logout()
        client.force_login(anna)


def test_guessing_leaves_lines(client, anna, codes, caplog):
    client.post(PAGE, {"number": "000000"})

    assert caplog.messages == [f"A second factor of account {anna.pk} was refused"]


def test_guessing_waits_longer_and_longer(client, anna, codes, clock):
    for _ in range(3):
        client.post(PAGE, {"number": "000000"})
    right_but_too_soon = client.post(PAGE, {"number": number_of(anna)})
    clock.shift(timedelta(seconds=30))
    later = client.post(PAGE, {"number": number_of(anna)})

    assert (right_but_too_soon.status_code, later.status_code) == (200, 302)


def test_wrong_numbers_leave_the_codes_as_they_are(client, anna, codes):
    for _ in range(20):
        client.post(PAGE, {"number": "000000"})

    assert client.post(PAGE, {"number": codes[0]}).status_code == 302


def test_two_windows_set_up_one_second_factor(client, anna, clock):
    for _ in range(2):
        TOTPDevice.objects.create(user=anna, confirmed=False, name="telephone")
    first = TOTPDevice.objects.order_by("pk").first()

    page = client.get(PAGE).content.decode()
    client.post(PAGE, {"number": f"{totp(first.bin_key):06}"})

    assert first.config_url.partition("secret=")[2].partition("&")[0] in page
    assert actions.has_one(anna)


def test_second_factor_that_is_there_is_not_set_up_over(client, anna, codes):
    TOTPDevice.objects.create(user=anna, confirmed=False, name="another")

    page = client.get(PAGE).content.decode()

    assert PICTURE not in page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_nobody_is_sent_elsewhere(client, anna, codes, target):
    response = client.post(f"{PAGE}?next={target}", {"number": number_of(anna)})

    assert response.url == "/admin/"


def test_lost_telephone(client, anna, codes, capsys):
    call_command("reset_second_factor", "anna")
    again = client.get(PAGE).content.decode()

    assert "anna sets up a second factor" in capsys.readouterr().out
    assert PICTURE in again
    assert not StaticDevice.objects.exists()
    with pytest.raises(CommandError, match=r"Nobody is called bert\."):
        call_command("reset_second_factor", "bert")


def test_second_factor_that_is_taken_back_closes_what_it_had_opened(client, anna, codes):
    client.post(PAGE, {"number": number_of(anna)})
    before = client.get("/admin/").status_code

    call_command("reset_second_factor", "anna")

    assert (before, client.get("/admin/").status_code) == (200, 302)


def test_administrator_takes_a_second_factor_back(client, anna, codes):
    bert = User.objects.create_user("bert", is_staff=True)
    TOTPDevice.objects.create(user=bert, name="telephone")
    client.post(PAGE, {"number": number_of(anna)})

    client.post(
        "/admin/auth/user/", {"action": "reset_second_factor", "_selected_action": [bert.pk]}
    )

    assert not TOTPDevice.objects.filter(user=bert).exists()
    assert LogEntry.objects.get(object_id=str(bert.pk)).change_message == (
        "Second factor taken back."
    )


def test_keys_are_on_no_page_of_the_admin():
    assert not {TOTPDevice, StaticDevice} & set(admin.site._registry)


def test_development_asks_for_the_password_alone(client, anna, settings):
    settings.STAFF_SECOND_FACTOR = False

    assert client.get("/admin/").status_code == 200


def test_whoever_is_in_sees_how_many_codes_are_left_and_makes_new_ones(client, anna, codes, clock):
    client.post(PAGE, {"number": codes[0]})

    shown = client.get(PAGE).content.decode()
    made = client.post(PAGE).content.decode()
    fresh = re.findall(r"<li><code>(\w+)</code></li>", made)
    client.logout()
    client.force_login(anna)
    old = client.post(PAGE, {"number": codes[1]})
    clock.shift(timedelta(minutes=5))
    new = client.post(PAGE, {"number": fresh[0]})

    assert "9 of your codes are left." in shown
    assert (len(fresh), set(fresh) & set(codes)) == (10, set())
    assert (old.status_code, new.status_code) == (200, 302)


def test_new_codes_are_asked_for_once_more_after_a_while(client, anna, codes, clock):
    client.post(PAGE, {"number": number_of(anna)})
    kept = set(StaticToken.objects.values_list("token", flat=True))
    clock.shift(timedelta(minutes=16))

    assert client.post(PAGE).status_code == 403
    assert set(StaticToken.objects.values_list("token", flat=True)) == kept


def test_new_codes_are_not_made_with_a_password_alone(client, anna, codes):
    client.post(PAGE)

    assert StaticToken.objects.filter(device__user=anna).count() == len(codes)
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(
        map(actions.digest, codes)
    )

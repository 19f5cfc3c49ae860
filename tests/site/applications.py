"""The interest form, filled in, and the mails that come of it."""

import email
import re
from email.policy import default

from django.core.signing import Signer

from membership import stamp
from tests.databases import SECRET_KEY

STATUS_LINK = re.compile(r"http://127\.0\.0\.1:\d+(/\S*status/\S+/)")
BETWEEN_MAILS = b"-" * 79 + b"\n"  # in a file of Django's

ANSWERS = {
    "organisation_name": "Algemeen Ziekenhuis Sint-Ursula",
    "postcode": "9000",
    "city": "Gent",
    "name": "Biobank Sint-Ursula & zonen",
    "contact_name": "Élodie Dubois",
    "contact_role": "biobank manager",
    "contact_email": "elodie@example.be",
}
CHOICES = {
    "organisation_kind": "hospital",
    "kind": "biobank",
    "notification": "under-way",
    "ethics_opinion": "requested",
}


def fill(page, **changes):
    """Answer what must be answered."""
    for name, text in (ANSWERS | changes).items():
        page.fill(f"[name={name}]", text)
    for name, value in CHOICES.items():
        page.check(f"[name={name}][value={value}]")
    page.check("[name=materials][value=SERUM]")


def apply(open_page, prefix, **changes):
    """Send the form in, and return the page that follows."""
    page = open_page(f"{prefix}/join/")
    fill(page, **changes)
    open_a_minute_ago(page)
    page.press("[name=contact_email]", "Enter")
    page.wait_for_url("**/join/received/**")
    return page


def open_a_minute_ago(page):
    """Let the page's stamp say so: a form sent within three seconds is asked for again."""
    signer = Signer(key=SECRET_KEY, salt=stamp.SALT)
    token, made_at = signer.unsign_object(page.input_value("[name=stamp]"))
    older = signer.sign_object([token, made_at - 60])
    page.eval_on_selector("[name=stamp]", "(field, older) => { field.value = older; }", older)


def mails_to(site, address):
    """The mails to an address that were sent, in the order in which they were queued."""
    site.manage("run_scheduled", "--once")
    sent = [
        email.message_from_bytes(part.lstrip(), policy=default)
        for path in site.folder.glob("*.log")
        for part in path.read_bytes().split(BETWEEN_MAILS)
        if part.strip()
    ]
    order = [key for (key,) in site.rows("SELECT message_id FROM outbox_mail ORDER BY id")]
    mine = [message for message in sent if message["To"] == address]
    return sorted(mine, key=lambda message: order.index(message["Message-ID"]))


def last_link(site, address):
    """The path of the status page in the last mail that was queued for an address."""
    ((text,),) = site.rows(
        'SELECT text FROM outbox_mail WHERE "to" = %s ORDER BY id DESC LIMIT 1', address
    )
    return STATUS_LINK.search(text)[1]


def text_of(message):
    """The plain text of a mail."""
    return message.get_body(("plain",)).get_content()


def link_in(message):
    """The path of the status page that a mail leads to."""
    return STATUS_LINK.search(text_of(message))[1]

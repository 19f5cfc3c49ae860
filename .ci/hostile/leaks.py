"""Where hostile texts come out again: files, mails, rows that nobody was allowed to write."""

import csv
import email
import io
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from types import SimpleNamespace

from hostile.asking import Answer
from hostile.promises import harm
from hostile.values import FOREIGN, MARK, PRODUCT
from tests.site.applications import BETWEEN_MAILS

RUNS = ("=", "+", "-", "@", "\t", "\r", "\0")
FORMULA = re.compile(r"<f>.*?</f>|<f .*?</f>", re.DOTALL)  # in a sheet of Excel
# What our mails have, each once.
KNOWN_HEADERS = {
    *("subject", "from", "to", "reply-to", "date", "message-id", "content-type", "mime-version"),
    *("content-transfer-encoding", "auto-submitted", "x-auto-response-suppress"),
    *("content-language", "in-reply-to", "references"),
}
# Written by whoever asks: sessions, how often a network has asked, what staff did.
NOBODYS = {"audit_log_entry", "rate_limits_bucket", "staff_sessions_session"}


def cells_that_run(answer: Answer) -> Iterator[str]:
    """Cells of a CSV or Excel file that a spreadsheet would take for a formula."""
    if answer.header("Content-Type").startswith("text/csv"):
        rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))
        yield from (cell[:60] for row in rows for cell in row if cell.startswith(RUNS))
    else:
        book = zipfile.ZipFile(io.BytesIO(answer.body))
        for name in book.namelist():
            yield from (text[:60] for text in FORMULA.findall(book.read(name).decode()))


def mails(site: SimpleNamespace) -> list[EmailMessage]:
    """All that was sent."""
    return [
        email.message_from_bytes(part.lstrip(), policy=default)  # type: ignore[misc]
        for path in site.folder.glob("*.log")
        for part in path.read_bytes().split(BETWEEN_MAILS)
        if part.strip()
    ]


def wrong_in(mail: EmailMessage) -> Iterator[str]:
    """What of a mail somebody else wrote."""
    names = [name.lower() for name in mail]
    if strange := {*names} - KNOWN_HEADERS:
        yield f"has headers that are not ours: {sorted(strange)}"
    if len(names) > len({*names}):
        yield "has a header twice"
    recipients = " ".join(str(mail[name]) for name in ("To", "Cc", "Bcc") if name in mail)
    if FOREIGN in recipients or recipients.count("@") != 1:
        yield f"goes to {recipients!r}"
    for part in mail.walk():
        if part.get_content_maintype() != "text":
            continue
        text = part.get_content()
        if PRODUCT in text:
            yield "runs a visitor's text as a template"
        if part.get_content_subtype() == "html" and MARK in text:
            yield from harm(text)


def fingerprints(site: SimpleNamespace) -> dict[str, tuple]:
    """What tells whether anything of a table was written, by table."""
    tables = site.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    count = "SELECT count(*), sum(hashtext(xmin::text || ctid::text)) FROM"
    return {name: site.rows(f"{count} {name}")[0] for (name,) in tables if name not in NOBODYS}

"""The page that tells a biobank what the checks found, and the letter that leads to it.

Whoever has the link sees the page, for some weeks; it shows nothing personal.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from bbmri_be.outbox import letters
from bbmri_be.outbox.letters import Letter
from bbmri_be.outbox.models import Mail
from biobanks.models import Biobank, Finding, QualityScore
from biobanks.quality.registry import CHECKS, Check

SALT = "biobanks.quality.report"
VALID_FOR = timedelta(days=60)


class NoContact(Exception):
    """The biobank has nobody to write to."""


@dataclass
class EntryReport:
    """What is to be mended in the biobank itself, or in one of its collections."""

    entry: Any
    findings: list[tuple[Finding, Check]] = field(default_factory=list)


def link_to(biobank: Biobank) -> str:
    """The address of a biobank's report, in the active language; it ends after `VALID_FOR`."""
    token = signing.dumps(biobank.pk, salt=SALT)
    return settings.SITE_URL + reverse("biobanks:quality-report", args=[token])


def biobank_of(token: str) -> Biobank | None:
    """The biobank whose report a token opens."""
    try:
        key = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    found: Biobank | None = Biobank.objects.filter(pk=key).first()
    return found


def report_of(biobank: Biobank) -> list[EntryReport]:
    """What is to be mended: the biobank first, then its collections."""
    findings = (
        Finding.objects.to_mend()
        .filter(Q(biobank=biobank) | Q(collection__biobank=biobank))
        .select_related("biobank", "collection")
        .order_by("collection__name", "severity", "check_code")
    )
    own = EntryReport(biobank)
    of_collections: dict[int, EntryReport] = {}
    for finding in findings:
        check = CHECKS.get(finding.check_code)
        if check is None:  # no longer asked; the next run ends it
            continue
        report = own
        if finding.collection:
            report = of_collections.setdefault(
                finding.collection.pk, EntryReport(finding.collection)
            )
        report.findings.append((finding, check))
    return [report for report in (own, *of_collections.values()) if report.findings]


def last_score(biobank: Biobank) -> QualityScore | None:
    """The score of the last run."""
    return biobank.scores.first()


def send(biobank: Biobank, *, language: str) -> Mail:
    """Send the contact a letter with the link to the report.

    Raises `NoContact`.
    """
    if biobank.contact is None:
        raise NoContact
    with override(language):
        letter = Letter(
            _("The entry of %(name)s in the BBMRI.be catalogue") % {"name": biobank.name},
            [
                _(
                    "We have looked at the entry of %(name)s in the catalogue of BBMRI.be, the "
                    "Belgian biobank network. The page below tells what could be more complete or "
                    "clearer, and how."
                )
                % {"name": biobank.name},
                _(
                    "Simply answer this mail with what is to be changed. The link works for sixty "
                    "days."
                ),
            ],
        )
        return letters.queue(letter, to=biobank.contact.email, address=link_to(biobank))

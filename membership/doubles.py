"""What an application may be a double of: members of the network, and other open applications.

Staff look; nothing is refused. The reasons: the same enterprise or FAMHP number, the same
identifier in the Directory, a name that shares most of its trigrams, the same mail domain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from biobanks.models import Biobank
from biobanks.search.words import folded
from membership.enums import ENDED_WITHOUT_MEMBERSHIP, State
from membership.models import Application

ALIKE = 0.5  # of their trigrams two names share at least, to be called alike
# Where people of all institutions have a mailbox, the domain tells nothing.
OPEN_DOMAINS = frozenset(
    {"gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "telenet.be", "skynet.be"}
)


SAME_ENTERPRISE = _("the same enterprise number")
SAME_DOMAIN = _("the same mail domain")


@dataclass(frozen=True)
class Double:
    """An entry or an application that may be the same, and why."""

    row: Biobank | Application
    reasons: list[str]

    @property
    def is_member(self) -> bool:
        """Whether it stands in the catalogue."""
        return isinstance(self.row, Biobank)


@dataclass(frozen=True)
class Traits:
    """What two that are the same would share; "" where nothing is known."""

    names: tuple[str, ...]
    enterprise_number: str
    famhp_number: str
    identifier: str
    domain: str


def likely_doubles(application: Application) -> list[Double]:
    """What the application may be a double of, the strongest reasons first."""
    own = traits_of_application(application)
    found = []
    for row, traits in others(application):
        reasons = list(shared(own, traits))
        if reasons and reasons != [SAME_DOMAIN]:  # a university has many
            found.append(Double(row, [str(reason) for reason in reasons]))
    return sorted(found, key=lambda double: -len(double.reasons))


def member_like(application: Application) -> Biobank | None:
    """The published member that an application most looks like, by more than its mail domain."""
    own = replace(traits_of_application(application), domain="")
    members = Biobank.objects.published().select_related("organisation", "contact")
    found = [
        (len(reasons), biobank)
        for biobank in members.defer("search_text")
        if (reasons := list(shared(own, traits_of_biobank(biobank))))
        # One institution may have several biobanks.
        and reasons != [SAME_ENTERPRISE]
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def others(application: Application) -> Iterator[tuple[Biobank | Application, Traits]]:
    """The members but for its own entry, and the open applications but for itself."""
    biobanks = Biobank.objects.select_related("organisation", "contact").defer("search_text")
    for biobank in biobanks.exclude(pk=application.biobank_id or 0):
        yield biobank, traits_of_biobank(biobank)
    closed = [*ENDED_WITHOUT_MEMBERSHIP, State.ACCEPTED, State.AWAITING]
    applications = Application.objects.exclude(pk=application.pk or 0).exclude(state__in=closed)
    for other in applications:
        yield other, traits_of_application(other)


def traits_of_application(application: Application) -> Traits:
    """The traits of an application."""
    return Traits(
        names=(application.name, application.acronym),
        enterprise_number=application.enterprise_number,
        famhp_number=application.famhp_number,
        identifier=application.directory_identifier,
        domain=domain_of(application.contact_email),
    )


def traits_of_biobank(biobank: Biobank) -> Traits:
    """The traits of a member."""
    organisation: Any = biobank.organisation
    return Traits(
        names=(biobank.name, biobank.acronym),
        enterprise_number=organisation.enterprise_number if organisation else "",
        famhp_number=biobank.famhp_number,
        identifier=biobank.identifier,
        domain=domain_of(biobank.contact.email if biobank.contact else ""),
    )


def shared(one: Traits, other: Traits) -> Iterator[object]:
    """Why two may be the same."""
    if one.famhp_number and one.famhp_number == other.famhp_number:
        yield _("the same FAMHP number")
    if one.identifier and one.identifier == other.identifier:
        yield _("the same identifier in the Directory")
    if any(alike(a, b) for a in one.names for b in other.names):
        yield _("a name much like it")
    if one.enterprise_number and one.enterprise_number == other.enterprise_number:
        yield SAME_ENTERPRISE
    if one.domain and one.domain == other.domain:
        yield SAME_DOMAIN


def alike(one: str, other: str) -> bool:
    """Whether two names share most of their trigrams, as PostgreSQL's pg_trgm counts them."""
    if not one or not other:
        return False
    first, second = trigrams(one), trigrams(other)
    return len(first & second) >= ALIKE * len(first | second)


def trigrams(text: str) -> set[str]:
    """Three letters each of the words, which begin with two spaces and end with one."""
    words: Iterable[str] = (f"  {word} " for word in folded(text).split())
    return {word[at : at + 3] for word in words for at in range(len(word) - 2)}


def domain_of(email: str) -> str:
    """The part behind the @, where it tells an institution."""
    domain = email.rpartition("@")[2].lower()
    return "" if domain in OPEN_DOMAINS else domain

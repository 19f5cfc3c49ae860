"""An application to join the network."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biobanks.codes import Material, OrderOfMagnitude
from biobanks.enums import OrganisationKind, Province
from biobanks.models import Biobank, Network
from biobanks.models.fields import code_constraint, code_list, code_list_constraint
from biobanks.validators import FAMHP_NUMBER, enterprise_number, famhp_number
from membership import validators
from membership.enums import (
    DECIDED,
    TRANSITIONS,
    ApplicantKind,
    EthicsOpinion,
    Help,
    Iso20387,
    Language,
    Notification,
    OpenTo,
    State,
)
from membership.querysets import ApplicationQuerySet
from membership.reference import PATTERN, new_reference

if TYPE_CHECKING:
    from membership.models.event import Event

# What is personal in an application: emptied when its time is over, or when somebody asks.
PERSONAL = [
    "contact_name", "contact_role", "contact_email", "contact_phone", "manager_name", "message",
]  # fmt: skip
LONGEST_TEXT = 4000
LINE = [validators.one_line]
NAME = [validators.one_line, validators.no_web_address]
TEXT = [validators.plain_text]


def told_of(events: Sequence["Event"]) -> list["Event"]:
    """Of an application's events in their order, those that the applicant was told of.

    What was followed by another event before its time never was: it was taken back.
    """
    return [
        event
        for event, following in zip_longest(events, events[1:])
        if event.to_state and event.is_told and not (following and following.at < event.told_from)
    ]


class Application(models.Model):
    """A biobank, a network or a collection that wants to join, as its contact described it.

    Personal data: names, role, mail address, telephone and what the messages may hold, needed to
    handle the application at the applicant's request; seen by staff, and by whoever holds a status
    link; kept until it is decided; removed `RETENTION_MONTHS` after a refusal, a withdrawal, a
    lapse, or an acceptance whose contact stands at the member's entry, where it is kept as long as
    the membership (`manage.py tend_applications`); or when the person asks, in any state.

    Before the mail address is confirmed it is no application: after seven days the row goes.
    """

    reference = models.CharField(
        _("reference"), max_length=19, unique=True, default=new_reference, editable=False
    )
    # From the page that was sent in: the same page sent twice is one application.
    token = models.UUIDField(unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=25, choices=State.choices, default=State.AWAITING, editable=False
    )
    state_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("sent in"), default=timezone.now, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("assignee"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_reason = models.TextField(_("reason"), blank=True, editable=False)
    privacy_notice = models.CharField(_("privacy notice"), max_length=20, editable=False)
    personal_data_removed_at = models.DateTimeField(
        _("personal data removed"), null=True, blank=True, editable=False
    )

    # What became of it: a draft until a curator publishes it.
    biobank = models.OneToOneField(
        Biobank,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="application",
        verbose_name=pgettext_lazy("an entry", "biobank"),
    )
    network = models.OneToOneField(
        Network,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="application",
        verbose_name=pgettext_lazy("an entry", "network"),
    )

    # Organisation
    organisation_name = models.CharField(_("legal name"), max_length=255, validators=NAME)
    host_institution = models.CharField(
        _("host institution"), max_length=255, blank=True, validators=LINE
    )
    organisation_kind = models.CharField(
        _("kind of institution"), max_length=20, choices=OrganisationKind.choices
    )
    enterprise_number = models.CharField(
        _("enterprise number"), max_length=10, blank=True, validators=[enterprise_number]
    )
    street = models.CharField(_("street and number"), max_length=255, blank=True, validators=LINE)
    postcode = models.CharField(
        _("postcode"), max_length=4, validators=[validators.belgian_postcode]
    )
    city = models.CharField(_("town or city"), max_length=100, validators=LINE)
    province = models.CharField(
        _("province"), max_length=6, choices=Province.choices, blank=True, editable=False
    )
    website = models.URLField(
        _("website"),
        max_length=500,
        blank=True,
        validators=[URLValidator(["http", "https"])],
    )

    # Biobank
    name = models.CharField(_("name"), max_length=255, validators=NAME)
    acronym = models.CharField(_("acronym"), max_length=50, blank=True, validators=NAME)
    kind = models.CharField(_("kind"), max_length=20, choices=ApplicantKind.choices)
    start_year = models.PositiveSmallIntegerField(
        _("start year"), null=True, blank=True, validators=[validators.start_year]
    )
    manager_name = models.CharField(
        _("managing physician"), max_length=255, blank=True, validators=LINE
    )
    notification = models.CharField(
        _("FAMHP notification"), max_length=20, choices=Notification.choices
    )
    famhp_number = models.CharField(
        _("FAMHP notification number"), max_length=8, blank=True, validators=[famhp_number]
    )
    ethics_opinion = models.CharField(
        _("ethics opinion"),
        max_length=20,
        choices=EthicsOpinion.choices,
    )
    iso_20387 = models.CharField(
        _("ISO 20387"), max_length=20, choices=Iso20387.choices, blank=True
    )
    directory_identifier = models.CharField(
        _("Directory identifier"),
        max_length=255,
        blank=True,
        validators=[validators.directory_identifier],
    )

    # Holdings
    materials = code_list(Material, verbose_name=_("materials"))
    disease_areas = models.TextField(
        _("disease areas"), max_length=LONGEST_TEXT, blank=True, validators=TEXT
    )
    size = models.PositiveSmallIntegerField(
        _("number of samples"), choices=OrderOfMagnitude.choices, null=True, blank=True
    )
    open_to = code_list(OpenTo, verbose_name=_("open to"))
    networks = models.CharField(_("networks"), max_length=500, blank=True, validators=LINE)

    # Contact
    contact_name = models.CharField(_("contact"), max_length=255, validators=LINE)
    contact_role = models.CharField(_("role"), max_length=255, validators=LINE)
    contact_email = models.EmailField(_("e-mail address"), validators=LINE)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True, validators=LINE)
    language = models.CharField(_("language of mails"), max_length=2, choices=Language.choices)

    # Wishes
    help_wanted = code_list(Help, verbose_name=_("help wanted"))
    message = models.TextField(_("message"), max_length=LONGEST_TEXT, blank=True, validators=TEXT)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [models.Index(fields=["-created_at", "-id"], name="membership_app_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=f"^{PATTERN}$"),
                name="membership_application_reference",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="membership_application_state"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(DECIDED), decided_at__isnull=False, decided_by__isnull=False
                )
                | (
                    ~Q(state__in=sorted(DECIDED))
                    & Q(decided_at=None, decided_by=None, decision_reason="")
                ),
                name="membership_application_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | ~Q(decision_reason=""),
                name="membership_application_declined_why",
            ),
            models.CheckConstraint(
                condition=Q(notification=Notification.NOTIFIED, famhp_number__regex=FAMHP_NUMBER)
                | (~Q(notification=Notification.NOTIFIED) & Q(famhp_number="")),
                name="membership_application_notified_with_number",
            ),
            models.CheckConstraint(
                condition=Q(enterprise_number="") | Q(enterprise_number__regex="^[01][0-9]{9}$"),
                name="membership_application_enterprise_number",
            ),
            models.CheckConstraint(
                condition=Q(postcode__regex="^[1-9][0-9]{3}$"),
                name="membership_application_postcode",
            ),
            models.CheckConstraint(
                condition=~Q(organisation_name="")
                & ~Q(organisation_kind="")
                & ~Q(city="")
                & ~Q(name="")
                & ~Q(kind="")
                & ~Q(notification="")
                & ~Q(ethics_opinion="")
                & ~Q(materials=[])
                & ~Q(language="")
                & ~Q(privacy_notice=""),
                name="membership_application_compulsory_answers",
            ),
            models.CheckConstraint(
                condition=Q(personal_data_removed_at=None)
                & ~Q(contact_name="")
                & ~Q(contact_role="")
                & ~Q(contact_email="")
                | Q(personal_data_removed_at__isnull=False, **dict.fromkeys(PERSONAL, "")),
                name="membership_application_contact_until_removed",
            ),
            models.CheckConstraint(
                condition=Q(size=None) | Q(size__in=OrderOfMagnitude.values),
                name="membership_application_size",
            ),
            code_constraint("organisation_kind", OrganisationKind),
            code_constraint("province", Province),
            code_constraint("kind", ApplicantKind),
            code_constraint("notification", Notification),
            code_constraint("ethics_opinion", EthicsOpinion),
            code_constraint("iso_20387", Iso20387),
            code_constraint("language", Language),
            code_list_constraint("materials", Material),
            code_list_constraint("open_to", OpenTo),
            code_list_constraint("help_wanted", Help),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"

    def get_absolute_url(self) -> str:
        """The page that the applicant saw; it shows nothing personal."""
        return reverse("membership:received", args=[self.reference])

    def gives(self, answers: Mapping[str, Any]) -> bool:
        """Whether these are the application's answers."""
        return all(getattr(self, name) == value for name, value in answers.items())

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Leave the constraints to the database, which checks them when the row is stored.

        Django would ask it about each of them for each form, even one that is full of mistakes.
        """

    @property
    def last_event(self) -> "Event | None":
        """What happened to it last; None before its address is confirmed."""
        return self.events.select_related("by").order_by("at", "pk").last()

    @property
    def public_state(self) -> tuple[State, datetime]:
        """The state that the applicant is told, and since when.

        A question or a decision is told when its mail may go: until then staff can take it back,
        and the state is as old as it was before.
        """
        events = list(self.events.order_by("at", "pk"))
        told = told_of(events)
        if not told:
            return State.RECEIVED if any(e.to_state for e in events) else State.AWAITING, (
                self.created_at
            )
        state = told[-1].to_state
        run = takewhile(lambda event: event.to_state == state, reversed(told))
        return State(state), list(run)[-1].told_from

    def may_become(self, state: State) -> bool:
        """Whether one step leads from its state to the other.

        None does once the personal data is removed: nobody is left who could be told.
        """
        return self.personal_data_removed_at is None and state in TRANSITIONS[State(self.state)]

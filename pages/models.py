"""The node's own words: every text and fact of its pages is a row that staff edit."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.addresses import SITE_PATH, in_readers_language
from bbmri_be.languages import columns, translated
from pages.enums import KnownPage, Level
from pages.querysets import NewsQuerySet, PublishedQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MARKDOWN_HELP = _(
    "Markdown: ## for a heading, - for a list, [words](/join/) for a link. "
    "An address that begins with / leads to the reader's own language."
)
ADDRESS = rf"^({SITE_PATH}|https://[^\s\"<>]+)?$"


def short_text(name: "_StrOrPromise", help_text: "_StrOrPromise" = "") -> models.CharField:
    """A short text without formatting."""
    return models.CharField(name, max_length=200, blank=True, help_text=help_text)


def long_text(
    name: "_StrOrPromise", help_text: "_StrOrPromise" = MARKDOWN_HELP
) -> models.TextField:
    """A long text."""
    return models.TextField(name, blank=True, help_text=help_text)


def given_constraint(name: str, label: "_StrOrPromise") -> models.CheckConstraint:
    """The translated field `name` is filled in at least one language."""
    filled = Q()
    for column in columns(name):
        filled |= ~Q(**{column: ""})
    return models.CheckConstraint(
        condition=filled,
        name=f"%(app_label)s_%(class)s_{name}_given",
        violation_error_message=format_lazy(
            _("Write the {field} in at least one language."), field=label
        ),
    )


class Sourced(models.Model):
    """A row that says where its facts come from."""

    sources = models.TextField(
        _("sources"),
        blank=True,
        help_text=_("Where the facts come from: one address a line. Staff only."),
    )
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("The day for which the facts are known.")
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Published(Sourced):
    """A row that the public sees once staff say so."""

    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Not ticked: seen by staff only.")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True


class Page(Published):
    """The text of one of the known pages."""

    slug = models.SlugField(
        _("page"),
        max_length=30,
        unique=True,
        choices=KnownPage.choices,
        help_text=_("The page whose text this is."),
    )
    title = translated(short_text(_("title"), _("The page's heading and the name of its tab.")))
    description = translated(
        models.CharField(
            _("description"),
            max_length=300,
            blank=True,
            help_text=_("One plain sentence, shown by search engines under the title."),
        )
    )
    lead = translated(long_text(_("opening"), _("The first paragraph, in larger letters.")))
    body = translated(long_text(_("text")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            given_constraint("title", _("title")),
            models.CheckConstraint(
                condition=Q(slug__in=KnownPage.values), name="pages_page_slug_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_slug_display()

    def get_absolute_url(self) -> str:
        """Public page."""
        return reverse(KnownPage(self.slug).url_name)


class Section(Published):
    """A titled piece of a page: a card on the home page, a step on the membership page."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, related_name="sections", verbose_name=_("page")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = translated(short_text(_("title")))
    text = translated(long_text(_("text")))
    link_label = translated(short_text(_("words of the link")))
    address = models.CharField(
        _("address of the link"),
        max_length=500,
        blank=True,
        validators=[
            RegexValidator(ADDRESS, _("Write a path such as /join/, or an https:// address."))
        ],
        help_text=_("A path of this site such as /join/, or an https:// address."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("section of a page")
        verbose_name_plural = _("sections of pages")
        constraints = [
            given_constraint("title", _("title")),
            models.CheckConstraint(
                condition=Q(address__regex=ADDRESS), name="pages_section_address"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{self.page.get_absolute_url()}#{self.slug}"

    @property
    def href(self) -> str:
        """The link's address, in the reader's language where it leads into this site."""
        return in_readers_language(self.address) if self.address else ""


class GovernanceBody(Published):
    """A body or a role in the node's governance."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = translated(short_text(_("name")))
    purpose = translated(long_text(_("what it does")))
    appointed_by = translated(short_text(_("appointed by"), _("Empty where nobody knows.")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("governance body")
        verbose_name_plural = _("governance bodies")
        constraints = [
            given_constraint("name", _("name")),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="pages_governancebody_level"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:governance')}#{self.slug}"


class OfficeHolder(Published):
    """A role in a body, and who holds it.

    Personal data: the name says whom to turn to; staff see it, and the public where the person
    agreed (`is_public`), with its date; kept while the person holds the role. The history leaves
    the name out, so that deleting or emptying it here erases it.
    """

    slug = models.SlugField(_("key"), unique=True, help_text=_("The role, never the name."))
    body = models.ForeignKey(
        GovernanceBody,
        on_delete=models.PROTECT,
        related_name="office_holders",
        verbose_name=_("body"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    role = translated(short_text(_("role"), _("Shown in any case.")))
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_public = models.BooleanField(
        _("name may be shown"),
        default=False,
        help_text=_("The person agreed to be named on the site. Needs the date above."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Staff only."))

    history = HistoricalRecords(excluded_fields=["name", "note"])

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("office holder")
        verbose_name_plural = _("office holders")
        constraints = [
            given_constraint("role", _("role")),
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(as_of__isnull=False) & ~Q(name="")),
                name="pages_officeholder_public_name_dated",
                violation_error_message=_("A name is shown only with its date."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.role)

    def get_absolute_url(self) -> str:
        """The body's place on the public page."""
        return self.body.get_absolute_url()

    @property
    def public_name(self) -> str:
        """The name, where it may be shown."""
        return self.name if self.is_public else ""


class Milestone(Published):
    """An event of the node's history."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    sort_date = models.DateField(
        _("day"), help_text=_("For the order only; an unknown day or month is the first.")
    )
    date_text = translated(
        short_text(_("when"), _("As the reader sees it, for example March 2008."))
    )
    title = translated(short_text(_("title")))
    text = translated(long_text(_("text")))
    source_url = models.URLField(
        _("public source"), max_length=500, blank=True, help_text=_("Shown as a link.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["sort_date", "slug"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            given_constraint("title", _("title")),
            given_constraint("date_text", _("date")),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:history')}#{self.slug}"

    @property
    def source_host(self) -> str:
        """Who says it: the public source's host name."""
        return (urlsplit(self.source_url).hostname or "").removeprefix("www.")


class QuestionGroup(Published):
    """A group of questions on the questions page."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = translated(short_text(_("title")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("group of questions")
        verbose_name_plural = _("groups of questions")
        constraints = [given_constraint("title", _("title"))]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:questions')}#{self.slug}"


class Question(Published):
    """A question that people ask, and its answer."""

    slug = models.SlugField(_("key"), unique=True, help_text=_("Part of the address: page#key."))
    group = models.ForeignKey(
        QuestionGroup, on_delete=models.PROTECT, related_name="questions", verbose_name=_("group")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    question = translated(short_text(_("question")))
    answer = translated(long_text(_("answer")))

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [given_constraint("question", _("question"))]

    def __str__(self) -> str:
        return str(self.question)

    def get_absolute_url(self) -> str:
        """Its place on the public page."""
        return f"{reverse('pages:questions')}#{self.slug}"


class NewsItem(Sourced):
    """A piece of news, at an address of its own."""

    slug = models.SlugField(
        _("key"), max_length=100, unique=True, help_text=_("Part of the address; never change it.")
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("Empty: seen by staff only. In the future: appears by itself at that time."),
    )
    title = translated(short_text(_("title")))
    summary = translated(long_text(_("summary"), _("Two sentences for the list of news.")))
    body = translated(long_text(_("text")))

    objects = NewsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_at", "slug"]
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        constraints = [given_constraint("title", _("title"))]
        indexes = [models.Index(fields=["-published_at"], name="pages_newsitem_latest")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Public page."""
        return reverse("pages:news-detail", args=[self.slug])

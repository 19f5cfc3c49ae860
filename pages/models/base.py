"""What the rows of the node's pages share."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bbmri_be.languages import columns
from pages.querysets import PublishedQuerySet
from pages.validators import pictures_have_words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MARKDOWN_HELP = _(
    "Markdown: ## for a heading, - for a list, [words](/join/) for a link. "
    "An address that begins with / leads to the reader's own language. "
    "For a picture, copy its line from Files."
)


def short_text(name: "_StrOrPromise", help_text: "_StrOrPromise" = "") -> models.CharField:
    """A short text without formatting."""
    return models.CharField(name, max_length=200, blank=True, help_text=help_text)


def long_text(
    name: "_StrOrPromise", help_text: "_StrOrPromise" = MARKDOWN_HELP
) -> models.TextField:
    """A long text."""
    return models.TextField(name, blank=True, help_text=help_text, validators=[pictures_have_words])


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
    """A row that the public sees once staff say so, at once or from a moment on."""

    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Not ticked: seen by staff only.")
    )
    published_from = models.DateTimeField(
        _("published from"),
        null=True,
        blank=True,
        help_text=_("Empty: at once. In the future: appears by itself at that time."),
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_shown(self) -> bool:
        """Whether the public sees it now."""
        has_begun = self.published_from is None or self.published_from <= timezone.now()
        return self.is_published and has_begun

"""Pictures and documents for the texts of the pages."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from bbmri_be.languages import translated
from pages.enums import MediaType
from pages.models.base import given_constraint, short_text

KEY_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
KEY_LENGTH = 12


def random_key() -> str:
    """A name that says nothing and that nobody guesses."""
    return get_random_string(KEY_LENGTH, KEY_LETTERS)


class File(models.Model):
    """A picture or a PDF document that texts of the pages show or link to.

    Kept in the database, beside the texts: every process has it, and so has every backup. Its
    content never changes; another picture is another file.
    """

    key = models.CharField(
        _("key"), max_length=KEY_LENGTH, unique=True, default=random_key, editable=False
    )
    words = translated(
        short_text(
            _("words"),
            _(
                "A picture: what it shows, for those who do not see it. "
                "A document: its title, as readers see it."
            ),
        )
    )
    media_type = models.CharField(
        _("kind"), max_length=20, choices=MediaType.choices, editable=False
    )
    content = models.BinaryField(_("content"))
    size = models.PositiveIntegerField(_("size"), editable=False)  # bytes
    # Pixels; a document has none.
    width = models.PositiveSmallIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveSmallIntegerField(_("height"), null=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["content"])

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            given_constraint("words", _("words")),
            models.CheckConstraint(
                condition=Q(media_type=MediaType.PDF, width=None, height=None)
                | Q(
                    media_type=MediaType.WEBP,
                    width__isnull=False,
                    width__gt=0,
                    height__isnull=False,
                    height__gt=0,
                ),
                name="pages_file_pictures_have_a_size",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)

    def get_absolute_url(self) -> str:
        """Its address, the same in all languages. A picture's says its size, so that a page can
        keep its place free without asking the database.
        """
        if self.is_picture:
            return reverse("file", args=[f"{self.key}-{self.width}x{self.height}.webp"])
        return reverse("file", args=[f"{self.key}.pdf"])

    @property
    def is_picture(self) -> bool:
        """Whether it is shown in the text, not linked to."""
        return self.media_type == MediaType.WEBP

    def line(self, language: str) -> str:
        """The Markdown that shows or links it in a text of a language; empty without its words."""
        words = getattr(self, f"words_{language}")
        mark = "!" if self.is_picture else ""
        return f"{mark}[{words}]({self.get_absolute_url()})" if words else ""

"""The search's vocabulary: what people type, and what it stands for."""

import re

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Left, Right
from django.utils.translation import gettext_lazy as _

from biobanks.enums import TermKind, TermLanguage, TermSource

TARGET = re.compile(r"^[a-z0-9_]+:\S(.*\S)?$")
# Letters by which words with typing errors are looked up: errors spare the first or the last.
FIRST, LAST = 1, 2


def target_list(value: list[str]) -> None:
    """Raise `ValidationError` for what does not look like `kind:code`."""
    for target in value:
        if not TARGET.match(target):
            raise ValidationError(
                _("“%(target)s” is no target: write kind:code, for example icd10:J45."),
                params={"target": target},
            )


class Term(models.Model):
    """A term of the search: what people type, and the code or codes it stands for.

    Several targets are alternatives: bowel cancer is C18 or C19 or C20. The keys are what
    questions are compared with; `biobanks.terms.with_keys` fills them.
    """

    text = models.CharField(_("term"), max_length=500)
    language = models.CharField(
        _("language"), max_length=2, choices=TermLanguage.choices, blank=True
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=TermKind.choices, default=TermKind.SYNONYM
    )
    targets = ArrayField(
        models.CharField(max_length=255),
        verbose_name=_("stands for"),
        validators=[target_list],
        help_text=_(
            "One or more codes with a comma between them: icd10:J45, orpha:586, material:SERUM, "
            "place:BE-VAN. Copy them from a term that exists."
        ),
    )
    source = models.CharField(
        _("source"), max_length=10, choices=TermSource.choices, default=TermSource.STAFF
    )
    squashed = models.CharField(_("letters and digits"), max_length=500, editable=False)
    stems = models.CharField(_("stems"), max_length=500, blank=True, editable=False)
    core = models.CharField(
        _("stems without general words"), max_length=500, blank=True, editable=False
    )

    class Meta:
        ordering = ["text"]
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        indexes = [
            models.Index(fields=["squashed"], name="biobanks_term_squashed"),
            models.Index(fields=["stems"], name="biobanks_term_stems"),
            models.Index(fields=["core"], name="biobanks_term_core"),
            models.Index(fields=["targets"], name="biobanks_term_targets"),
            # Suggestions: terms that begin with what was typed.
            models.Index(
                fields=["squashed"],
                opclasses=["varchar_pattern_ops"],
                name="biobanks_term_beginning",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "language", "targets"],
                name="biobanks_term_once",
                violation_error_message=_("This term is there already, for the same code."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=TermLanguage.values), name="biobanks_term_language"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=TermKind.values), name="biobanks_term_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=TermSource.values), name="biobanks_term_source"
            ),
            models.CheckConstraint(
                condition=models.Q(targets__len__gt=0), name="biobanks_term_has_target"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TermWord(models.Model):
    """A word of the vocabulary, against which typing errors are put right."""

    text = models.CharField(_("word"), max_length=100, primary_key=True)

    class Meta:
        verbose_name = _("word of the vocabulary")
        verbose_name_plural = _("words of the vocabulary")
        indexes = [
            models.Index(Left("text", FIRST), name="biobanks_termword_beginning"),
            models.Index(Right("text", LAST), name="biobanks_termword_ending"),
        ]

    def __str__(self) -> str:
        return self.text


class SearchExample(models.Model):
    """A question whose reading staff watch: they see what a new term would change in it."""

    question = models.CharField(_("question"), max_length=200)
    language = models.CharField(
        _("language of the page"),
        max_length=2,
        choices=[choice for choice in TermLanguage.choices if choice[0]],
    )
    expected = ArrayField(
        models.CharField(max_length=255),
        verbose_name=_("expected"),
        default=list,
        blank=True,
        validators=[target_list],
        help_text=_("The codes it should be read as, with a comma between them."),
    )

    class Meta:
        ordering = ["language", "question"]
        verbose_name = _("test question of the search")
        verbose_name_plural = _("test questions of the search")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "language"], name="biobanks_searchexample_once"
            ),
        ]

    def __str__(self) -> str:
        return self.question

"""Who stands behind an entry: organisations, contacts, and the same entry in other systems."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biobanks.codes import Country
from biobanks.enums import OrganisationKind
from biobanks.models.fields import code_constraint, identifier_constraint, identifier_field
from biobanks.validators import enterprise_number


class Organisation(models.Model):
    """A legal person or host institution; the Directory's "juridical person"."""

    name = models.CharField(_("name"), max_length=255, unique=True)
    kind = models.CharField(
        _("kind of institution"), max_length=20, choices=OrganisationKind.choices, blank=True
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    ror = models.URLField(
        _("ROR"), blank=True, help_text=_("Address in the Research Organization Registry.")
    )
    enterprise_number = models.CharField(
        _("enterprise number"),
        max_length=10,
        blank=True,
        validators=[enterprise_number],
        help_text=_("Ten digits, from the Crossroads Bank for Enterprises."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            code_constraint("kind", OrganisationKind),
            models.CheckConstraint(
                condition=Q(ror="") | Q(ror__regex=r"^https://ror\.org/0[a-z0-9]{6}[0-9]{2}$"),
                name="biobanks_organisation_ror",
                violation_error_message=_("A ROR looks like https://ror.org/05a1b2c34."),
            ),
            models.CheckConstraint(
                condition=Q(enterprise_number="") | Q(enterprise_number__regex=r"^[01][0-9]{9}$"),
                name="biobanks_organisation_enterprise_number",
            ),
            models.UniqueConstraint(
                fields=["enterprise_number"],
                condition=~Q(enterprise_number=""),
                name="biobanks_organisation_enterprise_number_unique",
                violation_error_message=_("Another organisation has this enterprise number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Whom to write to: a role and a mailbox; the Directory's "person".

    Personal data: needed to answer requests for samples; seen by staff, and by the public where
    the person agreed (`is_public`); kept while the entry names this contact.
    """

    identifier = identifier_field()
    role = models.CharField(_("role"), max_length=500, blank=True)
    title_before_name = models.CharField(_("title before the name"), max_length=100, blank=True)
    first_name = models.CharField(_("first name"), max_length=255, blank=True)
    last_name = models.CharField(_("last name"), max_length=255, blank=True)
    title_after_name = models.CharField(_("title after the name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    address = models.TextField(_("address"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town or city"), max_length=255, blank=True)
    country = models.CharField(
        _("country"), max_length=4, choices=Country.choices, default=Country.BE
    )
    is_public = models.BooleanField(
        _("may be shown"),
        default=False,
        help_text=_("A shared mailbox, or a person who agreed to be named on the site."),
    )

    class Meta:
        ordering = ["last_name", "first_name", "email"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            identifier_constraint("contactID"),
            code_constraint("country", Country),
        ]

    def __str__(self) -> str:
        return self.full_name or self.role or self.email

    @property
    def full_name(self) -> str:
        """Title, names, title, as the Directory joins them."""
        parts = [self.title_before_name, self.first_name, self.last_name, self.title_after_name]
        return " ".join(part for part in parts if part)


class ExternalReference(models.Model):
    """The same entry in another system; the Directory's "also known in"."""

    identifier = identifier_field()
    system = models.CharField(_("other system"), max_length=255)
    pid = models.CharField(_("persistent identifier (PID)"), max_length=255, blank=True)
    url = models.URLField(_("web address"), max_length=500)

    class Meta:
        ordering = ["system", "identifier"]
        verbose_name = _("reference in another system")
        verbose_name_plural = _("references in other systems")
        constraints = [identifier_constraint("akiID")]

    def __str__(self) -> str:
        return f"{self.system}: {self.pid or self.url}"

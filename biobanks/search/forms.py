"""What a visitor may ask of the catalogue, read from the address of the page.

The form is lenient: a bad value never hides the catalogue. What cannot be read is left out, and
`problems` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from unicodedata import normalize

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from biobanks.codes import Material
from biobanks.enums import Province
from biobanks.models import Network
from biobanks.search.matching import Question

Choices = Iterable[tuple[str, object]]  # codes and labels

LONGEST_TEXT = 200  # characters
# Codes of fact tables and of samples that nobody has; not to be looked for.
NOT_SEARCHED = {Material.ANY, Material.NOT_AVAILABLE}


@dataclass(frozen=True)
class Option:
    """A box to tick."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """A group of boxes."""

    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        """The boxes that are ticked."""
        return [option for option in self.options if option.is_chosen]


class TextField(forms.CharField):
    """A text that is cut where it is too long, not refused."""

    def clean(self, value: Any) -> str:
        """The first `LONGEST_TEXT` characters, with spaces for what nobody types."""
        text = "".join(letter if letter.isprintable() else " " for letter in value or "")
        return " ".join(text[:LONGEST_TEXT].split())


class CodesField(forms.MultipleChoiceField):
    """Codes of a list; unknown ones are left out, not refused."""

    def clean(self, value: Any) -> list[str]:
        """The known codes, each once, in the order of the list."""
        return [code for code, _label in cast(Choices, self.choices) if code in value]

    @property
    def options(self) -> list[tuple[str, str]]:
        """Codes and labels, in the alphabet of the reader's language."""
        labelled = [(code, str(label)) for code, label in cast(Choices, self.choices)]
        return sorted(labelled, key=lambda option: without_accents(option[1]))


def without_accents(text: str) -> bytes:
    """What a text is sorted by: "Écouvillon" stands among the words with E."""
    return normalize("NFKD", text).encode("ascii", "ignore").lower()


class CatalogueForm(forms.Form):
    """The search box and the filters."""

    q = TextField(label=_("Search the catalogue"), required=False)
    province = CodesField(label=_("Province"), choices=Province.choices, required=False)
    network = CodesField(label=_("Network"), required=False)
    material = CodesField(
        label=_("Material"),
        choices=[choice for choice in Material.choices if choice[0] not in NOT_SEARCHED],
        required=False,
    )

    def __init__(self, data: QueryDict, networks: Iterable[Network]) -> None:
        """Read a query string; `networks` are those that can be chosen."""
        super().__init__(data)
        self.asked = data
        self.code_fields["network"].choices = [(network.slug, network.name) for network in networks]
        self.full_clean()

    @property
    def code_fields(self) -> dict[str, CodesField]:
        """The fields that are filters."""
        return {name: field for name, field in self.fields.items() if isinstance(field, CodesField)}

    @property
    def question(self) -> Question:
        """What was asked, as far as it could be read."""
        return Question(
            words=tuple(dict.fromkeys(self.cleaned_data["q"].split())),
            provinces=tuple(self.cleaned_data["province"]),
            networks=tuple(self.cleaned_data["network"]),
            materials=tuple(self.cleaned_data["material"]),
        )

    @property
    def filters(self) -> list[Filter]:
        """The groups of boxes."""
        return [
            Filter(
                name,
                str(field.label),
                [
                    Option(code, label, code in self.cleaned_data[name])
                    for code, label in field.options
                ],
            )
            for name, field in self.code_fields.items()
        ]

    @property
    def problems(self) -> list[str]:
        """A sentence for each thing that was left out."""
        found = []
        if len(self.asked.get("q", "")) > LONGEST_TEXT:
            found.append(
                _("The search takes %(number)s characters; the rest of your text was left out.")
                % {"number": LONGEST_TEXT}
            )
        for group in self.filters:
            if set(self.asked.getlist(group.name)) - {option.value for option in group.options}:
                found.append(
                    _("%(filter)s: an unknown choice was left out.") % {"filter": group.label}
                )
        return found

    def query(self, without: tuple[str, str] | None = None) -> QueryDict:
        """The question as a query string in a fixed order, perhaps without one of its values."""
        query = QueryDict(mutable=True)
        pairs = [("q", self.cleaned_data["q"])] if self.cleaned_data["q"] else []
        pairs += [(name, code) for name in self.code_fields for code in self.cleaned_data[name]]
        for name, value in pairs:
            if (name, value) != without:
                query.appendlist(name, value)
        return query

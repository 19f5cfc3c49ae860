"""What several forms share."""

from typing import Any, NamedTuple

from django import forms


class Problem(NamedTuple):
    """A line of the error summary."""

    anchor: str
    label: str
    sentence: str


class Problems:
    """A form that says what has to be corrected, in the order of the page."""

    def problems(self) -> list[Problem]:
        """The lines of the error summary, in the order of the page."""
        found = []
        for bound in self:  # type: ignore[attr-defined]
            grouped = isinstance(bound.field.widget, forms.RadioSelect)
            anchor = f"{bound.auto_id}_0" if grouped else bound.auto_id
            found += [Problem(anchor, str(bound.label), str(error)) for error in bound.errors]
        return found


class LongTextField(forms.CharField):
    """Several lines. A line break counts as one character, as people and browsers count it."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: a browser cuts off what is pasted beyond it, without a word."""
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes

    def to_python(self, value: Any) -> str:
        """Line breaks as the database keeps them."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

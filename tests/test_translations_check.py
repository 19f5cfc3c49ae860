"""`.ci/translations.py` and `.ci/untranslated.py` find what they are for, and nothing else."""

import runpy
import sys
from pathlib import Path

import polib
import pytest

FOLDER = Path(__file__).resolve().parent.parent / ".ci"


@pytest.fixture(scope="module")
def checks():
    """What both files define."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        yield runpy.run_path(str(FOLDER / "untranslated.py")) | runpy.run_path(
            str(FOLDER / "translations.py")
        )
    sys.modules.pop("untranslated", None)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>Good day</p>", [(1, "Good day")]),
        ("\n<p>\n  {% if x %}Good day{% endif %}</p>", [(2, "Good day")]),
        ('<img alt="A map">', [(1, "A map")]),
        ('<input type="submit" value="Send it">', [(1, "Send it")]),
        ('<meta name="description" content="About us">', [(1, "About us")]),
        ('<p>{% translate "Good day" %}</p>', []),
        ("<p>{% blocktranslate trimmed %}Good <b>day</b>{% endblocktranslate %}</p>", []),
        ('<a class="good day" href="/good/" aria-label="{% translate "Hi" %}">{{ name }}</a>', []),
        ("{# Good day #}{% comment %}Good day{% endcomment %}<!-- Good day -->", []),
        ("<code>good day</code><script>goodDay()</script>", []),
        ("<{{ heading }}>{{ title }} – BBMRI.be, ISO 20387, PDF &amp; CSV</{{ heading }}>", []),
        ('<input type="text" value="good day" name="good day">', []),
        ("<p>{{ number }} × {{ other }} a</p>", []),
    ],
)
def test_texts_of_a_template_outside_translation(checks, template, expected):
    assert list(checks["in_template"](template)) == expected


@pytest.mark.parametrize(
    "code",
    [
        'forms.CharField(label="Name of it")',
        'models.CharField("name of it")',
        'models.CharField(_("name"), help_text="Name of it")',
        'forms.CharField(error_messages={"required": "Say it"})',
        'raise ValidationError("Say it")',
        'raise forms.ValidationError({"name": "Say it"})',
        'raise ValidationError("Say %s" % it)',
        'raise ValidationError(f"Say {it}")',
        'raise ValidationError("Say {}".format(it))',
        'messages.success(request, "It is said")',
        'messages.add_message(request, messages.INFO, "It is said")',
        'admin.action(description="Say it")',
        'class Meta:\n    verbose_name = "name"',
        'class Names(models.TextChoices):\n    ONE = "one", "The one"',
        'class It(admin.ModelAdmin):\n    fieldsets = [("The one", {"fields": []})]',
    ],
)
def test_text_of_code_outside_translation(checks, code):
    assert len(list(checks["in_code"](code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        'forms.CharField(label=_("Name"), help_text=capfirst(name))',
        'models.CharField(_("name"), max_length=5, default="some words")',
        'models.ManyToManyField("self", related_name="others")',
        'models.TextField("HTML")',
        'raise ValidationError(_("Say %s") % it, code="some code")',
        'raise ValidationError(str(error) or "")',
        'messages.success(request, _("It is said"))',
        'Field(description="For programs")',
        'class Names(models.TextChoices):\n    ONE = "one", _("One")\n    TWO = "two", "ICD-10"',
        'class Names(StrEnum):\n    ONE = "one"',
        'class It(admin.ModelAdmin):\n    fieldsets = [(None, {"fields": ["some"]})]',
    ],
)
def test_other_texts_of_code_are_left(checks, code):
    assert list(checks["in_code"](code)) == []


@pytest.mark.parametrize(
    ("text", "translation", "expected"),
    [
        ("%(days)s days left.", "Nog %(days)s dagen.", []),
        ("%(days)s days left.", "Nog %(day)s dagen.", ["placeholders"]),
        ("{number} found", "Gevonden", ["placeholders"]),
        ("See <a href='{}'>it</a>", "<a href='{}'>Bekijk</a> dit", []),
        ("See <b>it</b>", "Bekijk dit", ["tags"]),
        ("Name: ", "Naam:", ["white space at its ends"]),
        ("Say “it”.", "Zeg ‘het’.", []),
        ("Your reply:", "Votre réponse :", []),
        ("Sent.", "Verzonden", ["the sign at its end"]),
        ("Sure?", "Zeker!", ["the sign at its end"]),
        ("Who we are", "Qui sommes-nous ?", []),
    ],
)
def test_translation_that_lost_something(checks, text, translation, expected):
    entry = polib.POEntry(msgid=text, msgstr=translation)

    assert list(checks["unlike"](entry)) == expected


@pytest.mark.parametrize(
    ("one", "more", "expected"),
    [
        ("één dag", "%(n)s dagen", []),
        ("%(n)s dag", "dagen", ["placeholders"]),
        ("%(x)s dag", "%(n)s dagen", ["placeholders"]),
    ],
)
def test_plural_forms_that_lost_something(checks, one, more, expected):
    entry = polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days")
    entry.msgstr_plural = {0: one, 1: more}

    assert list(checks["unlike"](entry)) == expected

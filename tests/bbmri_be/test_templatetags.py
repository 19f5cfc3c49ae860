"""Template tags that look up once what never varies."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

CASES = {
    "{% translate 'Catalogue' %}": {"en": "Catalogue", "nl": "Catalogus", "de": "Katalog"},
    "{% translate name %}": {"en": "Catalogue", "nl": "Catalogus", "de": "Katalog"},
    "{% translate 'Catalogue' as label %}{{ label|upper }}": {"en": "CATALOGUE", "nl": "CATALOGUS"},
    "{% blocktranslate %}Catalogue{% endblocktranslate %}": {"en": "Catalogue", "nl": "Catalogus"},
    "{% url 'biobanks:catalogue' %}": {"en": "/catalogue/", "fr": "/fr/catalogue/"},
    "{% url route %}": {"en": "/catalogue/", "fr": "/fr/catalogue/"},
    "{% static 'css/site.css' %}": {"en": "/static/css/site.css", "nl": "/static/css/site.css"},
}


@pytest.mark.parametrize(("source", "expected"), CASES.items(), ids=CASES)
def test_part_is_in_the_language_of_each_page(source, expected):
    template = Template(source)

    for _time in range(2):
        for language, text in expected.items():
            with override(language):
                context = Context({"name": "Catalogue", "route": "biobanks:catalogue"})
                assert template.render(context) == text


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        (
            "{% blocktranslate count number=number %}{{ number }} row{% plural %}"
            "{{ number }} rows{% endblocktranslate %}",
            [{"number": 1}, {"number": 2}],
            ["1 row", "2 rows"],
        ),
        (
            "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}",
            [{"name": "A"}, {"name": "B"}],
            ["Hello A", "Hello B"],
        ),
        (
            "{% url name %}",
            [{"name": "pages:home"}, {"name": "biobanks:figures"}],
            ["/", "/figures/"],
        ),
        (
            "{% url 'biobanks:biobank-detail' slug %}",
            [{"slug": "a"}, {"slug": "b"}],
            ["/biobanks/a/", "/biobanks/b/"],
        ),
        (
            "{% static name %}",
            [{"name": "img/mark.svg"}, {"name": "css/site.css"}],
            ["/static/img/mark.svg", "/static/css/site.css"],
        ),
    ],
)
def test_part_that_varies_is_looked_up_each_time(source, values, expected):
    template = Template(source)

    assert [template.render(Context(value)) for value in values] == expected


def test_part_that_was_captured_is_used_again_as_it_was():
    template = Template(
        "{% captured as part %} {{ name }} \"{% translate 'Catalogue' %}\"\n{% endcaptured %}"
        '<title>{{ part }}</title><meta content="{{ part }}">'
    )

    html = template.render(Context({"name": "<A & 'B'>"}))

    part = "&lt;A &amp; &#x27;B&#x27;&gt; &quot;Catalogue&quot;"
    assert html == f'<title>{part}</title><meta content="{part}">'

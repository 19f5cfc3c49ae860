"""The catalogue's filters as parameters: the same names and values as in the site's addresses."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, QueryDict
from ninja import Schema
from ninja.errors import HttpError
from pydantic import Field, create_model

from bbmri_be.languages import readers_language
from biobanks.caching import index_for
from biobanks.search.address import MOST_VALUES, asked
from biobanks.search.facets import DISEASE, FACETS, EntryFacet, Facet
from biobanks.search.lexicon import CatalogueLexicon
from biobanks.search.matching import Found
from biobanks.search.panel import find
from biobanks.search.reading import Reading, read


def parameter(facet: Facet) -> tuple[Any, Any]:
    """A filter as a parameter that may be repeated."""
    value: Any
    if facet.labels:
        value = Literal[tuple(facet.labels)]
    elif isinstance(facet, EntryFacet):
        value = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,255}$")]
    else:
        value = Annotated[str, Field(pattern=f"^({DISEASE.pattern})$")]
    text = {"biobank": "Slug of a biobank.", "network": "Slug of a network."}.get(facet.name)
    return list[value], Field([], max_length=MOST_VALUES, description=text or f"{facet.label}.")


NEEDING_ALL = tuple(facet.name for facet in FACETS if facet.may_need_all)
# What they mean is read by `asked`, as on the site; this says which names and values there are.
PARAMETERS: dict[str, Any] = {
    "q": (
        str,
        Field("", max_length=2_000, description="What is looked for, in words or codes."),
    ),
    "all": (
        list[Literal[NEEDING_ALL]],  # type: ignore[valid-type]
        Field([], max_length=10, description="Filters of which all values must be there."),
    ),
    **{facet.name: parameter(facet) for facet in FACETS},
}
Filters: Any = create_model("Filters", __base__=Schema, **PARAMETERS)


def found(request: HttpRequest) -> Found:
    """What answers the filters of a request, which `Filters` has read.

    Raises `HttpError` 404 where a biobank or a network is none of ours. A page of the site leaves
    such a filter out and says so; a program would not notice.
    """
    query = QueryDict(mutable=True)
    for name in PARAMETERS:
        if given := request.GET.getlist(name):
            query.setlist(name, given)
    index = index_for(request)
    for facet in FACETS:
        for value in query.getlist(facet.name):
            if not facet.knows(value, index):
                raise HttpError(404, f"{facet.name}: there is no “{value}”.")
    what = asked(query, index)
    reading = (
        read(what.text, CatalogueLexicon(index), readers_language()) if what.text else Reading("")
    )
    return find(what, reading, index)

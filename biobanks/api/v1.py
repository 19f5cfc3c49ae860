"""The API as one: its parts, its OpenAPI document, its errors, its addresses."""

from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from bbmri_be.problems import problem
from biobanks.api import changes, diseases, entries, figures, search
from biobanks.api.answering import LANGUAGES, answering
from biobanks.caching import kept_until_changed
from biobanks.programs import View

DESCRIPTION = """\
The catalogue of BBMRI.be, the Belgian node of BBMRI-ERIC: biobanks, their collections, networks.

Everything is public and can only be read. Labels are in the language of `lang`. Lists come in
pages: follow `next` until it is null. Ask with the `ETag` of an answer (`If-None-Match`) to learn
whether it changed. Errors are problem details (RFC 9457).

The licence holds for what the catalogue says. Names of rare diseases are Orphanet's (CC BY 4.0),
those of other diseases the World Health Organization's (ICD-10), which sets its own terms.
"""
PROBLEMS = {
    "400": "A parameter cannot be understood; `detail` says which.",
    "404": "There is no such thing.",
    "410": "The entry was withdrawn.",
    "429": "Too many requests: wait as many seconds as `Retry-After` says.",
}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "Problem details, RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
LANGUAGE_PARAMETER = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of labels, and of questions where a word means different things.",
    "schema": {"type": "string", "enum": LANGUAGES, "default": settings.LANGUAGE_CODE},
}


class Renderer(BaseRenderer):
    """JSON as pydantic writes it: moments to the microsecond, letters as they are."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The text of an answer."""
        return to_json(data)


class Api(NinjaAPI):
    """Says in its document what every operation has, but does not declare itself."""

    def get_content_type(self) -> str:
        """JSON is always UTF-8, and has no parameter for it (RFC 8259, 11)."""
        return "application/json"

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document, with the language and the problems of each operation."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["parameters"].append(LANGUAGE_PARAMETER)
                for status, description in PROBLEMS.items():
                    operation["responses"][status] = {
                        "description": description,
                        "content": content,
                    }
        return schema


api = Api(
    title="BBMRI.be",
    version="1",
    renderer=Renderer(),
    description=DESCRIPTION,
    docs_url=None,  # it would need scripts of others; people read /data/
    urls_namespace="api",
    openapi_extra={
        "info": {"license": {"name": settings.CATALOGUE_LICENSE, "url": settings.CATALOGUE_LICENSE}}
    },
)
for part in (search, entries, diseases, figures, changes):
    api.add_router("", part.router)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """400: each parameter that cannot be read, and why."""
    problems = [f"{parameter_of(row['loc'])}: {row['msg']}." for row in error.errors]
    return problem(400, " ".join(problems))


def parameter_of(place: tuple[str | int, ...]) -> str:
    """The parameter in which something is wrong: the first name after that of its place."""
    return str(next(name for name in place[1:] if name != "filters"))


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What an operation refuses."""
    return problem(error.status_code, str(error))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """404."""
    return problem(404, "There is no such thing. /api/v1/openapi.json lists what there is.")


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Leave to the site what it knows how to answer: a database that is away, a fault of ours."""
    raise error


def root(request: HttpRequest) -> HttpResponse:
    """Where to read on."""
    return JsonResponse(
        {
            "title": api.title,
            "version": api.version,
            "openapi": f"{settings.SITE_URL}{request.path}openapi.json",
            "documentation": f"{settings.SITE_URL}/data/",
            "license": settings.CATALOGUE_LICENSE,
        }
    )


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that the API does not have."""
    return missing(request, Http404())


@cache
def parameters() -> dict[str, set[str]]:
    """The parameters that each operation has, by its name."""
    return {
        operation["operationId"]: {row["name"] for row in operation["parameters"]}
        for operations in api.get_openapi_schema()["paths"].values()
        for operation in operations.values()
    }


def only_known(view: View, name: str) -> View:
    """An operation that refuses parameters which it would not mind: they are misspelt."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for unknown in sorted(set(request.GET) - parameters().get(name, set(request.GET))):
            return problem(400, f"{unknown}: there is no such parameter.")
        return view(request, *args, **kwargs)

    return wrapped


DISEASES = ("diseases", "disease")

app_name = "api"
urlpatterns = [
    URLPattern(
        found.pattern,
        answering(
            only_known(found.callback, str(found.name)),
            # What was told is noted beside the catalogue.
            keep=conditional_page if found.name == "changes" else kept_until_changed,
            # The site's own search box asks at each letter, a whole hospital from one network.
            is_limited=found.name != "suggest",
            is_ours=found.name not in DISEASES,
        ),
        found.default_args,
        found.name,
    )
    for found in api.urls[0]
    if isinstance(found, URLPattern) and found.name != "api-root"
] + [
    path("", answering(root), name="api-root"),
    path("<path:rest>", answering(nothing), name="nothing"),
]

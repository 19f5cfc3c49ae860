"""The API as one: its parts, its OpenAPI document, its errors, its addresses."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from bbmri_be.problems import problem
from biobanks.api import changes, diseases, entries, figures, search
from biobanks.api.answering import LANGUAGES, for_all

DESCRIPTION = """\
The catalogue of BBMRI.be, the Belgian node of BBMRI-ERIC: biobanks, their collections, networks.

Everything is public and can only be read. Labels are in the language of `lang`. Lists come in
pages: follow `next` until it is null. Ask with the `ETag` of an answer (`If-None-Match`) to learn
whether it changed. Errors are problem details (RFC 9457).
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
    openapi_extra={"info": {"license": {"name": "Licence", "url": settings.CATALOGUE_LICENSE}}},
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


app_name = "api"
urlpatterns = [
    URLPattern(
        found.pattern,
        # The site's own search box asks at each letter, a whole hospital from one network.
        for_all(found.callback, is_limited=found.name != "suggest"),
        found.default_args,
        found.name,
    )
    for found in api.urls[0]
    if isinstance(found, URLPattern) and found.name != "api-root"
] + [
    path("", for_all(root), name="api-root"),
    path("<path:rest>", for_all(nothing), name="nothing"),
]

"""What visitors do with collections they picked: compare them, ask for them, take them home.

The selection stands in the address. No page here needs a session or sets a cookie.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bbmri_be.rate_limits.actions import take
from bbmri_be.rate_limits.visitors import address_of, network_of
from biobanks import entry_pages, exports, negotiator
from biobanks.caching import index_for, kept_until_changed
from biobanks.html.lines import lines, tags, terms
from biobanks.models import Biobank, Collection
from biobanks.project_fit import Answer, Project, fit
from biobanks.search.address import MOST_SELECTED, cleaned
from biobanks.search.index import Index
from biobanks.selection import Selection, query_of, selection

MOST_COMPARED = 5
LONGEST_QUESTION = 2_000  # characters of what is told to the Negotiator
HANDED_OVER_AN_HOUR = 30  # by one network
HOUR = 3600  # seconds

QUESTIONS: dict[str, tuple[str | Promise, dict[str, str | Promise]]] = {
    "who": (
        gettext_lazy("Who does the research?"),
        {
            "academic": gettext_lazy("a university, hospital or other non-profit institution"),
            "company": gettext_lazy("a company"),
        },
    ),
    "country": (
        gettext_lazy("Where will the samples or data go?"),
        {
            "belgium": gettext_lazy("they stay in Belgium"),
            "europe": gettext_lazy("elsewhere in the European Economic Area"),
            "elsewhere": gettext_lazy("outside the European Economic Area"),
        },
    ),
    "disease": (
        gettext_lazy("Is it about the diseases of these collections?"),
        {"yes": gettext_lazy("yes"), "no": gettext_lazy("no, about something else")},
    ),
    "fee": (
        gettext_lazy("Can you pay a fee?"),
        {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")},
    ),
    "joint": (
        gettext_lazy("Would you work together with the biobank’s researchers?"),
        {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")},
    ),
    "ethics": (
        gettext_lazy("Has an ethics committee approved the project?"),
        {"yes": gettext_lazy("yes"), "no": gettext_lazy("not yet")},
    ),
}
ANSWERS: dict[Answer, str | Promise] = {
    Answer.YES: gettext_lazy("Yes"),
    Answer.MAYBE: gettext_lazy("Maybe"),
    Answer.NO: gettext_lazy("No"),
}


def project_of(query: QueryDict) -> Project:
    """The project that an address tells of; answers that no question offers are left out."""
    return Project(
        **{
            name: value if (value := query.get(name, "")) in answers else ""
            for name, (_question, answers) in QUESTIONS.items()
        }
    )


@dataclass(frozen=True)
class Asked:
    """A question about the project, with its possible answers and the given one."""

    name: str
    label: str
    options: list[tuple[str, str]]
    given: str


def questions(project: Project) -> list[Asked]:
    """The questions about the project."""
    return [
        Asked(
            name,
            str(label),
            [(value, str(text)) for value, text in answers.items()],
            getattr(project, name),
        )
        for name, (label, answers) in QUESTIONS.items()
    ]


@require_safe
@kept_until_changed
def request_page(request: HttpRequest) -> HttpResponse:
    """The picked collections, by biobank, with the way to ask for each."""
    return requesting(request, selection(request.GET), question_of(request.GET))


def question_of(query: QueryDict) -> str:
    """What is told to the Negotiator, with its line breaks."""
    lines = query.get("question", "").splitlines()
    return "\n".join(cleaned(line) for line in lines).strip()[:LONGEST_QUESTION]


def requesting(
    request: HttpRequest, chosen: Selection, question: str, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page of a selection, perhaps with what went wrong. The address says all but that."""
    project = project_of(request.GET)
    told = {name: value for name, value in asdict(project).items() if value}
    typed = {"question": question} if question else {}
    by_biobank: dict[Biobank, list[dict[str, Any]]] = {}
    for collection in chosen.collections:
        by_biobank.setdefault(collection.biobank, []).append(
            {
                "collection": collection,
                "facts": entry_pages.amount(collection.size, collection.order_of_magnitude),
                "fit": verdict(project, collection),
                "is_known_there": negotiator.is_known_there(collection),
                "without": chosen.without(collection) + also(told | typed),
            }
        )
    known = [row for row in chosen.collections if negotiator.is_known_there(row)]
    return render(
        request,
        "biobanks/request.html",
        {
            "selection": chosen,
            "slugs": [collection.slug for collection in chosen.collections],
            "biobanks": [
                {"biobank": biobank, "rows": rows, "lines": lines(ways_to_ask(biobank, rows))}
                for biobank, rows in by_biobank.items()
            ],
            "questions": questions(project),
            "question": question,
            "most": MOST_SELECTED,
            "hands_over": bool(settings.NEGOTIATOR_URL and known),
            "hand_over_href": reverse("biobanks:hand-over") + chosen.query + also(told),
            "all_known": len(known) == len(chosen.collections),
            "compare_href": reverse("biobanks:compare")
            + query_of([row.slug for row in chosen.collections[:MOST_COMPARED]]),
            "search_href": reverse("biobanks:catalogue") + chosen.query,
            "csv_href": reverse("biobanks:request-csv") + chosen.query,
            "xlsx_href": reverse("biobanks:request-xlsx") + chosen.query,
            "problem": problem,
        },
        status=status,
    )


def also(told: dict[str, str]) -> str:
    """What is told of the project, at the end of an address."""
    return f"&{urlencode(told)}" if told else ""


def verdict(project: Project, collection: Collection) -> dict[str, Any] | None:
    """Whether a collection would take the project, in words."""
    answer = fit(project, collection)
    if answer is None:
        return None
    return {
        "answer": answer.answer,
        "label": str(ANSWERS[answer.answer]),
        "reasons": "; ".join(answer.reasons),
    }


def ways_to_ask(biobank: Biobank, rows: list[dict[str, Any]]) -> list[entry_pages.Line]:
    """How a biobank is asked, as far as it is known."""
    addresses = dict.fromkeys(
        row["collection"].access_url for row in rows if row["collection"].access_url
    )
    contacts = dict.fromkeys(
        entry_pages.public(row["collection"].contact) or biobank.contact for row in rows
    )
    lines = [
        entry_pages.Line(
            _("Where to ask for access"),
            [entry_pages.Value(address, address) for address in addresses],
        ),
        entry_pages.Line(
            _("Contact"),
            [
                value
                for contact in contacts
                for value in entry_pages.contact_line("", contact).values
            ],
        ),
        entry_pages.link_line(_("Website"), biobank.website),
    ]
    return [line for line in lines if line.values]


@csrf_exempt  # It acts for nobody: no session, no account, nothing is written here.
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand the selection to the Negotiator and go on there; nothing is lost where that fails.

    The selection stands in the address as everywhere. Who only reads it, be it after a failure
    or in another language, gets the page of the selection.
    """
    if request.method != "POST":
        return redirect(f"{reverse('biobanks:request')}?{request.GET.urlencode()}")
    if not settings.NEGOTIATOR_URL:
        raise Http404
    chosen = selection(request.GET)
    known = [row for row in chosen.collections if negotiator.is_known_there(row)]
    question = question_of(request.POST)
    if not known:
        sentence = _("Pick at least one collection that the European Directory has.")
        return requesting(request, chosen, question, sentence, status=422)
    wait = take(
        "hand over from one network",
        network_of(address_of(request)),
        capacity=HANDED_OVER_AN_HOUR,
        per_seconds=HOUR,
    )
    if wait:
        sentence = _("Too many requests came from your network. Wait a while, then try again.")
        return requesting(request, chosen, question, sentence, status=429)
    names = ", ".join(collection.name for collection in known)
    try:
        target = negotiator.hand_over(
            known,
            question=question or _("Collections picked at BBMRI.be: %(names)s") % {"names": names},
            address=settings.SITE_URL + reverse("biobanks:request") + chosen.query,
        )
    except negotiator.NotHandedOver as error:
        return requesting(request, chosen, question, str(error), status=502)
    return HttpResponseRedirect(target, status=303)


@dataclass(frozen=True)
class ComparedRow:
    """A line of the comparison: what each collection says of one thing."""

    label: str
    cells: list[str]

    @property
    def is_equal(self) -> bool:
        """Whether all say the same."""
        return len(set(self.cells)) == 1


@require_safe
@kept_until_changed
def compare(request: HttpRequest) -> HttpResponse:
    """Up to five collections side by side, what differs first."""
    chosen = selection(request.GET, most=MOST_COMPARED)
    rows = compared_rows(chosen, index_for(request))
    return render(
        request,
        "biobanks/compare.html",
        {
            "selection": chosen,
            "columns": [
                {"collection": row, "without": chosen.without(row)} for row in chosen.collections
            ],
            "different": [row for row in rows if not row.is_equal],
            "equal": [row for row in rows if row.is_equal and row.cells[0]],
            "unknown": tags(row.label for row in rows if row.is_equal and not row.cells[0]),
            "request_href": reverse("biobanks:request") + chosen.query,
            "search_href": reverse("biobanks:catalogue") + chosen.query,
        },
    )


def compared_rows(chosen: Selection, index: Index) -> list[ComparedRow]:
    """The columns of an export, as lines."""
    if not chosen.collections:
        return []
    return [
        ComparedRow(header, [shown(value(row)) for row in chosen.collections])
        for header, value in exports.columns(index)[exports.NAMING :]
    ]


def shown(cell: exports.Cell) -> str:
    """A cell in the reader's way of writing."""
    if isinstance(cell, list):
        return terms(cell)
    if isinstance(cell, int):
        return entry_pages.amount(cell)
    return entry_pages.day(cell) if isinstance(cell, date) else cell or ""


@require_safe
def request_csv(request: HttpRequest) -> HttpResponseBase:
    """The selection as a CSV file."""
    keys = [collection.pk for collection in selection(request.GET).collections]
    return exports.csv_response(keys, "bbmri-be-selection")


@require_safe
def request_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The selection as an Excel file."""
    keys = [collection.pk for collection in selection(request.GET).collections]
    return exports.xlsx_response(keys, "bbmri-be-selection")

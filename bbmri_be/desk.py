"""The staff's desk: what can be edited, grouped by what staff do with it rather than by app."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Area:
    """One kind of work, and the models it is done on, what is used most first."""

    key: str
    label: Any
    models: tuple[str, ...]
    # The app whose other models, which no area names, stand at the end of this one.
    app: str = ""


AREAS = (
    Area(
        "applications",
        _("Applications"),
        (
            "membership.application",
            "membership.cannedreply",
            "membership.criterion",
            "membership.usualtime",
            "membership.digestreader",
        ),
        app="membership",
    ),
    Area(
        "catalogue",
        _("Catalogue"),
        (
            "biobanks.biobank",
            "biobanks.collection",
            "biobanks.network",
            "biobanks.organisation",
            "biobanks.contact",
            "biobanks.service",
            "biobanks.study",
            "biobanks.collectionfact",
            "biobanks.externalreference",
        ),
        app="biobanks",
    ),
    Area(
        "quality",
        _("Quality"),
        ("biobanks.finding", "biobanks.confirmation"),
    ),
    Area(
        "directory",
        _("European Directory"),
        (
            "biobanks.directorysnapshot",
            "biobanks.changeset",
            "biobanks.snapshotrun",
            "biobanks.directoryfetch",
        ),
    ),
    Area(
        "search",
        _("Words of the search"),
        (
            "biobanks.term",
            "biobanks.searchexample",
            "biobanks.disease",
            "biobanks.imagingterm",
        ),
    ),
    Area(
        "pages",
        _("Pages of the node"),
        (
            "pages.page",
            "pages.section",
            "pages.newsitem",
            "pages.question",
            "pages.questiongroup",
            "pages.milestone",
            "pages.governancebody",
            "pages.officeholder",
            "pages.step",
            "pages.glossaryterm",
            "pages.file",
        ),
        app="pages",
    ),
    Area("mail", _("Mail"), ("outbox.mail",), app="outbox"),
    Area("running", _("Running the site"), ("schedule.run",), app="schedule"),
    Area(
        "people",
        _("People"),
        ("auth.user", "auth.group", "staff_sessions.session", "audit_log.entry"),
        app="auth",
    ),
)


@dataclass(frozen=True)
class Entry:
    """A model that somebody may see: its name, its list, and the form for another where allowed."""

    label: str  # as Django has it: app.model
    name: Any
    address: str | None
    add_address: str | None


@dataclass(frozen=True)
class Shelf:
    """What somebody finds in an area."""

    area: Area
    entries: list[Entry]


def area_of(label: str) -> Area:
    """The area of a model: the one that names it, or else the one that takes its app.

    Raises `StopIteration` where no area takes the app: then one is missing above.
    """
    named = (area for area in AREAS if label in area.models)
    of_app = (area for area in AREAS if area.app == label.partition(".")[0])
    return next(named, None) or next(of_app)


def shelves(apps: Iterable[dict[str, Any]]) -> list[Shelf]:
    """The areas that have something for whoever looks; `apps` is the admin's own list for them."""
    found = [entry(model) for app in apps for model in app["models"]]
    filled = [
        Shelf(area, in_order(area, [one for one in found if area_of(one.label) is area]))
        for area in AREAS
    ]
    return [shelf for shelf in filled if shelf.entries]


def entry(model: dict[str, Any]) -> Entry:
    """A model as Django's admin describes it."""
    label = model["model"]._meta.label_lower
    return Entry(label, model["name"], model["admin_url"], model["add_url"])


def in_order(area: Area, entries: list[Entry]) -> list[Entry]:
    """As an area names them; those it does not name keep their order, behind."""
    places = {label: place for place, label in enumerate(area.models)}
    return sorted(entries, key=lambda one: places.get(one.label, len(places)))

"""Change sets of the European Directory: ours and theirs side by side, decided by staff."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bbmri_be.admin import ReadOnly, Waiting, waiter
from biobanks.admin.entries import staff
from biobanks.directory import changes
from biobanks.directory.changes import TABLE_OF
from biobanks.enums import Decision
from biobanks.models import Change, ChangeSet
from biobanks.models.entry import Entry

ROWS_A_PAGE = 50


@waiter
def proposals_of_the_directory(request: HttpRequest) -> list[Waiting]:
    """What the Directory says otherwise and nobody has decided on."""
    if not request.user.has_perm("biobanks.view_changeset"):
        return []
    number = Change.objects.filter(decision=Decision.OPEN).count()
    address = reverse("admin:biobanks_changeset_changelist")
    return [Waiting(_("Differences from the Directory to decide on"), number, address)]


@dataclass
class ChangedRow:
    """A row of a table, with all that differs in it."""

    table: str
    identifier: str
    changes: list[Change]
    name: str = ""
    address: str = ""  # of its form in the admin
    origin: str = ""
    changed_at: date | datetime | None = None
    labels: dict[str, str] = field(default_factory=dict)  # of its columns

    @property
    def lines(self) -> list[tuple[Change | None, str, str, str]]:
        """What differs, the label of the column, ours and theirs; a new row has its cells."""
        first = self.changes[0]
        if first.is_of_a_new_row:
            return [
                (None, self.labels.get(column, column), "", text)
                for column, text in first.cells.items()
            ]
        return [
            (row, self.labels.get(row.column, row.column), row.ours, row.theirs)
            for row in self.changes
        ]


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnly, admin.ModelAdmin):
    """Readings of the Directory, and what is still to be decided of each."""

    list_display = ["__str__", "source", "open_changes", "accepted_changes", "refused_changes"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChangeSet]:
        """With how many changes there are of each kind."""
        found: QuerySet[ChangeSet] = super().get_queryset(request)
        return found.annotate(
            **{
                decision: Count("changes", filter=Q(changes__decision=decision))
                for decision in (Decision.OPEN, Decision.ACCEPTED, Decision.REFUSED)
            }
        )

    @admin.display(description=_("open"))
    def open_changes(self, reading: ChangeSet) -> int:
        """To be decided."""
        return int(getattr(reading, Decision.OPEN))

    @admin.display(description=_("accepted"))
    def accepted_changes(self, reading: ChangeSet) -> int:
        """Taken into the catalogue."""
        return int(getattr(reading, Decision.ACCEPTED))

    @admin.display(description=_("refused"))
    def refused_changes(self, reading: ChangeSet) -> int:
        """Not taken."""
        return int(getattr(reading, Decision.REFUSED))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """GET shows what is open, ours and theirs; POST decides what is marked."""
        reading = get_object_or_404(ChangeSet, pk=object_id if object_id.isdecimal() else 0)
        if not self.has_view_permission(request, reading):
            raise PermissionDenied
        may_decide = request.user.has_perm("biobanks.change_changeset")
        is_open = Q(decision=Decision.OPEN)
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            self.decide(request, list(reading.changes.filter(is_open)))
            return redirect(request.get_full_path())
        page = Paginator(rows_of(reading.changes.filter(is_open)), ROWS_A_PAGE).get_page(
            request.GET.get("page")
        )
        describe(page.object_list)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What the Directory says otherwise, read on %(day)s") % {"day": reading},
            "reading": reading,
            "page": page,
            "may_decide": may_decide,
            "decided": reading.changes.exclude(is_open).select_related("decided_by"),
        }
        return render(request, "admin/biobanks/changeset/change_form.html", context)

    def decide(self, request: HttpRequest, waiting: list[Change]) -> None:
        """Do what was marked, row by row; say what could not be done."""
        done = 0
        troubles: list[tuple[str, Any]] = []
        for row in rows_of(waiting):
            for action, verb in ((changes.accept, "accept"), (changes.refuse, "refuse")):
                chosen = [change for change in row.changes if wanted(request, change) == verb]
                if not chosen:
                    continue
                try:
                    action(chosen, by=staff(request))
                    done += len(chosen)
                except changes.DecidedMeanwhile:
                    troubles.append((row.identifier, _("somebody has just decided on it.")))
                except changes.OursChanged:
                    changes.refresh(chosen[0].set)
                    troubles.append((row.identifier, _("our entry has changed; look again.")))
                except changes.NotTaken as error:
                    troubles.append((row.identifier, str(error)))
        if done:
            text = ngettext("%d decision is noted.", "%d decisions are noted.", done) % done
            messages.success(request, text)
        for identifier, trouble in troubles:
            messages.error(request, f"{identifier}: {trouble}")
        if not done and not troubles:
            messages.warning(request, _("Nothing was marked."))


def wanted(request: HttpRequest, change: Change) -> str:
    """What was asked for a change: by a button for all, for its row, or by its own mark."""
    verb, _colon, row = request.POST.get("row", "").partition(":")
    if row:
        return verb if row == f"{change.table}:{change.identifier}" else ""
    return request.POST.get("all") or request.POST.get(f"change-{change.pk}", "")


def rows_of(found: Iterable[Change]) -> list[ChangedRow]:
    """The changes row by row, in the order of the tables."""
    return [
        ChangedRow(table, identifier, list(rows))
        for (table, identifier), rows in groupby(found, key=attrgetter("table", "identifier"))
    ]


def describe(rows: Iterable[ChangedRow]) -> None:
    """Say of each row what it is called here, where its facts come from, and where it is edited."""
    by_table: dict[str, list[ChangedRow]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    for name, of_table in by_table.items():
        model: Any = TABLE_OF[name].model
        labels = {column.name: label(model, column.field) for column in TABLE_OF[name].columns}
        known = model.objects.in_bulk([row.identifier for row in of_table], field_name="identifier")
        for row in of_table:
            row.labels = {column: text for column, text in labels.items() if text}
            if instance := known.get(row.identifier):
                row.name = str(instance)
                row.address = reverse(
                    f"admin:biobanks_{model._meta.model_name}_change", args=[instance.pk]
                )
                if isinstance(instance, Entry):
                    row.origin = instance.get_origin_display()
                    row.changed_at = instance.updated_at


def label(model: Any, name: str | None) -> str:
    """What the admin calls a field."""
    try:
        return str(model._meta.get_field(name).verbose_name) if name else ""
    except FieldDoesNotExist:
        return ""

"""Change sets of the European Directory: ours and theirs side by side, decided by staff."""

import io
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import ReadOnly, Waiting, waiter
from biobanks.admin.deciding import tell
from biobanks.admin.entries import staff
from biobanks.directory import changes, writer
from biobanks.directory.changes import TABLE_OF
from biobanks.directory.remote import NotReadable
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


class UploadForm(forms.Form):
    """A zip of tables."""

    file = forms.FileField(
        label=_("Zip of tables"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        help_text=_(
            "Files such as Biobanks.csv at its top; tables and columns may be left out. Nothing "
            "changes until you have decided on the next page."
        ),
        error_messages={
            "required": _("Choose a file."),
            "invalid": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )

    def compared(self) -> ChangeSet:
        """What the file says otherwise. Raises `NotReadable`."""
        file = self.cleaned_data["file"]
        with tempfile.NamedTemporaryFile(suffix=".zip") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            return changes.take_upload(Path(copy.name), source=Path(file.name).name)


def may_decide(request: HttpRequest) -> bool:
    """Whether somebody may decide on changes, and hand in tables."""
    return bool(request.user.has_perm("biobanks.change_changeset"))


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnly, admin.ModelAdmin):
    """Readings of the Directory, and what is still to be decided of each."""

    holds_personal_data = True  # each look is noted: `bbmri_be.audit_log`
    change_list_template = "admin/biobanks/changeset/change_list.html"
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

    def get_urls(self) -> list[URLPattern]:
        """Tables out, and in again."""

        def address(route: str, view: Any, name: str) -> Any:
            return path(route, self.admin_site.admin_view(view), name=f"biobanks_changeset_{name}")

        return [
            address("upload/", self.upload_view, "upload"),
            address("tables.<str:kind>", self.tables_view, "tables"),
            *super().get_urls(),
        ]

    def tables_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The whole catalogue as tables: to be changed, and uploaded again."""
        if not may_decide(request):
            raise PermissionDenied
        write = {"zip": writer.write_zip, "xlsx": writer.write_excel}.get(kind)
        if write is None:
            raise Http404
        with tempfile.TemporaryDirectory() as folder, transaction.atomic():
            file = Path(folder) / f"catalogue.{kind}"
            writer.hold_still()
            try:
                write(file, writer.Everything())
            except writer.TooLongForExcel as error:
                text = _("Excel cannot hold %(what)s in one cell. Take the zip instead.")
                messages.error(request, text % {"what": error})
                return redirect("admin:biobanks_changeset_changelist")
            return FileResponse(
                io.BytesIO(file.read_bytes()), as_attachment=True, filename=file.name
            )

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a zip of tables, POST shows what it would change."""
        if not may_decide(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
        if form.is_valid():
            try:
                reading = form.compared()
            except NotReadable as error:
                form.add_error("file", str(error))
            else:
                return redirect("admin:biobanks_changeset_change", reading.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Upload changed tables"),
            "form": form,
        }
        return render(request, "admin/biobanks/changeset/upload.html", context)

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
        is_open = Q(decision=Decision.OPEN)
        if request.method == "POST":
            if not may_decide(request):
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
            "may_decide": may_decide(request),
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
        tell(request, done, troubles)


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

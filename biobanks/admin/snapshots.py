"""What the European Directory gets: snapshots, how each came to be, and when it was fetched."""

import io
import zipfile
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import ReadOnly, Waiting, waiter
from biobanks.admin.entries import staff
from biobanks.directory import snapshots, writer
from biobanks.enums import SnapshotOutcome
from biobanks.models import DirectoryFetch, DirectorySnapshot, SnapshotRun

SHOWN_CHANGES = 200  # of a table; a first snapshot is nothing but new rows


@waiter
def refused_snapshot(request: HttpRequest) -> list[Waiting]:
    """How many runs were refused since one was not."""
    if not request.user.has_perm("biobanks.view_snapshotrun"):
        return []
    good = SnapshotRun.objects.exclude(outcome=SnapshotOutcome.REFUSED).first()
    refused = SnapshotRun.objects.filter(pk__gt=good.pk if good else 0)
    last = refused.first()
    address = reverse("admin:biobanks_snapshotrun_change", args=[last.pk]) if last else ""
    label = _("Snapshots for the Directory refused since the last good one")
    return [Waiting(label, refused.count(), address)]


class ReasonForm(forms.Form):
    """Why a person answers for a snapshot."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays in the history, with your name."),
    )

    def ask_for_the_reason(self) -> None:
        """Say that nothing was done without one."""
        self.add_error("reason", _("Write why this is right."))


@admin.register(DirectorySnapshot)
class DirectorySnapshotAdmin(ReadOnly, admin.ModelAdmin):
    """Snapshots: compared with one another, downloaded, published, served again."""

    change_list_template = "admin/biobanks/directorysnapshot/change_list.html"
    change_form_template = "admin/biobanks/directorysnapshot/change_form.html"
    list_display = ["__str__", "biobanks", "collections", "is_served"]
    fields = ["made_at", "checksum", "biobanks", "collections"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DirectorySnapshot]:
        """Know which one is served, in one question."""
        self.served = snapshots.served()
        found: QuerySet[DirectorySnapshot] = super().get_queryset(request)
        return found

    @admin.display(description=_("the Directory gets it"), boolean=True)
    def is_served(self, snapshot: DirectorySnapshot) -> bool:
        """Whether this is what the Directory gets."""
        return snapshot == self.served

    def get_urls(self) -> list[URLPattern]:
        """Publishing, serving again, files."""

        def address(route: str, view: Any, name: str) -> Any:
            return path(route, self.admin_site.admin_view(view), name=f"biobanks_snapshot_{name}")

        return [
            address("publish/", self.publish_view, "publish"),
            address("<int:pk>/serve-again/", self.serve_again_view, "serve_again"),
            address("<int:pk>/tables.<str:kind>", self.file_view, "file"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with the last run and the last fetches above it."""
        context = {
            "may_publish": may_publish(request),
            "last_run": SnapshotRun.objects.first(),
            "last_fetch": DirectoryFetch.objects.first(),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A snapshot, and how it differs from the one made before it."""
        snapshot = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if snapshot and self.has_view_permission(request, snapshot):
            earlier = DirectorySnapshot.objects.filter(pk__lt=snapshot.pk).first()
            before = snapshots.files_of(earlier) if earlier else {}
            context |= {
                "earlier": earlier,
                "changes": snapshots.changes(before, snapshots.files_of(snapshot)),
                "shown_changes": SHOWN_CHANGES,
                "runs": snapshot.runs.select_related("by"),
                "tables": snapshot.tables.defer("content"),
                "is_served": snapshot == snapshots.served(),
                "may_publish": may_publish(request),
            }
        return super().change_view(request, object_id, form_url, context)

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """GET shows what a snapshot would change and what speaks against it; POST publishes."""
        if not may_publish(request):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                run = snapshots.publish(
                    by=staff(request),
                    reason=form.cleaned_data["reason"],
                    seen=request.POST.get("seen", ""),
                )
            except snapshots.ChangedMeanwhile:
                messages.warning(request, _("The catalogue has changed since; look again."))
            except snapshots.ReasonMissing:
                form.ask_for_the_reason()
            else:
                is_refused = run.outcome == SnapshotOutcome.REFUSED
                level = messages.ERROR if is_refused else messages.SUCCESS
                messages.add_message(request, level, run.get_outcome_display())
                return redirect("admin:biobanks_directorysnapshot_changelist")
        with transaction.atomic():
            plan = snapshots.plan()
        return self.ask(
            request,
            "publish.html",
            form=form,
            plan=plan,
            left_out=snapshots.left_out(),
            shown_changes=SHOWN_CHANGES,
            title=_("Give the Directory the catalogue as it is?"),
        )

    def serve_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks why, POST gives the Directory an earlier snapshot."""
        if not may_publish(request):
            raise PermissionDenied
        snapshot = get_object_or_404(DirectorySnapshot, pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                run = snapshots.serve_again(
                    snapshot, by=staff(request), reason=form.cleaned_data["reason"]
                )
            except snapshots.ReasonMissing:
                form.ask_for_the_reason()
            except snapshots.AlreadyServed:
                messages.warning(request, _("The Directory gets this snapshot already."))
                return redirect("admin:biobanks_directorysnapshot_changelist")
            else:
                messages.success(request, run.get_outcome_display())
                return redirect("admin:biobanks_directorysnapshot_changelist")
        return self.ask(
            request,
            "serve_again.html",
            form=form,
            snapshot=snapshot,
            title=_("Give the Directory this earlier snapshot?"),
        )

    def file_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """The eight tables for an upload by hand: a zip of CSV files, or an Excel file."""
        snapshot = get_object_or_404(DirectorySnapshot, pk=pk)
        if not self.has_view_permission(request, snapshot):
            raise PermissionDenied
        write = {"zip": write_zip, "xlsx": write_excel}.get(kind)
        if write is None:
            raise Http404
        file = io.BytesIO()
        write(file, snapshots.files_of(snapshot))
        return HttpResponse(
            file.getvalue(),
            content_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="directory-{pk}.{kind}"'},
        )

    def ask(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A page of ours in the frame of the admin."""
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/biobanks/directorysnapshot/{template}", context)


def may_publish(request: HttpRequest) -> bool:
    """Whether somebody may say what the Directory gets."""
    return bool(request.user.has_perm("biobanks.add_directorysnapshot"))


def write_zip(file: Any, tables: dict[str, bytes]) -> None:
    """The tables as a zip."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables.items():
            archive.writestr(f"{name}.csv", content)


def write_excel(file: Any, tables: dict[str, bytes]) -> None:
    """The tables as sheets."""
    with writer.workbook(file) as book:
        for name, content in tables.items():
            writer.write_sheet(book, name, snapshots.records(content))


@admin.register(SnapshotRun)
class SnapshotRunAdmin(ReadOnly, admin.ModelAdmin):
    """The story: each attempt, who made it, and what came of it."""

    list_display = ["at", "outcome", "by", "snapshot"]
    list_filter = ["outcome"]
    list_select_related = ["by", "snapshot"]
    fields = ["at", "by", "outcome", "snapshot", "reason", "problems_listed", "doubts_listed"]

    @admin.display(description=_("what the Directory could not take"))
    def problems_listed(self, run: SnapshotRun) -> str:
        """One a line."""
        return "\n".join(run.problems) or "-"

    @admin.display(description=_("what a person must answer for"))
    def doubts_listed(self, run: SnapshotRun) -> str:
        """One a line."""
        return "\n".join(run.doubts) or "-"


@admin.register(DirectoryFetch)
class DirectoryFetchAdmin(ReadOnly, admin.ModelAdmin):
    """When the Directory came, and what it got."""

    list_display = ["at", "table", "snapshot"]
    list_select_related = ["snapshot"]
    list_filter = ["table"]

"""What the checks of meaning found: seen by staff, let be with a reason, sent to biobanks."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bbmri_be.admin import ReadOnly, Waiting, waiter
from biobanks.admin.entries import staff
from biobanks.enums import Publication, Severity
from biobanks.models import Biobank, Finding, QualityScore
from biobanks.quality import report, running

LET_BE = timedelta(days=90)  # proposed
TREND = timedelta(days=30)


@waiter
def findings(request: HttpRequest) -> list[Waiting]:
    """Errors and warnings to mend."""
    if not request.user.has_perm("biobanks.view_finding"):
        return []
    to_mend, address = Finding.objects.to_mend(), reverse("admin:biobanks_finding_changelist")
    return [
        Waiting(label, to_mend.filter(severity=severity).count(), f"{address}?severity={severity}")
        for label, severity in (
            (_("Errors in entries"), Severity.ERROR),
            (_("Warnings about entries"), Severity.WARNING),
        )
    ]


class StandingFilter(admin.SimpleListFilter):
    """To mend, let be, mended."""

    title = _("where it stands")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices beside the first, which is what there is to mend."""
        return [("waived", _("Let be")), ("ended", _("Mended")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        """Django's first choice is “all”; ours is what there is to mend."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("To mend")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """Only the findings of the choice."""
        found: QuerySet
        match self.value():
            case "waived":
                found = queryset.waived()
            case "ended":
                found = queryset.exclude(ended_at=None)
            case "all":
                found = queryset
            case _:
                found = queryset.to_mend()
        return found


class WaiverForm(forms.Form):
    """Why a finding is let be, and until when."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is let be.")},
    )
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The last day. From then on it counts again."),
        error_messages={
            "required": _("Give the last day."),
            "invalid": _("Write a date, such as 2026-12-31."),
        },
    )


class LanguageForm(forms.Form):
    """The language of a letter."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


@admin.register(Finding)
class FindingAdmin(ReadOnly, admin.ModelAdmin):
    """Findings, the newest errors first."""

    change_form_template = "admin/biobanks/finding/change_form.html"
    change_list_template = "admin/biobanks/finding/change_list.html"
    list_display = [
        "check_code", "severity", "entry_link", "what_is_wrong", "since", "waived_until",
    ]  # fmt: skip
    list_filter = [StandingFilter, "severity", "biobank__province"]
    list_select_related = ["biobank", "collection", "network"]
    list_per_page = 100
    search_fields = [
        "check_code", "detail", "biobank__name", "collection__name", "collection__biobank__name",
        "network__name",
    ]  # fmt: skip
    fields = [
        "check_code", "severity", "entry_link", "explanation", "detail", "first_seen", "last_seen",
        "ended_at", "waived_by", "waived_until", "waiver",
    ]  # fmt: skip

    @admin.display(description=_("entry"))
    def entry_link(self, finding: Finding) -> str:
        """The entry's form, at the field."""
        entry: Any = finding.entry
        check = running.wording(finding)
        address = reverse(f"admin:biobanks_{entry._meta.model_name}_change", args=[entry.pk])
        anchor = f"#id_{check.field}" if check and check.field else ""
        return format_html('<a href="{}{}">{}</a>', address, anchor, entry)

    @admin.display(description=_("what it is"))
    def what_is_wrong(self, finding: Finding) -> str:
        """What is wrong, and the detail."""
        check = running.wording(finding)
        return f"{check.says} {finding.detail}".strip() if check else finding.detail

    @admin.display(description=_("first seen"), ordering="first_seen")
    def since(self, finding: Finding) -> date:
        """The day: the hour would not fit beside the rest."""
        return timezone.localtime(finding.first_seen).date()

    @admin.display(description=_("what it is"))
    def explanation(self, finding: Finding) -> str:
        """What is wrong, and what to do."""
        check = running.wording(finding)
        return check.description if check else ""

    def get_urls(self) -> list[URLPattern]:
        """Letting be, the overview, the letter."""

        def address(route: str, view: Any, name: str) -> Any:
            return path(route, self.admin_site.admin_view(view), name=f"biobanks_finding_{name}")

        return [
            address("overview/", self.overview_view, "overview"),
            address("<int:pk>/waive/", self.waive_view, "waive"),
            address("<int:pk>/take-up/", require_POST(self.take_up_view), "take_up"),
            address("report/<int:pk>/", self.report_view, "report"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A finding, with what may be done."""
        context = {"may_decide": may_decide(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def overview_view(self, request: HttpRequest) -> HttpResponse:
        """Each biobank's score, where it stood a month ago, and how much there is to mend."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        scores = QualityScore.objects.filter(biobank=OuterRef("pk")).order_by("-on")
        before = scores.filter(on__lte=timezone.localdate() - TREND)
        biobanks = (
            Biobank.objects.filter(publication=Publication.PUBLISHED)
            .annotate(
                score=Subquery(scores.values("score")[:1]),
                score_before=Subquery(before.values("score")[:1]),
                score_errors=Subquery(scores.values("errors")[:1]),
                score_warnings=Subquery(scores.values("warnings")[:1]),
                score_hints=Subquery(scores.values("hints")[:1]),
            )
            .order_by("score", "name")
        )
        return self.page(
            request,
            "overview.html",
            title=_("How complete and coherent the entries are"),
            biobanks=biobanks,
            may_decide=may_decide(request),
        )

    def waive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks why and until when, POST lets a finding be."""
        if not may_decide(request):
            raise PermissionDenied
        finding = get_object_or_404(Finding, pk=pk, ended_at=None)
        form = WaiverForm(
            request.POST or None,
            initial={"until": timezone.localdate() + LET_BE, "reason": finding.waiver},
        )
        if request.method == "POST" and form.is_valid():
            try:
                running.waive(finding, by=staff(request), **form.cleaned_data)
            except running.PastDate:
                form.add_error("until", _("Give a day to come."))
            else:
                messages.success(request, _("It is let be."))
                return redirect("admin:biobanks_finding_changelist")
        return self.page(
            request,
            "waive.html",
            title=_("Let this finding be?"),
            form=form,
            finding=finding,
            check=running.wording(finding),
            button=_("Let it be"),
        )

    def take_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """No longer let a finding be."""
        if not may_decide(request):
            raise PermissionDenied
        finding = get_object_or_404(Finding, pk=pk)
        running.take_up_again(finding)
        messages.success(request, _("It counts again."))
        return redirect("admin:biobanks_finding_change", pk)

    def report_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows what the biobank would see, POST sends it the link."""
        if not may_decide(request):
            raise PermissionDenied
        biobank = get_object_or_404(Biobank.objects.select_related("contact"), pk=pk)
        form = LanguageForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                report.send(biobank, **form.cleaned_data)
            except report.NoContact:
                messages.error(request, _("The biobank has no contact: choose one first."))
            else:
                messages.success(request, _("The letter is on its way."))
            return redirect("admin:biobanks_finding_overview")
        return self.page(
            request,
            "report.html",
            title=_("Tell the biobank what could be better?"),
            form=form,
            biobank=biobank,
            address=report.link_to(biobank),
            button=_("Send the letter"),
        )

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A page of ours in the frame of the admin."""
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/biobanks/finding/{template}", context)


def may_decide(request: HttpRequest) -> bool:
    """Whether somebody may let findings be, and write to biobanks about them."""
    return bool(request.user.has_perm("biobanks.change_finding"))

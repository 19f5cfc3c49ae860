"""What biobanks answered: proposals side by side with the entry, decided by field."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import ReadOnly, Waiting, waiter
from biobanks.admin.deciding import tell
from biobanks.admin.entries import staff
from biobanks.confirming import actions
from biobanks.confirming.forms import in_words, is_same, label_of
from biobanks.enums import Decision
from biobanks.models import Biobank, Confirmation, Proposal
from biobanks.models.confirmation import SILENCE


@waiter
def answers(request: HttpRequest) -> list[Waiting]:
    """Proposals to decide on, and biobanks that do not answer."""
    if not request.user.has_perm("biobanks.view_confirmation"):
        return []
    address = reverse("admin:biobanks_confirmation_changelist")
    silent = Confirmation.objects.open().filter(asked_at__lt=timezone.now() - SILENCE)
    proposals = Proposal.objects.filter(decision=Decision.OPEN)
    return [
        Waiting(
            _("Proposals of biobanks to decide on"), proposals.count(), f"{address}?standing=decide"
        ),
        Waiting(
            _("Biobanks that do not answer: telephone"),
            silent.count(),
            f"{address}?standing=silent",
        ),
    ]


class StandingFilter(admin.SimpleListFilter):
    """To decide, waiting, silent."""

    title = _("where it stands")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [
            ("decide", _("To decide")),
            ("waiting", _("Waiting for the biobank")),
            ("silent", _("Silent for long")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """Only the questions of the choice."""
        found: QuerySet = queryset
        match self.value():
            case "decide":
                found = queryset.filter(open_proposals__gt=0)
            case "waiting":
                found = queryset.open()
            case "silent":
                found = queryset.open().filter(asked_at__lt=timezone.now() - SILENCE)
        return found


class LanguageForm(forms.Form):
    """The language of the letter."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnly, admin.ModelAdmin):
    """Questions to biobanks, and what they answered."""

    holds_personal_data = True  # each look is noted: `bbmri_be.audit_log`
    list_display = ["biobank", "asked_at", "asked_by", "answered_at", "answer", "to_decide"]
    list_filter = [StandingFilter, "answer"]
    list_select_related = ["biobank", "asked_by"]
    search_fields = ["biobank__name", "message"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Confirmation]:
        """With how many proposals are open."""
        found: QuerySet[Confirmation] = super().get_queryset(request)
        is_open = Q(proposals__decision=Decision.OPEN)
        return found.annotate(open_proposals=Count("proposals", filter=is_open))

    @admin.display(description=_("to decide"))
    def to_decide(self, confirmation: Confirmation) -> int:
        """How many proposals are open."""
        return int(getattr(confirmation, "open_proposals"))  # noqa: B009 - annotated above

    def get_urls(self) -> list[URLPattern]:
        """Asking."""
        view = self.admin_site.admin_view(self.ask_view)
        return [
            path("ask/<int:pk>/", view, name="biobanks_confirmation_ask"),
            *super().get_urls(),
        ]

    def ask_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks in which language, POST asks the biobank whether its entry is right."""
        if not may_decide(request):
            raise PermissionDenied
        biobank = get_object_or_404(Biobank.objects.select_related("contact"), pk=pk)
        form = LanguageForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.ask(biobank, by=staff(request), **form.cleaned_data)
            except actions.NoContact:
                messages.error(request, _("The biobank has no contact: choose one first."))
            except actions.AlreadyAsked:
                messages.warning(request, _("The biobank was asked and has not answered yet."))
            else:
                messages.success(request, _("The letter is on its way."))
            return redirect("admin:biobanks_biobank_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Ask the biobank whether its entry is right?"),
            "form": form,
            "biobank": biobank,
        }
        return render(request, "admin/biobanks/confirmation/ask.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """GET shows what was proposed beside what the entry says now; POST decides."""
        confirmation = get_object_or_404(
            Confirmation.objects.select_related("biobank", "asked_by"),
            pk=object_id if object_id.isdecimal() else 0,
        )
        if not self.has_view_permission(request, confirmation):
            raise PermissionDenied
        proposals = list(confirmation.proposals.select_related("collection", "decided_by"))
        for proposal in proposals:  # the biobank once, not once a proposal
            proposal.confirmation = confirmation
        if request.method == "POST":
            if not may_decide(request):
                raise PermissionDenied
            self.decide(request, [row for row in proposals if row.decision == Decision.OPEN])
            return redirect(request.get_full_path())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What %(biobank)s answered") % {"biobank": confirmation.biobank},
            "confirmation": confirmation,
            "proposals": [shown(proposal) for proposal in proposals],
            "may_decide": may_decide(request),
            "has_open": any(row.decision == Decision.OPEN for row in proposals),
        }
        return render(request, "admin/biobanks/confirmation/change_form.html", context)

    def decide(self, request: HttpRequest, proposals: list[Proposal]) -> None:
        """Do what was marked, field by field; say what could not be done."""
        done = 0
        troubles: list[tuple[str, object]] = []
        for proposal in proposals:
            verb = request.POST.get("all") or request.POST.get(f"proposal-{proposal.pk}")
            name = f"{proposal.entry}, {label_of(proposal.entry, proposal.field)}"
            try:
                if verb == "accept":
                    # What was shown beside it says what the member of staff saw.
                    seen = request.POST.get(f"now-{proposal.pk}", "")
                    now = in_words(
                        proposal.entry, proposal.field, getattr(proposal.entry, proposal.field)
                    )
                    actions.accept([proposal], by=staff(request), despite_changes=seen == now)
                elif verb == "refuse":
                    actions.refuse([proposal], by=staff(request))
                else:
                    continue
                done += 1
            except actions.DecidedMeanwhile:
                troubles.append((name, _("somebody has just decided on it.")))
            except actions.EntryChanged:
                troubles.append((name, _("our entry has changed; look again.")))
            except actions.NotTaken as error:
                troubles.append((name, error))
        tell(request, done, troubles)


def may_decide(request: HttpRequest) -> bool:
    """Whether somebody may ask biobanks and decide on what they propose."""
    return bool(request.user.has_perm("biobanks.change_confirmation"))


def shown(proposal: Proposal) -> dict[str, Any]:
    """A proposal beside what the biobank saw and what the entry says now."""
    entry, name = proposal.entry, proposal.field
    now = getattr(entry, name)
    return {
        "proposal": proposal,
        "entry": entry,
        "label": label_of(entry, name),
        "before": in_words(entry, name, proposal.before),
        "now": in_words(entry, name, now),
        "after": in_words(entry, name, proposal.after),
        "has_changed": not is_same(now, proposal.before),
    }

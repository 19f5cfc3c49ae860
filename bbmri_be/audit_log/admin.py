"""The audit log in the admin: to be read."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bbmri_be.admin import ReadOnly
from bbmri_be.audit_log.middleware import admin_of
from bbmri_be.audit_log.models import Entry

# What the admin calls the pages of a model; others have the names of what they do.
PAGES = {
    "changelist": _("list"),
    "change": _("one of them"),
    "add": _("a new one"),
    "delete": _("deletion"),
    "delete_selected": _("deletion"),
    "history": _("history"),
    "autocomplete": _("search"),
    "export": _("export"),
    "print": _("print"),
    "file": _("file"),
    # Of no model.
    "login": _("Sign in"),
    "second-factor": _("Second factor"),
    "set-password": _("Choose a password"),
}


@admin.register(Entry)
class EntryAdmin(ReadOnly, admin.ModelAdmin):
    """Who did what; and who of the staff was where is personal data, too."""

    holds_personal_data = True
    list_display = ["at", "name", "what", "place", "rows_in_short", "network"]
    list_filter = ["what", "at"]
    search_fields = ["name", "page", "rows"]
    fields = ["at", "name", "what", "place", "rows", "network", "request"]
    readonly_fields = ["place"]
    date_hierarchy = "at"

    @admin.display(description=_("page"), ordering="page")
    def place(self, entry: Entry) -> str:
        """What the page is of, and what it does."""
        model_admin = admin_of(entry.page)
        if model_admin is None:
            return str(PAGES.get(entry.page, entry.page))
        opts = model_admin.opts
        done = entry.page.removeprefix(f"{opts.app_label}_{opts.model_name}_")
        action = getattr(getattr(model_admin, done, None), "short_description", done)
        return f"{opts.verbose_name}: {PAGES.get(done, action)}"

    @admin.display(description=_("rows"))
    def rows_in_short(self, entry: Entry) -> str:
        """The first few."""
        first = ", ".join(row[:12] for row in entry.rows[:5])
        return f"{first} …" if len(entry.rows) > 5 else first

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may read it."""
        return request.user.has_perm("audit_log.view_entry")

"""The staff's guide, `docs/staff-guide.md`, in the admin: each page links to its part."""

import re
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markdown import markdown
from PIL import Image

# The part of the guide that is about a model, or about an app; headings as Markdown names them.
PARTS = {
    "biobanks": "mend-an-entry",
    "biobanks.finding": "tell-a-biobank-what-could-be-better",
    "biobanks.confirmation": "ask-a-biobank-whether-its-entry-is-right",
    "biobanks.directorysnapshot": "give-the-directory-what-we-have",
    "biobanks.snapshotrun": "give-the-directory-what-we-have",
    "biobanks.directoryfetch": "give-the-directory-what-we-have",
    "biobanks.changeset": "take-what-the-directory-has",
    "membership": "what-you-write-down-once",
    "membership.application": "the-queue",
    "pages": "editors-of-pages",
    "outbox": "administrators",
    "schedule": "administrators",
    "auth": "administrators",
    "audit_log": "administrators",
    "staff_sessions": "your-account",
}
PICTURE = re.compile(r'src="\.\./static/([^"]+)"')
OTHER_DOCUMENT = re.compile(r"\[([^]]+)\]\([a-z-]+\.md(#[a-z-]+)?\)")


def address(opts: Any = None) -> str:
    """Where the guide speaks of a model; its beginning where there is none."""
    part = (PARTS.get(opts.label_lower) or PARTS.get(opts.app_label)) if opts else None
    return reverse("guide") + (f"#{part}" if part else "")


@cache
def contents() -> str:
    """The guide as HTML, with its pictures. Documents that are not served here are named only."""
    text = (settings.BASE_DIR / "docs" / "staff-guide.md").read_text(encoding="utf-8")
    text = OTHER_DOCUMENT.sub(r"\1", text.partition("\n")[2])  # the page has the title
    html = markdown(text, extensions=["toc"], output_format="html")
    return PICTURE.sub(lambda found: picture(found[1]), html)


def picture(path: str) -> str:
    """Attributes of a picture; with its size, so that nothing moves when it comes."""
    with Image.open(settings.BASE_DIR / "static" / path) as image:
        return f'src="{static(path)}" width="{image.width}" height="{image.height}" loading="lazy"'


def guide(request: HttpRequest) -> HttpResponse:
    """The guide, for staff; its links lead to the desk where it is, in the reader's language."""
    context = {
        **admin.site.each_context(request),
        "title": _("The staff’s guide"),
        "contents": contents().replace('href="/admin/', f'href="{reverse("admin:index")}'),
    }
    return render(request, "admin/guide.html", context)

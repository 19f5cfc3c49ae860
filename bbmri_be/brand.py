"""The node's own logo, where the operator has put one: `BRAND_FOLDER` in docs/operations.md.

Without it the site shows a wordmark of its own making.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PREFIX = "brand"  # of its files among the static ones
LIGHT, DARK = "logo.svg", "logo-dark.svg"
HEIGHT = 44  # pixels
ROOT = re.compile(r"<svg\b[^>]*>", re.DOTALL)
VIEW_BOX = re.compile(r'viewBox="[\s,]*\S+[\s,]+\S+[\s,]+([\d.]+)[\s,]+([\d.]+)[\s,]*"')


@dataclass(frozen=True)
class Logo:
    """A drawing, in the site's static files."""

    name: str
    dark_name: str  # for a dark page; empty where one drawing serves both
    width: int  # pixels
    height: int = HEIGHT


@cache
def logo() -> Logo | None:
    """The logo, None where there is none.

    Raises `ImproperlyConfigured` where the folder has no drawing that says how wide it is.
    """
    if not settings.BRAND_FOLDER:
        return None
    file = Path(settings.BRAND_FOLDER) / LIGHT
    try:
        root = ROOT.search(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"BRAND_FOLDER names {settings.BRAND_FOLDER}, but {LIGHT} in it cannot be read: "
            f"{error}. Put the logo there, or leave BRAND_FOLDER out."
        ) from error
    box = VIEW_BOX.search(root[0]) if root else None
    if box is None or not float(box[2]):
        raise ImproperlyConfigured(
            f"{file} has no viewBox, so nobody knows how wide it is. Save it as SVG with one."
        )
    has_dark = (file.parent / DARK).exists()
    return Logo(
        name=f"{PREFIX}/{LIGHT}",
        dark_name=f"{PREFIX}/{DARK}" if has_dark else "",
        width=round(HEIGHT * float(box[1]) / float(box[2])),
    )

"""What becomes of a file that staff upload: checked by its content, never by its name."""

import struct
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from pages.enums import MediaType

LARGEST_UPLOAD = 10_000_000  # bytes
MOST_PIXELS = 50_000_000  # of a picture as it comes; more would fill the memory
LONGEST_SIDE = 1600  # pixels of a picture as it is kept: twice the width of the text
QUALITY = 82  # of WebP, 0 to 100
PDF = b"%PDF-"  # stands at the beginning of every PDF file (ISO 32000)
READ = ("JPEG", "PNG", "WEBP")
# What the library raises at a picture that is broken, or made to do harm.
UNREADABLE = (Image.DecompressionBombError, OSError, SyntaxError, ValueError, struct.error)


def read(upload: UploadedFile) -> dict[str, Any]:
    """The columns of a `File` for an upload.

    A picture is kept as WebP, upright, no larger than pages need, and without what a camera wrote
    into it (place, time, owner). Raises ValidationError for anything but a picture or a PDF.
    """
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise ValidationError(
            _("Choose a file of at most %(size)d MB."),
            params={"size": LARGEST_UPLOAD // 1_000_000},
        )
    content = upload.read()
    if content.startswith(PDF):
        return {"media_type": MediaType.PDF, "content": content, "size": len(content)}
    return picture(content)


def picture(content: bytes) -> dict[str, Any]:
    """The columns of a picture."""
    try:
        with Image.open(BytesIO(content), formats=READ) as original:
            if original.width * original.height > MOST_PIXELS:
                raise ValidationError(
                    _("Choose a picture of at most %(number)d million pixels."),
                    params={"number": MOST_PIXELS // 1_000_000},
                )
            image = ImageOps.exif_transpose(original)
            has_holes = image.has_transparency_data
            image = image.convert("RGBA" if has_holes else "RGB")
    except UNREADABLE as error:
        raise ValidationError(
            _("Choose a picture (JPEG, PNG or WebP) or a PDF document that opens.")
        ) from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = BytesIO()
    image.save(kept, "WEBP", quality=QUALITY)
    return {
        "media_type": MediaType.WEBP,
        "content": kept.getvalue(),
        "size": len(kept.getvalue()),
        "width": image.width,
        "height": image.height,
    }

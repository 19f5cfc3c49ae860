"""Pictures and documents: what is taken, what is kept, how texts show them."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image, PngImagePlugin

from bbmri_be.markdown import render
from pages import uploads
from pages.enums import MediaType
from pages.models import File
from pages.validators import pictures_have_words
from tests.pages.factories import FileFactory, StaffFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nrules"


def picture(width=40, height=20, kind="JPEG", **options):
    content = BytesIO()
    Image.new("RGB", (width, height), "red").save(content, kind, **options)
    return content.getvalue()


def swollen():
    """A picture with a remark of 70 million letters, packed into a few thousand bytes."""
    remarks = PngImagePlugin.PngInfo()
    remarks.add_text("Remark", "x" * 70_000_000, zip=True)
    return picture(kind="PNG", pnginfo=remarks)


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def editor(client):
    client.force_login(StaffFactory(permissions=["add_file", "change_file", "view_file"]))
    return client


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_is_kept_as_webp(kind):
    kept = uploads.read(upload(picture(kind=kind)))

    with Image.open(BytesIO(kept["content"])) as image:
        assert (image.format, image.size) == ("WEBP", (40, 20))
    assert (kept["media_type"], kept["width"], kept["height"]) == (MediaType.WEBP, 40, 20)
    assert kept["size"] == len(kept["content"])


def test_large_picture_is_made_small_and_a_turned_one_upright():
    turned = Image.Exif()
    turned[0x0112] = 6  # Orientation: the camera was held on its side (Exif 2.3)
    turned[0x013B] = "An Peeters"  # Artist

    kept = uploads.read(upload(picture(4000, 2000, exif=turned)))

    assert (kept["width"], kept["height"]) == (800, 1600)
    assert b"An Peeters" not in kept["content"]


def test_holes_of_a_picture_stay():
    content = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(content, "PNG")

    kept = uploads.read(upload(content.getvalue()))

    with Image.open(BytesIO(kept["content"])) as image:
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain text",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n broken",
        picture()[:60],
        picture(kind="GIF"),
        swollen(),
    ],
    ids=["nothing", "text", "SVG", "broken", "cut off", "GIF", "swollen"],
)
def test_anything_else_is_refused(content):
    with pytest.raises(ValidationError, match="that opens"):
        uploads.read(upload(content))


def test_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 799)

    with pytest.raises(ValidationError, match="at most 0 million pixels"):
        uploads.read(upload(picture(40, 20)))


def test_large_file_is_refused():
    file = upload(PDF, "rules.pdf")
    file.size = uploads.LARGEST_UPLOAD + 1

    with pytest.raises(ValidationError, match="at most 10 MB"):
        uploads.read(file)


def test_editor_uploads_a_picture_and_copies_its_line(editor):
    added = editor.post(
        reverse("admin:pages_file_add"),
        {"upload": upload(picture()), "words_en": "A freezer", "words_nl": "Een diepvriezer"},
    )

    assert added.status_code == 302
    file = File.objects.get()
    address = f"/files/{file.key}-40x20.webp"
    assert file.line("nl") == f"![Een diepvriezer]({address})"
    assert file.line("fr") == ""
    html = editor.get(reverse("admin:pages_file_change", args=[file.pk])).content.decode()
    assert f"<code>![A freezer]({address})</code>" in html
    shown = editor.get(address)
    assert (shown["Content-Type"], shown.content) == ("image/webp", bytes(file.content))
    assert shown["Cache-Control"] == "public, max-age=31536000, immutable"


def test_words_are_asked_for_and_the_kind_is_checked(editor):
    page = editor.post(
        reverse("admin:pages_file_add"), {"upload": upload(b"text", "photo.jpg")}
    ).content.decode()

    assert "that opens" in page
    assert File.objects.count() == 0
    page = editor.post(
        reverse("admin:pages_file_add"), {"upload": upload(picture())}
    ).content.decode()
    assert "Write the words in at least one language." in page
    assert File.objects.count() == 0


def test_words_change_and_content_does_not(editor):
    file = FileFactory()

    editor.post(
        reverse("admin:pages_file_change", args=[file.pk]),
        {"words_en": "New rules", "upload": upload(picture())},
    )

    file.refresh_from_db()
    assert (file.words_en, bytes(file.content)) == ("New rules", b"%PDF-1.7 rules")
    assert "content" not in [field.name for field in File.history.model._meta.fields]


def test_document_is_linked_to(client):
    file = FileFactory()

    response = client.get(file.get_absolute_url())

    assert file.line("en") == f"[The rules](/files/{file.key}.pdf)"
    assert (response["Content-Type"], response.content) == ("application/pdf", b"%PDF-1.7 rules")


@pytest.mark.parametrize("name", ["{key}", "{key}.webp", "{key}-1x1.webp", "x.pdf", "{key}.pdf.x"])
def test_file_has_one_address(client, name):
    file = FileFactory()

    assert client.get(f"/files/{name.format(key=file.key)}").status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"media_type": MediaType.WEBP},
        {"media_type": MediaType.WEBP, "width": 1, "height": 0},
        {"media_type": MediaType.PDF, "width": 1, "height": 1},
        {"media_type": "text/html"},
    ],
)
def test_database_refuses_a_picture_without_size_and_any_other_kind(values):
    with pytest.raises(IntegrityError, match="pages_file_pictures"), transaction.atomic():
        FileFactory(**values)


def test_text_shows_a_picture_in_a_place_that_is_kept_free():
    html = render('![A "cold" freezer](/files/abc2-40x20.webp)')

    assert html == (
        '<p><img width="40" height="20" loading="lazy" alt="A &quot;cold&quot; freezer" '
        'src="/files/abc2-40x20.webp"></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://example.org/spy.gif)",
        "![x](//example.org/files/a-1x1.webp)",
        "![x](/files/a.svg)",
        "![x](data:image/png;base64,AAAA)",
        '<img src="/admin/logout/">',
        "<img alt='x' src=x onerror=alert(1)>",
    ],
)
def test_text_shows_no_picture_of_others(text):
    assert "<img" not in render(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("![](/files/abc2-40x20.webp)", "what the picture shows"),
        ("a ![  ](/files/abc2-40x20.webp)", "what the picture shows"),
        ("![A freezer](https://example.org/a.jpg)", "Pictures come from Files"),
    ],
)
def test_picture_needs_words_and_comes_from_the_site(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        pictures_have_words(text)


def test_text_with_a_good_picture_is_taken():
    assert pictures_have_words("See ![A freezer](/files/abc2-40x20.webp) and [a](/b/)") is None

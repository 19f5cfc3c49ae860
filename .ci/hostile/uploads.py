"""Files that nobody should send."""

import io
import random
import zipfile
from collections.abc import Iterator
from functools import cache

from hostile.asking import Request
from hostile.forms import File, Siege
from hostile.values import MARK

PDF = b"%PDF-1.4 " + MARK.encode()
HTML = f"<html><script>{MARK}()</script></html>".encode()
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{MARK}()"><script/></svg>'.encode()
ENTITIES = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 10))
BOMB_OF_ENTITIES = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "{MARK}">{ENTITIES}]><x>&e9;</x>'
MEGABYTES = 60
# A PNG of 60,000 times 60,000 pixels, without any.
LARGE_PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d494844520000ea600000ea600802000000")


def archive(files: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    """An Excel file whose strings unfold to a thousand million."""
    bomb = BOMB_OF_ENTITIES.encode()
    return archive(
        {"[Content_Types].xml": bomb, "xl/workbook.xml": bomb, "xl/sharedStrings.xml": bomb}
    )


def tables(**cells: str) -> bytes:
    """A table of biobanks with one row."""
    row = ",".join('"' + text.replace('"', '""') + '"' for text in cells.values())
    return archive({"Biobanks.csv": f"{','.join(cells)}\n{row}\n".encode(errors="surrogatepass")})


@cache
def files() -> list[tuple[str, str, bytes]]:
    """Name, type and content of each."""
    dice = random.Random(1)  # noqa: S311 - no secret
    zeros = bytes(MEGABYTES * 1_000_000)
    table = b"id,name\n" + b"a," + bytes([120]) * (MEGABYTES * 1_000_000) + b"\n"
    return [
        ("a.pdf", "application/pdf", PDF),
        ("page.html", "text/html", HTML),
        ("page.pdf", "application/pdf", HTML),
        ("drawing.svg", "image/svg+xml", SVG),
        ("drawing.png", "image/png", SVG),
        ("large.png", "image/png", LARGE_PICTURE + dice.randbytes(200)),
        ("short.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + dice.randbytes(500)),
        ("nothing.zip", "application/zip", b""),
        ("noise.zip", "application/zip", dice.randbytes(5_000)),
        ("cut.zip", "application/zip", tables(id="a", name="b")[:-30]),
        ("bomb.zip", "application/zip", archive({"Biobanks.csv": zeros})),
        ("long-cell.zip", "application/zip", archive({"Biobanks.csv": table})),
        ("outside.zip", "application/zip", archive({"../../Biobanks.csv": b"id,name\n"})),
        ("many.zip", "application/zip", archive({f"{n}.csv": b"" for n in range(5_000)})),
        ("nested.zip", "application/zip", archive({"Biobanks.csv": archive({"a": zeros[:1000]})})),
        ("bomb.xlsx", "application/vnd.ms-excel", workbook()),
        ("../../../tmp/up.pdf", "application/pdf", PDF),
        (f"<{MARK}>.pdf", "application/pdf", PDF),
        (f'x\\" {MARK}=.pdf', "application/pdf", PDF),
        ("a%00b.pdf", "application/pdf", PDF),
        ("\u202efdp.exe.pdf", "application/pdf", PDF),
        ("x" * 5_000 + ".pdf", "application/pdf", PDF),
        ("", "application/pdf", PDF),
        ("type.pdf", f"text/html; {MARK}", PDF),
        *(
            ("cells.zip", "application/zip", tables(id="bbmri-eric:ID:BE_x", name=text))
            for text in ("=1+1", f"<{MARK}>", "a\ud800", "x" * 200_000)
        ),
    ]


def attacks(siege: Siege) -> Iterator[Request]:
    """A form with each of the files in each of its fields for files."""
    names = [one.name for one in siege.form.fields if one.kind == "file"]
    for name in names:
        for file in files():
            sent: list[File] = [(name, *file)]
            yield siege.form.request(siege.filled, sent)
        several: list[File] = [(name, "a.pdf", "application/pdf", PDF)] * 150
        yield siege.form.request(siege.filled, several)

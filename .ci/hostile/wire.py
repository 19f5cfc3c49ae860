"""What goes over the line and no browser would send."""

import gzip
from collections.abc import Iterator
from urllib.parse import quote

from hostile.asking import Request
from hostile.values import FOREIGN, MARK, VALUES

PAGES = ("/", "/nl/catalogue/", "/join/", "/admin/login/", "/api/v1/biobanks", "/static/x")
METHODS = (
    "HEAD",
    "OPTIONS",
    "PUT",
    "PATCH",
    "DELETE",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    MARK.upper(),
)
HEADERS = (
    *("Accept", "Accept-Language", "Accept-Encoding", "Cookie", "If-None-Match", "Range"),
    *("If-Modified-Since", "Referer", "User-Agent", "X-Forwarded-For", "X-Request-ID", "Origin"),
    *("Authorization", "Content-Type", "X-Requested-With", "Content-Encoding"),
)
NEXT = (
    *(
        f"//{FOREIGN}/",
        f"https://{FOREIGN}/",
        f"/\\{FOREIGN}/",
        f"\\\\{FOREIGN}",
        f"http:{FOREIGN}",
    ),
    *(f"javascript:{MARK}()", f"/%0d%0aX-{MARK}: 1", f"https:///{FOREIGN}", f"/\t/{FOREIGN}/"),
)
BODY = b"name=x&subject="
GZIP_BOMB = gzip.compress(bytes(20_000_000))


def message(
    host: str, method: str = "GET", path: str = "/", *lines: str, body: bytes = b""
) -> bytes:
    """A request as it goes over the line."""
    head = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *lines]
    return "\r\n".join([*head, "", ""]).encode(errors="surrogatepass") + body


def raw(content: bytes) -> Request:
    """It need not be answered, but the site must stay."""
    return Request("", "", raw=content, may_be_dropped=True)


def requests(host: str) -> Iterator[Request]:
    """All of them."""
    for path in PAGES:
        yield from (raw(message(host, method, path, "Content-Length: 0")) for method in METHODS)
        yield from (raw(message(host, "POST", path, *lines, body=body)) for lines, body in bodies())
        yield from foreign(host, path)
        yield from addresses(host, path)
    for name in HEADERS:
        for text in VALUES.values():
            line = " ".join(text.split("\0")).replace("\r", " ").replace("\n", " ")
            yield raw(message(host, "GET", "/catalogue/", f"{name}: {line[:4_000]}"))
    for start in (
        "/admin/login/",
        "/nl/admin/login/",
        "/admin/second-factor/",
        "/admin/",
        "/join/",
    ):
        for target in NEXT:
            yield Request("GET", f"{start}?next={quote(target)}")


def bodies() -> Iterator[tuple[list[str], bytes]]:
    """Headers and bodies that do not belong together."""
    form = "Content-Type: application/x-www-form-urlencoded"
    packed = gzip.compress(BODY)
    for length in ("-1", "99999999999999999999", "1e3", "0x10", "5000", "16999999", "", "１"):
        yield [form, f"Content-Length: {length}"], BODY
    yield [form, "Content-Length: 3", "Content-Length: 15"], BODY
    yield [form, "Content-Length: 15", "Transfer-Encoding: chunked"], BODY
    yield [form, "Transfer-Encoding: chunked"], b"f\r\n" + BODY + b"\r\n0\r\n\r\n"
    yield [form, "Transfer-Encoding: chunked"], b"fffffffff\r\n" + BODY
    yield [form, "Transfer-Encoding: gzip, chunked"], b"f\r\n" + BODY
    for kind in ("utf-7", "utf-16", MARK, "a" * 2_000, "rot13", "zlib", "idna"):
        yield [f"{form}; charset={kind}", f"Content-Length: {len(BODY)}"], BODY
    for body in (packed, GZIP_BOMB):
        yield [form, "Content-Encoding: gzip", f"Content-Length: {len(body)}"], body
    for kind in (
        "multipart/form-data",
        'multipart/form-data; boundary="',
        "multipart/form-data; boundary=é",
    ):
        yield [f"Content-Type: {kind}", f"Content-Length: {len(BODY)}"], BODY
    yield ["Content-Type: application/json", "Content-Length: 2000"], b"[" * 2000


def foreign(host: str, path: str) -> Iterator[Request]:
    """Another host in the one or the other header."""
    for name in ("X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "Forwarded", "X-Original-URL"):
        yield raw(message(host, "GET", path, f"{name}: {FOREIGN}"))
    for other in (FOREIGN, f"{host}@{FOREIGN}", f"{FOREIGN}:80", "", "[::1", f"{host},{FOREIGN}"):
        yield raw(message(other, "GET", path))
    yield raw(f"GET http://{FOREIGN}{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    yield raw(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nHost: {FOREIGN}\r\n\r\n".encode())
    yield raw(f"GET {path} HTTP/1.0\r\n\r\n".encode())


def addresses(host: str, path: str) -> Iterator[Request]:
    """Addresses that are too long, or no text."""
    yield raw(message(host, "GET", path + "?q=" + "x" * 8_000))
    yield raw(message(host, "GET", path + "?q=" + "x" * 8_192))
    yield raw(message(host, "GET", path + "?" + "&" * 7_000))
    yield raw(message(host, "GET", path + "?" + "c=1&" * 1_500))
    yield raw(message(host, "GET", path + "y/" * 3_500))
    yield raw(b"GET " + path.encode() + b"?q=\xed\xa0\x80\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n")
    for bytes_of in (
        "%ED%A0%80",
        "%FF",
        "%00",
        "%C0%AF",
        "%0d%0aX-hx7q:1",
        "%u0041",
        "%",
        "%2e%2e/",
    ):
        yield raw(message(host, "GET", f"{path}{bytes_of}"))
        yield raw(message(host, "GET", f"{path}?q={bytes_of}&{bytes_of}=1"))

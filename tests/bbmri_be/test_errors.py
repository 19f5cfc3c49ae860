"""What a Sentry is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
import sentry_sdk
from django.db import DataError
from django.test import Client
from django.urls import path

from bbmri_be import errors, urls


def broken(request, token):
    """A page that fails as pages fail: an error that quotes what was typed."""
    typed = request.POST["name"]
    raise DataError(f"Failing row contains ({typed})")


urlpatterns = [path("broken/<str:token>/", broken), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.fixture
def sentry():
    """Somebody who listens as a Sentry does; what was told, as it came."""
    told = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Encoding"] == "br"
            told.append(brotli.decompress(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Sentry) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        errors.tell(f"http://key@127.0.0.1:{server.server_port}/1")
        yield told
        sentry_sdk.get_client().close()
        sentry_sdk.init()
        server.shutdown()


@pytest.mark.urls(__name__)
def test_sentry_hears_which_error_and_where_but_nothing_of_persons(sentry):
    client = Client(raise_request_exception=False)

    answer = client.post(
        "/broken/secret-token/?q=searched", {"name": "Anna Peeters"}, HTTP_COOKIE="a=cookie"
    )
    sentry_sdk.flush()

    [envelope] = [told for told in sentry if b'"exception"' in told]
    event = json.loads(envelope.splitlines()[2])
    [error] = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("DataError", "")
    assert error["stacktrace"]["frames"][-1]["function"] == "broken"
    assert event["tags"] == {"request": answer["X-Request-ID"]}
    assert event["transaction"] == "/broken/{token}/"
    for private in (b"Anna", b"secret-token", b"searched", b"cookie", b"127.0.0.1"):
        assert private not in envelope

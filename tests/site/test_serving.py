"""The site over HTTP, with the settings of production."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from tests.site.sites import copied, environment_of, processes
from tests.worker import wait_for


def get(url, **headers):
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10)


def test_server_is_no_root(site):
    if os.geteuid() == 0 and site.uid == 0:
        pytest.skip("this Python lies where no ordinary user can run it")

    assert site.uid != 0


@pytest.mark.parametrize("prefix", ["", "/nl", "/fr", "/de"])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/catalogue/", "/figures/", "/biobanks/", "/join/", "/governance/", "/history/"),
        *("/membership/", "/questions/", "/news/", "/contact/", "/privacy/", "/accessibility/"),
        *("/credits/", "/data/", "/request/", "/compare/"),
    ],
)
def test_public_page(site, prefix, path):
    response = get(site.url + prefix + path)
    html = response.read().decode()

    language = prefix.strip("/") or "en"
    assert response.status == 200
    assert f'<html lang="{language}">' in html
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert re.search(r"<title>\s*\S.* – BBMRI.be</title>", html)
    assert re.search(r'<meta name="description" content="[^"]{20,}">', html)
    assert set(re.findall(r'hreflang="([\w-]+)"\s+href', html)) == {
        "en",
        "nl",
        "fr",
        "de",
        "x-default",
    }


@pytest.mark.parametrize("path", ["/", "/catalogue/?q=tumour", "/governance/", "/admin/login/"])
def test_strict_policy_of_contents(site, path):
    policy = get(site.url + path).headers["Content-Security-Policy"]

    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        f"form-action 'self' http://127.0.0.1:{site.negotiator_port}",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
    ]


def test_who_asks_for_no_body_gets_its_length_alone(site):
    whole = get(f"{site.url}/figures/").read()
    with closing(http.client.HTTPConnection(urlsplit(site.url).netloc)) as connection:
        connection.request("HEAD", "/figures/")
        response = connection.getresponse()

    assert (response.status, response.read()) == (200, b"")
    assert response.headers["Content-Length"] == str(len(whole))


@pytest.mark.parametrize(
    ("path", "for_whom"),
    [
        ("/", "same-origin"),
        ("/admin/login/", "same-origin"),
        ("/no-such-page/", "same-origin"),
        ("/static/css/site.css", "same-origin"),
        ("/api/v1/openapi.json", "cross-origin"),
    ],
)
def test_headers_of_every_answer(site, path, for_whom):
    with closing(http.client.HTTPConnection(urlsplit(site.url).netloc)) as connection:
        connection.request("GET", path)
        headers = connection.getresponse().headers

    assert headers["Cross-Origin-Resource-Policy"] == for_whom
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    features = headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()"} < set(features)
    assert all(feature.endswith("=()") for feature in features)
    assert headers["Server"] == "gunicorn"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/catalogue/?q=tumour", "/news/", "/no-such-page/"),
        *("/request/?c=antwerp-dna", "/compare/?c=antwerp-dna", "/request.csv?c=antwerp-dna"),
    ],
)
def test_reader_gets_no_cookie(site, path):
    try:
        headers = get(site.url + path).headers
    except urllib.error.HTTPError as error:
        headers = error.headers

    assert headers.get_all("Set-Cookie") is None


def test_style_sheet_never_changes_its_content(site):
    html = get(site.url).read().decode()
    path = re.search(r'<link rel="stylesheet" href="([^"]+)"', html)[1]

    response = get(site.url + path, **{"Accept-Encoding": "br"})

    assert re.fullmatch(r"/static/css/site\.[0-9a-f]{12}\.css", path)
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response.headers["Content-Encoding"] == "br"
    assert len(response.read()) <= 10_000  # bytes: the budget of all style sheets together


def test_foreign_host_is_refused(site):
    with closing(http.client.HTTPConnection(urlsplit(site.url).netloc)) as connection:
        connection.request("GET", "/", headers={"Host": "evil.example"})
        response = connection.getresponse()

        assert response.status == 400
        assert b"evil.example" not in response.read()


@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/files/", "/.git/config"])
def test_folder_is_not_listed(site, path):
    with closing(http.client.HTTPConnection(urlsplit(site.url).netloc)) as connection:
        connection.request("GET", path)

        assert connection.getresponse().status == 404


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/api/v1/figures", "/healthz/"])
def test_request_is_not_sent_back_for_trace(site, path):
    with closing(http.client.HTTPConnection(urlsplit(site.url).netloc)) as connection:
        connection.request("TRACE", path, headers={"Cookie": "marker=1"})
        response = connection.getresponse()

        assert response.status in {403, 405}
        assert b"marker" not in response.read()


@pytest.mark.parametrize(
    "lengths",
    [
        ("Content-Length: 3", "Transfer-Encoding: chunked"),
        ("Content-Length: 3", "Content-Length: 30"),
        ("Transfer-Encoding: gzip, chunked, identity",),
        ("Content-Length: +3",),
    ],
)
def test_request_whose_end_is_in_doubt_is_refused(site, lengths):
    parts = urlsplit(site.url)
    head = ["POST /join/ HTTP/1.1", f"Host: {parts.netloc}", *lengths, "", ""]
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall("\r\n".join(head).encode() + b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))

    assert re.match(rb"HTTP/1\.1 (400|501) ", answer)
    assert answer.count(b"HTTP/1.1 ") == 1


def test_every_entry_answers(site):
    """Each biobank, collection and network of the starting data has a page."""
    html = get(f"{site.url}/biobanks/").read().decode()
    biobanks = set(re.findall(r'href="(/biobanks/[\w-]+/)"', html))
    networks = set(re.findall(r'href="(/networks/[\w-]+/)"', html))
    collections = set()
    for path in biobanks:
        page = get(site.url + path).read().decode()
        collections |= set(re.findall(r'href="(/collections/[\w-]+/)"', page))

    answers = {get(site.url + path).status for path in networks | collections}

    assert (len(biobanks), len(networks), len(collections), answers) == (19, 3, 35, {200})


@pytest.fixture
def half_migrated(ground):
    """The settings of a site on a database in which one migration is missing."""
    with copied(ground, "half") as database:
        with psycopg.connect(**ground.login, dbname=database, autocommit=True) as own:
            own.execute("DELETE FROM django_migrations WHERE app = 'schedule'")
        yield environment_of(ground, database)


def test_start_on_a_half_migrated_database_is_refused(ground, half_migrated):
    command = ["-m", "gunicorn", "--config=python:bbmri_be.gunicorn", "bbmri_be.wsgi"]

    ended = subprocess.run(
        [sys.executable, *command],
        env=half_migrated | {"LOG_FORMAT": "json"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=30,
        **ground.account,
    )

    assert ended.returncode == 4
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert (
        "The database lacks migrations of this version. Run `manage.py migrate`, then start again."
    ) in [line["message"] for line in lines]
    assert {line["logger"] for line in lines} == {"gunicorn.error"}
    assert "Traceback" not in ended.stderr


def status_of(process, field):
    """What the kernel says of a process."""
    status = Path(f"/proc/{process}/status").read_text()
    return re.search(rf"^{field}:\s+(\w+)", status, re.MULTILINE)[1]


def is_told_to_stop(process):
    """Whether SIGTERM waits for a process that stands still."""
    return int(status_of(process, "ShdPnd"), 16) & 1 << signal.SIGTERM - 1


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_stop_answers_who_waits_at_the_door(ground):
    with copied(ground, "stopped") as database:
        environment = environment_of(ground, database) | {"WEB_CONCURRENCY": "1"}
        address = urlsplit(environment["SITE_URL"]).netloc
        with processes(ground, environment) as (_console, server):
            worker = int(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text())
            os.kill(worker, signal.SIGSTOP)
            # Each of its threads: one that still runs would take the next signal at once.
            wait_for(lambda: status_of(worker, "State") == "T")
            waiting = [http.client.HTTPConnection(address, timeout=30) for _ in range(5)]
            for one in waiting:
                one.request("GET", "/healthz/")
            server.terminate()
            wait_for(lambda: is_told_to_stop(worker))
            os.kill(worker, signal.SIGCONT)
            statuses = [one.getresponse().status for one in waiting]

    assert statuses == [200] * 5

"""A Negotiator for tests: a real HTTP server on this computer."""

import json
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


class Negotiator:
    """Answers requests as it is told to, and keeps what it received."""

    def __init__(self, port=0):
        self.received = []
        self.hangs = None  # "before" the answer or "within" it
        self.ended = Event()
        negotiator = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                negotiator.received.append((self.path, dict(self.headers), json.loads(body)))
                if negotiator.hangs == "before":
                    negotiator.ended.wait()
                status, content = negotiator.answer
                if not isinstance(content, bytes):
                    content = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if negotiator.hangs == "within":
                    negotiator.ended.wait()
                with suppress(BrokenPipeError):  # The site has hung up: it waits no longer.
                    self.wfile.write(content)

            def do_GET(self):
                if self.path == "/elsewhere":
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(json.dumps(negotiator.takes[1]).encode())
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                # With an icon of its own: a browser would ask for one, perhaps when nobody listens.
                self.wfile.write(
                    b'<!doctype html><link rel="icon" href="data:,"><title>Negotiator</title>'
                    b"<h1>Log in</h1>"
                )

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.takes = (201, {"redirectUrl": f"{self.url}/requests/1"})
        self.answer = self.takes


@contextmanager
def running_negotiator(port=0):
    """A Negotiator that listens until the end of the block."""
    negotiator = Negotiator(port)
    thread = Thread(target=negotiator.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield negotiator
    finally:
        negotiator.ended.set()
        negotiator.server.shutdown()
        negotiator.server.server_close()
        thread.join()

"""A small mail server that can be told to misbehave."""

import socket
import socketserver
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

LONGEST_SILENCE = 60  # seconds; whoever waits for us gives up earlier


class Sink(socketserver.ThreadingTCPServer):
    """Takes mails and keeps them.

    `mode` says how it behaves: ok, hang (after the connection), refuse (a recipient, for good),
    later (a recipient, for now), die (within a message), take and die (before it says so), stall
    (the same, until it `may_answer`).
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), SinkHandler)
        self.mode = "ok"
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.got_a_message = threading.Event()
        self.may_answer = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def listen(self) -> None:
        """Answer, in a thread."""
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def stop_listening(self) -> None:
        """Refuse all connections."""
        self.shutdown()
        self.server_close()

    def listen_again(self) -> None:
        """At the same port."""
        self.socket = socket.socket(self.address_family, self.socket_type)
        self.server_bind()
        self.server_activate()
        self.listen()


class SinkHandler(socketserver.StreamRequestHandler):
    server: Sink

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        with suppress(ConnectionError):  # whoever asked was killed
            self.answer()

    def answer(self) -> None:
        if self.server.mode == "hang":
            self.server.may_answer.wait(LONGEST_SILENCE)
            return
        self.say("220 sink")
        while line := self.rfile.readline():
            match line.split()[0].upper():
                case b"RCPT" if self.server.mode == "refuse":
                    self.say("550 no such user an@example.be")
                case b"RCPT" if self.server.mode == "later":
                    self.say("451 not now")
                case b"RCPT":
                    self.server.recipients.append(line.decode().split(":", 1)[1].strip())
                    self.say("250 ok")
                case b"DATA":
                    self.say("354 go on")
                    if not self.take_message():
                        return
                case b"QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def take_message(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            if self.server.mode == "die":
                return False
            lines.append(line)
        self.server.messages.append(message_from_bytes(b"".join(lines), policy=default))
        self.server.got_a_message.set()
        if self.server.mode == "take and die":
            return False
        if self.server.mode == "stall":
            self.server.may_answer.wait(LONGEST_SILENCE)
        self.say("250 taken")
        return True


@contextmanager
def running():
    """A mail server, as long as it is needed."""
    server = Sink()
    server.listen()
    try:
        yield server
    finally:
        server.may_answer.set()
        server.stop_listening()

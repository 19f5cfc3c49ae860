"""A mail server for tests."""

import socketserver
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


class Sink(socketserver.ThreadingTCPServer):
    """A small mail server that can be told to misbehave."""

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


class SinkHandler(socketserver.StreamRequestHandler):
    server: Sink

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        if self.server.mode == "hang":
            self.server.may_answer.wait(10)
            return
        self.say("220 sink")
        while line := self.rfile.readline():
            match line.split()[0].upper():
                case b"RCPT" if self.server.mode == "refuse":
                    self.say("550 no such user an@example.be")
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
            self.server.may_answer.wait(20)
        self.say("250 taken")
        return True

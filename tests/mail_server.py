"""A real SMTP server for a test: it takes mail, refuses it, puts it off, or says nothing at all."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class Box:
    """What arrived, and how the server answers to a recipient."""

    port: int = 0
    answer: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self.tries += 1
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@contextmanager
def mail_server(
    answer: str = "250 OK", *, tls: ssl.SSLContext | None = None, password: str | None = None
) -> Iterator[Box]:
    """A server on a port of its own; with `tls` it offers STARTTLS, with `password` it wants to be signed in to."""
    box = Box(answer=answer)
    more: dict[str, Any] = {"tls_context": tls} if tls else {}
    if password:
        more |= {
            "authenticator": lambda *given: AuthResult(success=given[-1].password == password.encode(), handled=False)
        }
        more |= {"auth_required": True, "auth_require_tls": False}
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()
        held: list[socket.socket] = []

        def hold() -> None:
            server.settimeout(0.1)
            while not over.is_set():
                with suppress(TimeoutError):
                    held.append(server.accept()[0])

        thread = threading.Thread(target=hold)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()
        for call in held:
            call.close()


@contextmanager
def scripted_server(*answers: str) -> Iterator[int]:
    """A port that greets one caller with the first answer, gives the next to each line, and then says goodbye."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            call, _ = server.accept()
            with suppress(ConnectionError), call, call.makefile("rwb", buffering=0) as lines:
                lines.write(f"{answers[0]}\r\n".encode())
                for number, _line in enumerate(lines, start=1):
                    answer = answers[number] if number < len(answers) else "221 Bye"
                    lines.write(f"{answer}\r\n".encode())

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(5)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def self_signed(folder: Path) -> ssl.SSLContext:
    """The TLS of a server nobody vouches for."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context

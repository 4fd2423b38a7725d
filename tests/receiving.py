"""A receiver of webhooks for tests: a real HTTP server that answers as told and keeps what it was sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any


@dataclass
class Receiver:
    """What it answers (a status each, the last one for ever), how slowly, and what came in."""

    answers: list[int] = field(default_factory=lambda: [204])
    location: str = ""
    body: bytes = b""
    drip: float = 0.0
    """Seconds between two bytes of its answer."""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def next_answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving(context: SSLContext | None = None, **how: Any) -> Iterator[Receiver]:
    """A receiver at work on this machine."""
    receiver = Receiver(**how)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.stop.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append((dict(self.headers), body))
            head = f"HTTP/1.1 {receiver.next_answer()} Said\r\n"
            head += f"Location: {receiver.location}\r\n" if receiver.location else ""
            head += f"Content-Length: {len(receiver.body)}\r\n\r\n"
            self._send(head.encode() + receiver.body)

        def _send(self, answer: bytes) -> None:
            if not receiver.drip:
                self.wfile.write(answer)
                return
            for byte in answer:
                if receiver.stop.wait(receiver.drip):
                    return
                try:
                    self.wfile.write(bytes([byte]))
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler

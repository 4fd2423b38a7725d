"""The server stops what is too much before it takes it in."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask, request
from waitress import wasyncore

from service.cli.serve import FRAMING, listening

MOST = 100_000


@pytest.fixture
def port() -> Iterator[int]:
    """A served application that takes a body of at most MOST bytes, and answers with how many came."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MOST
    app.add_url_rule("/", "size", lambda: str(len(request.get_data())), methods=["POST"])
    sockets: dict[int, object] = {}
    server = listening(app, "127.0.0.1", 0, threads=1, sockets=sockets)
    thread = Thread(target=server.run)
    thread.start()
    yield server.effective_port
    server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
    thread.join(timeout=10)
    server.task_dispatcher.shutdown()


def test_a_body_that_is_announced_too_large_is_refused_before_it_comes(port: int) -> None:
    answer = _ask(port, f"Content-Length: {MOST + FRAMING + 1}\r\n")

    assert answer.startswith("HTTP/1.1 413")


def test_a_body_that_grows_too_large_on_the_way_is_refused(port: int) -> None:
    body = b"FFFFFF\r\n".ljust(MOST + FRAMING, b"x")  # not a byte more: the server reads no further

    answer = _ask(port, "Transfer-Encoding: chunked\r\n", body)

    assert answer.startswith("HTTP/1.1 413")


def test_a_body_as_large_as_allowed_reaches_the_pages(port: int) -> None:
    answer = _ask(port, f"Content-Length: {MOST}\r\n", b"x" * MOST)

    assert answer.endswith(str(MOST))


def _ask(port: int, header: str, body: bytes = b"") -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{header}\r\n".encode() + body)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer.decode()

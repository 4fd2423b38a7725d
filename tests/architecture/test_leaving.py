"""Nothing leaves the house before the commit: only the worker sends, and it does what was written with the change."""

import ast

import pytest

from sources import calls_in, imports_in, modules, name_of, tree_of

SENDS = {"mail.send", "outside.post", "posting.post"}
TALKS = ("smtplib", "socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "urllib3")
AN_ERROR = "socket.gaierror"
MAY_SEND = "service/worker/"
MAY_TALK = ("service/mail.py", "service/outside/", "service/cli/serve.py")
"""Those who know how to send, and the server, which asks whether it can listen."""


def test_only_the_worker_sends() -> None:
    others = [path for path in modules("service") if not name_of(path).startswith(MAY_SEND)]

    called = {f"{name_of(path)}:{line} {call}" for path in others for line, call in calls_in(path) if call in SENDS}
    taken = {name_of(path) for path in others if _takes_what_sends(tree_of(path)) and "outside/" not in name_of(path)}

    assert called | taken == set()


def test_only_those_who_know_how_to_send_open_a_line() -> None:
    others = [path for path in modules("service") if not name_of(path).startswith(MAY_TALK)]

    assert [name_of(path) for path in others if _opens_a_line(tree_of(path))] == []


def test_the_worker_does_send() -> None:
    """Else the rule would look for names that are no longer used."""
    sent = {call for path in modules("service/worker") for _, call in calls_in(path) if call in SENDS}

    assert sent == {"mail.send", "outside.post"}


@pytest.mark.parametrize("source", ["import smtplib", "def f():\n    from http.client import HTTPSConnection"])
def test_the_rule_sees_a_line_being_opened(source: str) -> None:
    assert _opens_a_line(ast.parse(source))


def _takes_what_sends(tree: ast.Module) -> bool:
    return bool({f"service.{verb}" for verb in SENDS} & set(imports_in(tree)))


def _opens_a_line(tree: ast.Module) -> bool:
    names = set(imports_in(tree)) - {AN_ERROR}
    return any(f"{name}.".startswith(f"{kind}.") for name in names for kind in TALKS)

"""A command is found by its name: one public verb a file, session and actor first, and it asks who may."""

import ast
from pathlib import Path

import pytest

from sources import ROOT, tree_of

FOLDER = ROOT / "service" / "commands"
WITHOUT_ACTOR = {
    "sign_in",
    "sign_out",
    "touch_sign_in",
    "wake_dossier",
    "remind_people",
    "pass_second_factor",
    "ask_password_reset",
    "reset_password",
    "tell_systems",
    "tell_people",
    "mail_notices",
    "note_mailed",
    "note_delivery",
    "touch_token",
}
"""Before a person is known, or when nobody acts but the clock."""
ASKS = {
    "permissions",
    "allow",
    "find_dossier",
    "find_list",
    "known_to",
    "require_administrator",
    "require_papers",
    "own_account",
}
"""What a file uses when it asks who may."""


def _verb(path: Path) -> ast.FunctionDef | None:
    functions = [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)]
    return next((function for function in functions if function.name == path.stem), None)


VERBS = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if _verb(path)}


def test_there_are_commands() -> None:
    assert {"open_dossier", "complete_task", "cast_ballots", "withdraw_dossier"} <= VERBS.keys()


@pytest.mark.parametrize("name", VERBS)
def test_a_command_file_holds_one_public_verb(name: str) -> None:
    functions = [node.name for node in tree_of(VERBS[name]).body if isinstance(node, ast.FunctionDef)]

    assert [function for function in functions if not function.startswith("_")] == [name]


@pytest.mark.parametrize("name", VERBS)
def test_a_command_takes_the_session_and_the_actor_first(name: str) -> None:
    verb = _verb(VERBS[name])
    assert verb is not None

    first = [argument.arg for argument in verb.args.args[:3] if argument.arg != "store"]

    assert first[:2] == ["session", "actor"] or (name in WITHOUT_ACTOR and first[0] == "session")


@pytest.mark.parametrize("name", sorted(VERBS.keys() - WITHOUT_ACTOR))
def test_a_command_asks_who_may(name: str) -> None:
    used = {node.id for node in ast.walk(tree_of(VERBS[name])) if isinstance(node, ast.Name)}

    assert used & ASKS


@pytest.mark.parametrize("name", VERBS)
def test_a_command_takes_its_time_by_keyword(name: str) -> None:
    verb = _verb(VERBS[name])
    assert verb is not None

    assert "now" in {argument.arg for argument in verb.args.kwonlyargs}

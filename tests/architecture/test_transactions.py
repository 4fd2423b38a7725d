"""Only db.transaction() commits, so that nothing is half saved."""

from sources import calls_in, modules, name_of

ENDS_IT = {"commit", "rollback"}
BEGINNERS = [["session"], ["connection"], ["database"], ["engine"]]
MAKES_A_SESSION = {"Session", "_Session", "sessionmaker", "scoped_session", "create_engine"}
MAY = {"service/db.py", "service/migrations/__init__.py", "service/migrations/env.py"}
"""The transaction itself, and the migrations, which run before there is anything to serve."""


def test_nobody_else_ends_a_transaction_or_makes_a_session() -> None:
    others = [path for path in modules("service") if name_of(path) not in MAY]

    found = [
        f"{name_of(path)}:{line} {call}" for path in others for line, call in calls_in(path) if _is_forbidden(call)
    ]

    assert found == []


def test_the_rule_would_see_a_commit_anywhere() -> None:
    seen = {call for path in modules("service") for _, call in calls_in(path) if _is_forbidden(call)}

    assert {"_Session", "connection.begin", "begun.commit", "create_engine", "database.begin"} <= seen


def _is_forbidden(call: str) -> bool:
    *owner, verb = call.split(".")
    return verb in MAKES_A_SESSION or bool(owner and verb in ENDS_IT) or (verb == "begin" and owner[-1:] in BEGINNERS)

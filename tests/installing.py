"""A real installation for the operator's commands: what is typed in, and what is in its database."""

from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import connect, reading
from sources import ROOT

PROVINCE = ROOT / "service" / "data" / "province.yaml"
PASSWORD = "bốn mùa hoa ban nở"


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(text + "\n"))


def rows(folder: Path, query):  # type: ignore[no-untyped-def]
    database: Engine = connect(f"sqlite:///{folder / 'vinhdanh.db'}")
    try:
        with reading(database) as session:
            return list(session.scalars(query))
    finally:
        database.dispose()

"""A real installation to run the operator's commands on."""

from pathlib import Path

import pytest

from installing import PROVINCE
from service.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a real installation whose settings are sound."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("VINHDANH_DATABASE_URL", f"sqlite:///{folder / 'vinhdanh.db'}")
    monkeypatch.setenv("VINHDANH_DATA_DIR", str(folder))
    monkeypatch.setenv("VINHDANH_SECRET_KEY", "0123456789abcdefghijklmnopqrstuv")
    return folder


@pytest.fixture
def installed(folder: Path) -> Path:
    """A real installation with its province."""
    assert main(["db", "upgrade", "--province", str(PROVINCE)]) == 0
    return folder

"""vinhdanh token: made once, listed without itself, ended by its id."""

from shutil import copyfile

import pytest

from factories import build_world
from service.cli import main
from service.db import connect
from service.models import AccessToken


@pytest.fixture
def world(migrated_sqlite, tmp_path, monkeypatch):
    """An installation whose database is the small province."""
    copyfile(migrated_sqlite, tmp_path / "province.db")
    (tmp_path / "province.db").chmod(0o600)
    tmp_path.chmod(0o700)
    url = f"sqlite:///{tmp_path / 'province.db'}"
    settings = {"DATABASE_URL": url, "DATA_DIR": str(tmp_path), "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"}
    for name, value in settings.items():
        monkeypatch.setenv(f"VINHDANH_{name}", value)
    database = connect(url)
    yield build_world(database, members=3)
    database.dispose()


def test_a_token_is_printed_once_then_listed_by_its_id_and_ended(world, capsys):
    made = _said(capsys, "create", "thu", "--name", "Phần mềm nhân sự", "--days", "30")
    listed = _said(capsys, "list", "thu")
    token_id = listed.split("\t")[0]
    ended = _said(capsys, "revoke", token_id)

    assert made.startswith("vd_")
    assert made.strip() not in listed
    assert (listed.split("\t")[1], listed.split("\t")[4]) == ("valid", "Phần mềm nhân sự")
    assert "Phần mềm nhân sự" in ended
    assert _said(capsys, "list", "thu").split("\t")[1] == "ended"
    assert [one.made_by_id for one in world.all(AccessToken)] == [None]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["create", "nobody"], "nobody"),
        (["create", "thu", "--days", "999"], "366"),
        (["revoke", "00000000-0000-0000-0000-000000000000"], "no such token"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said(world, capsys, arguments, complaint):
    code = main(["token", *arguments])

    assert code == 1
    assert complaint in capsys.readouterr().err


def _said(capsys, *arguments):
    assert main(["token", *arguments]) == 0
    return capsys.readouterr().out.strip()

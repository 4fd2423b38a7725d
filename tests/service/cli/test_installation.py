"""The operator's commands: a new installation from nothing, people in it, and what refuses to start."""

import socket
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import select

from factories import NOON, World, walk
from installing import PASSWORD, rows, type_in
from service import demo
from service.cli import main
from service.cli.installation import opened, settings_of
from service.db import connect, reading, transaction
from service.events import note_on
from service.models import Event, Person, ProcessVersion, RoleGrant


def test_an_upgrade_makes_the_tables_loads_the_catalogue_and_publishes_the_processes(folder: Path) -> None:
    code = main(["db", "upgrade"])

    assert code == 0
    versions = rows(folder, select(ProcessVersion))
    published = {version.process_key: version.published_at is not None for version in versions}
    assert published == {"award": True, "exceptional_award": True}


def test_each_thread_may_look_a_second_time_while_it_looks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VINHDANH_THREADS", "12")
    main(["db", "upgrade"])

    with opened(settings_of()) as database, ExitStack() as all_at_once:
        looking = [all_at_once.enter_context(reading(database)) for _ in range(24)]

        assert {session.scalar(select(1)) for session in looking} == {1}


def test_a_second_upgrade_changes_nothing(installed: Path) -> None:
    before = len(rows(installed, select(Event)))

    assert main(["db", "upgrade"]) == 0

    assert len(rows(installed, select(Event))) == before


def test_the_first_administrator_is_entered_from_the_command_line(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, PASSWORD)

    code = main(["person", "add", "minh", "Tô Quang Minh", "--admin", "--unit", "vp"])

    assert code == 0
    [person] = rows(installed, select(Person))
    assert (person.username, person.password_hash is not None) == ("minh", True)
    assert events(installed, f"person/{person.id}") == ["person_added", "role_granted", "password_set"]


def test_a_role_is_granted_and_taken_back(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["person", "add", "lan", "Nguyễn Thị Lan", "--unit", "SGD"])

    codes = [
        main(["person", "grant", "lan", "unit_clerk", "--of", "sgd", "--until", "2030-12-31"]),
        main(["person", "revoke", "lan", "unit_clerk", "--of", "SGD", "--reason", "Nghỉ hưu"]),
        main(["person", "revoke", "lan", "unit_clerk", "--of", "SGD"]),
    ]

    assert codes == [0, 0, 1]
    assert "does not hold this role" in capsys.readouterr().err


def test_no_administrator_is_made_over_an_open_ballot_but_knowingly(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = world.dossier(walk(world, "council_ballot")).code
    monkeypatch.setenv("VINHDANH_DATABASE_URL", world.database.url.render_as_string(hide_password=False))
    grant = ["person", "grant", "m1", "sys_admin"]
    main(["person", "revoke", "m1", "council_member"])

    assert main(grant) == 1
    assert code in capsys.readouterr().err
    assert main([*grant, "--knowingly"]) == 0
    granted = [one for one in world.all(RoleGrant) if one.person_id == world.people["m1"] and one.ended_at is None]
    assert [one.role for one in granted] == ["sys_admin"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["grant", "nobody", "appraiser"], 'no person "nobody"'),
        (["grant", "lan", "king"], 'no role "king"'),
        (["grant", "lan", "unit_clerk"], "none with the code"),
        (["grant", "lan", "unit_clerk", "--of", "XYZ"], "none with the code XYZ"),
        (["add", "lan", "Một người khác"], "is taken"),
        (["add", "kien", "Kiên", "--unit", "XYZ"], 'no unit "XYZ"'),
        (["password", "lan"], "at least 12 characters"),
    ],
)
def test_a_wrong_call_is_explained(
    installed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str], words: str
) -> None:
    main(["person", "add", "lan", "Nguyễn Thị Lan"])
    type_in(monkeypatch, "short")

    code = main(["person", *command])

    assert code == 1
    assert words in capsys.readouterr().err


def test_a_weak_password_leaves_no_half_made_administrator(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "short")

    assert main(["person", "add", "minh", "Tô Quang Minh", "--admin"]) == 1

    assert rows(installed, select(Person)) == []


def test_missing_settings_are_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATA_DIR", "SECRET_KEY", "DEMO"):
        monkeypatch.delenv(f"VINHDANH_{name}", raising=False)

    code = main(["serve"])

    said = capsys.readouterr().err
    assert code == 2
    assert all(name in said for name in ("VINHDANH_DATABASE_URL", "VINHDANH_DATA_DIR", "VINHDANH_SECRET_KEY"))


def test_a_folder_that_everybody_may_read_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.chmod(0o755)

    assert main(["db", "upgrade"]) == 2

    assert "VINHDANH_DATA_DIR" in capsys.readouterr().err


def test_a_server_does_not_start_on_an_old_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 2

    assert "vinhdanh db upgrade" in capsys.readouterr().err


def test_a_server_does_not_start_with_demo_people_outside_demo_mode(
    folder: Path, demo_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VINHDANH_DATABASE_URL", f"sqlite:///{demo_folder / 'vinhdanh.db'}")

    assert main(["serve"]) == 2

    assert "demo people" in capsys.readouterr().err


def test_a_database_that_is_away_is_told_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VINHDANH_DATABASE_URL", "postgresql://vinhdanh@127.0.0.1:1/vinhdanh")

    assert main(["db", "upgrade"]) == 1

    assert "nothing was saved" in capsys.readouterr().err


def test_a_demo_is_not_loaded_twice(
    demo_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VINHDANH_DATA_DIR", str(demo_folder))
    before = len(rows(demo_folder, select(Event)))

    assert main(["demo"]) == 0

    assert "already been loaded" in capsys.readouterr().out
    assert len(rows(demo_folder, select(Event))) == before


def test_a_demo_that_was_broken_off_says_what_to_do(
    installed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = connect(f"sqlite:///{installed / 'vinhdanh.db'}")
    with transaction(database) as session:
        note_on(session, "system", demo.BEGUN, {}, actor=None, at=NOON)
    database.dispose()

    assert main(["demo"]) == 2

    assert f"remove {installed}" in capsys.readouterr().err


def test_the_worker_does_what_is_due_and_stops(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker", "--once"]) == 0

    assert "Done" in capsys.readouterr().out


def test_a_database_file_is_made_for_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setenv("VINHDANH_DATABASE_URL", f"sqlite:///{tmp_path / 'vinhdanh.db'}")

    assert [main(["db", "upgrade"]), main(["db", "upgrade"])] == [0, 0]

    assert (tmp_path / "vinhdanh.db").stat().st_mode & 0o077 == 0


def test_a_database_file_that_cannot_be_made_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VINHDANH_DATABASE_URL", f"sqlite:///{folder / ('a' * 300)}")

    assert main(["db", "upgrade"]) == 2

    assert "VINHDANH_DATABASE_URL" in capsys.readouterr().err


def test_an_address_that_another_program_has_is_told(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert main(["serve", "--port", str(port)]) == 2

    said = capsys.readouterr().err
    assert f"127.0.0.1:{port}: Address already in use." in said
    assert "--port" in said


def test_an_address_that_is_not_of_this_machine_is_told(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "192.0.2.1"]) == 2

    assert "192.0.2.1:8000" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["serve", "--port", "abc"], "--port: must be a number from 1 to 65535"),
        (["serve", "--port", "65536"], "--port: must be a number from 1 to 65535"),
        (["person", "grant", "lan", "appraiser", "--until", "31/12/2030"], "--until: must be a day as 2026-12-31"),
        (["token", "revoke", "lan"], "ID: must be an id as vinhdanh token list shows it"),
    ],
)
def test_an_argument_that_cannot_be_read_is_explained(
    capsys: pytest.CaptureFixture[str], command: list[str], words: str
) -> None:
    with pytest.raises(SystemExit):
        main(command)

    assert words in capsys.readouterr().err


def events(folder: Path, stream: str) -> list[str]:
    return [event.kind for event in rows(folder, select(Event).order_by(Event.number)) if event.stream == stream]

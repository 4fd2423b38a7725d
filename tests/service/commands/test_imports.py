"""People and units by a spreadsheet: looked through first, entered row by row, each row once."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from factories import NOON
from people_acts import grant, grant_of
from queueing import Handled, dead, handlers, killed_at_work
from service import events
from service.commands import sheet_work
from service.commands.add_person import add_person
from service.commands.drop_import import drop_import
from service.commands.import_rows import import_rows
from service.commands.revoke_grant import revoke_grant
from service.commands.send_import import send_import
from service.commands.take_import import take_import
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed
from service.imports import PEOPLE, UNITS, columns_for
from service.jobs import GiveUp
from service.models import ClusterMembership, Event, Person, RoleGrant, Sheet, Unit
from service.sheets import read, write
from working import work

PERSON = {"username": "Moi.Lo", "name": "Lò  Văn Mới", "unit": "SGD", "email": "moi@example.vn"}
ROLE = {"role": "unit_clerk", "scope": "sgd", "valid_to": "2027-06-30", "basis": "Quyết định 12"}
UNIT = {"code": "xts", "name": "Xã Tà Sùa", "kind": "commune", "valid_from": "2026-12-01", "basis": "Nghị quyết 1"}


def sent(world, kind, *rows, who="admin"):
    """The rows, written to a spreadsheet and sent."""
    actor = world.who(who)
    with transaction(world.database) as session:
        columns = columns_for(session, kind)
        filled = read(write(columns, rows, title="Danh sách"), columns)
        return send_import(session, actor, kind, filled, file_name="a.xlsx", sha256="0" * 64, now=NOON)


def ordered(world, sheet, who="admin"):
    """Somebody orders the rows to be taken in."""
    actor = world.who(who)
    with transaction(world.database) as session:
        return take_import(session, actor, sheet.id, now=NOON)


def taken(world, sheet, who="admin"):
    """The spreadsheet after its rows were taken in."""
    ordered(world, sheet, who)
    work(world, NOON)
    return found(world, sheet)


def some(world, sheet, most, who="admin"):
    """Whether rows are left after some were taken in."""
    with transaction(world.database) as session:
        return import_rows(session, world.who(who), sheet.id, most=most, now=NOON)


def found(world, sheet):
    with reading(world.database) as session:
        return session.get_one(Sheet, sheet.id)


def told(row):
    """What is wrong with a row: the cells, and the messages with their values."""
    return {one["cell"]: one["message"].format(**one["values"]) for one in row["problems"]}


def person(world, username):
    return next(one for one in world.all(Person) if one.username == username)


def test_good_rows_become_people_with_their_roles_and_nobody_has_a_password(world):
    sheet = sent(world, PEOPLE, PERSON | ROLE, {**PERSON, "username": "khong.vai"})

    assert [one.username for one in world.all(Person) if one.username.endswith(("lo", "vai"))] == []
    done = taken(world, sheet)

    entered = person(world, "moi.lo")
    [held] = [one for one in world.all(RoleGrant) if one.person_id == entered.id]
    assert (entered.name, entered.unit_id, entered.email) == ("Lò Văn Mới", world.places["SGD"], "moi@example.vn")
    assert entered.password_hash is None
    assert (held.role, held.scope_id, held.valid_from) == ("unit_clerk", world.places["SGD"], date(2026, 11, 23))
    assert (held.valid_to, held.basis) == (date(2027, 6, 30), "Quyết định 12")
    assert (done.status, done.results) == ("taken", [{"row": 2, "code": "moi.lo"}, {"row": 3, "code": "khong.vai"}])


def test_each_bad_row_says_which_cell_is_wrong(world):
    sheet = sent(
        world,
        PEOPLE,
        {**PERSON, "username": "lan"},
        PERSON,
        PERSON,
        {**PERSON, "username": "a b", "unit": "XYZ"},
        {**PERSON, "username": "b1", "role": "unit_clerk", "scope": "K2", "valid_from": "2027-01-02"},
        {**PERSON, "username": "b2", "scope": "SGD"},
        {**PERSON, **ROLE, "username": "b3", "valid_from": "2027-07-01"},
        {**PERSON, "username": "b4", "email": "không phải thư"},
        {**PERSON, "username": "b5", "role": "sys_admin"},
    )

    problems = {row["row"]: told(row) for row in sheet.rows}
    assert problems[2] == {"A2": 'The user name "lan" is taken.'}
    assert problems[3] == {}
    assert problems[4] == {"A4": "The same stands in row 3 already."}
    assert set(problems[5]) == {"A5", "E5"}
    assert set(problems[6]) == {"H6", "K6"}
    assert problems[7] == {"G7": "Choose a role, or leave the cells after it empty."}
    assert problems[8] == {"J8": "The last day lies before the first."}
    assert set(problems[9]) == {"F9"}
    assert set(problems[10]) == {"G10"}
    assert (sheet.good, taken(world, sheet).done) == (1, 1)


def test_every_cell_of_a_row_that_is_wrong_is_told_at_once(world):
    wrong = {"username": "có dấu", "name": None, "unit": "SGD", "email": "không phải thư", "position": "x" * 201}

    [row] = sent(world, PEOPLE, wrong).rows

    assert set(told(row)) == {"A2", "B2", "D2", "F2"}


def test_what_went_wrong_since_is_told_with_its_row_and_the_others_go_in(world):
    sheet = sent(world, PEOPLE, PERSON, {**PERSON, "username": "sau.do"})
    with transaction(world.database) as session:
        add_person(session, None, "moi.lo", "Người Nhanh", now=NOON)

    done = taken(world, sheet)

    assert done.results[0]["problem"]["values"] == {"username": "moi.lo"}
    assert (done.results[1], done.done) == ({"row": 3, "code": "sau.do"}, 1)
    assert person(world, "moi.lo").name == "Người Nhanh"


def test_a_person_whose_role_is_refused_is_not_entered_either(world):
    sheet = sent(world, PEOPLE, PERSON, {**PERSON, **ROLE, "username": "khong.vai", "valid_to": "2026-01-01"})

    done = taken(world, sheet)

    told_of = [one.get("code") or one["problem"]["message"] for one in done.results]
    assert (told_of, done.done) == (["moi.lo", "The last day lies before the first."], 1)
    assert [one.username for one in world.all(Person) if one.username in ("moi.lo", "khong.vai")] == ["moi.lo"]
    added = [one.stream for one in world.all(Event) if one.kind == "person_added"]
    assert added == [f"person/{person(world, 'moi.lo').id}"]
    with reading(world.database) as session:
        assert [events.verify(session, stream) for stream in (*added, "catalogue")] == [None, None]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../nhân\u202e sự\x00.XLSX", "nhân sự.xlsx"), ("\u2066", "people.xlsx"), ("a" * 300, "a" * 180)],
)
def test_the_files_name_is_kept_without_what_would_deceive(world, given, kept):
    with transaction(world.database) as session:
        sheet = send_import(session, world.who("admin"), PEOPLE, [], file_name=given, sha256="0" * 64, now=NOON)

    assert sheet.file_name == kept


def test_many_rows_go_in_some_at_a_time_and_none_twice(world):
    sheet = sent(world, UNITS, *({**UNIT, "code": f"x{number}"} for number in range(50)))

    ordered(world, sheet)
    assert some(world, sheet, 20)
    assert (found(world, sheet).status, found(world, sheet).done) == ("taking", 20)
    ordered(world, sheet)  # the page is sent again
    assert work(world, NOON)["jobs"] == 1

    assert (found(world, sheet).status, found(world, sheet).done) == ("taken", 50)
    assert len(world.all(Unit)) == 4 + 50
    with pytest.raises(Conflict) as late:
        ordered(world, sheet)
    assert (late.value.who, late.value.at) == ("Admin", NOON)


def test_a_worker_killed_in_the_middle_loses_no_row_and_the_next_one_doubles_none(world):
    names = [f"moi{number}" for number in range(5)]
    sheet = sent(world, PEOPLE, *({**PERSON, **ROLE, "username": name} for name in names))
    ordered(world, sheet)
    assert some(world, sheet, 2)
    killed_at_work(world, NOON)
    with suppress(ZeroDivisionError), transaction(world.database) as session:
        import_rows(session, world.who("admin"), sheet.id, most=2, now=NOON)
        raise ZeroDivisionError  # before the commit

    work(world, NOON + timedelta(minutes=6))
    assert not some(world, sheet, 2)  # begun once more

    entered = {one.id: one.username for one in world.all(Person) if one.username in names}
    seats = [entered[one.person_id] for one in world.all(RoleGrant) if one.person_id in entered]
    done = found(world, sheet)
    assert [sorted(entered.values()), sorted(seats)] == [names, names]
    assert (done.status, done.done, [one["code"] for one in done.results]) == ("taken", 5, names)
    assert [one.kind for one in world.all(Event)].count("people_imported") == 1


def test_an_import_whose_job_is_dead_goes_on_when_it_is_ordered_again(world):
    sheet = sent(world, PEOPLE, PERSON, {**PERSON, "username": "sau.do"})
    ordered(world, sheet)
    assert some(world, sheet, 1)
    work(world, NOON, handlers(take_sheet=Handled(GiveUp("broken"))))
    assert (len(dead(world)), found(world, sheet).status) == (1, "taking")

    assert (taken(world, sheet).status, found(world, sheet).done) == ("taken", 2)


def test_rows_are_entered_for_whoever_ordered_it_and_stop_when_they_no_longer_run_the_house(world):
    grant(world, "stranger", "sys_admin")
    sheet = sent(world, PEOPLE, PERSON, {**PERSON, "username": "sau.do"}, who="stranger")
    ordered(world, sheet, "stranger")
    with transaction(world.database) as session:
        assert import_rows(session, world.who("stranger"), sheet.id, most=1, now=NOON)
        revoke_grant(session, None, grant_of(world, "stranger").id, reason="Thôi", now=NOON)

    work(world, NOON)

    assert (found(world, sheet).status, found(world, sheet).done) == ("stopped", 1)
    with reading(world.database) as session:
        by = select(Event.actor_id).where(Event.stream == f"person/{person(world, 'moi.lo').id}")
        assert session.scalars(by).all() == [world.people["stranger"]]


def test_another_administrator_does_not_take_in_what_somebody_sent(world):
    grant(world, "stranger", "sys_admin")
    sheet = sent(world, PEOPLE, PERSON)

    with pytest.raises(Conflict, match="Admin sent this spreadsheet"):
        ordered(world, sheet, "stranger")


def test_a_job_of_a_spreadsheet_that_is_given_up_leaves_it_stopped(world):
    sheet = sent(world, PEOPLE, PERSON)
    ordered(world, sheet)

    with transaction(world.database) as session:
        sheet_work.stop(session, "take_sheet", {"sheet_id": str(sheet.id)})

    assert found(world, sheet).status == "stopped"
    assert not some(world, sheet, 10)
    with transaction(world.database) as session:
        assert drop_import(session, world.who("admin"), sheet.id, now=NOON).status == "dropped"


def test_units_are_entered_in_their_clusters_and_bad_ones_explained(world):
    sheet = sent(
        world,
        UNITS,
        {**UNIT, "cluster": "K2"},
        {**UNIT, "code": "SGD"},
        {**UNIT, "code": "1x"},
        {**UNIT, "code": "XTS"},
    )

    done = taken(world, sheet)

    assert [set(told(row)) for row in done.rows] == [set(), {"A3"}, {"A4"}, {"A5"}]
    [unit] = [one for one in world.all(Unit) if one.code == "XTS"]
    assert [one.cluster_id for one in world.all(ClusterMembership) if one.unit_id == unit.id] == [world.places["K2"]]


def test_what_was_thrown_away_is_forgotten_and_cannot_be_taken(world):
    sheet, admin = sent(world, PEOPLE, PERSON), world.who("admin")

    with transaction(world.database) as session:
        drop_import(session, admin, sheet.id, now=NOON)

    [kept] = world.all(Sheet)
    assert (kept.status, kept.rows) == ("dropped", [])
    with pytest.raises(Conflict):
        taken(world, sheet)


def test_only_an_administrator_sends_and_takes_and_each_kind_its_own(world):
    sheet = sent(world, PEOPLE, PERSON)

    for who in ("lan", "lead", "auditor"):
        with pytest.raises(NotAllowed):
            sent(world, PEOPLE, PERSON, who=who)
        with pytest.raises(NotAllowed):
            taken(world, sheet, who=who)
    with reading(world.database) as session:
        assert session.get_one(Sheet, sheet.id).status == "read"

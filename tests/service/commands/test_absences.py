"""Leave: who records it, what it keeps others from, and that it takes no right away."""

from datetime import date, timedelta

import pytest

from factories import NOON, act, walk
from people_acts import TODAY, at_once
from service.commands.deactivate_person import deactivate_person
from service.commands.end_absence import end_absence
from service.commands.reassign_task import reassign_task
from service.commands.record_absence import record_absence
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import Absence, Event
from service.permissions import away_until, holders

FRIDAY = date(2026, 11, 27)


def test_who_is_away_may_act_and_is_marked_but_gets_no_task_from_others(world):
    dossier_id = walk(world, "appraisal")
    away(world, "binh")

    with reading(world.database) as session:
        known = {one.username: one.away_until for one in holders(session, "appraiser", world.places["HV"], today=TODAY)}
    assert known == {"thu": None, "binh": FRIDAY}
    with pytest.raises(Refused) as refused:
        hand_on(world, "lead", dossier_id, "binh")
    assert (refused.value.reason.code, refused.value.reason.values["day"]) == ("away", FRIDAY)
    assert world.item(dossier_id).assignee_id is None
    act(world, "binh", dossier_id)


def test_an_absence_that_is_over_or_has_not_begun_hinders_nobody(world):
    dossier_id = walk(world, "appraisal")
    away(world, "binh", first=FRIDAY, last=FRIDAY)

    hand_on(world, "lead", dossier_id, "binh")

    assert world.item(dossier_id).assignee_id == world.people["binh"]


def test_leave_is_recorded_by_oneself_or_an_administrator_only(world):
    away(world, "thu")
    away(world, "binh", actor="admin")
    with pytest.raises(NotAllowed):
        away(world, "mai", actor="lead")

    streams = [event.stream for event in world.all(Event) if event.kind == "absence_recorded"]
    assert streams == [f"person/{world.people[name]}" for name in ("thu", "binh")]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((FRIDAY, TODAY), "dates"),
        ((date(2026, 11, 2), date(2026, 11, 20)), "dates"),
        ((TODAY, date(2028, 1, 1)), "dates"),
        ((date(2026, 11, 26), date(2026, 12, 4)), "overlap"),
    ],
)
def test_days_that_cannot_be_are_refused(world, days, code):
    away(world, "thu")

    with pytest.raises(Refused) as refused:
        away(world, "thu", first=days[0], last=days[1])

    assert refused.value.reason.code == code


def test_nobody_who_has_left_goes_on_leave(world):
    with transaction(world.database) as session:
        deactivate_person(session, None, world.people["thu"], reason="Nghỉ hưu", now=NOON)

    with pytest.raises(Refused):
        away(world, "thu", actor="admin")


def test_leave_is_ended_once_by_whom_it_concerns(world):
    leave = away(world, "thu")
    with pytest.raises(NotFound):
        end(world, "binh", leave)

    end(world, "thu", leave)

    with reading(world.database) as session:
        assert away_until(session, world.people["thu"], today=TODAY) is None
    with pytest.raises(Conflict) as conflict:
        end(world, "admin", leave)
    assert conflict.value.who == "Thu"


def test_the_same_days_recorded_twice_at_once_are_recorded_once(world):
    done = at_once(lambda: away(world, "thu"), lambda: away(world, "thu", actor="admin"))

    assert sorted(done) == ["Refused", "ok"]
    assert len(world.all(Absence)) == 1


def away(world, name, *, first=TODAY, last=FRIDAY, actor=None):
    with transaction(world.database) as session:
        who = world.who(actor or name, NOON - timedelta(days=1))
        return record_absence(session, who, world.people[name], first, last, reason="Nghỉ phép", now=NOON)


def end(world, name, leave):
    with transaction(world.database) as session:
        end_absence(session, world.who(name), leave.id, now=NOON)


def hand_on(world, name, dossier_id, to):
    with transaction(world.database) as session:
        item = world.item(dossier_id)
        reassign_task(session, world.who(name), item.id, world.people[to], "Chia việc", now=NOON)

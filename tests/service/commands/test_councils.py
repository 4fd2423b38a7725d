"""Councils: who is seated and unseated, from when on; a vote that is open keeps its roll."""

from datetime import date, timedelta

import pytest

from factories import NOON, act, vote, walk
from service.commands.add_council import add_council
from service.commands.change_council import change_council
from service.commands.seat_member import seat_member
from service.commands.unseat_member import unseat_member
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound
from service.models import Council, CouncilMembership, RollEntry
from service.queries.councils import council_page
from workflows.errors import InvalidAnswers

BASIS = "Quyết định số 400/QĐ-UBND"
AFTER = NOON + timedelta(days=8)


def asked(world, command, *given, who="admin", now=NOON, **more):
    """The person asks for it."""
    actor = world.who(who, now)
    with transaction(world.database) as session:
        return command(session, actor, *given, now=now, **more)


def seating(world, name, **more):
    """The answers that seat somebody from 1 December on."""
    return {"person": str(world.people[name]), "seat": "member", "valid_from": "01/12/2026", "basis": BASIS, **more}


def refused(world, **answers):
    """The fields that are refused."""
    with pytest.raises(InvalidAnswers) as invalid:
        asked(world, seat_member, "HD", answers)
    return {name: problem.rule for name, problem in invalid.value.problems.items()}


def seat_of(world, name):
    """The seat that holds."""
    held = (one for one in world.all(CouncilMembership) if one.ended_at is None)
    return next(one for one in held if one.person_id == world.people[name])


def rolls(world, dossier):
    """Who stands on the roll of the dossier's vote."""
    names = {person: name for name, person in world.people.items()}
    return {names[one.person_id] for one in world.all(RollEntry) if one.dossier_id == dossier}


def test_a_member_who_is_seated_votes_on_what_opens_after_and_not_before(world):
    early, late = walk(world, "council_opening"), walk(world, "council_opening")
    act(world, "secretary", early)

    asked(world, seat_member, "HD", seating(world, "vice"))
    act(world, "secretary", late, now=AFTER)

    assert rolls(world, early) == set(world.members)
    assert rolls(world, late) == {*world.members, "vice"}
    assert "council_member" not in world.who("vice").roles
    assert "council_member" in world.who("vice", AFTER).roles


def test_a_member_who_leaves_keeps_the_ballots_of_open_votes(world):
    early, late = walk(world, "council_opening"), walk(world, "council_opening")
    act(world, "secretary", early)

    asked(world, unseat_member, seat_of(world, "m1").id, {"last_day": "30/11/2026", "basis": BASIS})
    act(world, "secretary", late, now=AFTER)

    assert rolls(world, early) == set(world.members)
    assert rolls(world, late) == set(world.members) - {"m1"}
    vote(world, early, now=AFTER)
    assert world.item(early).element == "signature"
    assert (seat_of(world, "m1").valid_to, world.who("m1").roles) == (date(2026, 11, 30), {"council_member"})
    assert world.who("m1", AFTER).roles == frozenset()


def test_who_cannot_sit_is_refused_at_the_field(world):
    asked(world, seat_member, "HD", seating(world, "vice", seat="chair"))

    assert refused(world, **seating(world, "secretary")) == {"person": "roles_apart"}
    assert refused(world, **seating(world, "auditor")) == {"person": "roles_apart"}
    assert refused(world, **seating(world, "m2")) == {"person": "seated"}
    assert refused(world, **seating(world, "stranger", seat="chair")) == {"seat": "chair"}
    assert refused(world, **seating(world, "stranger", valid_to="30/11/2026")) == {"valid_to": "dates"}
    assert refused(world, **seating(world, "stranger") | {"person": "nobody"}) == {"person": "choice"}
    assert len(world.all(CouncilMembership)) == 10


def test_a_seat_is_ended_once_and_the_slower_hears_by_whom(world):
    seat = seat_of(world, "m1").id
    ending = {"last_day": "22/11/2026", "basis": BASIS}
    asked(world, unseat_member, seat, ending)

    with pytest.raises(Conflict) as late:
        asked(world, unseat_member, seat, ending)

    assert (late.value.who, late.value.at) == ("Admin", NOON)
    assert world.who("m1").roles == frozenset()
    for day in ("01/11/2026", "31/12/9999"):
        with pytest.raises(InvalidAnswers) if day == "01/11/2026" else pytest.raises(Conflict):
            asked(
                world,
                unseat_member,
                seat_of(world, "m2").id if day == "01/11/2026" else seat,
                ending | {"last_day": day},
            )


def test_only_an_administrator_seats_and_nobody_an_unknown_council(world):
    for who in ("secretary", "lead", "m1", "chair"):
        with pytest.raises(NotAllowed):
            asked(world, seat_member, "HD", seating(world, "vice"), who=who)
        with pytest.raises(NotAllowed):
            asked(world, unseat_member, seat_of(world, "m1").id, {}, who=who)
    with pytest.raises(NotFound):
        asked(world, seat_member, "NONE", seating(world, "vice"))


def test_a_council_is_entered_and_renamed_and_its_page_tells_which_one_votes(world):
    asked(world, add_council, {"code": "cs", "name": "Hội đồng cơ sở", "basis": BASIS})
    asked(world, change_council, "CS", {"name": "Hội đồng sáng kiến", "basis": BASIS})

    with reading(world.database) as session:
        voting = council_page(session, world.who("admin"), "HD", today=date(2026, 11, 23))
        other = council_page(session, world.who("admin"), "CS", today=date(2026, 11, 23))

    assert {one.name for one in world.all(Council)} == {"Hội đồng Thi đua - Khen thưởng", "Hội đồng sáng kiến"}
    assert (voting.votes, len(voting.members), other.votes, other.members) == (True, 9, False, ())
    assert other.changes[0].changed == {"name": ("Hội đồng cơ sở", "Hội đồng sáng kiến")}

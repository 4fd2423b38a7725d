"""Foreseeing ballots that nobody could cast, and what becomes of their votes: leave, departure, a role that ends."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from council_votes import open_vote, vote
from counting import counted
from factories import NOON, SINCE, act, propose, walk
from people_acts import TODAY, grant_of
from service import library, processes
from service.commands.deactivate_person import deactivate_person
from service.commands.grant_role import grant_role
from service.commands.record_absence import record_absence
from service.commands.revoke_grant import revoke_grant
from service.commands.suspend_dossier import suspend_dossier
from service.db import reading, transaction
from service.models import AwardKind, RoleGrant
from service.permissions import exclusions_of, why_not
from service.queries.foreseen_votes import ballots_barred, ballots_missed, ballots_without

DUE = date(2026, 12, 1)
DAY = timedelta(days=1)


def missed(world, name, first=TODAY, last=None, *, today=TODAY):
    """The votes that would miss the person's ballot: {code: (outlook, how many could have voted, how many must)}."""
    with reading(world.database) as session:
        found = ballots_missed(session, world.people[name], first, last, today=today)
    assert found.kept == ()
    return {code: (one.outlook, one.able, one.needed) for one in found.lost for code in one.codes}


def leave(world, *names):
    with transaction(world.database) as session:
        for name in names:
            deactivate_person(session, None, world.people[name], reason="Nghỉ hưu", now=NOON)


def away(world, name, first, last):
    with transaction(world.database) as session:
        record_absence(session, None, world.people[name], first, last, now=NOON)


def rule(world, said):
    """Votes that are opened from now on follow another rule."""
    redraw(world, 'vd:rule="all"', f'vd:rule="{said}"')


def redraw(world, *change):
    diagram = library.diagrams()["award.bpmn"].decode().replace(*change)
    with transaction(world.database) as session:
        processes.publish(session, "award", {"award.bpmn": diagram.encode(), **library.forms()}, actor=None, now=NOON)


def test_a_members_open_ballots_are_told_with_their_votes_before_the_member_goes(world):
    first, second = (world.dossier(walk(world, "council_ballot")) for _ in range(2))
    vote(world, "m1", {first.id: "yes"})

    with reading(world.database) as session:
        [told] = ballots_missed(session, world.people["m1"], TODAY, None, today=TODAY).lost

    assert (told.codes, told.title, told.due_on, told.members) == ((second.code,), "Hội đồng bỏ phiếu", DUE, 9)
    assert missed(world, "m2") == {first.code: ("to_close", 8, 6), second.code: ("to_close", 8, 6)}
    assert missed(world, "stranger") == {}


def test_a_vote_that_wants_all_waits_for_the_secretary_until_too_few_are_left(world):
    code = world.dossier(walk(world, "council_ballot")).code

    leave(world, "m7", "m8")
    assert missed(world, "m9") == {code: ("to_close", 6, 6)}
    leave(world, "m9")
    assert missed(world, "m6") == {code: ("stuck", 5, 6)}
    assert missed(world, "m9") == {}  # has gone


@pytest.mark.parametrize(("said", "outlooks"), [("quorum(8)", ["decided", "to_close"]), ("until closed", ["to_close"])])
def test_a_vote_with_another_rule_goes_on_as_long_as_the_others_can_reach_it(world, said, outlooks):
    rule(world, said)
    walk(world, "council_ballot")

    found = []
    for place in range(len(outlooks)):
        found += [outlook for outlook, _, _ in missed(world, f"m{9 - place}").values()]
        leave(world, f"m{9 - place}")

    assert found == outlooks


def test_leave_is_told_of_only_when_the_vote_is_due_on_one_of_its_days(world):
    code = world.dossier(walk(world, "council_ballot")).code

    assert missed(world, "m1", TODAY, DUE - DAY) == {}
    assert missed(world, "m1", DUE + DAY, DUE + 9 * DAY) == {}
    assert missed(world, "m1", DUE, DUE) == {code: ("to_close", 8, 6)}
    overdue = {"today": DUE + DAY}
    assert missed(world, "m1", DUE + 2 * DAY, DUE + 9 * DAY, **overdue) == {code: ("to_close", 8, 6)}


def test_members_who_are_away_on_that_day_are_not_counted_on_and_those_who_voted_are(world):
    dossier = world.dossier(walk(world, "council_ballot"))
    for name in ("m1", "m2", "m3"):
        away(world, name, DUE, DUE + DAY)
    away(world, "m4", TODAY, DUE - DAY)

    assert missed(world, "m9") == {dossier.code: ("stuck", 5, 6)}
    vote(world, "m1", {dossier.id: "no"})
    assert missed(world, "m9") == {dossier.code: ("to_close", 6, 6)}


def test_who_loses_the_members_role_stays_on_the_roll_as_the_guard_says(world):
    dossier = world.dossier(walk(world, "council_ballot"))
    held = grant_of(world, "m1")

    with reading(world.database) as session:
        found = ballots_without(session, held, today=TODAY)
        other = ballots_without(session, grant_of(world, "thu"), today=TODAY)
    with transaction(world.database) as session:
        revoke_grant(session, None, held.id, reason="Chuyển công tác", now=NOON)

    assert ([one.codes for one in found.kept], found.lost) == ([(dossier.code,)], ())
    assert (other.kept, other.lost) == ((), ())
    assert may_vote(world, "m1", dossier)


def test_a_role_without_which_somebody_only_runs_the_house_takes_the_ballot_along(world):
    dossier, held = world.dossier(walk(world, "council_ballot")), grant_of(world, "m1")
    here = {"scope": "province", "scope_id": world.places["HV"], "valid_from": SINCE, "recorded_at": NOON}
    with transaction(world.database) as session:
        session.add(RoleGrant(person_id=world.people["m1"], role="publisher", **here))

    with reading(world.database) as session:
        found = ballots_without(session, held, today=TODAY)
    with transaction(world.database) as session:
        revoke_grant(session, None, held.id, reason="Chuyển công tác", now=NOON)

    assert ([one.codes for one in found.lost], found.kept) == ([(dossier.code,)], ())
    assert not may_vote(world, "m1", dossier)
    assert missed(world, "m1") == {}
    assert missed(world, "m2") == {dossier.code: ("to_close", 7, 6)}


def test_who_is_made_to_run_the_house_loses_the_ballots_they_have_not_cast(world):
    first, second = (world.dossier(walk(world, "council_ballot")) for _ in range(2))
    vote(world, "m1", {first.id: "yes"})
    with transaction(world.database) as session:
        revoke_grant(session, None, grant_of(world, "m1").id, reason="Chuyển công tác", now=NOON)

    with reading(world.database) as session:
        barred = {
            role: [one.codes for one in ballots_barred(session, world.people["m1"], role, today=TODAY).lost]
            for role in ("sys_admin", "publisher", "auditor", "appraiser")
        }
    with transaction(world.database) as session:
        grant_role(session, None, world.people["m1"], "publisher", world.places["HV"], now=NOON)

    gone = [(second.code,)]
    assert barred == {"sys_admin": gone, "publisher": gone, "auditor": [], "appraiser": []}
    assert not may_vote(world, "m1", second)


def test_a_vote_that_cannot_be_closed_holds_up_the_others_of_its_sitting(world):
    easy, hard = sitting(world, "0.5", "1"), world.dossier(walk(world, "council_ballot"))
    held, stuck = (world.dossier(dossier).code for dossier in easy)

    with reading(world.database) as session:
        told = {one.codes: one for one in ballots_missed(session, world.people["m1"], TODAY, None, today=TODAY).lost}

    assert {codes: one.outlook for codes, one in told.items()} == {
        (held,): "held",
        (stuck,): "stuck",
        (hard.code,): "to_close",
    }
    assert (told[held,].entangled, told[stuck,].entangled) == ((stuck,), (held,))
    vote(world, "m1", {easy[1]: "yes"})
    assert missed(world, "m1")[held] == ("to_close", 8, 5)
    leave(world, "m9")
    assert missed(world, "m1")[held] == ("held", 7, 5)  # by a vote they have cast their ballot in


def test_the_vote_on_a_suspended_dossier_holds_up_no_other(world):
    held, stuck = sitting(world, "0.5", "1")
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("lead"), stuck, "Có đơn thư", now=NOON)

    with reading(world.database) as session:
        told = ballots_missed(session, world.people["m1"], TODAY, None, today=TODAY).lost
    codes = [(world.dossier(dossier).code,) for dossier in (held, stuck)]
    assert [(one.codes, one.outlook, one.entangled) for one in told] == [
        (codes[0], "to_close", ()),
        (codes[1], "stuck", ()),
    ]


def test_a_vote_that_no_sitting_opened_can_be_ended_by_its_rule_alone(world):
    redraw(world, 'vd:form="council_opening"', 'vd:form="unit_approval"')
    dossier = world.dossier(walk(world, "council_opening"))
    act(world, "secretary", dossier.id, {"outcome": "approve"})

    assert missed(world, "m1") == {dossier.code: ("endless", 8, 6)}


@pytest.mark.parametrize("dossiers", [1, 3])
def test_it_costs_the_same_however_many_votes_there_are(world, dossiers):
    for _ in range(dossiers):
        walk(world, "council_ballot")

    with reading(world.database) as session, counted(world.database) as said:
        found = ballots_missed(session, world.people["m1"], TODAY, None, today=TODAY)

    assert [len(one.codes) for one in found.lost] == [dossiers]
    assert len(said) == 5


def sitting(world, *shares):
    """Votes of one sitting, each of an award with its own quorum."""
    dossiers = []
    for place, share in enumerate(shares):
        with transaction(world.database) as session:
            award = session.scalars(select(AwardKind).where(AwardKind.code == ("BK_TINH", "CSTDT")[place])).one()
            award.quorum = Decimal(share)
        dossiers.append(walk(world, "council_opening", propose(world, award_kind=award.code)))
    open_vote(world, dossiers)
    return dossiers


def may_vote(world, name, dossier):
    item = next(one for one in world.items(dossier.id) if one.assignee_id == world.people[name])
    item.dossier = dossier
    with reading(world.database) as session:
        return why_not(world.who(name), item, exclusions_of(session, dossier.id)) is None

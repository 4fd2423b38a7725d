"""People who leave and come back, whose entry is changed, who are signed out: what ends, what goes back, what stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from factories import NOON, act, walk
from people_acts import TODAY, at_once, grant, grant_of, lend
from service.commands.cast_ballots import cast_ballots
from service.commands.change_person import change_person
from service.commands.claim_task import claim_task
from service.commands.close_voting import close_voting
from service.commands.deactivate_person import deactivate_person
from service.commands.drop_second_factor import drop_second_factor
from service.commands.entering import COLUMNS, Entry
from service.commands.grant_role import grant_role
from service.commands.make_token import make_token
from service.commands.reactivate_person import reactivate_person
from service.commands.revoke_grant import revoke_grant
from service.commands.sign_person_out import sign_person_out
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import AccessToken, CouncilSession, Event, EventDetail, Incident, Person, RollEntry, SignIn
from service.organisation import sight_of
from service.permissions import holders


def test_who_leaves_gives_back_what_they_and_their_deputies_had_taken(world):
    lend(world, "thu", "stranger")
    theirs, deputys, others = (walk(world, "appraisal") for _ in range(3))
    for name, dossier_id in (("thu", theirs), ("stranger", deputys), ("binh", others)):
        claim(world, name, dossier_id)

    leave(world, "thu")

    assert [world.item(one).assignee_id for one in (theirs, deputys, others)] == [None, None, world.people["binh"]]
    assert signers(world, "appraiser") == {"binh"}
    assert said(world, "thu", "person_left")["tasks"] == 2
    act(world, "binh", theirs)


def test_what_nobody_else_may_do_becomes_an_incident(world):
    dossier_id = walk(world, "agency_approval")
    claim(world, "lead", dossier_id)

    leave(world, "lead")

    assert [(one.rule, one.dossier_id) for one in world.all(Incident)] == [("nobody_may_act", dossier_id)]


def test_sessions_and_tokens_end_for_good_and_roles_come_back_with_the_person(world):
    sign_in(world, "thu")
    with transaction(world.database) as session:
        make_token(session, None, world.people["thu"], "Phần mềm", now=NOON)

    leave(world, "thu")

    assert [row.ended_at for row in (*world.all(SignIn), *world.all(AccessToken))] == [NOON, NOON]
    later = NOON + timedelta(days=30)
    come_back(world, "thu", now=later)
    assert [row.ended_at for row in (*world.all(SignIn), *world.all(AccessToken))] == [NOON, NOON]
    assert world.who("thu").holds("appraiser")
    assert said(world, "thu", "person_returned")["reason"] == "Trở lại"


def test_a_member_who_leaves_stays_on_the_roll_and_the_others_can_close_the_vote(world):
    dossier_id = walk(world, "council_ballot")

    leave(world, "m9")

    assert said(world, "m9", "person_left")["ballots"] == 1
    assert len(world.all(RollEntry)) == 9
    for name in (f"m{seat}" for seat in range(1, 9)):
        cast(world, name, dossier_id)
    with transaction(world.database) as session:
        sitting = session.scalars(select(CouncilSession.id)).one()
        close_voting(session, world.who("secretary"), sitting, now=NOON)
    assert world.item(dossier_id).element == "signature"


def test_who_has_left_is_given_nothing(world):
    leave(world, "binh")

    with transaction(world.database) as session, pytest.raises(Refused):
        grant_role(session, None, world.people["binh"], "appraiser", world.places["HV"], now=NOON)


@pytest.mark.parametrize("name", ["lead", "thu", "admin"])
def test_people_are_let_go_by_another_administrator_only(world, name):
    with pytest.raises(NotAllowed):
        leave(world, name, actor=name)


def test_a_departure_wants_a_reason_and_happens_once(world):
    with pytest.raises(Refused):
        leave(world, "thu", reason="  ")
    leave(world, "thu")
    with pytest.raises(Conflict):
        leave(world, "thu")
    come_back(world, "thu")
    with pytest.raises(Conflict):
        come_back(world, "thu")


def test_two_administrators_who_let_each_other_go_do_not_both_go(world):
    grant(world, "stranger", "sys_admin")
    first, second = world.who("admin"), world.who("stranger")

    done = at_once(
        lambda: leave(world, "stranger", actor=first),
        lambda: leave(world, "admin", actor=second),
    )

    assert sorted(done) == ["NotAllowed", "ok"]
    assert signers(world, "sys_admin") in ({"admin"}, {"stranger"})


def test_two_administrators_who_take_the_role_from_each_other_do_not_both_lose_it(world):
    grant(world, "stranger", "sys_admin")
    first, second = world.who("admin"), world.who("stranger")

    def revoke(actor, name):
        with transaction(world.database) as session:
            revoke_grant(session, actor, grant_of(world, name).id, reason="Thôi quản trị", now=NOON)

    assert sorted(at_once(lambda: revoke(first, "stranger"), lambda: revoke(second, "admin"))) == ["NotAllowed", "ok"]


def test_an_entry_is_changed_with_old_and_new_values(world):
    change(
        world, "thu", Entry("thu.nguyen", " Nguyễn  Thị Thu ", "Chuyên viên chính", world.places["BTD"], "thu@hv.vn")
    )

    person = entry(world, "thu")
    assert (person.username, person.name, person.email) == ("thu.nguyen", "Nguyễn Thị Thu", "thu@hv.vn")
    assert person.name_order.startswith("thu ")
    told = said(world, "thu", "person_changed")
    assert told["name"] == ["Thu", "Nguyễn Thị Thu"]
    assert "unit_id" not in told


def test_nothing_changed_is_no_event(world):
    change(world, "thu", Entry("thu", "Thu", "", world.places["BTD"]))

    assert not [event for event in world.all(Event) if event.kind == "person_changed"]


def test_a_change_over_somebody_elses_change_is_a_conflict_that_names_them(world):
    seen = sight_of(entry(world, "thu"), COLUMNS)
    change(world, "thu", Entry("thu", "Thu", "Trưởng phòng", world.places["BTD"]), seen=seen)

    with pytest.raises(Conflict) as conflict:
        change(world, "thu", Entry("thu", "Thu", "Phó phòng", world.places["BTD"]), seen=seen)

    assert (conflict.value.who, conflict.value.at) == ("Admin", NOON)
    assert entry(world, "thu").position == "Trưởng phòng"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Entry("binh", "Thu"), "taken"),
        (Entry("có dấu", "Thu"), "username"),
        (Entry("thu", " "), "name"),
        (Entry("thu", "x" * 201), "name"),
        (Entry("thu", "Thu", "x" * 201), "position"),
        (Entry("thu", "Thu", email="thu@"), "email"),
        (Entry("thu", "Thu", email="thu@hv.vn\nBcc: all@hv.vn"), "email"),
    ],
)
def test_an_entry_that_is_not_sound_is_refused(world, wrong, code):
    with pytest.raises(Refused) as refused:
        change(world, "thu", wrong)

    assert refused.value.reason.code == code


def test_who_moves_to_the_proposing_unit_gives_back_what_that_bars(world):
    dossier_id = walk(world, "appraisal")
    claim(world, "thu", dossier_id)

    change(world, "thu", Entry("thu", "Thu", "", world.places["SGD"]))

    assert world.item(dossier_id).assignee_id is None


def test_an_administrator_signs_people_out_and_drops_a_lost_second_factor(world):
    sign_in(world, "thu")
    with transaction(world.database) as session:
        session.get_one(Person, world.people["thu"]).totp_seed = "s"
        session.get_one(Person, world.people["thu"]).totp_step = 1
    admin, thu = world.who("admin"), world.people["thu"]

    with transaction(world.database) as session:
        assert sign_person_out(session, admin, thu, now=NOON) == 1
        drop_second_factor(session, admin, thu, now=NOON)

    assert entry(world, "thu").totp_seed is None
    assert {"sessions_ended", "second_factor_off"} <= {event.kind for event in world.all(Event)}
    with transaction(world.database) as session, pytest.raises(Refused):
        drop_second_factor(session, admin, thu, now=NOON)
    with transaction(world.database) as session, pytest.raises(NotAllowed):
        drop_second_factor(session, admin, admin.id, now=NOON)
    with transaction(world.database) as session, pytest.raises(NotAllowed):
        sign_person_out(session, world.who("lead"), thu, now=NOON)


def test_nobody_is_nobody(world):
    with pytest.raises(NotFound):
        change(world, "thu", Entry("thu", "Thu"), of=world.places["HV"])


def leave(world, name, *, actor="admin", reason="Nghỉ hưu", now=NOON):
    who = world.who(actor) if isinstance(actor, str) else actor
    with transaction(world.database) as session:
        deactivate_person(session, who, world.people[name], reason=reason, now=now)


def come_back(world, name, *, now=NOON):
    with transaction(world.database) as session:
        reactivate_person(session, world.who("admin"), world.people[name], reason="Trở lại", now=now)


def change(world, name, to, *, seen=None, of=None):
    with transaction(world.database) as session:
        change_person(session, world.who("admin"), of or world.people[name], to, seen=seen, now=NOON)


def claim(world, name, dossier_id):
    with transaction(world.database) as session:
        claim_task(session, world.who(name), world.item(dossier_id).id, now=NOON)


def cast(world, name, dossier_id):
    mine = next(one for one in world.items(dossier_id) if one.assignee_id == world.people[name])
    with transaction(world.database) as session:
        assert cast_ballots(session, world.who(name), {mine.id: "yes"}, now=NOON)[0].ok


def sign_in(world, name):
    with transaction(world.database) as session:
        session.add(SignIn(token_sha256="0" * 64, person_id=world.people[name], started_at=NOON, seen_at=NOON))


def entry(world, name):
    with reading(world.database) as session:
        return session.get_one(Person, world.people[name])


def said(world, name, kind):
    """What the person's last event of the kind says."""
    stream = f"person/{world.people[name]}"
    numbers = [event.number for event in world.all(Event) if (event.stream, event.kind) == (stream, kind)]
    with reading(world.database) as session:
        fields = session.get_one(EventDetail, (stream, numbers[-1])).fields
    return {name: field["value"] for name, field in fields.items()}


def signers(world, role):
    with reading(world.database) as session:
        return {one.username for one in holders(session, role, world.places["HV"], today=TODAY)}

"""Acting in another's place: what it gives, what it never gives, and how it ends."""

from datetime import date, timedelta

import pytest

from factories import NOON, act, walk
from people_acts import at_once, delegation, grant, lend
from service.commands.claim_task import claim_task
from service.commands.deactivate_person import deactivate_person
from service.commands.end_delegation import end_delegation
from service.commands.record_absence import record_absence
from service.db import transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import Delegation, Event, Exclusion


def test_a_deputy_who_did_a_task_bars_both_from_the_one_that_checks_it(world):
    lend(world, "lead", "stranger")
    grant(world, "lead", "competent_authority")
    lend(world, "chair", "stranger")
    dossier_id = walk(world, "agency_approval")

    act(world, "stranger", dossier_id)

    walk(world, "signature", dossier_id)
    for name in ("stranger", "lead"):
        with pytest.raises(NotAllowed):
            act(world, name, dossier_id)
    barred = {e.person_id for e in world.all(Exclusion) if e.element == "signature" and e.reason.endswith("approval")}
    assert barred == {world.people["stranger"], world.people["lead"]}


def test_what_the_holder_did_bars_their_deputy(world):
    grant(world, "minh", "appraiser")
    lend(world, "minh", "stranger", role="appraiser")
    dossier_id = walk(world, "appraisal")

    with pytest.raises(NotAllowed) as refused:
        act(world, "stranger", dossier_id)

    assert refused.value.reason.code == "delegator"
    act(world, "thu", dossier_id)


def test_the_holders_unit_bars_their_deputy(world):
    lend(world, "hoa", "stranger")
    dossier_id = walk(world, "cluster_review")  # a proposal of Hoa's own unit

    with pytest.raises(NotAllowed):
        act(world, "stranger", dossier_id)

    lend(world, "minh", "stranger")
    act(world, "stranger", dossier_id)


@pytest.mark.parametrize(
    ("by", "to", "code"),
    [
        ("hung", "lan", "roles_apart"),  # the clerk would approve what they wrote
        ("lead", "thu", "roles_apart"),
        ("lead", "auditor", "roles_apart"),
        ("admin", "stranger", "never_delegated"),
        ("inspector", "stranger", "never_delegated"),
        ("m1", "stranger", "never_delegated"),
        ("lead", "lead", "oneself"),
    ],
)
def test_nobody_gets_by_delegation_what_they_could_not_be_granted(world, by, to, code):
    with pytest.raises(Refused) as refused:
        lend(world, by, to)

    assert refused.value.reason.code == code


def test_a_delegation_keeps_later_roles_apart_too(world):
    lend(world, "lead", "stranger")

    with pytest.raises(Refused):
        grant(world, "stranger", "appraiser")


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 11, 1), date(2026, 11, 20)),  # over
        (date(2026, 12, 9), date(2026, 12, 1)),
        (date(2024, 1, 1), date(2026, 12, 1)),  # before the role
    ],
)
def test_a_delegation_lasts_within_the_role_and_is_not_over(world, days):
    with pytest.raises(Refused):
        lend(world, "lead", "stranger", days=days)


def test_the_same_is_delegated_once_and_never_to_who_has_left(world):
    lend(world, "lead", "stranger")
    with pytest.raises(Refused):
        lend(world, "lead", "stranger")
    leave(world, "binh")
    with pytest.raises(Refused):
        lend(world, "records", "binh")


def test_only_the_holder_or_an_administrator_delegates(world):
    with pytest.raises(NotAllowed):
        lend(world, "lead", "stranger", actor="secretary")

    lend(world, "lead", "stranger", actor="admin")

    assert world.who("stranger").holds("agency_lead")


def test_leave_of_the_holder_ends_nothing(world):
    with transaction(world.database) as session:
        chair = world.people["chair"]
        record_absence(session, world.who("chair"), chair, NOON.date(), NOON.date() + timedelta(7), now=NOON)
    dossier_id = walk(world, "signature")

    act(world, "vice", dossier_id)


def test_a_deputy_of_who_has_left_acts_no_more(world):
    dossier_id = walk(world, "signature")
    leave(world, "chair")

    with pytest.raises(NotFound):
        act(world, "vice", dossier_id)


def test_an_ended_delegation_gives_back_what_was_taken_under_it_alone(world):
    lend(world, "lead", "stranger")
    mine, other = walk(world, "agency_approval"), walk(world, "signature")
    claim(world, "stranger", mine)
    claim(world, "vice", other)
    with transaction(world.database) as session:
        end_delegation(session, world.who("lead"), delegation(world, "stranger").id, reason="Về sớm", now=NOON)

    assert world.item(mine).assignee_id is None
    assert world.item(other).assignee_id == world.people["vice"]
    assert not world.who("stranger").roles
    streams = {e.stream for e in world.all(Event) if e.kind == "delegation_ended"}
    assert streams == {f"person/{world.people[name]}" for name in ("lead", "stranger")}


@pytest.mark.parametrize(("name", "may"), [("chair", True), ("vice", True), ("admin", True), ("lead", False)])
def test_a_delegation_is_ended_by_those_concerned_or_an_administrator(world, name, may):
    with transaction(world.database) as session:
        if may:
            end_delegation(session, world.who(name), delegation(world, "vice").id, now=NOON)
            return
        with pytest.raises(NotFound):
            end_delegation(session, world.who(name), delegation(world, "vice").id, now=NOON)


def test_a_delegation_ends_once_also_when_two_end_it_at_once(world):
    def end(name):
        with transaction(world.database) as session:
            end_delegation(session, world.who(name), delegation(world, "vice").id, now=NOON)

    assert sorted(at_once(lambda: end("chair"), lambda: end("vice"))) == ["Conflict", "ok"]

    with pytest.raises(Conflict) as conflict:
        end("admin")
    assert conflict.value.who in ("Chair", "Vice")
    assert [row.ended_at for row in world.all(Delegation)] == [NOON]


def test_two_who_delegate_to_each_other_at_once_both_succeed(world):
    grant(world, "stranger", "records_clerk")
    grant(world, "secretary", "records_clerk")

    done = at_once(
        lambda: lend(world, "stranger", "secretary", role="records_clerk"),
        lambda: lend(world, "secretary", "stranger", role="records_clerk"),
    )

    assert done == ["ok", "ok"]


def claim(world, name, dossier_id):
    with transaction(world.database) as session:
        claim_task(session, world.who(name), world.item(dossier_id).id, now=NOON)


def leave(world, name):
    with transaction(world.database) as session:
        deactivate_person(session, world.who("admin"), world.people[name], reason="Nghỉ hưu", now=NOON)

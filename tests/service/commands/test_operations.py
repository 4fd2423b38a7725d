"""What an administrator tries again: never a decision, and only once its cause is mended."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from factories import NOON, act, propose, walk
from queueing import Handled, add, dead, let_rest
from service import events
from service.commands.dismiss_job import dismiss_job
from service.commands.incidents import raise_incident
from service.commands.locking import find_dossier, find_item
from service.commands.retry_all_jobs import retry_all_jobs
from service.commands.retry_incident import retry_incident
from service.commands.retry_job import retry_job
from service.commands.suspend_dossier import suspend_dossier
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.events import dossier_stream
from service.ids import new_id
from service.jobs import GiveUp
from service.models import Dossier, Event, Incident, RoleGrant
from service.queries.operations import operations
from workflows.errors import Problem
from working import work

LATER = NOON + timedelta(days=40)
RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}


@pytest.fixture
def failed(world):
    """Two mails that were given up."""
    for to in ("son", "lan"):
        add(world, "mail", NOON, payload={"to": to})
    work(world, NOON, {"mail": Handled(GiveUp("away"), GiveUp("away"))})
    return [job.id for job in dead(world)]


def stuck(world):
    """A dossier whose timer could not ring, because its state is damaged; and the state as it was."""
    dossier_id = walk(world, "intake")
    act(world, "intake", dossier_id, RETURN)
    sound = world.dossier(dossier_id).state
    change(world, dossier_id, state=b"broken")
    work(world, LATER)
    return dossier_id, sound


def change(world, dossier_id, **values):
    with transaction(world.database) as session:
        session.execute(update(Dossier).where(Dossier.id == dossier_id).values(**values))


def retry(world, who="admin", now=LATER, incident=None):
    [one] = [incident] if incident else [one.id for one in world.all(Incident)]
    actor = world.who(who, now)
    with transaction(world.database) as session:
        return retry_incident(session, actor, one, now=now)


def standing(world, dossier_id):
    dossier = world.dossier(dossier_id)
    return dossier.stage, dossier.incidents_open, [one.resolved_at for one in world.all(Incident)]


def test_a_timer_that_could_not_ring_rings_once_its_cause_is_mended(world):
    dossier_id, sound = stuck(world)

    with pytest.raises(Refused) as refused:
        retry(world)
    before = standing(world, dossier_id)
    change(world, dossier_id, state=sound)
    retry(world)

    assert refused.value.reason.code == "still"
    assert before == ("supplement", 1, [None])
    assert standing(world, dossier_id) == ("closed_incomplete", 0, [LATER])
    with reading(world.database) as session:
        assert events.verify(session, dossier_stream(dossier_id)) is None
    last = max((one for one in world.all(Event) if one.dossier_id == dossier_id), key=lambda one: one.number)
    assert (last.kind, last.actor_id) == ("incident_resolved", world.people["admin"])


def test_what_is_resolved_is_not_tried_twice(world):
    dossier_id, sound = stuck(world)
    change(world, dossier_id, state=sound)
    retry(world)

    with pytest.raises(Conflict):
        retry(world)


def test_a_dossier_that_is_suspended_is_not_tried(world):
    dossier_id, sound = stuck(world)
    change(world, dossier_id, state=sound)
    inspector = world.who("inspector", LATER)
    with transaction(world.database) as session:
        suspend_dossier(session, inspector, dossier_id, "Xác minh", now=LATER)

    with pytest.raises(Refused):
        retry(world)

    assert world.dossier(dossier_id).stage == "supplement"


def test_a_task_that_nobody_may_do_is_no_trouble_any_more_once_somebody_may(world):
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.role == "intake_clerk").values(ended_at=NOON))
    dossier_id = walk(world, "intake")

    with pytest.raises(Refused):
        retry(world, now=NOON)
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.role == "intake_clerk").values(ended_at=None))
    retry(world, now=NOON)

    assert standing(world, dossier_id) == ("intake", 0, [NOON])
    act(world, "intake", dossier_id)


def test_what_came_of_a_persons_act_is_theirs_to_repeat(world):
    dossier_id = walk(world, "appraisal")
    item, thu = world.item(dossier_id), world.who("thu")
    problem = Problem("stuck", "Nothing waits.")
    with transaction(world.database) as session:
        held = find_item(session, item.id)
        raise_incident(session, held.dossier, problem, item=held.item, actor=thu, now=NOON)
    with transaction(world.database) as session:
        raise_incident(session, find_dossier(session, dossier_id), problem, actor=thu, now=NOON)

    for incident in world.all(Incident):
        with pytest.raises(Refused) as refused:
            retry(world, now=NOON, incident=incident.id)
        assert refused.value.reason.code == "by_its_doer"

    assert world.dossier(dossier_id).incidents_open == 2
    with reading(world.database) as session:
        shown = operations(session, world.who("admin"), now=NOON)
    assert [one.can_be_tried for one in shown.troubles] == [False, False]


def test_a_job_that_failed_is_tried_again_and_one_given_up_is_not(world, failed):
    mail, admin = Handled(), world.who("admin")

    with transaction(world.database) as session:
        retry_job(session, admin, failed[0], now=NOON)
    with transaction(world.database) as session:
        dismiss_job(session, admin, failed[1], "  Địa chỉ   cũ ", now=NOON)
    work(world, NOON, {"mail": mail})

    assert (mail.given, dead(world)) == ([{"to": "lan"}], [])
    assert {one.resolved_by_id for one in world.all(Incident)} == {None, admin.id}
    kinds = [one.kind for one in sorted(world.all(Event), key=lambda one: one.number) if one.stream == "system"]
    assert kinds == ["job_failed", "job_failed", "job_retried", "job_dismissed"]


def test_every_job_that_failed_is_tried_again_at_once(world, failed):
    mail, admin = Handled(), world.who("admin")

    with transaction(world.database) as session:
        put_back = [retry_all_jobs(session, admin, now=NOON) for _ in range(2)]
    let_rest(world)
    work(world, NOON, {"mail": mail})

    assert (put_back, len(mail.given)) == ([2, 0], 2)


@pytest.mark.parametrize("job_id", ["0", "x", "9" * 40, "²", "01a201d9-0000-7000-8000-000000000000"])
def test_a_job_that_is_not_among_the_failed_is_told_so(world, job_id):
    admin = world.who("admin")

    with transaction(world.database) as session:
        with pytest.raises(Conflict):
            retry_job(session, admin, job_id, now=NOON)
        with pytest.raises(Conflict):
            dismiss_job(session, admin, job_id, "Không cần", now=NOON)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_nothing_is_given_up_without_a_reason(world, failed, reason):
    with transaction(world.database) as session, pytest.raises(Refused):
        dismiss_job(session, world.who("admin"), failed[0], reason, now=NOON)

    assert len(dead(world)) == 2


@pytest.mark.parametrize("who", ["lead", "inspector", "auditor", "publisher"])
def test_only_an_administrator_looks_after_this(world, failed, who):
    actor, incident = world.who(who), world.all(Incident)[0].id
    acts = (
        lambda session: retry_job(session, actor, failed[0], now=NOON),
        lambda session: retry_all_jobs(session, actor, now=NOON),
        lambda session: dismiss_job(session, actor, failed[0], "Không cần", now=NOON),
        lambda session: retry_incident(session, actor, incident, now=NOON),
        lambda session: operations(session, actor, now=NOON),
    )

    for tried in acts:
        with transaction(world.database) as session, pytest.raises(NotAllowed):
            tried(session)


def test_a_trouble_that_is_none_of_a_dossier_is_not_there(world, failed):
    for one in (new_id(), world.all(Incident)[0].id):
        with pytest.raises(NotFound):
            retry(world, now=NOON, incident=one)


def test_the_page_tells_how_much_waits_and_since_when_nobody_works(world):
    propose(world)
    add(world, "mail", NOON - timedelta(minutes=20))

    with reading(world.database) as session:
        shown = operations(session, world.who("admin"), now=NOON)
        earlier = operations(session, world.who("admin"), now=NOON - timedelta(minutes=15))

    assert (shown.waiting_jobs, shown.untold, shown.asleep) == (1, 1, timedelta(minutes=20))
    assert earlier.asleep is None
    assert (shown.troubles, shown.failed) == ([], [])

"""Taking back one's own last step: everything is as it was."""

import pytest
from sqlalchemy import select, update

from factories import NOON, act, propose, vote, walk
from service.commands.complete_task import complete_task
from service.commands.open_voting import open_voting
from service.db import reading, transaction
from service.errors import Conflict
from service.events import dossier_stream, verify
from service.models import (
    CouncilSession,
    Dossier,
    Draft,
    Event,
    Incident,
    RoleGrant,
    Submission,
    WorkItem,
)
from service.permissions import can_see
from service.processes import definition_of
from service.queries.answers import answers_of
from service.queries.path import walk_of
from taking_back import LATER, RETURN, done, standing, take_back
from usual_answers import DOERS, TASKS, USUAL


def test_every_step_of_the_path_is_taken_back_exactly_and_done_again(world):
    dossier_id = propose(world)
    for element in TASKS[: TASKS.index("issue")]:
        if element == "council_ballot":
            vote(world, dossier_id)
            continue
        for answers in [RETURN, None] if element == "intake" else [None]:
            before = standing(world, dossier_id)
            item = done(world, DOERS[element], dossier_id, answers)
            assert standing(world, dossier_id) != before

            take_back(world, DOERS[element], item)

            assert standing(world, dossier_id) == before, element
            again = world.item(dossier_id)
            assert (again.assignee_id, again.closed_by_id) == (world.people[DOERS[element]], None)
        act(world, DOERS[element], dossier_id)

    assert world.item(dossier_id).element == "issue"
    with reading(world.database) as session:
        assert verify(session, dossier_stream(dossier_id)) is None


def test_a_supplement_is_taken_back_with_its_deadline_and_its_stopped_clock(world):
    dossier_id = walk(world, "intake")
    act(world, "intake", dossier_id, RETURN)
    before = standing(world, dossier_id)
    item = done(world, "lan", dossier_id)
    act(world, "hung", dossier_id)
    approved = next(one for one in world.all(WorkItem) if one.element == "supplement_approval")

    take_back(world, "hung", approved)
    assert world.dossier(dossier_id).clock_stopped_on is not None
    with pytest.raises(Conflict):
        take_back(world, "lan", item)

    with transaction(world.database) as session:
        assert before["dossier"]["wake_at"] is not None
        complete_task(session, world.who("hung"), approved.id, USUAL["supplement_approval"], now=LATER)
    assert world.item(dossier_id).element == "intake"


def test_the_answers_come_back_as_a_draft_and_no_longer_count(world):
    dossier_id = walk(world, "appraisal")
    item = done(world, "thu", dossier_id, {"outcome": "eligible", "note": "Viết vội."})

    take_back(world, "thu", item)

    with reading(world.database) as session:
        drafts = {
            (d.person_id, d.data["note"]) for d in session.scalars(select(Draft).where(Draft.work_item_id == item.id))
        }
        dossier = session.get_one(Dossier, dossier_id)
        given = answers_of(session, dossier_id, definition_of(session, dossier))
        way = walk_of(session, world.who("thu"), dossier.code)
    assert drafts == {(world.people["thu"], "Viết vội.")}
    assert "appraisal" not in [one.element for one in given]
    assert "appraisal" not in way.walked

    act(world, "thu", dossier_id, {"outcome": "eligible", "note": "Viết lại."})
    with reading(world.database) as session:
        given = answers_of(session, dossier_id, definition_of(session, session.get_one(Dossier, dossier_id)))
    assert [one.line("note").value for one in given if one.element == "appraisal"] == ["Viết lại."]


def test_before_submission_only_the_unit_knows_of_it_again(world):
    dossier_id = walk(world, "unit_approval")
    item = done(world, "hung", dossier_id)
    take_back(world, "hung", item)

    with reading(world.database) as session:
        seen = {n for n in ("lan", "minh", "lead") if can_see(session, world.who(n), world.dossier(dossier_id))}

    assert seen == {"lan"}


def test_the_event_names_what_was_taken_back_and_why(world):
    dossier_id = walk(world, "appraisal")
    step = world.dossier(dossier_id).events + 1
    item = done(world, "thu", dossier_id)
    take_back(world, "thu", item)

    last = max((e for e in world.all(Event) if e.dossier_id == dossier_id), key=lambda e: e.number)

    assert (last.kind, last.number, last.actor_id) == ("recalled", step + 1, world.people["thu"])
    assert last.state_sha256 is not None


def test_a_trouble_that_the_step_raised_goes_with_it(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.role == "agency_lead").values(ended_at=NOON))
    item = done(world, "thu", dossier_id)
    assert world.dossier(dossier_id).incidents_open == 1

    take_back(world, "thu", item)

    assert world.dossier(dossier_id).incidents_open == 0
    assert all(incident.resolved_at for incident in world.all(Incident))


def test_the_letter_stays_when_another_dossier_has_joined_it(world):
    first = propose(world)
    item = done(world, "lan", first)
    propose(world, name="Lò Thị Páo", like=first)

    take_back(world, "lan", item)

    assert [letter.number for letter in world.all(Submission)] == ["15/TTr-SGDĐT"]
    assert world.item(first).element == "proposal"


def test_a_sitting_is_gone_with_the_last_vote_that_is_taken_back(world):
    first, second = (walk(world, "council_opening") for _ in range(2))
    openings = [world.item(dossier_id) for dossier_id in (first, second)]
    with transaction(world.database) as session:
        ids = [one.id for one in openings]
        open_voting(session, world.who("secretary"), ids, LATER.date(), now=LATER)

    left = []
    for opening in openings:
        take_back(world, "secretary", opening)
        left.append(len(world.all(CouncilSession)))

    assert left == [1, 0]

"""What told of a task rests once the task is done."""

from sqlalchemy import insert

from factories import NOON, act, walk
from plans import explained, gather_statistics, walked
from service.commands.comment_on import comment_on
from service.commands.tell_people import tell_people
from service.db import transaction
from service.ids import new_id
from service.models import Notice


def tell(world, dossier_id):
    with transaction(world.database) as session:
        tell_people(session, dossier_id, now=NOON)


def unread(world):
    """What waits to be read by whom."""
    names = {person: name for name, person in world.people.items()}
    return {(names[one.person_id], one.kind) for one in world.all(Notice) if one.read_at is None}


def elsewhere(person, place):
    said = {"kind": "moved", "key": f"elsewhere/{place}", "data": {}, "at": NOON, "mail_due": False}
    return {"id": new_id(), "person_id": person, "dossier_id": None, "read_at": None, **said}


def test_what_told_of_a_task_that_is_done_needs_no_reading_any_more(world):
    dossier_id = walk(world, "appraisal")
    tell(world, dossier_id)
    with transaction(world.database) as session:
        comment_on(session, world.who("lead"), world.dossier(dossier_id).code, "Nhờ @binh xem", now=NOON)
    tell(world, dossier_id)
    act(world, "thu", dossier_id)
    tell(world, dossier_id)

    assert unread(world) == {("binh", "mentioned"), ("lead", "task_opened")}


def test_nor_does_it_for_who_could_have_done_it_in_anothers_place(world):
    dossier_id = walk(world, "signature")
    tell(world, dossier_id)
    act(world, "chair", dossier_id)
    tell(world, dossier_id)

    assert unread(world) == {("records", "task_opened")}


def test_nobody_elses_notices_are_looked_through_for_those_of_done_tasks(world):
    dossier_id = walk(world, "appraisal")
    tell(world, dossier_id)
    act(world, "thu", dossier_id)
    with transaction(world.database) as session:
        session.connection().execute(insert(Notice), [elsewhere(world.people["binh"], place) for place in range(3000)])
    gather_statistics(world.database)

    with transaction(world.database) as session, explained(session, verb="UPDATE notice") as plans:
        tell_people(session, dossier_id, now=NOON)

    assert ["ix_notice_dossier" in walked(plan) for plan in plans] == [True]

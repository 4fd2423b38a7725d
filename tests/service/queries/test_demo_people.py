"""Whom the demo's door offers."""

from sqlalchemy import update

from factories import propose
from people_acts import TODAY
from service.db import reading, transaction
from service.models import Person
from service.queries.demo_people import demo_people


def test_first_of_each_role_stands_somebody_whom_work_awaits(world):
    with transaction(world.database) as session:
        session.execute(update(Person).values(password_hash="set"))
    assert offered(world)["unit_clerk"] == ["lan", "mai"]

    propose(world, "mai")

    assert offered(world)["unit_clerk"] == ["mai", "lan"]


def offered(world):
    with reading(world.database) as session:
        return {role: [person.username for person in people] for role, people in demo_people(session, today=TODAY)}

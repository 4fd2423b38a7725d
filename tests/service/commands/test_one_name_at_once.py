"""Two who give the same name at the same moment: one has it, the other hears that it is taken."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select
from sqlalchemy.orm import Session

from factories import NOON, World
from service.commands.add_person import add_person
from service.commands.add_webhook import Checked, add_webhook
from service.commands.change_person import change_person
from service.commands.entering import Entry
from service.commands.save_filter import save_filter
from service.db import transaction
from service.errors import Refused
from service.models import Person, SavedFilter, Webhook
from service.outside import Target

HOOK = Checked("https://hook.example.vn/in", Target("https", "hook.example.vn", 443, "/in"))


def test_a_user_name_goes_to_one_person(world):
    admin = world.who("admin")

    ends = _both(world, lambda session: add_person(session, admin, "nguoi.moi", "Người Mới", now=NOON))

    assert ends == [None, "taken"]
    assert [one.username for one in world.all(Person)].count("nguoi.moi") == 1


def test_two_people_are_not_given_one_user_name(world):
    admin, people = world.who("admin"), iter([world.people["mai"], world.people["son"]])

    def rename(session: Session) -> None:
        change_person(session, admin, next(people), Entry("mot.ten", "Một Tên"), now=NOON)

    assert _both(world, rename) == [None, "taken"]


def test_an_address_is_told_once(world):
    admin = world.who("admin")

    ends = _both(world, lambda session: add_webhook(session, admin, HOOK, (), now=NOON))

    assert ends == [None, "url_twice"]
    assert len(world.all(Webhook)) == 1


def test_a_filter_of_one_name_is_kept_once(world):
    thu = world.who("thu")

    ends = _both(world, lambda session: save_filter(session, thu, "Quá hạn", {"filter": "overdue"}, now=NOON))

    assert ends == [None, None]
    assert len(world.all(SavedFilter)) == 1


def _both(world: World, act: Callable[[Session], object]) -> list[str | None]:
    """Do it twice at the same moment; why each was refused, if it was. Neither commits before both have begun."""
    together = Barrier(2)

    def one(_: int) -> str | None:
        try:
            with transaction(world.database) as session:
                if world.database.dialect.name == "postgresql":  # on SQLite the second waits before it begins
                    session.scalar(select(1))
                    together.wait(20)
                act(session)
        except Refused as refused:
            return refused.reason.code
        return None

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, range(2)), key=bool)

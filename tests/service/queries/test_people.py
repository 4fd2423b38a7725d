"""The list of people: whom it shows, in which order, page by page; and who may see it."""

import pytest

from factories import NOON
from people_acts import TODAY, lend
from service.commands.add_person import add_person
from service.commands.deactivate_person import deactivate_person
from service.commands.record_absence import record_absence
from service.db import reading, transaction
from service.errors import NotAllowed
from service.queries import people as listing
from service.queries.people import Sought, people


def test_people_are_found_without_marks_narrowed_and_counted(world, monkeypatch):
    with transaction(world.database) as session:
        for username, name in (("an.t", "Trần Thị Ánh"), ("duc", "Nguyễn Đình Đức"), ("anh2", "Lê Ánh")):
            add_person(session, None, username, name, unit_id=world.places["SYT"], now=NOON)
        deactivate_person(session, None, world.people["binh"], reason="Nghỉ hưu", now=NOON)
        record_absence(session, None, world.people["thu"], TODAY, TODAY, now=NOON)
    lend(world, "chair", "stranger")

    assert names(world, text="anh") == ["Lê Ánh", "Trần Thị Ánh"]
    assert names(world, text="dinh DUC") == ["Nguyễn Đình Đức"]
    assert names(world, text="an.t") == ["Trần Thị Ánh"]
    assert names(world, text="100%") == []
    assert set(names(world, unit="SYT")) == {"Lê Ánh", "Nguyễn Đình Đức", "Mai", "Minh", "Son", "Trần Thị Ánh"}
    assert names(world, role="competent_authority") == ["Chair", "Stranger", "Vice"]
    assert names(world, state="left") == ["Binh"]
    assert names(world, state="away") == ["Thu"]
    assert "Binh" in names(world, state="all")
    assert "Binh" not in names(world)

    shown = listed(world, role="competent_authority")
    assert [line.roles for line in shown.lines] == [
        (("competent_authority", None),),
        (("competent_authority", "Chair"),),
        (("competent_authority", "Chair"),),
    ]
    monkeypatch.setattr(listing, "PAGE", 2)
    first = listed(world, unit="SYT")
    second = listed(world, unit="SYT", after=first.next)
    assert (first.count, second.count) == (6, 6)
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}


@pytest.mark.parametrize("name", ["lead", "auditor", "stranger"])
def test_only_an_administrator_sees_the_list(world, name):
    with reading(world.database) as session, pytest.raises(NotAllowed):
        people(session, world.who(name), Sought(), today=TODAY)


def names(world, **sought):
    return [line.name for line in listed(world, **sought).lines]


def listed(world, **sought):
    with reading(world.database) as session:
        return people(session, world.who("admin"), Sought(**sought), today=TODAY)

"""Publishing processes."""

import pytest
from sqlalchemy import select

from factories import NOON
from service import library, processes
from service.db import reading, transaction
from service.errors import NotFound
from service.models import Event, Process, ProcessFile, ProcessVersion
from workflows.definition import forms_named_by
from workflows.errors import DiagramError


def bundle(**changed):
    diagram = changed.get("diagram", library.diagrams()["award.bpmn"])
    forms = {f"{name}.json": library.forms()[f"{name}.json"] for name in forms_named_by(diagram)}
    return {"award.bpmn": diagram, **forms}


def versions(world):
    return {v.number: v for v in world.all(ProcessVersion)}


def test_the_packaged_process_is_published_once(world):
    with transaction(world.database) as session:
        processes.upgrade_from_files(session, NOON)

    assert [(v.number, v.published_at) for v in world.all(ProcessVersion)] == [(1, NOON)]
    assert {f.name for f in world.all(ProcessFile)} == set(bundle())


def test_a_changed_file_becomes_a_draft_and_replaces_nothing(world, monkeypatch):
    changed = bundle()["award.bpmn"].replace("Lập hồ sơ".encode(), "Soạn hồ sơ".encode())
    monkeypatch.setattr(library, "diagrams", lambda: {"award.bpmn": changed})

    for _ in range(2):
        with transaction(world.database) as session:
            processes.upgrade_from_files(session, NOON)

    found = versions(world)
    assert sorted(found) == [1, 2]
    assert found[2].published_at is None
    assert world.all(Process)[0].current_version_id == found[1].id
    assert [e.kind for e in world.all(Event)] == ["version_published", "version_drafted"]


def test_publishing_a_draft_makes_it_the_one_new_dossiers_follow(world):
    changed = bundle(diagram=bundle()["award.bpmn"].replace("Lập hồ sơ".encode(), "Soạn hồ sơ".encode()))

    with transaction(world.database) as session:
        processes.publish(session, "award", "Xét khen thưởng", changed, actor=world.who("publisher"), now=NOON)

    with reading(world.database) as session:
        version = processes.current_version(session, "award")
        assert (version.number, version.reviewer_id) == (2, world.people["publisher"])


def test_a_bundle_with_a_fault_is_not_published(world):
    broken = bundle(diagram=bundle()["award.bpmn"].replace(b"award.threshold", b"award.treshold"))

    with pytest.raises(DiagramError), transaction(world.database) as session:
        processes.publish(session, "award", "Xét khen thưởng", broken, actor=None, now=NOON)

    assert sorted(versions(world)) == [1]


def test_a_definition_is_compiled_once_for_all_who_follow_it(world):
    with reading(world.database) as session:
        version = session.scalars(select(ProcessVersion)).one()
        first = processes.definition_named(session, version.name, version.id)
        second = processes.definition_named(session, version.name, version.id)

    assert first is second
    assert (first.key, first.name) == ("award", version.name)


def test_a_process_nobody_published_is_not_found(world):
    with reading(world.database) as session, pytest.raises(NotFound):
        processes.current_version(session, "unheard")

"""Publishing processes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from factories import NOON
from service import library, processes
from service.db import reading, transaction
from service.models import Event, Process, ProcessFile, ProcessVersion
from workflows.definition import forms_named_by
from workflows.errors import DiagramError

OTHER = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:other">
  <process id="other" name="Another process" isExecutable="true">
    <startEvent id="other_begun" /><sequenceFlow id="on" sourceRef="other_begun" targetRef="other_done" />
    <endEvent id="other_done" />
  </process>
</definitions>"""


def bundle(**changed):
    diagram = changed.get("diagram", library.diagrams()["award.bpmn"])
    forms = {f"{name}.json": library.forms()[f"{name}.json"] for name in forms_named_by(diagram)}
    told = changed.get("scenarios", library.scenarios()["award.scenarios.yaml"])
    return {"award.bpmn": diagram, **forms, "award.scenarios.yaml": told}


def versions(world):
    return {v.number: v for v in world.all(ProcessVersion) if v.process_key == "award"}


def test_the_packaged_processes_are_published_once(world):
    with transaction(world.database) as session:
        processes.upgrade_from_files(session, NOON)

    published = {v.process_key: (v.number, v.published_at) for v in world.all(ProcessVersion)}
    award = versions(world)[1].id
    assert published == {"award": (1, NOON), "exceptional_award": (1, NOON)}
    assert len(world.all(ProcessVersion)) == 2
    assert {f.name for f in world.all(ProcessFile) if f.version_id == award} == set(bundle())


def test_no_task_is_given_to_a_role_that_knows_of_no_dossier(world):
    diagram = bundle()["award.bpmn"].replace(b'vd:role="appraiser"', b'vd:role="sys_admin"')

    with transaction(world.database) as session, pytest.raises(DiagramError) as refused:
        processes.publish(session, "award", bundle(diagram=diagram), actor=None, now=NOON)

    assert {problem.rule for problem in refused.value.problems} == {"unknown-role"}


def test_a_changed_file_becomes_a_draft_and_replaces_nothing(world, monkeypatch):
    changed = bundle()["award.bpmn"].replace("Lập hồ sơ".encode(), "Soạn hồ sơ".encode())
    monkeypatch.setattr(library, "diagrams", lambda: {"award.bpmn": changed})

    for _ in range(2):
        with transaction(world.database) as session:
            processes.upgrade_from_files(session, NOON)

    found = versions(world)
    assert sorted(found) == [1, 2]
    assert found[2].published_at is None
    assert {process.current_version_id for process in world.all(Process)} >= {found[1].id}
    events = [event.kind for event in world.all(Event) if event.stream == "process/award"]
    assert events == ["version_published", "version_drafted"]


def test_publishing_a_draft_makes_it_the_one_new_dossiers_follow(world):
    changed = bundle(diagram=bundle()["award.bpmn"].replace("Lập hồ sơ".encode(), "Soạn hồ sơ".encode()))

    with transaction(world.database) as session:
        processes.publish(session, "award", changed, actor=world.who("publisher"), now=NOON)

    with reading(world.database) as session:
        version = _current(session)
        assert (version.number, version.reviewer_id) == (2, world.people["publisher"])


def test_a_bundle_with_a_fault_is_not_published(world):
    broken = bundle(diagram=bundle()["award.bpmn"].replace(b"award.threshold", b"award.treshold"))

    with pytest.raises(DiagramError), transaction(world.database) as session:
        processes.publish(session, "award", broken, actor=None, now=NOON)

    assert sorted(versions(world)) == [1]


def test_a_bundle_that_does_something_else_than_its_scenarios_is_not_published(world):
    told = bundle()["award.scenarios.yaml"].replace(b"expect_open: [cluster_review]", b"expect_open: [intake]")

    with pytest.raises(DiagramError) as refused, transaction(world.database) as session:
        processes.publish(session, "award", bundle(scenarios=told), actor=None, now=NOON)

    assert refused.value.problems[0].element == "A dossier is issued on the straight path / 2"
    assert sorted(versions(world)) == [1]


def test_who_published_a_version_and_when_is_written_once(world):
    first = versions(world)[1].published_at

    with transaction(world.database) as session:
        processes.publish(session, "award", bundle(), actor=world.who("publisher"), now=NOON + timedelta(days=1))

    assert {number: (v.published_at, v.reviewer_id) for number, v in versions(world).items()} == {1: (first, None)}


def test_the_same_files_may_be_published_under_two_keys(world):
    files = {**bundle(), "other.bpmn": OTHER}

    with transaction(world.database) as session:
        one = processes.publish(session, "award", files, actor=None, now=NOON)
        other = processes.publish(session, "other", files, actor=None, now=NOON)
        keys = [processes.definition_named(session, v.name, v.id).key for v in (one, other)]

    assert one.name == other.name
    assert keys == ["award", "other"]
    named = {process.key: process.name for process in world.all(Process)}
    assert (named["award"], named["other"]) == ("Xét tặng danh hiệu, hình thức khen thưởng", "Another process")


def test_a_definition_is_compiled_once_for_all_who_follow_it(world):
    with reading(world.database) as session:
        version = _current(session)
        first = processes.definition_named(session, version.name, version.id)
        second = processes.definition_named(session, version.name, version.id)

    assert first is second
    assert (first.key, first.name) == ("award", version.name)


def _current(session):
    """The version new dossiers of the award follow."""
    return session.scalars(
        select(ProcessVersion).where(ProcessVersion.id == Process.current_version_id, Process.key == "award")
    ).one()

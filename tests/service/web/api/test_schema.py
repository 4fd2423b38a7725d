"""Whatever is sent, by whomever: no 5xx, no status, type or shape that the OpenAPI document does not declare.

`make soak` sets ROUNDS and tries many more.
"""

import os
from collections.abc import Mapping
from itertools import cycle

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from calling import ballot_of
from factories import propose, walk
from service.models import CouncilMembership, Role, RoleGrant

NAMES = (
    "listTasks countTasks getTask getTaskForm claimTask unclaimTask setAssignee completeTask commentOnTask openDossier "
    "listDossiers getDossier getHistory withdrawDossier listAttachments addAttachment getAttachment "
    "listProcessDefinitions getProcessDefinitionXml"
).split()
ROLES = ("lan", "thu", "m1", "admin", "stranger")
OTHERS = "hung minh intake lead secretary chair records auditor inspector publisher".split()
"""Whoever holds a role that nobody of ROLES holds: fewer examples each."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = max(3, int(os.environ.get("ROUNDS", "0")) // 5)
EXAMPLES_OF_OTHERS = max(1, int(os.environ.get("ROUNDS", "0")) // 15)


@pytest.fixture(scope="module")
def known(world, calling) -> Mapping[str, list[str]]:
    """Ids and codes that are there, so that calls get past the first question."""
    draft, appraised, voting = propose(world), walk(world, "appraisal"), walk(world, "council_ballot")
    codes = [world.dossier(one).code for one in (draft, appraised, voting)]
    tasks = [world.item(draft).id, world.item(appraised).id, ballot_of(world, voting, "m1")]
    return {
        "task_id": list(map(str, tasks)),
        "code": codes,
        "attachment_id": [calling("lan").attach(codes[0]).json["id"]],
        "key": ["award"],
    }


@pytest.fixture(scope="module")
def described(app):
    """The calls, as the document describes them."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.fixture(scope="module")
def operations(described):
    """Each call by its operationId."""
    return {one.ok().definition.raw["operationId"]: one.ok() for one in described.get_all_operations()}


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # its client leaves files to the collector
@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_declared(operations, known, calling, name):
    for people, examples in ((ROLES, EXAMPLES), (OTHERS, EXAMPLES_OF_OTHERS)):
        _as_declared(operations[name], known, calling, people, examples)


def test_every_role_calls(world):
    holders = {world.people[name] for name in (*ROLES, *OTHERS)}
    members = {one.person_id for one in world.all(CouncilMembership)}

    held = {one.role for one in world.all(RoleGrant) if one.person_id in holders}

    assert held | {Role.COUNCIL_MEMBER} == set(Role)
    assert world.people["m1"] in members


def test_the_document_is_whole(described, operations):
    raw = [one.definition.raw for one in operations.values()]

    assert set(operations) == set(NAMES)
    assert all(one["summary"] and one["tags"] for one in raw)
    assert all("409" in one["responses"] for one in raw if "requestBody" in one)
    assert described.raw_schema["openapi"] == "3.1.0"
    assert described.raw_schema["security"] == [{"token": []}]


def _as_declared(operation, known, calling, people, examples):
    """Each of the people sends every example: on something that is there, and one in four as it was generated."""
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @seed(int(os.environ.get("SEED", "1")))
    @given(strategies.one_of(modes))
    def answers_as_declared(case):
        generated = dict(case.path_parameters or {})
        for who, place in zip(people, cycle(range(4)), strict=False):
            there = {argument: known[argument] for argument in generated.keys() & known.keys() if place < 3}
            case.path_parameters = generated | {name: ids[place % len(ids)] for name, ids in there.items()}
            answer = case.call(headers={**(case.headers or {}), **calling(who).headers})
            case.validate_response(answer, checks=CHECKS)

    answers_as_declared()

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

NAMES = (
    "listTasks countTasks getTask getTaskForm claimTask unclaimTask setAssignee completeTask commentOnTask openDossier "
    "listDossiers getDossier getHistory withdrawDossier listAttachments addAttachment getAttachment "
    "listProcessDefinitions getProcessDefinitionXml"
).split()
ROLES = ("lan", "thu", "m1", "admin", "stranger")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = max(3, int(os.environ.get("ROUNDS", "0")) // 5)


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
    operation = operations[name]
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @seed(int(os.environ.get("SEED", "1")))
    @given(strategies.one_of(modes))
    def answers_as_declared(case):
        for who, place in zip(ROLES, cycle(range(3)), strict=False):
            for argument in (case.path_parameters or {}).keys() & known.keys():
                case.path_parameters[argument] = known[argument][place % len(known[argument])]
            answer = case.call(headers={**(case.headers or {}), **calling(who).headers})
            case.validate_response(answer, checks=CHECKS)

    answers_as_declared()


def test_the_document_is_whole(described, operations):
    raw = [one.definition.raw for one in operations.values()]

    assert set(operations) == set(NAMES)
    assert all(one["summary"] and one["tags"] for one in raw)
    assert described.raw_schema["openapi"] == "3.1.0"
    assert described.raw_schema["security"] == [{"token": []}]

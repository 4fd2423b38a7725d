"""From the YAML of a scenario file to scenarios, or to what is wrong with it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

from workflows import feel
from workflows.calendar import ZONE
from workflows.errors import Problem, ScenarioError, msg
from workflows.scenarios.language import LANGUAGE
from workflows.scenarios.scenario import Scenario, Scenarios, Step

LARGEST_FILE = 1_000_000
MOST_VALUES = 200_000
"""Values of a file with every alias written out, so that a few lines cannot mean millions."""
DEEPEST = 50

_validator = Draft202012Validator(LANGUAGE, offline=True)


class _Yaml(yaml.SafeLoader):
    """Plain data, where yes and no are words: a tally counts them."""


_Yaml.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(data: bytes) -> Scenarios:
    """Return the scenarios of a file; raises ScenarioError."""
    content = _parse(data)
    plain = _plain(content, [MOST_VALUES])
    if problems := [_unfit(error) for error in _validator.iter_errors(plain)]:
        raise ScenarioError(*problems)
    now = _moment(content["now"])
    facts = content.get("facts", {})
    read = (_scenario(given, now, facts) for given in content["scenarios"])
    return Scenarios(content["process"], tuple(read))


def _parse(data: bytes) -> Any:
    if len(data) > LARGEST_FILE:
        raise _refusal(msg("The file is larger than {limit} bytes."), limit=LARGEST_FILE)
    try:
        return _Yaml(data).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _refusal(msg("The file is not YAML: {reason}."), reason=" ".join(str(error).split())) from None


def _plain(value: Any, left: list[int], depth: int = 0) -> Any:
    """A JSON copy: dates as ISO text."""
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST:
        message = msg("The file holds more than {limit} values, or more than {depth} inside each other.")
        raise _refusal(message, limit=MOST_VALUES, depth=DEEPEST)
    if isinstance(value, Mapping):
        return {str(key): _plain(entry, left, depth + 1) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(item, left, depth + 1) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _unfit(error: Any) -> Problem:
    place = ".".join(str(step + 1 if isinstance(step, int) else step) for step in error.instance_path)
    reason = error.message if len(error.message) < 300 else msg("this is none of the steps a scenario knows")
    return Problem(
        "scenario", msg("This does not fit the scenario language: {reason}."), place or None, values={"reason": reason}
    )


def _scenario(given: Mapping[str, Any], now: datetime, facts: Mapping[str, Any]) -> Scenario:
    name = given["name"]
    steps = tuple(_step(step, name, number) for number, step in enumerate(given["steps"], start=1))
    begin = _moment(given["now"]) if "now" in given else now
    return Scenario(name, steps, given.get("end"), begin, merged(facts, given.get("facts", {})))


def merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shared facts with a scenario's own written over them, entry by entry."""
    both = {key: merged(shared[key], value) for key, value in own.items() if _are_mappings(shared.get(key), value)}
    return {**shared, **own, **both}


def _are_mappings(one: Any, other: Any) -> bool:
    return isinstance(one, Mapping) and isinstance(other, Mapping)


def _step(given: Mapping[str, Any], scenario: str, number: int) -> Step:
    place = f"{scenario}, step {number}"
    expected = given.get("expect", {})
    is_open = given.get("expect_open", expected.get("open"))
    stage = given.get("expect_stage", expected.get("stage"))
    return Step(
        task=given.get("task"),
        answers=_plain(given.get("answers", {}), [MOST_VALUES]),
        tally=given.get("tally"),
        signal=given.get("signal"),
        cancel="cancel" in given,
        look=not given.keys() & {"task", "signal", "cancel"},
        after=_duration(given.get("after") or given.get("wait"), place),
        expect_open=None if is_open is None else tuple(is_open),
        expect_stages=None if stage is None else (stage,) if isinstance(stage, str) else tuple(stage),
    )


def _duration(given: str | None, place: str) -> timedelta:
    if given is None:
        return timedelta()
    try:
        length = feel.compile(f'@"{given}"').evaluate({})
    except feel.FeelError:
        length = None
    if not isinstance(length, timedelta) or length < timedelta():
        message = msg("{text} is not a duration such as P2D or PT4H.")
        raise ScenarioError(Problem("scenario", message, place, values={"text": given}))
    return length


def _moment(given: Any) -> datetime:
    """A moment without a zone is local."""
    try:
        moment = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    except ValueError:
        raise _refusal(msg("{text} is not a date and time such as 2026-03-02T08:00:00+07:00."), text=given) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def _refusal(message: str, **values: object) -> ScenarioError:
    return ScenarioError(Problem("scenario", message, values=values))

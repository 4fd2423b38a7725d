"""Every task has somebody who can do it, and what it says of other tasks is true."""

import re
from collections.abc import Iterator

from workflows.check import vocabulary
from workflows.check.drawing import Drawing
from workflows.check.finding import Node, problem
from workflows.definition.words import OWN
from workflows.errors import Problem, msg
from workflows.graph import Node as Task

RULE = re.compile(r"all|until closed|quorum\([1-9]\d{0,3}\)|first\([1-9]\d{0,3}\)")
"""When a panel is complete."""


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield tasks nobody could do, panels without members, and words that name tasks that are not there."""
    for node in drawing.nodes.values():
        if node.kind in vocabulary.PEOPLE:
            task = drawing.graph.nodes[node.key]
            yield from _who(drawing, node, task)
            yield from _others(drawing, node, task)
            yield from _panel(node, task)
    yield from _withdrawal(drawing)


def _who(drawing: Drawing, node: Node, task: Task) -> Iterator[Problem]:
    if not task.role:
        message = msg("Nobody does {name}: it has no role.")
        yield problem("no-role", node, message, msg("Say vd:role on its lane or on the task."))
    elif drawing.roles is not None and task.role not in drawing.roles:
        known = ", ".join(sorted(drawing.roles))
        message = msg("Nobody can do {name}: there is no role {role}.")
        yield problem("unknown-role", node, message, msg("The roles are: {roles}."), role=task.role, roles=known)
    if task.scope not in vocabulary.SCOPES:
        message = msg("{name} does not say whose {role} does it.")
        remedy = msg("Say vd:scope as unit, cluster or province.")
        yield problem("scope", node, message, remedy, role=task.role or "?")
    if task.assignee:
        message = msg("{name} names one person, which is not carried out.")
        yield problem("assignee", node, message, msg("Say a role: people change, roles stay."))


def _others(drawing: Drawing, node: Node, task: Task) -> Iterator[Problem]:
    for other in task.separate_from:
        known = drawing.nodes.get(other)
        if known is None or known.kind not in vocabulary.PEOPLE:
            yield problem(
                "separate-from",
                node,
                msg("{name} is to be separate from {other}, which is no task."),
                msg("Name ids of user tasks."),
                other=other,
            )
        elif other == node.key:
            yield problem("separate-from", node, msg("{name} is to be separate from itself."), msg("Name other tasks."))
    for word in ("notOwnUnit", "stopsClock"):
        if task.words.get(word, "true").strip().lower() not in ("true", "false"):
            yield problem("flag", node, msg("vd:{word} of {name} is neither true nor false."), word=word)


def _panel(node: Node, task: Task) -> Iterator[Problem]:
    if task.panel is None:
        if {"roster", "rule"} & task.words.keys():
            yield problem(
                "panel",
                node,
                msg("{name} has words of a panel but is not marked as one."),
                msg("Mark it as parallel multi-instance."),
            )
        return
    if not task.panel.roster:
        yield problem(
            "panel", node, msg("The panel {name} has no members."), msg("Say vd:roster, as in council.members.")
        )
    if not RULE.fullmatch(task.panel.rule):
        yield problem(
            "panel",
            node,
            msg("{given} does not say when the panel {name} is complete."),
            msg("Say all, quorum(n), first(n) or until closed."),
            given=task.panel.rule,
        )


def _withdrawal(drawing: Drawing) -> Iterator[Problem]:
    for process in drawing.processes.values():
        until = process.element.get(f"{{{OWN}}}withdrawUntil")
        if until is not None and (until not in drawing.nodes or drawing.nodes[until].kind not in vocabulary.PEOPLE):
            yield problem(
                "withdraw-until",
                process,
                msg("{name} can be withdrawn until {task}, which is no task."),
                msg("Name the id of a user task."),
                task=until,
            )

"""Tasks that somebody outside the engine completes."""

from SpiffWorkflow.bpmn.specs.defaults import UserTask

HANDLED = ("task", "userTask", "manualTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask")
"""Kinds of task that wait for a person or for the host; the graph's `kind` says which."""


class HandledTask(UserTask):
    """Waits until the host completes it."""

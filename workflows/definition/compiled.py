"""What a compiled bundle is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from workflows.forms import Form
from workflows.graph import Graph


@dataclass(frozen=True, eq=False)
class Definition:
    """A compiled bundle; nothing in it changes while it runs.

    `key` is the process that starts. `name` is the bundle's SHA-256: two definitions of one name are the same;
    `title` is what people call the process.
    `spec` and `parts` (sub-processes and called processes by id) are SpiffWorkflow's. `reads` says, by element id,
    which fields of its answers expressions read: only those are kept in a state. `fact_paths` is what they read of
    the facts.
    """

    key: str
    name: str
    title: str
    english_title: str
    graph: Graph
    forms: Mapping[str, Form]
    spec: Any = field(repr=False)
    parts: Mapping[str, Any] = field(repr=False)
    reads: Mapping[str, frozenset[str]]
    fact_paths: frozenset[tuple[str, ...]]

    @cached_property
    def english(self) -> "Definition":
        """The same in English, as far as its authors wrote it: names, stages, forms. To be shown, never to be run."""
        forms = {name: form.english for name, form in self.forms.items()}
        return replace(self, title=self.english_title, graph=self.graph.english, forms=forms)

    @cached_property
    def dates(self) -> Mapping[str, frozenset[str]]:
        """By element id, those of the fields read that are dates by the task's form: expressions see dates."""
        found = {
            node.id: frozenset(field.name for field in self.forms[node.form].fields if field.format == "date")
            for node in self.graph.nodes.values()
            if node.form and node.form in self.forms
        }
        read = {element: fields & self.reads.get(element, frozenset()) for element, fields in found.items()}
        return {element: fields for element, fields in read.items() if fields}

    @cached_property
    def flow_between(self) -> Mapping[tuple[str, str], str]:
        """The id of the flow from one element to another; there is at most one."""
        return {(flow.source, flow.target): flow.id for flow in self.graph.flows.values()}

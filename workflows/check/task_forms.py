"""Forms: each can be used, and every task asks one that is there."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workflows import forms
from workflows.check.drawing import Drawing
from workflows.check.finding import problem
from workflows.errors import FormError, Problem, msg
from workflows.forms import Form


def read(files: Mapping[str, bytes]) -> tuple[Mapping[str, Form], tuple[Problem, ...]]:
    """Return the forms by name, and what is wrong with those that cannot be used."""
    found: dict[str, Form] = {}
    wrong: list[Problem] = []
    for file, data in files.items():
        if file.endswith(".json"):
            name = file.rpartition("/")[2].removesuffix(".json")
            try:
                found[name] = forms.load(name, data)
            except FormError as error:
                wrong += (replace(one, file=file) for one in error.problems)
    return found, tuple(wrong)


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield user tasks without a form, and forms that are not in the bundle."""
    for node in drawing.nodes.values():
        form = drawing.graph.nodes[node.key].form if node.kind in ("userTask", "manualTask") else None
        if node.kind == "userTask" and not form:
            yield problem("no-form", node, msg("{name} asks nothing: it has no form."), msg("Say vd:form on the task."))
        if form and form not in drawing.forms:
            yield problem(
                "missing-form",
                node,
                msg("{name} asks the form {form}, which is not in the bundle."),
                msg("Add {form}.json, or mend the name."),
                form=form,
            )

"""What the form of a proposal asks: which questions a letter answers once, and where an answer is stored besides."""

from workflows.definition import Definition
from workflows.forms import Field, Form

PROPOSAL = "proposal"
"""The task in which a unit proposes."""
_ONCE = ("dossier.", "submission.")


def proposal_form(definition: Definition) -> Form | None:
    """The form that asks for a nominee; None when the process has no such task."""
    node = definition.graph.nodes.get(PROPOSAL)
    form = definition.forms.get(node.form) if node and node.form else None
    return form if form and stored_as(form, "nominee.name") and stored_as(form, "nominee.kind") else None


def asked_once(field: Field) -> bool:
    """Whether all nominees of one letter give the same answer."""
    return (field.stores or "").startswith(_ONCE)


def stored_as(form: Form, where: str) -> str:
    """The name of the question whose answer is stored there ("nominee.name"); empty when there is none."""
    return next((one.name for one in form.fields if one.stores == where), "")

"""The house's own catalogue as forms ask for it: what pages show and commands check alike."""

from service.organisation.award_rules import (
    AWARD,
    Tasks,
    award_form,
    columns_of,
    papers_known,
    tasks_by_process,
    titles_of,
    typed_of,
)
from service.organisation.forms import form_named
from service.organisation.sight import sight_of

__all__ = [
    "AWARD",
    "Tasks",
    "award_form",
    "columns_of",
    "form_named",
    "papers_known",
    "sight_of",
    "tasks_by_process",
    "titles_of",
    "typed_of",
]

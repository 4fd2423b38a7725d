"""Forms: the questions a task asks, as JSON Schema 2020-12 with `x-ui` hints; one file is the page and the check."""

from workflows.forms.answers import clean
from workflows.forms.field import Condition, Field, Group, Option, in_english
from workflows.forms.form import Form
from workflows.forms.reading import load

__all__ = ["Condition", "Field", "Form", "Group", "Option", "clean", "in_english", "load"]

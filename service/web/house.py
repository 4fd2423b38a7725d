"""What the administrator's form pages share: what was typed comes back, with what is wrong and who was faster."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from service.errors import Conflict, Refused
from service.web.forms import Choices, form_page, read_posted
from workflows.errors import InvalidAnswers
from workflows.forms import Form

REFUSALS = (InvalidAnswers, Refused, Conflict)
Refusal = InvalidAnswers | Refused | Conflict
_STATUS = {InvalidAnswers: 422, Refused: 422, Conflict: 409}


def posted() -> dict[str, Any]:
    """What the browser sent, as forms read it."""
    return read_posted(request.form)


def seen() -> str | None:
    """What the row looked like to whoever changes it, as far as their page said so."""
    return request.form.get("seen")


def form_answer(
    template: str,
    form: Form,
    error: Refusal | None = None,
    *,
    typed: Mapping[str, Any] | None = None,
    choices: Choices | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """The page of a form: with `typed` at first, with what was posted when that was refused (422, or 409: too late)."""
    problems = error.problems if isinstance(error, InvalidAnswers) else None
    page = form_page(form, (typed or {}) if error is None else posted(), choices or {}, problems)
    trouble = error if isinstance(error, (Refused, Conflict)) else None
    status = 200 if error is None else _STATUS.get(type(error), 422)
    return render_template(template, form=page, trouble=trouble, **shown), status

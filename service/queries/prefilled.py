"""What a form already says when it is first opened."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from service.numbers import next_number
from workflows.forms import Form


def prefilled(session: Session, form: Form | None, *, today: date) -> dict[str, Any]:
    """The next free number of a decision's usual series this year; any other form says nothing."""
    asked = {one.stores: one for one in form.fields if one.stores} if form else {}
    number, series = asked.get("register.number"), asked.get("register.series")
    if number is None or series is None or not series.default:
        return {}
    return {series.name: series.default, number.name: next_number(session, series.default, today.year)}

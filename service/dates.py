"""Dates that no answer can rightly hold on the day it is given."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows.errors import Problem, msg
from workflows.forms import Field

_OLDEST = "1900-01-01"
_UNBORN = msg("A date of birth lies between 01/01/1900 and today. Look at the year again.")
_NOT_BEGUN = msg("What is honoured has begun already. Enter a day that is not later than today.")
_PERIOD = msg("The period ends before it begins.")


def wrong_dates(fields: Iterable[Field], answers: Mapping[str, Any], *, today: date) -> dict[str, Problem]:
    """What is wrong with ISO dates, by question.

    A period may end, and a letter be signed, some days after a proposal is written: those may lie ahead.
    """
    asked = {one.stores: one.name for one in fields if one.stores}
    born, begin, end = (
        answers.get(asked.get(where, ""))
        for where in ("nominee.birth_date", "dossier.period_from", "dossier.period_to")
    )
    found = []
    if born and not _OLDEST <= born <= today.isoformat():
        found.append(("nominee.birth_date", Problem("born", _UNBORN)))
    if begin and begin > today.isoformat():
        found.append(("dossier.period_from", Problem("begin", _NOT_BEGUN)))
    if begin and end and end < begin:
        found.append(("dossier.period_to", Problem("period", _PERIOD)))
    return {asked[where]: replace(problem, element=asked[where]) for where, problem in found}

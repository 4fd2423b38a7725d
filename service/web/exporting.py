"""The table of dossiers that people take away, in the reader's language (danh sách trích ngang)."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext

from service import sheets
from service.queries.export import Exported
from service.sheets import Column
from service.web.i18n import day

_SAID = ("gender", "ethnicity", "position", "workplace", "initiatives", "prior_awards", "achievement")
"""Questions of a proposal that have a column of their own."""


def dossier_table(lines: Iterable[Exported]) -> bytes:
    """A workbook with a row for each dossier."""
    return sheets.write(_columns(), [_row(line) for line in lines], title=gettext("Dossiers"))


def _columns() -> list[Column]:
    return [
        Column("number", gettext("No."), kind="whole"),
        Column("nominee", gettext("Nominee")),
        Column("birth_date", gettext("Date of birth"), kind="date"),
        Column("gender", gettext("Gender")),
        Column("ethnicity", gettext("Ethnicity")),
        Column("position", gettext("Position, occupation")),
        Column("workplace", gettext("Workplace, address")),
        Column("unit", gettext("Unit")),
        Column("award", gettext("Award")),
        Column("initiatives", gettext("Initiatives"), kind="lines"),
        Column("prior_awards", gettext("Earlier awards"), kind="lines"),
        Column("achievement", gettext("Achievement in short"), kind="lines"),
        Column("letter", gettext("Letter")),
        Column("place", gettext("Stands at")),
        Column("code", gettext("Code")),
    ]


def _row(line: Exported) -> dict[str, Any]:
    said = {name: str(line.said[name]) for name in _SAID if name in line.said}
    return {
        **said,
        "number": line.number,
        "nominee": line.nominee,
        "birth_date": line.birth_date,
        "unit": line.unit,
        "award": line.award,
        "letter": ", ".join(filter(None, (line.letter, day(line.letter_date)))),
        "place": gettext("Suspended") if line.status == "suspended" else line.place or gettext("Withdrawn"),
        "code": line.code,
    }

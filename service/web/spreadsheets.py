"""Excel files on the pages: what explains a template, what says which cells are wrong, and how a file is sent."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from flask import Response, make_response, render_template, send_file
from flask_babel import gettext

from service.queries.sheet_standing import Standing
from service.sheets import Column, Notes, SheetProblem
from service.web.i18n import said

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def explained(columns: Sequence[Column]) -> Notes:
    """The sheet that explains a template, column by column."""
    header = (gettext("Column"), gettext("Must be filled in"), gettext("What to write"), gettext("Example"))
    return Notes(gettext("How to fill in"), [header, *((c.title, _must(c), _what(c), c.example) for c in columns)])


def told(problems: Iterable[SheetProblem]) -> str:
    """Problems as one text, a line each, the cell first."""
    return "\n".join(f"{one.cell}: {said(one)}" if one.cell else said(one) for one in problems)


def as_file(data: bytes, name: str) -> Response:
    """A workbook to be saved."""
    answer: Response = send_file(BytesIO(data), MEDIA_TYPE, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def progress_answer(standing: Standing) -> Response:
    """How far a sheet has come; once its job is done, the page that asked is shown anew."""
    answer: Response = make_response(render_template("lists/progress.html", standing=standing))
    if not standing.at_work:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _must(column: Column) -> str:
    if column.required:
        return str(gettext("always"))
    return str(gettext("for: %(kinds)s", kinds=column.needed_for)) if column.needed_for else ""


def _what(column: Column) -> str:
    return " ".join(filter(None, (*_kind(column), column.help)))


def _kind(column: Column) -> Iterator[str]:
    if column.choices:
        shown = list(column.choices.values())
        yield gettext("One of: %(choices)s.", choices="; ".join([*shown[:12], *["…"][: len(shown) - 12]]))
    elif column.kind == "date":
        yield gettext("A date as dd/mm/yyyy.")
    elif column.kind in ("whole", "number"):
        yield gettext("A number.")

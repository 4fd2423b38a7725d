"""How pages call what the house is made of: kinds of units, seats, votes, and what was changed on them."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask_babel import gettext, lazy_gettext

from service import language
from service.errors import Reason
from service.sheets import Column, SheetProblem
from service.web.i18n import day, said
from service.web.kinds import NOMINEE_KINDS
from service.web.words import role_name

KINDS = {
    "department": lazy_gettext("Department"),
    "commune": lazy_gettext("Commune or ward"),
    "association": lazy_gettext("Association"),
    "enterprise": lazy_gettext("Enterprise"),
    "cooperative": lazy_gettext("Cooperative"),
    "agency": lazy_gettext("Standing agency"),
    "office": lazy_gettext("Office"),
    "khoi": lazy_gettext("Bloc"),
    "cum": lazy_gettext("Emulation cluster"),
}
SEATS = {
    "chair": lazy_gettext("Chair"),
    "vice_chair": lazy_gettext("Vice-chair"),
    "member": lazy_gettext("Member"),
}
VOTES = {"open": lazy_gettext("Open vote"), "secret": lazy_gettext("Secret ballot"), "none": lazy_gettext("No vote")}
DECIDERS = {
    "unit_head": lazy_gettext("Head of unit"),
    "commune_chair": lazy_gettext("Chair of the commune"),
    "province_chair": lazy_gettext("Chair of the province"),
    "prime_minister": lazy_gettext("Prime Minister"),
    "state_president": lazy_gettext("State President"),
}
CHANGES = {
    "unit_added": lazy_gettext("Unit added"),
    "unit_changed": lazy_gettext("Unit changed"),
    "unit_placed": lazy_gettext("Unit moved to another cluster"),
    "unit_closed": lazy_gettext("Unit closed"),
    "cluster_added": lazy_gettext("Cluster added"),
    "cluster_changed": lazy_gettext("Cluster changed"),
    "council_added": lazy_gettext("Council added"),
    "council_changed": lazy_gettext("Council changed"),
    "council_loaded": lazy_gettext("Council entered at the installation"),
    "member_seated": lazy_gettext("Member seated"),
    "member_unseated": lazy_gettext("Membership ended"),
    "award_added": lazy_gettext("Award added"),
    "award_edition_added": lazy_gettext("New rules of an award"),
    "award_verified": lazy_gettext("Rules of an award verified"),
    "award_ended": lazy_gettext("Award ended"),
    "campaign_added": lazy_gettext("Campaign added"),
    "campaign_changed": lazy_gettext("Campaign changed"),
    "round_added": lazy_gettext("Award round added"),
    "round_changed": lazy_gettext("Award round changed"),
    "catalogue_loaded": lazy_gettext("Catalogue entered at the installation"),
    "province_loaded": lazy_gettext("Province entered at the installation"),
    "people_sent": lazy_gettext("Spreadsheet of people sent"),
    "units_sent": lazy_gettext("Spreadsheet of units sent"),
    "people_dropped": lazy_gettext("Spreadsheet of people thrown away"),
    "units_dropped": lazy_gettext("Spreadsheet of units thrown away"),
    "people_ordered": lazy_gettext("Taking people in from a spreadsheet ordered"),
    "units_ordered": lazy_gettext("Taking units in from a spreadsheet ordered"),
    "people_imported": lazy_gettext("People taken in from a spreadsheet"),
    "units_imported": lazy_gettext("Units taken in from a spreadsheet"),
}
_FIELDS = {
    "name": lazy_gettext("Name"),
    "name_en": lazy_gettext("Name in English"),
    "kind": lazy_gettext("Kind"),
    "valid_from": lazy_gettext("From"),
    "valid_to": lazy_gettext("Until"),
    "intake_from": lazy_gettext("Proposals taken from"),
    "intake_to": lazy_gettext("Until"),
    "before_valid_to": lazy_gettext("The rules before hold until"),
    "cluster": lazy_gettext("Cluster"),
    "successor": lazy_gettext("Successor"),
    "roles": lazy_gettext("Open dossiers"),
    "basis": lazy_gettext("Legal basis"),
    "legal_basis": lazy_gettext("Legal basis"),
    "seat": lazy_gettext("Seat"),
    "decided_by": lazy_gettext("Decided by"),
    "nominee_kinds": lazy_gettext("Nominees"),
    "threshold": lazy_gettext("Least share in favour"),
    "quorum": lazy_gettext("Least share who voted"),
    "vote": lazy_gettext("Council's vote"),
    "documents": lazy_gettext("Papers"),
    "days": lazy_gettext("Days for each task"),
    "supplement_days": lazy_gettext("Days to supplement"),
    "remind_days": lazy_gettext("Days before which it reminds"),
    "process_key": lazy_gettext("Process"),
    "verified": lazy_gettext("Verified"),
    "compared_by": lazy_gettext("Compared by"),
    "file": lazy_gettext("File"),
    "rows": lazy_gettext("Rows"),
    "good": lazy_gettext("Good rows"),
    "taken": lazy_gettext("Rows taken in"),
    "units": lazy_gettext("Units"),
    "clusters": lazy_gettext("Clusters"),
}
_ROLES = {
    "keep": lazy_gettext("its own people finish them"),
    "copy": lazy_gettext("its own people finish them, and work in the successor too"),
    "hand_over": lazy_gettext("the successor's people take over"),
}
_SCOPES = {
    "unit": lazy_gettext("Unit"),
    "cluster": lazy_gettext("Cluster"),
    "province": lazy_gettext("Province"),
}
_GENDERS = {"female": lazy_gettext("Female"), "male": lazy_gettext("Male")}
_COLUMNS = {
    "username": lazy_gettext("User name"),
    "name": lazy_gettext("Name"),
    "gender": lazy_gettext("Gender"),
    "position": lazy_gettext("Position"),
    "unit": lazy_gettext("Unit"),
    "email": lazy_gettext("E-mail"),
    "role": lazy_gettext("Role"),
    "scope": lazy_gettext("Where"),
    "valid_from": lazy_gettext("From"),
    "valid_to": lazy_gettext("Until"),
    "basis": lazy_gettext("Legal basis"),
    "code": lazy_gettext("Code"),
    "kind": lazy_gettext("Kind"),
    "cluster": lazy_gettext("Cluster"),
}
"""Columns of spreadsheets as those call them who do not read the house's language."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = frozenset({"valid_from", "valid_to", "intake_from", "intake_to", "before_valid_to"})
_WORDS: dict[str, dict[str, Any]] = {
    "kind": KINDS,
    "seat": SEATS,
    "vote": VOTES,
    "decided_by": DECIDERS,
    "roles": _ROLES,
    "gender": _GENDERS,
    "nominee_kinds": NOMINEE_KINDS,
}


def set_up(app: Flask) -> None:
    """Give templates these words."""
    tables: dict[str, Any] = {
        "unit_kinds": KINDS,
        "seats": SEATS,
        "votes": VOTES,
        "deciders": DECIDERS,
        "nominee_kinds": NOMINEE_KINDS,
    }
    app.jinja_env.globals.update(tables)
    for word in (change_title, change_field, change_value, column_title, column_value, percent, cell_problem):
        app.add_template_global(word, word.__name__)


def change_title(kind: str) -> str:
    """What happened, in words."""
    return str(CHANGES.get(kind, kind))


def change_field(name: str) -> str | None:
    """What a value of a change is called; None for what is of no use to people."""
    return str(_FIELDS[name]) if name in _FIELDS else None


def change_value(name: str, value: Any) -> str:
    """A value of a change, in words; a dash for none."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if name in _DAYS:
        return day(value) if _ISO_DAY.fullmatch(str(value)) else str(value)
    if name in ("threshold", "quorum"):
        return percent(value)
    if isinstance(value, list):
        return ", ".join(_one(name, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return _one(name, value)


def column_title(column: Column) -> str:
    """What a column of a spreadsheet is called: as in the file, to who reads the house's language."""
    return column.title if language.reader() == language.HOUSE else str(_COLUMNS.get(column.name, column.title))


def column_value(column: Column, value: Any) -> str:
    """What a cell says, in words; nothing for nothing."""
    if not value:
        return ""
    known = column.name == "role" or value in _WORDS.get(column.name, {})
    return change_value(column.name, value) if known or column.kind == "date" else column.choices.get(value, value)


def cell_problem(problem: SheetProblem, columns: Iterable[Column] = ()) -> str:
    """What is wrong with a cell: a role, its scope, and each of these columns as the reader calls them."""
    values = dict(problem.values)
    titles = {column.title: column_title(column) for column in columns}
    if values.get("title") in titles:
        values["title"] = titles[values["title"]]
    if "role" in values:
        values["role"] = role_name(values["role"])
    if values.get("scope") in _SCOPES:
        values["scope"] = str(_SCOPES[values["scope"]])
    return said(Reason(problem.rule, problem.message, values))


def percent(share: Any) -> str:
    """A share as percent, 66,66 % as Vietnamese writes it."""
    return f"{float(share) * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


def _one(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name", value))
    if name == "role":
        return role_name(value)
    return str(_WORDS.get(name, {}).get(value, value))

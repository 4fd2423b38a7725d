"""The addresses of people: their entries, roles, delegations and leave."""

from datetime import date
from pathlib import Path
from typing import Any

from addresses.whom import EVERYBODY, For
from factories import NOON, World
from people_acts import grant_of
from service.commands.add_person import add_person
from service.commands.deactivate_person import deactivate_person
from service.commands.make_token import make_token
from service.commands.record_absence import record_absence
from service.db import transaction
from service.models import Delegation, RoleGrant

HOUSE = For("admin", EVERYBODY)
ANYBODY = For(EVERYBODY)
_PAGES = (
    "people.index people.new people.page people.edit people_roles.new people_roles.ending "
    "people_standing.leaving people_standing.returning"
)
_ACTS = (
    "people.create people.change people_roles.grant people_roles.end people_standing.leave people_standing.come_back "
    "people_standing.sign_out people_standing.password people_standing.second_factor"
)
ROUTES = {f"GET {one}": HOUSE for one in _PAGES.split()} | {f"POST {one}": HOUSE for one in _ACTS.split()}
ROUTES |= {
    "POST people_standing.token": For("admin stranger"),  # the token is the stranger's own
    "GET delegations.page": ANYBODY,
    "GET delegations.new": ANYBODY,
    "POST delegations.lend": For(f"lead {EVERYBODY}"),
    "GET absences.new": ANYBODY,
    "POST absences.record": ANYBODY,
    # A delegation from the chair to the vice, and leave of the clerk of the other unit.
    "GET delegations.ending": For("admin chair vice"),
    "POST delegations.end": For("admin chair vice"),
    "POST absences.end": For("admin mai"),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """Somebody's leave, somebody who has gone, a token of the stranger, and what the province has already."""
    with transaction(world.database) as session:
        gone = add_person(session, None, "da.nghi", "Người Đã Nghỉ", now=NOON)
        session.flush()
        deactivate_person(session, None, gone.id, reason="Nghỉ hưu", now=NOON)
        days = (date(2026, 12, 1), date(2026, 12, 4))
        leave = record_absence(session, world.who("mai"), world.people["mai"], *days, now=NOON)
        token = make_token(session, None, world.people["stranger"], "Phần mềm nhân sự", now=NOON)
    return {
        "person_id": world.people["stranger"],
        "grant_id": next(one.id for one in world.all(RoleGrant) if one.person_id == world.people["thu"]),
        "delegation_id": world.all(Delegation)[0].id,
        "absence_id": leave.id,
        "people_standing.token_id": token.id,
        "people_standing.come_back.person_id": gone.id,
        "people_standing.second_factor.person_id": world.people["vice"],
    }


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent where."""
    why = {"reason": "Chuyển công tác"}
    days = {"valid_from": "23/11/2026", "valid_to": "27/11/2026"}
    lent = {"grant": grant_of(world, "lead").id, "delegate": "stranger", "form": "TUQ", "basis": "Giấy số 3", **days}
    return {
        "POST people.create": {"name": "Người Mới", "username": "nguoi.moi"},
        "POST people.change": {"name": "Người Khác", "username": "stranger"},
        "POST people_roles.grant": {"role": "appraiser", "valid_from": "23/11/2026", "basis": "Quyết định số 5"},
        **{f"POST {act}": why for act in ("people_roles.end", "people_standing.leave", "people_standing.come_back")},
        "POST delegations.lend": lent,
        "POST delegations.end": why,
        "POST absences.record": {**days, "reason": "Nghỉ phép", "knowingly": "2026-11-23~2026-11-27"},
    }

"""Nobody alone both opens an account and lets it decide: an administrator with a puppet would decide himself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands.alarms import opened_by
from service.errors import Reason, Refused
from service.models import PasswordReset
from service.permissions import DECIDES, DECIDING, decides
from workflows.errors import msg

_OPENINGS = ("person_added", "person_changed", "password_reset_made")
"""Events after which whoever caused them may have the account: they entered it, its mail's address, or made a link."""
_OPENED = Reason(
    "opened_by_you",
    msg(
        "You entered this account, its e-mail address or a link to its password. So that nobody decides through an "
        "account of their own making, another administrator gives it a role that decides, or the machine's operator: "
        "vinhdanh person grant."
    ),
)


def require_not_opened(session: Session, actor: Actor | None, person_id: UUID, role: str) -> None:
    """A role that decides is given to no account one has opened, however long ago. Raises Refused."""
    if role in DECIDING:
        _require_other_hands(session, actor, person_id)


def require_not_brought_back(session: Session, actor: Actor | None, person_id: UUID, *, now: datetime) -> None:
    """Who opened an account does not bring it back to decide. Raises Refused."""
    if decides(session, person_id, today=local_date(now)):
        _require_other_hands(session, actor, person_id)


def require_undecided(session: Session, actor: Actor | None, person_id: UUID, *, now: datetime) -> None:
    """The account of who decides, themselves or in another's place, now or later, is opened by no administrator.

    Raises Refused.
    """
    if actor is not None and decides(session, person_id, today=local_date(now)):
        raise Refused(DECIDES)


def end_handed_links(session: Session, person_id: UUID, role: str, *, now: datetime) -> None:
    """Once its person decides, no link that an administrator made before opens the account."""
    if role in DECIDING:
        handed = update(PasswordReset).where(
            PasswordReset.person_id == person_id,
            PasswordReset.made_by_id.is_not(None),
            PasswordReset.used_at.is_(None),
        )
        session.execute(handed.values(used_at=now))


def _require_other_hands(session: Session, actor: Actor | None, person_id: UUID) -> None:
    if actor is not None and opened_by(session, actor, person_id, _OPENINGS):
        raise Refused(_OPENED)

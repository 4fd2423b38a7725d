"""The secret of a second factor that waits to be confirmed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.identity.second_factor import secret_of
from service.models import Person


def secret_to_confirm(session: Session, actor: Actor, *, key: str) -> str | None:
    """The actor's own secret in base32 until a first code has confirmed it; afterwards nobody sees it again."""
    begun = select(Person.totp_seed).where(
        Person.id == actor.id, Person.totp_seed.is_not(None), Person.totp_step.is_(None)
    )
    seed = session.scalar(begun)
    return secret_of(key, actor.id, seed) if seed else None

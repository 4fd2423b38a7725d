"""Who may say something on a dossier: whoever knows of it, but for those who only watch and whom it honours."""

from collections.abc import Collection

from sqlalchemy import ColumnElement

from service.actors import AUDITING, Actor
from service.errors import Reason
from service.models import Comment, Exclusion, Notice
from service.permissions.rules import NOMINEE, RUNNING, honours
from workflows.errors import msg

_WATCHING = Reason("watching", msg("Auditors and inspectors read dossiers; they write nothing on them."))
_ANOTHER = Reason("asked_another", msg("Somebody else was asked this question."))


def why_not_comment(person: Actor, exclusions: Collection[Exclusion]) -> Reason | None:
    """Why a person who knows of the dossier may not comment on it; `exclusions` are all those of the dossier."""
    if person.only_runs_the_house:
        return RUNNING
    if person.roles and person.roles <= AUDITING:
        return _WATCHING
    return NOMINEE if honours(person.id, exclusions) else None


def own_notices(person: Actor) -> ColumnElement[bool]:
    """A condition on Notice: nobody but the person it tells reads it."""
    return Notice.person_id == person.id


def why_not_answer(person: Actor, question: Comment, exclusions: Collection[Exclusion]) -> Reason | None:
    """A question is answered by the one who was asked."""
    return _ANOTHER if question.asked_id != person.id else why_not_comment(person, exclusions)

"""Playing the demo's acts with the commands that people use."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.attach_documents import attach_documents
from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.open_dossier import open_dossier
from service.commands.remind_people import remind_people
from service.commands.reminders import dossiers_to_remind
from service.commands.save_draft import save_draft
from service.commands.suspend_dossier import suspend_dossier
from service.commands.wake_dossier import wake_dossier
from service.commands.withdraw_dossier import withdraw_dossier
from service.db import transaction
from service.demo import answers, voting
from service.demo.papers import pdf
from service.demo.schedule import Act
from service.demo.stories import Stories, Story
from service.documents import Store, Upload, receive
from service.models import AwardKind, AwardRound, Dossier, Person, Status, Unit, WorkItem

_DOERS = {
    "intake": "agency.intake",
    "appraisal": "agency.appraiser",
    "quick_appraisal": "agency.appraiser",
    "agency_approval": "agency.lead",
    "agency_consent": "agency.lead",
    "signature": "authority",
    "issue": "records",
}


class Company:
    """Everybody who acts in the demo, and the dossiers they have opened so far."""

    def __init__(self, database: Engine, folder: Path, stories: Stories) -> None:
        self.database = database
        self.store = Store(folder)
        self.stories = stories
        self.dossiers: dict[int, UUID] = {}
        self.sittings: dict[str, UUID] = {}
        self.letters: dict[str, str] = {}
        """The day each letter was signed."""

    def play(self, act: Act) -> None:
        """Do one thing, in a transaction of its own."""
        with transaction(self.database) as session:
            if act.sitting:
                voting.play(session, act, self.stories, self.dossiers, self.sittings)
            elif act.story is None:
                _ring(session, act.at)
            else:
                self._verbs().get(act.verb, self._complete)(session, act, act.story)

    def _verbs(self) -> dict[str, Callable[[Session, Act, Story], None]]:
        return {
            "open": self._open,
            "attach": self._attach,
            "draft": self._draft,
            "claim": self._claim,
            "suspend": self._suspend,
            "withdraw": self._withdraw,
        }

    def _open(self, session: Session, act: Act, story: Story) -> None:
        clerk = actor(session, f"clerk.{story.unit.lower()}", act.at)
        dossier = open_dossier(
            session,
            clerk,
            award_kind=story.award,
            unit_id=session.scalars(select(Unit.id).where(Unit.code == story.unit)).one(),
            nominee_kind=story.nominee["kind"],
            nominee_name=story.nominee["name"],
            nominee_person_id=_person(session, story.nominee.get("person")),
            like=self.dossiers[story.like] if story.like else None,
            now=act.at,
        )
        self.dossiers[story.number] = dossier.id

    def _draft(self, session: Session, act: Act, story: Story) -> None:
        clerk, item = self._item(session, act, story, f"clerk.{story.unit.lower()}", "proposal")
        day = local_date(act.at)
        if story.typed == "whole":
            typed = self._on_its_letter(answers.proposal(story, day, _round(session, day)))
            save_draft(session, clerk, item, typed, now=act.at)
        elif story.typed == "half":
            save_draft(session, clerk, item, self._on_its_letter(answers.half_typed(story, day)), now=act.at)

    def _on_its_letter(self, typed: dict[str, Any]) -> dict[str, Any]:
        """A letter has one date, whichever of its nominees was written down first."""
        if "letter_number" in typed:
            typed["letter_date"] = self.letters.setdefault(typed["letter_number"], typed["letter_date"])
        return typed

    def _complete(self, session: Session, act: Act, story: Story) -> None:
        doer, item = self._item(session, act, story, self._doer(act.verb, story), act.verb)
        day = local_date(act.at)
        typed = self._on_its_letter(answers.answers_to(act, story, day, _round(session, day)))
        done = complete_task(session, doer, item, typed, now=act.at)
        if done.incident:
            raise RuntimeError(f"story {story.number}: {done.incident.message} {done.incident.values}")

    def _claim(self, session: Session, act: Act, story: Story) -> None:
        doer, item = self._item(session, act, story, story.claimed_by or "", story.at)
        claim_task(session, doer, item, now=act.at)

    def _suspend(self, session: Session, act: Act, story: Story) -> None:
        inspector = actor(session, "inspector", act.at)
        suspend_dossier(session, inspector, self.dossiers[story.number], story.suspended or "", now=act.at)

    def _withdraw(self, session: Session, act: Act, story: Story) -> None:
        head = actor(session, f"head.{story.unit.lower()}", act.at)
        withdraw_dossier(session, head, self.dossiers[story.number], story.reason, now=act.at)

    def _doer(self, task: str, story: Story) -> str:
        if task == "cluster_review":
            return self.stories.reviewer(story.unit)
        if task == "appraisal" and story.claimed_by:
            return story.claimed_by
        office = "head" if task in ("unit_approval", "supplement_approval") else "clerk"
        return _DOERS.get(task, f"{office}.{story.unit.lower()}")

    def _item(self, session: Session, act: Act, story: Story, username: str, task: str) -> tuple[Actor, UUID]:
        open_item = select(WorkItem.id).where(
            WorkItem.dossier_id == self.dossiers[story.number],
            WorkItem.element == task,
            WorkItem.closed_at.is_(None),
        )
        return actor(session, username, act.at), session.scalars(open_item).one()

    def _attach(self, session: Session, act: Act, story: Story) -> None:
        clerk = actor(session, f"clerk.{story.unit.lower()}", act.at)
        asked = session.scalars(
            select(AwardKind.documents)
            .join(Dossier, Dossier.award_kind_id == AwardKind.id)
            .where(Dossier.id == self.dossiers[story.number])
        ).one()
        uploads = [_paper(document, story, act.at) for document in asked if document["required"]]
        with receive(self.store, uploads) as received:
            attach_documents(session, self.store, clerk, self.dossiers[story.number], received, now=act.at)


def actor(session: Session, username: str, at: datetime) -> Actor:
    """A person of the demo with the seats of that day."""
    person_id = session.scalars(select(Person.id).where(Person.username == username)).one()
    found = permissions.actor_of(session, person_id, today=local_date(at))
    if found is None:
        raise LookupError(username)
    return found


def _person(session: Session, username: str | None) -> UUID | None:
    """Of a nominee who signs in."""
    return session.scalars(select(Person.id).where(Person.username == username)).one() if username else None


def _ring(session: Session, at: datetime) -> None:
    due = select(Dossier.id).where(Dossier.wake_at <= at, Dossier.status == Status.RUNNING)
    for dossier_id in session.scalars(due).all():
        wake_dossier(session, dossier_id, now=at)
    for dossier_id in dossiers_to_remind(session, now=at):
        remind_people(session, dossier_id, now=at)


def _round(session: Session, day: date) -> str | None:
    """The round whose intake is open that day."""
    fitting = select(AwardRound.code).where(AwardRound.intake_from <= day, AwardRound.intake_to >= day)
    return session.scalars(fitting.order_by(AwardRound.intake_from.desc())).first()


def _paper(document: dict[str, str], story: Story, at: datetime) -> Upload:
    lines = [document["name"].upper(), story.nominee["name"], story.unit, f"{at:%d/%m/%Y}", story.achievement[:80]]
    return Upload(document["code"], f"{document['name']}.pdf", BytesIO(pdf(lines)))

"""Lists of nominees in tests: rows as a clerk fills them in, a list that was sent, and the jobs it ordered done."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from threading import Thread
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from factories import NOON, World
from service import sheets
from service.commands.send_list import SentList, send_list
from service.commands.submit_list import submit_list
from service.commands.take_list import take_list
from service.db import reading, transaction
from service.models import Dossier, Draft, Nominee, RoleGrant, Sheet
from service.queries.list_form import ListForm, list_form
from service.queries.list_judging import LookedThrough, look_through
from service.worker.sheets import submit_sheet, take_sheet
from usual_answers import PROPOSAL
from working import settings_of

LETTER = {
    name: PROPOSAL[name]
    for name in ("method", "campaign", "round", "period_from", "period_to", "letter_number", "letter_date")
}
ROW = {name: value for name, value in PROPOSAL.items() if name not in LETTER} | {"birth_date": date(1984, 3, 12)}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def nominees(count: int, **change: Any) -> list[dict[str, Any]]:
    """So many rows, each with a name of its own."""
    return [{**ROW, "nominee_name": f"Lò Thị Páo {number}", **change} for number in range(1, count + 1)]


def asked_of(world: World, clerk: str = "lan", award: str = "BK_TINH", *, now: datetime = NOON) -> ListForm:
    """The template a clerk gets."""
    with reading(world.database) as session:
        return list_form(session, world.who(clerk, now), award, None, now=now)


def workbook(world: World, rows: Sequence[Mapping[str, Any]], award: str = "BK_TINH") -> bytes:
    """The award's template filled in."""
    return sheets.write(asked_of(world, award=award).columns, rows, title="Danh sách")


def looked_through(
    world: World, rows: Sequence[Mapping[str, Any]], clerk: str = "lan", *, letter: Mapping[str, Any] = LETTER
) -> LookedThrough:
    """What the clerk is told of these rows."""
    with reading(world.database) as session:
        return look_through(session, asked_of(world, clerk), letter, workbook(world, rows), most=1000)


def send(
    world: World, rows: Sequence[Mapping[str, Any]], clerk: str = "lan", *, letter: Mapping[str, Any] = LETTER
) -> UUID:
    """A list that the clerk has sent."""
    asked, looked = asked_of(world, clerk), looked_through(world, rows, clerk, letter=letter)
    assert looked.is_taken, looked
    sent = SentList(asked.award_id, asked.unit_id, "danh-sach.xlsx", b"", looked.shared, looked.rows)
    with transaction(world.database) as session:
        return send_list(session, world.who(clerk), sent, now=NOON).id


def take(world: World, sheet_id: UUID, clerk: str = "lan", *, doubtful: bool = False, now: datetime = NOON) -> None:
    """The clerk orders the rows to be taken in."""
    with transaction(world.database) as session:
        take_list(session, world.who(clerk, now), sheet_id, doubtful=doubtful, now=now)


def submit(world: World, sheet_id: UUID, clerk: str = "lan", *, now: datetime = NOON) -> None:
    """The clerk orders the proposals to be sent."""
    with transaction(world.database) as session:
        submit_list(session, world.who(clerk, now), sheet_id, now=now)


def sheet_of(world: World, sheet_id: UUID) -> Sheet:
    """The list as it stands in its table."""
    with reading(world.database) as session:
        return session.scalars(select(Sheet).where(Sheet.id == sheet_id)).one()


def take_all(world: World, sheet_id: UUID, now: datetime = NOON) -> None:
    """The job that takes the rows in."""
    take_sheet(world.database, settings_of(world), _ordered(world, sheet_id), now)


def submit_all(world: World, sheet_id: UUID, now: datetime = NOON) -> None:
    """The job that sends the proposals."""
    submit_sheet(world.database, settings_of(world), _ordered(world, sheet_id), now)


def _ordered(world: World, sheet_id: UUID) -> dict[str, str]:
    """What the job is told: the list, and its sender, who alone orders what is done with it."""
    return {"sheet_id": str(sheet_id), "person_id": str(sheet_of(world, sheet_id).sent_by_id)}


def taken(world: World, rows: Sequence[Mapping[str, Any]]) -> UUID:
    """A list whose rows have become drafts."""
    sheet_id = send(world, rows)
    take(world, sheet_id)
    take_all(world, sheet_id)
    return sheet_id


def names(world: World) -> list[str]:
    """Every nominee of the province."""
    return sorted(nominee.name for nominee in world.all(Nominee))


def problems(world: World, sheet_id: UUID) -> dict[int, str]:
    """Why rows were refused, by their number."""
    return {one["row"]: one["problem"]["message"] for one in sheet_of(world, sheet_id).results if "problem" in one}


def give_role(world: World, person: str, *, until: datetime | None) -> None:
    """The person holds their roles until then; None: for good."""
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people[person]).values(ended_at=until))


def at_once(do: Callable[[World, UUID], None], world: World, sheet_id: UUID) -> None:
    """Two workers do the same job at the same moment."""
    threads = [Thread(target=do, args=(world, sheet_id)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def redraft(world: World, of: Collection[str], **answers: Any) -> None:
    """The clerk changes the drafts of these nominees by hand."""
    with transaction(world.database) as session:
        for draft in session.scalars(select(Draft)):
            if draft.data["nominee_name"] in of:
                draft.data = {**draft.data, **answers}


def stages(world: World) -> dict[str, str]:
    """Where the dossier of each nominee stands."""
    with reading(world.database) as session:
        found = session.execute(select(Nominee.name, Dossier.stage).join(Dossier, Dossier.nominee_id == Nominee.id))
        return {name: stage for name, stage in found}

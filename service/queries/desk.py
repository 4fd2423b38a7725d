"""A person's desk: the list of the inbox, its counts, and the item that lies open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import clock
from service.actors import Actor
from service.queries.filters import Kept, filters_of
from service.queries.inbox import ALL, Counts, Filter, Page, Place, Row, count_inbox, inbox_page
from service.queries.item import Work, open_item
from service.queries.narrowing import Narrow


@dataclass(frozen=True, slots=True)
class Look:
    """What the reader asked to see: a tab, words to seek, what it is narrowed to, a page, an item, or the first behind.

    Without a tab it is the reader's own items, or their groups' when they have none.
    """

    filter: Filter | None = None
    text: str = ""
    narrow: Narrow = ALL
    after: Place | None = None
    item: UUID | None = None
    behind: Place | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The three panes; `look` names the tab that is shown."""

    look: Look
    filter: Filter
    page: Page
    counts: Counts
    work: Work | None
    kept: tuple[Kept, ...] = ()
    """The filters the reader is offered."""


def desk(session: Session, actor: Actor, look: Look, *, now: datetime) -> Desk:
    """The list and the open item. Raises NotFound when the item asked for is not for this reader."""
    today = clock.local_date(now)
    counts = count_inbox(session, actor, today=today)
    tab = look.filter or (Filter.MINE if counts.mine or not counts.groups else Filter.GROUPS)
    page = inbox_page(session, actor, tab, today=today, text=look.text, narrow=look.narrow, after=look.after)
    item_id = look.item or _first(page, look.behind)
    work = open_item(session, actor, item_id, now=now) if item_id else None
    return Desk(look, tab, page, counts, work, filters_of(session, actor))


def _first(page: Page, behind: Place | None) -> UUID | None:
    """The first row behind the place, else the first one."""
    row: Row | None = page.rows[0] if page.rows else None
    if behind is not None:
        later = (r for r in page.rows if (r.place.at, r.place.id) > (behind.at, behind.id))
        row = next(later, row)
    return row.id if row else None

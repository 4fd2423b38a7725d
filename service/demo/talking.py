"""What the demo's people say to each other, and what they have been told of the last days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from service.commands.answer_question import answer_question
from service.commands.ask_colleague import ask_colleague
from service.commands.comment_on import comment_on
from service.commands.follow_dossier import follow_dossier
from service.commands.tell_people import tell_people
from service.db import reading, transaction
from service.demo.acting import actor
from service.models import Dossier, Event, Status, WorkItem

_NEWS = timedelta(days=4)
"""What lies further back everybody has heard of."""
_MINUTE = timedelta(minutes=1)
_REMARK = (
    "Đã đối chiếu với cơ sở dữ liệu khen thưởng: chưa trùng thành tích. Nhờ @agency.intake kiểm tra lại biên bản họp."
)
_ABOUT_PAPERS = "Lúc tiếp nhận đã có quyết định công nhận sáng kiến chưa? Trong hồ sơ tôi chưa thấy."
_PAPERS = "Đơn vị đã nộp bản giấy, đang số hóa; chiều nay tôi bổ sung vào hồ sơ."
_ABOUT_LEVEL = "Thành tích này đề nghị Bằng khen có phù hợp không, hay nên đề nghị đơn vị xem lại mức khen?"


def talk(database: Engine, now: datetime) -> None:
    """Let an appraiser ask around on the dossiers that wait for her, and be answered once."""
    with reading(database) as session:
        appraiser, intake, lead = (actor(session, f"agency.{name}", now) for name in ("appraiser", "intake", "lead"))
        (first, code), (second, _) = _appraised(session)
    with transaction(database) as session:
        follow_dossier(session, appraiser, code, now=now)
        comment_on(session, appraiser, code, _REMARK, item_id=first, now=now)
    with transaction(database) as session:
        question = ask_colleague(session, appraiser, second, intake.id, _ABOUT_PAPERS, now=now)
    with transaction(database) as session:
        answer_question(session, intake, question.id, _PAPERS, now=now + _MINUTE)
    with transaction(database) as session:
        ask_colleague(session, appraiser, first, lead.id, _ABOUT_LEVEL, now=now + _MINUTE)


def tell_news(database: Engine, now: datetime) -> None:
    """Tell everybody of the last days; of what lies before they have heard."""
    known = select(func.max(Event.number)).where(Event.dossier_id == Dossier.id, Event.at < now - _NEWS)
    with transaction(database) as session:
        past = update(Dossier).values(told=func.coalesce(known.scalar_subquery(), 0))
        session.execute(past.execution_options(synchronize_session=False))
    with reading(database) as session:
        untold = session.scalars(select(Dossier.id).where(Dossier.told < Dossier.events)).all()
    for dossier_id in untold:
        with transaction(database) as session:
            tell_people(session, dossier_id, now=now)


def _appraised(session: Session) -> Sequence[tuple[UUID, str]]:
    """Two free appraisals, each with its dossier's code."""
    free = (
        select(WorkItem.id, Dossier.code)
        .join(Dossier, Dossier.id == WorkItem.dossier_id)
        .where(WorkItem.element == "appraisal", WorkItem.closed_at.is_(None), WorkItem.assignee_id.is_(None))
        .where(Dossier.status == Status.RUNNING)
    )
    return [(item, code) for item, code in session.execute(free.order_by(WorkItem.id).limit(2))]

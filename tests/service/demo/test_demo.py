"""The demo tells a true story: every dossier was played with the real commands, and every chain verifies."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select

from factories import NOON
from service import demo, jobs
from service.chain import verify
from service.clock import local_date
from service.db import connect, reading
from service.demo.stories import read_stories
from service.documents import Store
from service.facts import calendar
from service.identity import passwords
from service.jobs import TRIES
from service.models import (
    Absence,
    Attachment,
    AwardKind,
    Ballot,
    Comment,
    Dossier,
    Event,
    Following,
    Incident,
    Nominee,
    Notice,
    Person,
    RegisterEntry,
    RollEntry,
    SavedFilter,
    Webhook,
    WorkItem,
)
from workflows.calendar import ZONE

PEOPLE = {
    *(
        f"{office}.{unit}"
        for office in ("clerk", "head")
        for unit in "snv stc ttt sgd syt snn ptt xsm xdc hnd chv htx".split()
    ),
    *(f"cluster.{cluster}{deputy}" for cluster in ("k1", "k2", "c3", "k4") for deputy in ("", ".deputy")),
    *(f"council.m{seat}" for seat in range(1, 10)),
    *("agency.intake agency.appraiser agency.appraiser2 agency.lead council.secretary authority records".split()),
    *("inspector auditor admin publisher".split()),
}
STAGES = {
    "proposal": 4,
    "unit_approval": 3,
    "supplement": 3,
    "cluster_review": 4,
    "intake": 4,
    "appraisal": 7,
    "quick_appraisal": 1,
    "agency_approval": 3,
    "council_opening": 4,
    "council_ballot": 4,
    "signature": 3,
    "issue": 1,
    "issued": 5,
    "rejected_by_vote": 2,
    "rejected_at_appraisal": 2,
    "unit_rejected": 1,
    "not_nominated": 1,
    "refused": 1,
    "withdrawn": 1,
    "closed_incomplete": 1,
}


def test_every_stage_and_every_end_has_dossiers(loaded: Engine) -> None:
    with reading(loaded) as session:
        stages = session.execute(select(Dossier.stage, func.count()).group_by(Dossier.stage))

        assert {stage: count for stage, count in stages} == STAGES


def test_everybody_is_there_and_signs_in_with_the_one_password(loaded: Engine) -> None:
    with reading(loaded) as session:
        people = list(session.scalars(select(Person)))

    assert {person.username for person in people} == PEOPLE
    assert len({person.password_hash for person in people}) == 1
    assert passwords.fits(demo.PASSWORD, people[0].password_hash)


def test_every_chain_verifies(loaded: Engine) -> None:
    with reading(loaded) as session:
        streams = list(session.scalars(select(Event.stream).distinct()))

        assert len(streams) > len(PEOPLE)
        assert {stream: verify(session, stream) for stream in streams} == dict.fromkeys(streams)


def test_everything_lies_before_the_day_of_loading_and_within_the_autumn(loaded: Engine) -> None:
    with reading(loaded) as session:
        first, last = session.execute(select(func.min(Event.at), func.max(Event.at))).one()

    assert last < datetime.combine(NOON.astimezone(ZONE).date(), time(), ZONE)
    assert first >= datetime(2026, 9, 7, tzinfo=UTC)


def test_one_dossier_is_held_up_and_one_message_nobody_took_and_nothing_else_went_wrong(loaded: Engine) -> None:
    with reading(loaded) as session:
        found = session.execute(
            select(Incident.rule, Incident.element, Incident.values, Nominee.name)
            .outerjoin(Dossier, Dossier.id == Incident.dossier_id)
            .outerjoin(Nominee, Nominee.id == Dossier.nominee_id)
        )
        troubles = {rule: (element, values, name) for rule, element, values, name in found}
        [dead] = jobs.dead_jobs(session)
        hook = session.scalars(select(Webhook)).one()

        assert jobs.waiting(session, NOON).jobs == 0

    assert troubles.keys() == {"nobody_may_act", "job_failed"}
    assert (troubles["nobody_may_act"][0], troubles["nobody_may_act"][2]) == ("intake", "Vương Thị Thúy")
    assert (troubles["job_failed"][0], dead.kind, dead.tries, dead.error.code) == (
        dead.id,
        "webhook",
        TRIES,
        "url_unknown",
    )
    assert (hook.url, hook.delivered_at) == ("https://nhan.example.invalid/", None)


def test_thresholds_decide_at_their_boundary(loaded: Engine) -> None:
    with reading(loaded) as session:
        lost = select(AwardKind.code, Dossier.id).join(Dossier).where(Dossier.stage == "rejected_by_vote")
        votes = {code: tally(session, dossier) for code, dossier in session.execute(lost)}

    assert votes == {"CSTDT": Counter(yes=8, no=1), "BK_TINH": Counter(yes=6, no=3)}


def test_some_members_still_have_votes_to_cast_and_the_chair_has_all_four(loaded: Engine) -> None:
    with reading(loaded) as session:
        chair = select(Person.id).where(Person.username == "council.m1").scalar_subquery()
        open_ballots = select(func.count()).where(WorkItem.panel, WorkItem.closed_at.is_(None))

        assert session.scalar(open_ballots.where(WorkItem.assignee_id == chair)) == 4
        assert session.scalar(open_ballots) == 9 * 4 - (5 + 5 + 3 + 2)


def test_some_tasks_are_overdue_some_due_today_and_some_claimed(loaded: Engine) -> None:
    with reading(loaded) as session:
        items = list(session.scalars(select(WorkItem).where(WorkItem.closed_at.is_(None), WorkItem.panel.is_(False))))

    today = NOON.astimezone(ZONE).date()
    assert {(item.due_on > today) - (item.due_on < today) for item in items} == {-1, 0, 1}
    assert any(item.assignee_id and item.element == "appraisal" for item in items)


def test_every_paper_lies_in_the_store_as_its_row_says(loaded: Engine, demo_folder: Path) -> None:
    store = Store(demo_folder / "files")
    with reading(loaded) as session:
        papers = list(session.scalars(select(Attachment)))

    assert len(papers) > 200
    assert all(store.path(paper.sha256).stat().st_size == paper.size for paper in papers)


def test_decisions_are_numbered(loaded: Engine) -> None:
    told = {story.register for story in read_stories().all if story.register}
    with reading(loaded) as session:
        assert set(session.scalars(select(RegisterEntry.number))) == told


def test_a_deed_outside_any_plan_was_honoured_within_three_working_days(loaded: Engine) -> None:
    with reading(loaded) as session:
        honoured = select(Dossier).join(AwardKind).where(AwardKind.code == "BK_TINH_DX", Dossier.stage == "issued")
        dossier = session.scalars(honoured).one()

    days = calendar().working_days_between(local_date(dossier.created_at), local_date(dossier.ended_at))
    assert days <= 3


def test_the_desks_look_lived_in(loaded: Engine) -> None:
    tomorrow = NOON.astimezone(ZONE).date() + timedelta(days=1)
    with reading(loaded) as session:
        said = session.scalars(select(Comment)).all()
        away, kept = session.scalars(select(Absence)).one(), session.scalars(select(SavedFilter)).one()

        assert len([one for one in said if one.asked_id and not one.answered_at]) == 1
        assert any(one.mentions for one in said)
        assert session.scalars(select(Following)).first()
        assert (away.valid_from, kept.shared_role) == (tomorrow, "appraiser")
        assert session.scalars(select(Notice)).first()


def test_a_demo_that_was_loaded_is_known(loaded: Engine, tmp_path: Path) -> None:
    from service import migrations

    migrations.upgrade(f"sqlite:///{tmp_path / 'empty.db'}")
    empty = connect(f"sqlite:///{tmp_path / 'empty.db'}")

    known = (demo.is_loaded(loaded), demo.is_begun(loaded), demo.is_loaded(empty), demo.is_begun(empty))

    empty.dispose()
    assert known == (True, True, False, False)


def tally(session, dossier_id) -> Counter[str]:  # type: ignore[no-untyped-def]
    votes = select(Ballot.choice).where(
        Ballot.task.in_(select(RollEntry.task).where(RollEntry.dossier_id == dossier_id))
    )
    return Counter(session.scalars(votes))

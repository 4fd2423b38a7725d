"""From a notice to a letter: once, together, in the person's language, and not while nobody can take it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from factories import NOON, World, act, propose, walk
from mail_server import free_port, mail_server
from queueing import dead, let_rest
from service import jobs
from service.commands.digests import last_digest
from service.commands.read_notices import read_notices
from service.commands.tell_people import tell_people
from service.config import Settings
from service.db import transaction
from service.jobs import BACKOFF, TRIES
from service.models import Notice, Person, RoleGrant
from service.worker.from_postgresql import AT_ONCE
from service.worker.jobs import do_jobs
from service.worker.mailing import hand_over
from workflows.calendar import ZONE
from working import settings_of

SOON = NOON + timedelta(minutes=2)
TOMORROW = NOON + timedelta(days=2)  # over the holiday of 24 November: 12:00 of the next working day


@pytest.fixture
def opened(world):
    """An appraisal that Thu and Binh have been told of, both by mail."""
    wants(world, "thu", email="thu@hoavan.gov.vn")
    wants(world, "binh", email="binh@hoavan.gov.vn", language="en", mail="daily")
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        tell_people(session, dossier_id, now=NOON)
    return dossier_id


def wants(world: World, name: str, **how: object) -> None:
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.id == world.people[name]).values(**how))


def post(world: World, port: int, now=SOON, workers: int = 1) -> None:
    """Two looks of as many workers, and all the jobs they leave."""
    known = settings_of(world, Path("/nowhere"))
    where = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none", "mail_from": "vd@hoavan.gov.vn"}
    settings = Settings(known.database_url, known.data_dir, known.secret_key, **where)
    for _ in range(2 * workers):
        hand_over(world.database, settings, now)
    do_jobs(world.database, settings, now)


def test_what_happens_together_makes_one_letter_once(world, opened):
    act(world, "thu", opened, {"outcome": "return", "note": "Thiếu minh chứng."})
    act(world, "lan", opened)
    act(world, "hung", opened)
    another = walk(world, "appraisal", propose(world, name="Vi Sen"))
    with transaction(world.database) as session:
        tell_people(session, opened, now=NOON)
        tell_people(session, another, now=NOON)
    with mail_server() as box:
        post(world, box.port, now=NOON + timedelta(seconds=30))
        assert box.letters == []
        post(world, box.port, workers=2)
        post(world, box.port, now=SOON + timedelta(hours=1))

    [letter] = box.letters
    text = letter.get_content()
    assert (letter["To"], letter["Subject"]) == ("thu@hoavan.gov.vn", "Vinh Danh: 2 thông báo mới")
    assert text.startswith("Kính gửi ông/bà Thu,")
    assert text.count("HS-2026-000001") == text.count("HS-2026-000002") == 1
    assert "“Thẩm định hồ sơ” đang chờ nhóm của ông/bà." in text
    assert "Nguyễn Thị Hạnh" not in text
    assert "Thiếu minh chứng" not in text


def test_a_digest_comes_once_in_the_morning_of_a_working_day_also_when_it_was_missed(world, opened):
    with mail_server() as box:
        post(world, box.port, now=SOON)
        before = len(box.letters)
        post(world, box.port, now=TOMORROW, workers=2)
        post(world, box.port, now=TOMORROW + timedelta(days=1))

    [digest] = box.letters[before:]
    assert (before, digest["To"], digest["Subject"]) == (1, "binh@hoavan.gov.vn", "Vinh Danh: HS-2026-000001")
    assert digest.get_content().startswith("Dear Binh,")


def test_the_last_digest_is_half_past_seven_of_a_working_day():
    assert last_digest(NOON).isoformat() == "2026-11-23T07:30:00+07:00"
    assert last_digest(NOON - timedelta(hours=4, minutes=31)).isoformat() == "2026-11-20T07:30:00+07:00"
    assert last_digest(NOON + timedelta(days=1)).isoformat() == "2026-11-23T07:30:00+07:00"


def test_what_was_read_meanwhile_is_not_mailed(world, opened):
    with transaction(world.database) as session:
        assert read_notices(session, world.who("thu"), now=NOON) == 1
    with mail_server() as box:
        post(world, box.port)

    assert box.letters == []


@pytest.mark.parametrize("how", [{"mail": "none"}, {"email": None}, {"left_at": NOON}])
def test_who_wants_no_mail_any_more_gets_none(world, opened, how):
    wants(world, "thu", **how)
    with mail_server() as box:
        post(world, box.port)

    assert box.letters == []


def test_who_may_no_longer_know_of_it_gets_no_letter_of_it(world, opened):
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["thu"]).values(ended_at=NOON))
    with mail_server() as box:
        post(world, box.port)

    assert box.letters == []


def test_a_refused_address_is_given_up_at_once_and_stands_with_its_reason(world, opened):
    with mail_server("550 No such user") as box:
        post(world, box.port)
        post(world, box.port, now=SOON + timedelta(hours=1))

    assert box.tries == 1
    assert [(one.kind, one.tries, one.error.values) for one in dead(world)] == [("mail", 1, {"code": "550"})]


def test_a_server_that_is_away_is_tried_again_until_it_is_back(world, opened):
    nobody, now = free_port(), SOON
    for pause in BACKOFF[:3]:
        post(world, nobody, now=now)
        now += pause + timedelta(seconds=5)
        let_rest(world)
    with mail_server() as box:
        post(world, box.port, now=now)
        post(world, box.port, now=now + timedelta(hours=1))

    assert [letter["To"] for letter in box.letters] == ["thu@hoavan.gov.vn"]
    assert dead(world) == []


def test_a_server_that_stays_away_leaves_a_dead_letter_with_its_reason(world, opened):
    nobody, now = free_port(), SOON
    for pause in (*BACKOFF, timedelta()):
        post(world, nobody, now=now)
        now += pause + timedelta(seconds=5)
        let_rest(world)

    assert [(one.kind, one.tries, one.error.code) for one in dead(world)] == [("mail", TRIES, "mail_away")]


def test_only_a_few_letters_ask_for_a_server_that_is_away_but_each_for_itself_where_letters_are_put_off(world):
    with transaction(world.database) as session:
        for number in range(12):
            letter = {"to": f"n{number}@hoavan.gov.vn", "subject": "x", "text": "x"}
            jobs.enqueue(session, "mail", letter, now=NOON)
    settings = replace(settings_of(world), mail_from="vinhdanh@hoavan.gov.vn", smtp_host="127.0.0.1", smtp_tls="none")

    away = do_jobs(world.database, replace(settings, smtp_port=free_port()), NOON)
    let_rest(world)
    with mail_server("451 Later") as box:
        do_jobs(world.database, replace(settings, smtp_port=box.port), NOON + timedelta(hours=1))

    assert away <= AT_ONCE
    assert box.tries == 12


def test_without_a_mail_server_nothing_is_handed_over(world, opened):
    hand_over(world.database, settings_of(world), SOON)

    assert any(notice.mail_due for notice in world.all(Notice))


def test_what_happened_before_tet_is_in_the_first_digest_after_it(world, opened):
    before_tet = datetime(2026, 2, 13, 16, tzinfo=ZONE)
    with transaction(world.database) as session:
        session.execute(update(Notice).values(at=before_tet))
    with mail_server() as box:
        for day in range(1, 10):
            post(world, box.port, now=before_tet + timedelta(days=day))
        before = [letter["To"] for letter in box.letters]
        post(world, box.port, now=datetime(2026, 2, 23, 7, 31, tzinfo=ZONE))

    assert before == ["thu@hoavan.gov.vn"]
    assert [letter["To"] for letter in box.letters[1:]] == ["binh@hoavan.gov.vn"]


def test_what_has_waited_for_more_than_five_working_days_is_no_longer_mailed(world, opened):
    with mail_server() as box:
        post(world, box.port, now=NOON + timedelta(days=9))

    assert box.letters == []
    assert not any(notice.mail_due for notice in world.all(Notice))


def test_a_plain_letter_is_sent_as_it_is(world):
    with transaction(world.database) as session:
        letter = {"to": "lan@hoavan.gov.vn", "subject": "Đặt lại mật khẩu", "text": "Liên kết…"}
        jobs.enqueue(session, "mail", letter, now=NOON)
    with mail_server() as box:
        post(world, box.port)

    assert [(one["To"], one["Subject"]) for one in box.letters] == [("lan@hoavan.gov.vn", "Đặt lại mật khẩu")]

"""Links that set a new password: for whom, how long, how often, and what they end."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from factories import NOON, World
from mail_server import mail_server
from people_acts import grant
from service.commands.ask_password_reset import ask_password_reset
from service.commands.change_password import change_password
from service.commands.change_person import change_person
from service.commands.drop_second_factor import drop_second_factor
from service.commands.entering import Entry
from service.commands.make_password_reset import make_password_reset
from service.commands.reset_password import reset_password
from service.commands.session_opening import open_session
from service.config import Settings
from service.db import reading, transaction
from service.errors import NotAllowed, NotFound, Refused
from service.identity import Checked, passwords, token_hash
from service.identity.reset_links import reset_token
from service.language import translated
from service.models import Job, Notice, PasswordReset, Person, SignIn
from service.queries.notices import Told, notices_of
from service.worker.jobs import do_jobs
from service.worker.reset_mail import send_link

KEY, HOME = "k" * 40, "10.0.0.1"
NEW = "mùa xuân trên bản Cang"


@pytest.fixture
def known(world: World) -> World:
    """Lan may sign in, and has an address."""
    with transaction(world.database) as session:
        own = update(Person).where(Person.username == "lan")
        session.execute(own.values(password_hash="kept", email="lan@hoavan.example"))
    return world


def test_the_mail_carries_a_link_that_no_table_holds_and_that_works_once(known: World) -> None:
    ask(known, "Lan")
    row = known.all(PasswordReset)[0]
    with mail_server() as box:
        deliver(known, box.port, row)
        deliver(known, box.port, row, NOON + timedelta(minutes=61))
    letter = box.letters[0].get_content()
    token = letter.split("/password-reset/")[1].split()[0]

    use(known, token)

    assert len(box.letters) == 1  # the second one came too late
    assert box.letters[0]["To"] == "lan@hoavan.example"
    assert "Kính gửi ông/bà Lan" in letter
    assert row.token_sha256 == token_hash(token)
    assert not [job for job in known.all(Job) if token in str(job.payload)]
    assert passwords.fits(NEW, person(known).password_hash)
    with pytest.raises(NotFound):
        use(known, token)


def test_whoever_is_unknown_or_has_no_address_gets_the_same_answer_and_no_link(known: World) -> None:
    answers = [ask(known, name) for name in ("lan", "hung", "nobody", "")]

    assert answers == [None] * 4
    assert [row.person_id for row in known.all(PasswordReset)] == [known.people["lan"]]


def test_asking_again_and_again_is_slowed_down_and_fills_no_mailbox(known: World) -> None:
    answers = [ask(known, "lan") for _ in range(7)]

    assert [answer.code for answer in answers if answer] == ["wait"] * 2
    assert len(known.all(PasswordReset)) == 3


def test_a_new_password_ends_every_session_and_every_other_link(known: World) -> None:
    with transaction(known.database) as session:
        open_session(session, known.people["lan"], address=HOME, browser="Firefox", now=NOON)
    ask(known, "lan")
    ask(known, "lan")
    one, other = (reset_token(KEY, row.id) for row in known.all(PasswordReset))

    use(known, one)

    assert all(row.ended_at for row in known.all(SignIn))
    with pytest.raises(NotFound):
        use(known, other)


def test_a_weak_password_leaves_the_link_good(known: World) -> None:
    ask(known, "lan")
    token = reset_token(KEY, known.all(PasswordReset)[0].id)

    with pytest.raises(Refused):
        use(known, token, "short")

    use(known, token)
    assert passwords.fits(NEW, person(known).password_hash)


@pytest.mark.parametrize("late", [timedelta(hours=1), timedelta(days=30)])
def test_a_link_asked_for_works_for_an_hour(known: World, late: timedelta) -> None:
    ask(known, "lan")
    token = reset_token(KEY, known.all(PasswordReset)[0].id)

    with pytest.raises(NotFound):
        use(known, token, now=NOON + late)


def test_an_administrator_makes_a_link_for_a_day_and_the_earlier_one_ends(known: World) -> None:
    earlier, latest = make(known, "admin"), make(known, "admin")

    with pytest.raises(NotFound):
        use(known, earlier)
    use(known, latest, now=NOON + timedelta(hours=23))

    assert passwords.fits(NEW, person(known).password_hash)


@pytest.mark.parametrize("name", ["lan", "hung", "lead", "auditor"])
def test_nobody_else_makes_links(known: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        make(known, name)


@pytest.mark.parametrize("door", ["link", "factor", "address"])
def test_the_owner_is_told_of_every_door_somebody_else_opens_at_the_address_they_had(known: World, door: str) -> None:
    {"link": make, "factor": drop, "address": move}[door](known, "admin")

    kinds = {"link": "password_link_made", "factor": "second_factor_dropped", "address": "address_changed"}
    notices = known.all(Notice)
    with mail_server() as box:
        do_jobs(known.database, settings(known, box.port), NOON)
    assert [(one.person_id, one.kind) for one in notices] == [(known.people["lan"], kinds[door])]
    assert [one["To"] for one in box.letters] == ["lan@hoavan.example"]
    assert "Admin đã" in box.letters[0].get_content()
    with reading(known.database) as session:
        assert said(notices_of(session, known.who("lan")).notices[0]).startswith("Admin")


@pytest.mark.parametrize("doors", [("factor", "link"), ("address", "link"), ("link", "factor")])
def test_nobody_opens_two_doors_of_one_account_within_a_day_but_two_may(known: World, doors: tuple[str, str]) -> None:
    acts = {"link": make, "factor": drop, "address": move}
    first, then = (acts[door] for door in doors)
    grant(known, "stranger", "sys_admin")
    first(known, "admin")

    with pytest.raises(Refused) as refused:
        then(known, "admin")

    assert refused.value.reason.code == "two_doors"
    then(known, "stranger")
    if doors[1] == "link":
        then(known, "admin", NOON + timedelta(hours=24))


def test_no_link_is_mailed_to_an_address_that_somebody_else_entered_today(known: World) -> None:
    move(known, "admin")

    assert ask(known, "lan") is None
    assert not known.all(PasswordReset)


def test_a_link_handed_out_ends_with_the_second_factor_it_counted_on(known: World) -> None:
    grant(known, "stranger", "sys_admin")
    token = make(known, "admin")
    drop(known, "stranger")

    with pytest.raises(NotFound):
        use(known, token)


def test_changing_the_password_makes_open_links_worthless(known: World) -> None:
    token = make(known, "admin")
    with transaction(known.database) as session:
        checked = Checked("lan", HOME, person_id=known.people["lan"])
        change_password(session, known.who("lan"), checked, NEW, keep=known.people["lan"], now=NOON)

    with pytest.raises(NotFound):
        use(known, token, "một mật khẩu khác hẳn")


def test_somebody_who_has_left_is_sent_nothing_and_sets_nothing(known: World) -> None:
    token = make(known, "admin")
    with transaction(known.database) as session:
        session.execute(update(Person).where(Person.username == "lan").values(left_at=NOON))

    ask(known, "lan")

    assert len(known.all(PasswordReset)) == 1
    with pytest.raises(NotFound):
        use(known, token)


def test_a_link_that_nobody_made_is_unknown(known: World) -> None:
    for token in ("", "x", "x" * 43, token_hash("x")):
        with pytest.raises(NotFound):
            use(known, token)


def ask(world: World, name: str):
    with transaction(world.database) as session:
        return ask_password_reset(session, name, key=KEY, address=HOME, now=NOON)


def make(world: World, name: str, now=NOON) -> str:
    with transaction(world.database) as session:
        return make_password_reset(session, world.who(name), world.people["lan"], key=KEY, now=now)


def drop(world: World, name: str) -> None:
    """Lan's second factor is on, and somebody turns it off."""
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.username == "lan").values(totp_seed="s", totp_step=1))
    with transaction(world.database) as session:
        drop_second_factor(session, world.who(name), world.people["lan"], now=NOON)


def move(world: World, name: str) -> None:
    """Somebody has Lan's mail go elsewhere."""
    entry = Entry("lan", "Lan", "", world.places["SGD"], "khac@hoavan.example")
    with transaction(world.database) as session:
        change_person(session, world.who(name), world.people["lan"], entry, now=NOON)


def said(told: Told) -> str:
    return translated(told.message, told.values)


def use(world: World, token: str, password: str = NEW, *, now=NOON) -> None:
    with transaction(world.database) as session:
        reset_password(session, token, password, address=HOME, now=now)


def deliver(world: World, port: int, row: PasswordReset, now=NOON) -> None:
    send_link(world.database, settings(world, port), {"reset_id": str(row.id)}, now)


def settings(world: World, port: int) -> Settings:
    mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none", "mail_from": "vinhdanh@hoavan.example"}
    url = world.database.url.render_as_string(hide_password=False)
    return Settings(url, data_dir=None, secret_key=KEY, base_url="https://vinhdanh.example", **mail)


def person(world: World) -> Person:
    with reading(world.database) as session:
        return session.get_one(Person, world.people["lan"])

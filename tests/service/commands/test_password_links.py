"""Links that set a new password: for whom, how long, how often, and what they end."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from factories import NOON, World
from mail_server import mail_server
from service.commands.ask_password_reset import ask_password_reset
from service.commands.change_password import change_password
from service.commands.make_password_reset import make_password_reset
from service.commands.reset_password import reset_password
from service.commands.session_opening import open_session
from service.config import Settings
from service.db import reading, transaction
from service.errors import NotAllowed, NotFound, Refused
from service.identity import Checked, passwords, token_hash
from service.identity.reset_links import reset_token
from service.models import Job, PasswordReset, Person, SignIn
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


def make(world: World, name: str) -> str:
    with transaction(world.database) as session:
        return make_password_reset(session, world.who(name), world.people["lan"], key=KEY, now=NOON)


def use(world: World, token: str, password: str = NEW, *, now=NOON) -> None:
    with transaction(world.database) as session:
        reset_password(session, token, password, address=HOME, now=now)


def deliver(world: World, port: int, row: PasswordReset, now=NOON) -> None:
    mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none", "mail_from": "vinhdanh@hoavan.example"}
    url = world.database.url.render_as_string(hide_password=False)
    settings = Settings(url, data_dir=None, secret_key=KEY, base_url="https://vinhdanh.example", **mail)
    send_link(world.database, settings, {"reset_id": str(row.id)}, now)


def person(world: World) -> Person:
    with reading(world.database) as session:
        return session.get_one(Person, world.people["lan"])

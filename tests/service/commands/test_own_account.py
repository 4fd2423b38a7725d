"""One's own account: password, e-mail address, second factor, sessions. Nobody's but one's own."""

from datetime import timedelta
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import select

from factories import NOON, World
from service.commands.change_password import change_password
from service.commands.confirm_second_factor import confirm_second_factor
from service.commands.end_other_sessions import end_other_sessions
from service.commands.end_session import end_session
from service.commands.pass_second_factor import pass_second_factor
from service.commands.session_opening import Token, open_session
from service.commands.set_email import set_email
from service.commands.set_preferences import set_preferences
from service.commands.start_second_factor import start_second_factor
from service.commands.stop_second_factor import stop_second_factor
from service.db import reading, transaction
from service.errors import NotFound, Reason, Refused
from service.identity import Checked, passwords
from service.identity.second_factor import secret_of
from service.models import Event, Person, SignIn
from service.queries.second_factor import secret_to_confirm

KEY, HOME = "k" * 40, "10.0.0.1"
NEW = "mùa xuân trên bản Cang"
VISIT = {"key": KEY, "address": HOME, "browser": "Firefox"}


def test_a_new_password_takes_the_place_of_the_old_one_and_ends_every_other_session(world: World) -> None:
    here, there = opened(world), opened(world)

    with transaction(world.database) as session:
        refusal = change_password(session, world.who("lan"), right("lan", world), NEW, keep=here, now=NOON)

    assert refusal is None
    assert passwords.fits(NEW, person(world).password_hash)
    assert living(world) == {here}
    assert there not in living(world)
    assert kinds(world)[-1] == "password_changed"


@pytest.mark.parametrize("weak", ["short", "lanlanlanlan", "matkhau123456"])
def test_a_weak_password_is_refused_and_changes_nothing(world: World, weak: str) -> None:
    with transaction(world.database) as session, pytest.raises(Refused):
        change_password(session, world.who("lan"), right("lan", world), weak, keep=uuid4(), now=NOON)

    assert person(world).password_hash is None


def test_a_wrong_old_password_changes_nothing_and_slows_the_next_try(world: World) -> None:
    answers = []
    for _ in range(7):
        with transaction(world.database) as session:
            wrong = Checked("lan", HOME)
            answers.append(change_password(session, world.who("lan"), wrong, NEW, keep=uuid4(), now=NOON))

    assert [answer.code for answer in answers if answer] == ["wrong"] * 5 + ["wait"] * 2
    assert person(world).password_hash is None


@pytest.mark.parametrize("address", ["lan", "lan@", "@hoavan.example", "a b@hoavan.example", "lan@x\r\nBcc: y@z"])
def test_what_is_no_address_is_refused(world: World, address: str) -> None:
    with transaction(world.database) as session, pytest.raises(Refused):
        set_email(session, world.who("lan"), right("lan", world), address, now=NOON)


def test_an_address_is_kept_once_the_password_is_given(world: World) -> None:
    for checked in (Checked("lan", HOME), right("lan", world)):
        with transaction(world.database) as session:
            set_email(session, world.who("lan"), checked, " lan@hoavan.example ", now=NOON)
        if checked.person_id is None:
            assert person(world).email is None

    assert person(world).email == "lan@hoavan.example"


def test_choices_are_kept_and_unknown_ones_refused(world: World) -> None:
    with transaction(world.database) as session:
        set_preferences(session, world.who("lan"), {"language": "en", "theme": "dark", "mail": "daily"}, now=NOON)
    with transaction(world.database) as session, pytest.raises(Refused):
        set_preferences(session, world.who("lan"), {"language": "fr"}, now=NOON)
    with transaction(world.database) as session, pytest.raises(Refused):
        set_preferences(session, world.who("lan"), {"password_hash": "x"}, now=NOON)

    kept = person(world)
    assert (kept.language, kept.theme, kept.mail) == ("en", "dark", "daily")


def test_the_database_alone_does_not_give_the_secret(world: World) -> None:
    begin(world)

    with reading(world.database) as session:
        ours = secret_to_confirm(session, world.who("lan"), key=KEY)
        thiefs = secret_to_confirm(session, world.who("lan"), key="x" * 40)
        colleagues = secret_to_confirm(session, world.who("hung"), key=KEY)

    assert (ours == secret(world), thiefs == ours, colleagues) == (True, False, None)


def test_the_second_factor_is_on_only_once_a_code_has_confirmed_it(world: World) -> None:
    begin(world)
    with transaction(world.database) as session, pytest.raises(NotFound):
        pass_second_factor(session, world.people["lan"], mark(world), code(world), **VISIT, now=NOON)
    with transaction(world.database) as session, pytest.raises(Refused):
        confirm_second_factor(session, world.who("lan"), "000000", key=KEY, now=NOON)

    codes = turn_on(world)

    assert len(set(codes)) == 10
    assert not set(codes) & set(person(world).recovery or ())
    with reading(world.database) as session:
        assert secret_to_confirm(session, world.who("lan"), key=KEY) is None
    with transaction(world.database) as session, pytest.raises(Refused):
        start_second_factor(session, world.who("lan"), right("lan", world), now=NOON)


def test_a_code_opens_a_session_and_never_a_second_one(world: World) -> None:
    begin(world)
    turn_on(world)
    later = NOON + timedelta(minutes=1)

    first, again, slow = (enter(world, code(world, later), later) for _ in range(2)), None, None
    first, again = first
    slow = enter(world, code(world, later - timedelta(seconds=30)), later)
    old = enter(world, code(world, later - timedelta(minutes=5)), later)

    assert isinstance(first, Token)
    assert [one.code for one in (again, slow, old) if isinstance(one, Reason)] == ["wrong_code"] * 3


def test_a_recovery_code_opens_one_session_however_it_is_typed(world: World) -> None:
    begin(world)
    spare = turn_on(world)[0]

    first, again = (enter(world, f" {spare.upper().replace('-', ' ')} ", NOON) for _ in range(2))

    assert isinstance(first, Token)
    assert isinstance(again, Reason)
    assert len(person(world).recovery or ()) == 9


def test_guessing_codes_is_slowed_down_as_guessing_passwords_is(world: World) -> None:
    begin(world)
    turn_on(world)

    answers = [enter(world, "000000", NOON) for _ in range(6)]

    assert [answer.code for answer in answers if isinstance(answer, Reason)] == ["wrong_code"] * 5 + ["wait"]


def test_a_password_replaced_meanwhile_lets_nobody_go_on_to_the_code(world: World) -> None:
    begin(world)
    spare = turn_on(world)
    half = mark(world)
    with transaction(world.database) as session:
        session.get_one(Person, world.people["lan"]).password_hash = "another one"

    with transaction(world.database) as session, pytest.raises(NotFound):
        pass_second_factor(session, world.people["lan"], half, spare[0], **VISIT, now=NOON)

    assert not living(world)
    assert isinstance(enter(world, spare[0], NOON), Token)


def test_setting_it_up_takes_the_password(world: World) -> None:
    with transaction(world.database) as session:
        refusal = start_second_factor(session, world.who("lan"), Checked("lan", HOME), now=NOON)

    assert refusal is not None
    assert (refusal.code, person(world).totp_seed) == ("wrong", None)


def test_turning_it_off_takes_the_password_and_a_code(world: World) -> None:
    begin(world)
    codes = turn_on(world)
    tries = [(Checked("lan", HOME), codes[0]), (right("lan", world), "000000"), (right("lan", world), codes[0])]

    answers = []
    for checked, typed in tries:
        with transaction(world.database) as session:
            answers.append(stop_second_factor(session, world.who("lan"), checked, typed, key=KEY, now=NOON))

    assert [answer and answer.code for answer in answers] == ["wrong", "wrong_code", None]
    assert (person(world).totp_seed, person(world).recovery) == (None, None)
    assert kinds(world)[-3:] == ["second_factor_begun", "second_factor_on", "second_factor_off"]


def test_one_ends_a_session_of_ones_own_and_of_nobody_else(world: World) -> None:
    here, there, hungs = opened(world), opened(world), opened(world, "hung")

    with transaction(world.database) as session:
        end_session(session, world.who("lan"), there, now=NOON)
    for other in (there, hungs, uuid4()):
        with transaction(world.database) as session, pytest.raises(NotFound):
            end_session(session, world.who("lan"), other, now=NOON)

    assert living(world) == {here, hungs}


def test_all_other_sessions_end_at_once(world: World) -> None:
    here, hungs = opened(world), opened(world, "hung")
    opened(world), opened(world)

    with transaction(world.database) as session:
        ended = end_other_sessions(session, world.who("lan"), here, now=NOON)

    assert (ended, living(world)) == (2, {here, hungs})


def right(name: str, world: World) -> Checked:
    """A password that was compared and is right."""
    return Checked(name, HOME, person_id=world.people[name])


def opened(world: World, name: str = "lan"):
    with transaction(world.database) as session:
        return open_session(session, world.people[name], address=HOME, browser="Firefox", now=NOON).sign_in_id


def begin(world: World) -> None:
    with transaction(world.database) as session:
        start_second_factor(session, world.who("lan"), right("lan", world), now=NOON)


def turn_on(world: World) -> list[str]:
    with transaction(world.database) as session:
        return confirm_second_factor(session, world.who("lan"), code(world), key=KEY, now=NOON)


def enter(world: World, typed: str, now) -> Token | Reason:
    with transaction(world.database) as session:
        return pass_second_factor(session, world.people["lan"], mark(world), typed, **VISIT, now=now)


def mark(world: World) -> str:
    """Of the password that was given a moment ago."""
    return passwords.mark_of(person(world).password_hash, key=KEY)


def secret(world: World) -> str:
    return secret_of(KEY, world.people["lan"], person(world).totp_seed or "")


def code(world: World, now=NOON) -> str:
    return pyotp.TOTP(secret(world)).at(now)


def person(world: World) -> Person:
    with reading(world.database) as session:
        return session.get_one(Person, world.people["lan"])


def living(world: World) -> set:
    return {row.id for row in world.all(SignIn) if row.ended_at is None}


def kinds(world: World) -> list[str]:
    with reading(world.database) as session:
        query = select(Event.kind).where(Event.stream == f"person/{world.people['lan']}").order_by(Event.number)
        return list(session.scalars(query))

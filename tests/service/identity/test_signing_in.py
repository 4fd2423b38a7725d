"""Signing in: passwords, wrong guesses that slow the guesser only, and sessions that end."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from factories import NOON, World
from service.commands.set_password import set_password
from service.commands.sign_in import Token, sign_in
from service.commands.sign_out import sign_out
from service.commands.touch_sign_in import touch_sign_in
from service.db import reading, transaction
from service.errors import NotAllowed, Reason, Refused
from service.identity import check_credentials, token_hash
from service.models import SignIn, SignInAttempt
from service.queries.signed_in import SignedIn, signed_in

RIGHT = "bốn mùa hoa ban nở"
HOME = "10.0.0.1"
LIMITS = {"idle": timedelta(minutes=30), "longest": timedelta(hours=12)}


@pytest.fixture
def province(world: World) -> World:
    """The world, with a password for Lan."""
    with transaction(world.database) as session:
        set_password(session, None, world.people["lan"], RIGHT, now=NOON)
    return world


def test_the_right_password_opens_a_session_for_the_person_with_their_roles(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)

    assert isinstance(token, Token)
    found = look(province.database, token)
    assert found is not None
    assert found.actor.username == "lan"
    assert found.actor.roles == {"unit_clerk"}


def test_names_are_taken_however_they_are_typed(province: World) -> None:
    assert isinstance(enter(province.database, "  LAN ", RIGHT), Token)


@pytest.mark.parametrize("name", ["lan", "nobody", "son"])
def test_a_wrong_name_a_wrong_password_and_no_password_are_told_apart_by_nobody(province: World, name: str) -> None:
    answer = enter(province.database, name, "wrong password")

    assert isinstance(answer, Reason)
    assert answer.code == "wrong"


def test_a_try_that_comes_too_early_is_not_even_looked_at(province: World) -> None:
    with transaction(province.database) as session:
        guesses = [SignInAttempt(username="lan", address=HOME, at=NOON, succeeded=False) for _ in range(6)]
        session.add_all(guesses)

    answer = enter(province.database, "lan", RIGHT)

    assert isinstance(answer, Reason)
    assert (answer.code, answer.values) == ("wait", {"seconds": 2})


def test_the_token_itself_is_not_stored(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)

    assert isinstance(token, Token)
    assert [row.token_sha256 for row in province.all(SignIn)] == [token_hash(token.text)]


def test_every_sign_in_has_a_token_of_its_own(province: World) -> None:
    one, other = enter(province.database, "lan", RIGHT), enter(province.database, "lan", RIGHT)

    assert isinstance(one, Token)
    assert isinstance(other, Token)
    assert one.text != other.text


def test_after_signing_out_the_token_is_worth_nothing(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)
    assert isinstance(token, Token)

    with transaction(province.database) as session:
        sign_out(session, province.who("lan"), token.sign_in_id, now=NOON)

    assert look(province.database, token) is None


def test_nobody_signs_somebody_else_out(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)
    assert isinstance(token, Token)

    with transaction(province.database) as session:
        sign_out(session, province.who("mai"), token.sign_in_id, now=NOON)

    assert look(province.database, token) is not None


def test_half_an_hour_without_a_click_signs_out(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)
    assert isinstance(token, Token)

    assert look(province.database, token, NOON + timedelta(minutes=29)) is not None
    assert look(province.database, token, NOON + timedelta(minutes=31)) is None


def test_clicking_keeps_a_session_alive_for_twelve_hours_and_no_longer(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)
    assert isinstance(token, Token)

    for minutes in range(20, 12 * 60, 20):
        moment = NOON + timedelta(minutes=minutes)
        found = look(province.database, token, moment)
        assert found is not None
        assert found.due
        with transaction(province.database) as session:
            touch_sign_in(session, found.id, now=moment)

    assert look(province.database, token, NOON + timedelta(hours=12)) is None


def test_a_sign_of_life_is_written_once_a_minute_at_most(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)
    assert isinstance(token, Token)

    found = look(province.database, token, NOON + timedelta(seconds=50))

    assert found is not None
    assert not found.due


def test_a_new_password_ends_every_session(province: World) -> None:
    token = enter(province.database, "lan", RIGHT)
    assert isinstance(token, Token)

    with transaction(province.database) as session:
        set_password(session, province.who("lan"), province.people["lan"], "mùa xuân trên bản Cang", now=NOON)

    assert look(province.database, token) is None
    assert isinstance(enter(province.database, "lan", "mùa xuân trên bản Cang"), Token)


@pytest.mark.parametrize("weak", ["short", "matkhau123456", "lanlanlanlan", "aaaaaaaaaaaaaaa", "x" * 300])
def test_a_weak_password_is_refused(province: World, weak: str) -> None:
    with transaction(province.database) as session, pytest.raises(Refused):
        set_password(session, None, province.people["lan"], weak, now=NOON)


def test_only_an_administrator_sets_the_password_of_somebody_else(province: World) -> None:
    with transaction(province.database) as session, pytest.raises(NotAllowed):
        set_password(session, province.who("hung"), province.people["lan"], RIGHT, now=NOON)


def enter(
    database: Engine, username: str, password: str, *, address: str = HOME, now: datetime = NOON
) -> Token | Reason:
    with reading(database) as session:
        checked = check_credentials(session, username, password, address=address, now=now)
    with transaction(database) as session:
        return sign_in(session, checked, browser="Firefox", now=now)


def look(database: Engine, token: Token, now: datetime = NOON) -> SignedIn | None:
    with reading(database) as session:
        return signed_in(session, token.text, now=now, **LIMITS)

"""Wrong guesses slow the guesser down, and nobody else."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from factories import NOON
from service.db import reading, transaction
from service.identity import seconds_to_wait
from service.models import SignInAttempt

HOME, CAFE = "10.0.0.1", "203.0.113.9"


def test_five_guesses_are_free(database: Engine) -> None:
    guess(database, [HOME] * 4)

    assert wait(database, HOME) == 0


def test_each_further_guess_doubles_the_wait_up_to_a_quarter_of_an_hour(database: Engine) -> None:
    waits = []
    for guesses in range(5, 17):
        guess(database, [HOME] * (guesses if guesses == 5 else 1))
        waits.append(wait(database, HOME))

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_a_guesser_elsewhere_never_locks_the_owner_out(database: Engine) -> None:
    enter(database, HOME)
    guess(database, [CAFE] * 40)

    assert (wait(database, HOME), wait(database, CAFE) > 0) == (0, True)


def test_an_account_guessed_at_from_everywhere_opens_after_a_minute_at_most(database: Engine) -> None:
    guess(database, [f"203.0.113.{n}" for n in range(80)])

    assert wait(database, HOME) == 60
    assert wait(database, HOME, NOON + timedelta(seconds=60)) == 0


def test_one_address_guessing_many_accounts_waits_and_others_do_not(database: Engine) -> None:
    for n in range(40):
        guess(database, [CAFE], username=f"person{n}")

    assert wait(database, CAFE) > 0
    assert wait(database, HOME) == 0


def test_signing_in_makes_earlier_slips_forgotten(database: Engine) -> None:
    guess(database, [HOME] * 9, now=NOON - timedelta(minutes=10))
    enter(database, HOME)
    guess(database, [HOME], now=NOON + timedelta(seconds=1))

    assert wait(database, HOME, NOON + timedelta(seconds=2)) == 0


def test_guesses_are_forgotten_after_a_quarter_of_an_hour(database: Engine) -> None:
    guess(database, [HOME] * 20)

    assert wait(database, HOME, NOON + timedelta(minutes=15)) == 0


def guess(database: Engine, addresses: list[str], username: str = "lan", now: datetime = NOON) -> None:
    with transaction(database) as session:
        session.add_all(
            SignInAttempt(username=username, address=address, at=now, succeeded=False) for address in addresses
        )


def enter(database: Engine, address: str) -> None:
    with transaction(database) as session:
        session.add(SignInAttempt(username="lan", address=address, at=NOON, succeeded=True))


def wait(database: Engine, address: str, now: datetime = NOON) -> int:
    with reading(database) as session:
        return seconds_to_wait(session, "lan", address, now=now)

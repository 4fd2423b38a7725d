"""Tokens for the API: made by their owners, kept as hashes, ended by owners and administrators."""

from datetime import timedelta

import pytest

from factories import NOON
from service.commands.change_password import change_password
from service.commands.end_token import end_token
from service.commands.make_password_reset import make_password_reset
from service.commands.make_token import MOST, make_token
from service.commands.reset_password import reset_password
from service.commands.set_password import set_password
from service.commands.sign_person_out import sign_person_out
from service.db import reading, transaction
from service.errors import NotAllowed, NotFound, Refused
from service.events import verify
from service.identity import Checked, token_hash
from service.models import AccessToken, EventDetail, Notice, Person
from service.queries.tokens import caller_with, tokens_of


def make(world, who, owner, name="Phần mềm nhân sự", **how):
    actor = world.who(who) if who else None
    with transaction(world.database) as session:
        checked = Checked(who, "10.0.0.1", person_id=world.people[who]) if who else None
        return make_token(session, actor, world.people[owner], name, **{"checked": checked, **how}, now=NOON)


def proof(world, name):
    """A password that was compared and is right."""
    return Checked(name, "10.0.0.1", person_id=world.people[name])


def end(world, who, token_id):
    actor = world.who(who) if who else None
    with transaction(world.database) as session:
        return end_token(session, actor, token_id, now=NOON)


def caller(world, text, now=NOON):
    with reading(world.database) as session:
        return caller_with(session, text, now=now)


def test_a_token_stands_for_its_person_and_only_its_hash_is_kept(world):
    made = make(world, "thu", "thu")

    found, rows = caller(world, made.text), world.all(AccessToken)

    assert found.actor == world.who("thu")
    assert [one.token_sha256 for one in rows] == [token_hash(made.text)]
    assert not any(made.text in str(one.fields) for one in world.all(EventDetail))


def test_whoever_is_spoken_for_by_a_token_of_the_operators_is_told(world):
    own = make(world, "thu", "thu")
    before = [one.kind for one in world.all(Notice)]

    make(world, None, "thu")

    assert own
    assert before == []
    assert [(one.kind, one.person_id) for one in world.all(Notice)] == [("token_made_for", world.people["thu"])]


def test_nobody_makes_a_token_for_somebody_else_but_the_operator(world):
    for who in ("binh", "admin"):
        with pytest.raises(NotAllowed):
            make(world, who, "thu")

    assert caller(world, make(world, None, "thu").text).actor.username == "thu"


def test_no_token_is_made_without_ones_own_password(world):
    answers = [make(world, "thu", "thu", checked=one) for one in (None, Checked("thu", "x"), proof(world, "binh"))]

    assert [answer.code for answer in answers] == ["wrong"] * 3
    assert not world.all(AccessToken)


@pytest.mark.parametrize("how", ["changed", "reset", "set", "signed_out"])
def test_a_new_password_ends_every_token_of_the_person_and_of_nobody_else(world, how):
    mine, theirs = make(world, "thu", "thu"), make(world, "binh", "binh")

    with transaction(world.database) as session:
        thu, admin, new = world.who("thu"), world.who("admin"), "mùa xuân trên bản Cang"
        if how == "changed":
            change_password(session, thu, proof(world, "thu"), new, keep=thu.id, now=NOON)
        elif how == "reset":
            token = make_password_reset(session, admin, thu.id, key="k" * 40, now=NOON)
            reset_password(session, token, new, address="10.0.0.1", now=NOON)
        elif how == "set":
            set_password(session, None, thu.id, new, now=NOON)
        else:
            sign_person_out(session, admin, thu.id, now=NOON)

    assert caller(world, mine.text) is None
    assert caller(world, theirs.text).actor.username == "binh"


def test_its_owner_an_administrator_and_the_operator_end_a_token_and_nobody_else(world):
    made = [make(world, "thu", "thu").id for _ in range(3)]

    with pytest.raises(NotFound):
        end(world, "binh", made[0])
    ended = [end(world, who, token) for who, token in zip(("thu", "admin", None), made, strict=True)]
    again = end(world, "thu", made[1])

    assert [one.ended_by_id for one in ended] == [world.people["thu"], world.people["admin"], None]
    assert again.ended_by_id == world.people["admin"]


def test_a_token_ends_with_its_time_and_when_its_owner_leaves(world):
    made, ended = make(world, "thu", "thu", days=1), make(world, "thu", "thu")
    end(world, "thu", ended.id)
    found = [caller(world, text) for text in (ended.text, "vd_" + "x" * 43, "nonsense", "")]
    in_time, late = (caller(world, made.text, NOON + timedelta(days=1, seconds=s)) for s in (-1, 0))
    with transaction(world.database) as session:
        session.get_one(Person, world.people["thu"]).left_at = NOON

    assert (found, late, caller(world, made.text)) == ([None] * 4, None, None)
    assert in_time.actor.username == "thu"


@pytest.mark.parametrize(
    ("name", "days", "code"),
    [("", 90, "no_name"), ("x" * 201, 90, "no_name"), ("x", 0, "days"), ("x", 367, "days")],
)
def test_a_token_needs_a_name_and_an_end(world, name, days, code):
    with pytest.raises(Refused) as refused:
        make(world, "thu", "thu", name, days=days)

    assert refused.value.reason.code == code


def test_there_are_not_ever_more_of_them_and_none_for_who_has_left(world):
    made = [make(world, "thu", "thu").id for _ in range(MOST)]
    with pytest.raises(Refused) as full:
        make(world, "thu", "thu")
    end(world, "thu", made[0])
    make(world, "thu", "thu")
    with transaction(world.database) as session:
        session.get_one(Person, world.people["thu"]).left_at = NOON

    with pytest.raises(Refused) as left:
        make(world, None, "thu")

    assert (full.value.reason.code, left.value.reason.code) == ("full", "left")


def test_making_and_ending_stand_in_the_persons_history(world):
    end(world, "admin", make(world, "thu", "thu").id)

    with reading(world.database) as session:
        listed = tokens_of(session, world.people["thu"])
        broken = verify(session, f"person/{world.people['thu']}")

    assert [(one.name, one.ended_by_id) for one in listed] == [("Phần mềm nhân sự", world.people["admin"])]
    assert broken is None

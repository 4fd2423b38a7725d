from datetime import timedelta

import pytest
from sqlalchemy import update

from factories import NOON
from service.db import transaction
from service.identity import passwords
from service.models import Person
from visits import Visitor, said, site, visitor

PASSWORD = "mùa thu Hòa Vân 1945"


@pytest.fixture
def known(world):
    """Everybody may sign in with the same password."""
    with transaction(world.database) as session:
        session.execute(update(Person).values(password_hash=passwords.keep(PASSWORD)))
    return world


def test_the_right_password_opens_the_page_that_was_asked_for(known, stranger):
    answer = stranger.post("/sign-in", {"username": "Thu", "password": PASSWORD, "next": "/inbox?filter=done"})

    assert (answer.status_code, answer.location) == (303, "/inbox?filter=done")
    assert "Hộp việc" in said(stranger.get("/inbox"))


@pytest.mark.parametrize(("username", "password"), [("thu", "wrong"), ("nobody", PASSWORD), ("thu", ""), ("", "")])
def test_a_wrong_name_and_a_wrong_password_sound_alike(known, stranger, username, password):
    answer = stranger.post("/sign-in", {"username": username, "password": password})

    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in said(answer)
    assert stranger.get("/inbox").status_code == 303


def test_guessing_is_slowed_down(known, stranger):
    answers = [stranger.post("/sign-in", {"username": "thu", "password": f"guess {n}"}) for n in range(7)]

    assert answers[-1].status_code == 429
    assert "Sai quá nhiều lần" in said(answers[-1])


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(known, stranger):
    answer = stranger.post("/sign-in", {"username": "thu", "password": PASSWORD})

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_cookie_travels_over_tls_only_unless_the_operator_says_otherwise(known, tmp_path):
    app = site(known, tmp_path, insecure_http=False)

    assert "Secure" in app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "Strict-Transport-Security" in app.test_client().get("/sign-in").headers


def test_signing_in_starts_a_session_of_its_own(known, stranger):
    stranger.get("/sign-in")
    with stranger.client.session_transaction() as before:
        before["planted"] = "by somebody else"

    stranger.post("/sign-in", {"username": "thu", "password": PASSWORD})

    with stranger.client.session_transaction() as after:
        assert "planted" not in after


def test_a_copied_cookie_is_worthless_after_sign_out(app, visit):
    thu = visit("thu")
    with thu.client.session_transaction() as session:
        stolen = dict(session)

    thu.post("/sign-out")

    thief = Visitor(app)
    with thief.client.session_transaction() as session:
        session.update(stolen)
    assert thief.get("/inbox").status_code == 303


@pytest.mark.parametrize(
    ("gap", "status"), [(timedelta(minutes=29), 200), (timedelta(minutes=31), 303), (timedelta(hours=13), 303)]
)
def test_an_idle_session_ends(world, tmp_path, gap, status):
    visitor(site(world, tmp_path), world, "thu")
    later = visitor(site(world, tmp_path, now=NOON + gap), world, "thu", now=NOON)

    assert later.get("/inbox").status_code == status


def test_a_person_who_left_is_signed_out(world, visit):
    thu = visit("thu")
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.username == "thu").values(left_at=NOON))

    assert thu.get("/inbox").status_code == 303


def test_the_demo_offers_its_people_by_role(known, tmp_path):
    page = Visitor(site(known, tmp_path, demo=True)).get("/sign-in")

    assert "Chuyên viên thẩm định" in said(page)
    assert 'value="thu"' in page.text


def test_outside_the_demo_nobody_is_listed(known, stranger):
    assert 'value="thu"' not in stranger.get("/sign-in").text

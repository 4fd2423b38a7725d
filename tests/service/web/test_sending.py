"""What was being sent when the sign-in had ended meanwhile, or the page had grown old: nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import update

from factories import NOON, walk
from service.commands.claim_task import claim_task
from service.db import transaction
from service.identity import passwords
from service.models import Comment, Person, SignIn
from service.web import create_app
from visits import said, settings_for, visitor

PASSWORD = "mùa thu Hòa Vân 1945"
OURS = {"Origin": "http://localhost"}
_HIDDEN = re.compile(r'name="~sending" value="([^"]+)"')


@pytest.fixture
def talk(world):
    """The address of what is said on a dossier under appraisal."""
    with transaction(world.database) as session:
        session.execute(update(Person).values(password_hash=passwords.keep(PASSWORD)))
    item = world.item(walk(world, "appraisal"))
    return f"/dossiers/{world.dossier(item.dossier_id).code}/comments"


def end_sign_ins(world):
    with transaction(world.database) as session:
        session.execute(update(SignIn).values(ended_at=NOON))


def hidden(page):
    return unescape(_HIDDEN.search(page.text)[1])


def sign_in_again(browser, page, **other):
    return browser.post("/sign-in", {"username": "thu", "password": PASSWORD, "~sending": hidden(page), **other})


def test_what_was_being_sent_is_carried_through_signing_in_and_offered_once_more(world, visit, talk):
    thu = visit("thu")
    thu.get(talk)
    end_sign_ins(world)

    asked = thu.post(talk, {"text": "Một ý kiến viết rất lâu"})
    offered = sign_in_again(thu, asked)

    assert (asked.status_code, offered.status_code) == (401, 200)
    assert "Một ý kiến viết rất lâu" in said(offered)
    assert f'action="{talk}"' in offered.text
    assert world.all(Comment) == []


def test_it_is_sent_with_one_more_click(world, visit, talk):
    thu = visit("thu")
    end_sign_ins(world)
    offered = sign_in_again(thu, thu.post(talk, {"text": "Một ý kiến\nhai dòng & <b>đậm</b>"}))

    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', offered.text.partition(f'"{talk}"')[2])
    thu.client.post(talk, data={name: unescape(value) for name, value in fields})

    assert [one.text for one in world.all(Comment)] == ["Một ý kiến\nhai dòng & <b>đậm</b>"]


def test_a_wrong_password_loses_nothing_either(world, visit, talk):
    thu = visit("thu")
    end_sign_ins(world)
    wrong = sign_in_again(thu, thu.post(talk, {"text": "Viết lâu"}), password="no")

    assert wrong.status_code == 422
    assert "Viết lâu" in said(sign_in_again(thu, wrong))


def test_what_nobody_typed_only_leads_to_the_sign_in_page(world, visit):
    thu = visit("thu")
    end_sign_ins(world)

    assert thu.post("/notices/read").location == "/sign-in"


def test_a_password_is_never_carried(world, visit):
    thu = visit("thu")
    end_sign_ins(world)

    assert thu.post("/account/password", {"password": "mật khẩu cũ", "new": "mật khẩu mới"}).location == "/sign-in"


def test_nothing_that_we_have_not_signed_is_offered(talk, stranger):
    planted = '["/items", [["outcome", "approve"]]]'
    answer = stranger.post("/sign-in", {"username": "thu", "password": PASSWORD, "~sending": planted})

    assert (answer.status_code, answer.location) == (303, "/inbox")


def test_a_page_from_before_the_last_sign_in_offers_it_once_more(visit, talk):
    thu = visit("thu")

    page = thu.client.post(talk, data={"text": "Viết ở cửa sổ kia", "csrf_token": "earlier"}, headers=OURS)

    assert page.status_code == 400
    assert "Viết ở cửa sổ kia" in said(page)
    assert f'action="{talk}"' in page.text


def test_a_page_from_before_signing_out_leads_through_signing_in(stranger, talk):
    page = stranger.client.post(talk, data={"text": "Viết lâu", "csrf_token": "earlier"}, headers=OURS)

    assert page.status_code == 401
    assert "Viết lâu" in said(sign_in_again(stranger, page))


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_what_another_site_sends_is_not_offered(visit, talk, headers):
    page = visit("thu").client.post(talk, data={"text": "Lừa đảo"}, headers=headers)

    assert page.status_code == 400
    assert "Lừa đảo" not in page.text


class Clock:
    """A clock that can be put on."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def put_on(self, minutes):
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def thu(world, tmp_path, clock):
    """Thu, signed in at noon to a house whose clock goes on."""
    return visitor(create_app(settings_for(world, tmp_path), world.database, now=clock), world, "thu")


def test_counts_that_keep_themselves_true_keep_nobody_signed_in(thu, clock):
    clock.put_on(20)
    assert thu.get("/inbox/counts").status_code == 200
    clock.put_on(20)

    assert thu.get("/inbox").status_code == 303


def test_writing_a_draft_keeps_its_writer_signed_in(world, thu, clock):
    item = world.item(walk(world, "appraisal"))
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), item.id, now=NOON)
    token = thu.token()
    clock.put_on(20)
    kept = thu.client.post(f"/items/{item.id}/draft", data={"opinion": "đang viết", "csrf_token": token})
    clock.put_on(20)

    assert (kept.status_code, thu.get("/inbox").status_code) == (200, 200)

"""The pages of one's own account, as a person uses them; language and colours on every page."""

import re

import pyotp
import pytest
from sqlalchemy import update

from factories import NOON
from mail_server import mail_server
from service.db import reading, transaction
from service.identity import passwords
from service.identity.second_factor import secret_of
from service.models import AccessToken, Person, SignIn
from service.worker.handlers import HANDLERS
from service.worker.jobs import do_jobs
from visits import Visitor, said, settings_for, site, visitor

OLD, NEW = "mùa thu Hòa Vân 1945", "mùa xuân trên bản Cang"


@pytest.fixture
def known(world):
    """Thu has a password and an address."""
    with transaction(world.database) as session:
        own = update(Person).where(Person.username == "thu")
        session.execute(own.values(password_hash=passwords.keep(OLD), email="thu@hoavan.example"))
    return world


def test_a_person_changes_their_password_and_stays_signed_in_here_alone(app, known, visit):
    thu, elsewhere = visit("thu"), visit("thu")

    answers = [
        thu.post("/account/password", {"password": old, "new": new, "again": again})
        for old, new, again in (("wrong", NEW, NEW), (OLD, NEW, "other"), (OLD, "short", "short"), (OLD, NEW, NEW))
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 303]
    assert "mật khẩu không đúng" in said(answers[0])
    assert "không giống nhau" in said(answers[1])
    assert "ít nhất 12 ký tự" in said(answers[2])
    assert "Đã đổi mật khẩu" in said(thu.get("/account"))
    assert elsewhere.get("/account").status_code == 303
    assert OLD not in answers[0].text


def test_the_second_factor_from_the_first_code_to_the_sign_in(app, known, visit):
    thu = visit("thu")
    refused = thu.post("/account/second-factor/start", {"password": "wrong"})
    thu.post("/account/second-factor/start", {"password": OLD})
    shown = thu.get("/account")
    secret = own_secret(known)
    picture = thu.get("/account/second-factor/code.svg")
    codes = thu.post("/account/second-factor/confirm", {"code": pyotp.TOTP(secret).at(NOON)})
    spare = re.findall(r"<li><code>([\w-]+)</code>", codes.text)

    assert (refused.status_code, "mật khẩu không đúng" in said(refused)) == (422, True)
    assert secret in "".join(said(shown).split())
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert len(spare) == 10
    assert thu.get("/account/second-factor/code.svg").status_code == 404
    assert secret not in "".join(said(thu.get("/account")).split())

    halfway = Visitor(app)
    halfway.get("/inbox")
    asked = halfway.post("/sign-in", {"username": "thu", "password": OLD, "next": "/dossiers"})
    assert asked.location == "/sign-in/code?next=/dossiers"
    assert [halfway.get(url).location for url in ("/inbox", "/account")] == [
        "/sign-in?next=/inbox",
        "/sign-in?next=/account",
    ]
    assert halfway.post("/account/password", {"new": NEW}).location == "/sign-in"
    assert halfway.post("/sign-in/code", {"code": "000000"}).status_code == 422
    opened = halfway.post("/sign-in/code", {"code": spare[0], "next": "/dossiers"})
    assert opened.location == "/dossiers"
    assert halfway.get("/inbox").status_code == 200


def test_being_half_signed_in_is_soon_over(known, tmp_path):
    turn_on(known)
    app = site(known, tmp_path)
    browser = Visitor(app)
    browser.post("/sign-in", {"username": "thu", "password": OLD})
    with browser.client.session_transaction() as cookie:
        assert [name for name in cookie if not name.startswith("csrf")] == ["halfway"]
        cookie["halfway"][1] -= 301
        cookie.modified = True

    assert browser.get("/sign-in/code").location == "/sign-in"
    assert browser.post("/sign-in/code", {"code": "000000"}).location == "/sign-in"


def test_a_new_password_ends_what_the_old_one_half_opened(app, known):
    turn_on(known)
    browser = Visitor(app)
    browser.post("/sign-in", {"username": "thu", "password": OLD})
    assert browser.get("/sign-in/code").status_code == 200
    with transaction(known.database) as session:
        session.execute(update(Person).where(Person.username == "thu").values(password_hash=passwords.keep(NEW)))

    assert browser.post("/sign-in/code", {"code": "000000"}).location == "/sign-in"


def test_a_forgotten_password_from_the_first_click_to_the_new_one(known, tmp_path):
    with mail_server() as box:
        mail = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_tls": "none", "mail_from": "vd@hoavan.example"}
        app, visiting = site(known, tmp_path, **mail), visitor
        thu, browser = visiting(app, known, "thu"), Visitor(app)
        answers = [said(browser.post("/password-reset", {"username": name})) for name in ("thu", "nobody")]
        do_jobs(known.database, settings_for(known, tmp_path, **mail), NOON, HANDLERS)
    link = "/password-reset/" + box.letters[0].get_content().split("/password-reset/")[1].split()[0]

    assert answers[0] == answers[1].replace("nobody", "thu")
    assert len(box.letters) == 1
    assert browser.post(link, {"new": NEW, "again": "other"}).status_code == 422
    assert browser.post(link, {"new": NEW, "again": NEW}).location == "/sign-in"
    assert (browser.get(link).status_code, browser.post(link, {"new": OLD, "again": OLD}).status_code) == (404, 404)
    assert thu.get("/account").status_code == 303
    assert browser.post("/sign-in", {"username": "thu", "password": NEW}).location == "/inbox"


def test_without_a_mail_server_the_page_says_whom_to_ask(known, stranger):
    assert "đề nghị quản trị viên" in said(stranger.post("/password-reset", {"username": "thu"}))


def test_a_person_sees_and_ends_their_sessions(app, known, visit):
    thu, elsewhere = visit("thu"), visit("thu")
    other = max(known.all(SignIn), key=lambda row: row.id)

    assert thu.get("/account").text.count("/account/sessions/") == 2  # that one, and all others
    thu.post(f"/account/sessions/{other.id}/end")

    assert elsewhere.get("/inbox").status_code == 303
    assert thu.get("/inbox").status_code == 200


def test_a_token_is_shown_once_and_ended(known, visit):
    thu = visit("thu")

    wanted = {"name": "Phần mềm văn thư", "days": "30"}
    unproven = thu.post("/account/tokens", wanted | {"password": "wrong"})
    made = thu.post("/account/tokens", wanted | {"password": OLD})
    text = re.findall(r'<code class="secret">([^<]+)</code>', made.text)[0]
    later = thu.get("/account")
    refused = thu.post("/account/tokens", {"name": "", "days": "ba", "password": OLD})
    thu.post(f"/account/tokens/{known.all(AccessToken)[0].id}/end")

    assert (unproven.status_code, "mật khẩu không đúng" in said(unproven)) == (422, True)
    assert 'value="Phần mềm văn thư"' in unproven.text
    assert "Phần mềm văn thư" in said(later)
    assert text not in later.text
    assert refused.status_code == 422
    assert "Phần mềm văn thư" not in said(thu.get("/account")).replace("Đã hủy mã truy cập “Phần mềm văn thư”.", "")


def test_an_address_is_refused_with_what_was_typed(known, visit):
    answer = visit("thu").post("/account/email", {"email": "thu(at)hoavan", "password": OLD})

    assert answer.status_code == 422
    assert 'value="thu(at)hoavan"' in answer.text
    assert "không phải địa chỉ thư điện tử" in said(answer)


def test_the_language_is_kept_with_the_person_and_in_the_browser(app, known, stranger, visit):
    stranger.post("/language", {"language": "en", "next": "/sign-in"})
    thu = visit("thu")
    thu.post("/language", {"language": "en", "next": "/dossiers"})

    assert "Sign in" in said(stranger.get("/sign-in"))
    assert '<html lang="en">' in visit("thu").get("/inbox").text  # another browser of hers
    assert '<html lang="vi">' in visit("binh").get("/inbox").text


def test_a_choice_leads_back_to_this_site_only(visit, stranger):
    thu = visit("thu")
    goals = ["/dossiers?q=a", "//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""]

    answers = [thu.post("/language", {"language": "en", "next": goal}).location for goal in goals]

    assert answers == ["/dossiers?q=a"] + ["/inbox"] * 5
    assert thu.client.post("/language", data={"language": "vi"}).status_code == 400
    assert stranger.post("/theme", {"theme": "<script>", "next": "/sign-in"}).headers.get("Set-Cookie", "") == ""


def test_colours_are_chosen_without_script_or_style_on_the_page(known, visit):
    thu = visit("thu")
    by_device = thu.get("/inbox").text
    thu.post("/theme", {"theme": "dark"})
    dark = visit("thu").get("/inbox").text
    thu.post("/theme", {"theme": "light"})
    light = thu.get("/inbox").text
    thu.post("/theme", {"theme": ""})

    assert 'media="screen and (prefers-color-scheme: dark)"' in by_device
    assert 'data-bs-theme="dark"' in dark
    assert 'media="screen"' in dark
    assert 'data-bs-theme="light"' in light
    assert "/dark-" not in light
    assert "data-bs-theme" not in thu.get("/inbox").text


def own_secret(world):
    with reading(world.database) as session:
        seed = session.get_one(Person, world.people["thu"]).totp_seed
    return secret_of("k" * 40, world.people["thu"], seed)


def turn_on(world):
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.username == "thu").values(totp_seed="seed", totp_step=1))

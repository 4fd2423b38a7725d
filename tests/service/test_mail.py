"""Letters to a real SMTP server: taken, refused, put off, silent, unsafe."""

from pathlib import Path

import pytest

from mail_server import free_port, mail_server, scripted_server, self_signed, silent_server
from service.config import Settings
from service.mail import MailAway, MailRefused, is_address, send

FROM, TO = "vinhdanh@hoavan.gov.vn", "hanh.nguyen@hoavan.gov.vn"


def settings(port: int, **other: object) -> Settings:
    known = {"database_url": "sqlite:///none.db", "data_dir": Path("/nowhere"), "secret_key": "k" * 40}
    mail = {"mail_from": FROM, "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none"}
    return Settings(**{**known, **mail, "base_url": "https://vinhdanh.hoavan.gov.vn", **other})  # type: ignore[arg-type]


def test_a_letter_arrives_with_its_vietnamese_subject_and_says_no_person_wrote_it():
    with mail_server() as box:
        for _ in range(2):
            send(settings(box.port), TO, "Vinh Danh: hồ sơ bị trả lại để bổ sung", "Kính gửi bà Hạnh,\n", about="7")

    first, second = box.letters
    assert (first["To"], first["From"]) == (TO, FROM)
    assert first["Subject"] == "Vinh Danh: hồ sơ bị trả lại để bổ sung"
    assert first.get_content().strip() == "Kính gửi bà Hạnh,"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Unsubscribe"] == "<https://vinhdanh.hoavan.gov.vn/account>"
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("answer", "error"), [("550 No such user hanh.nguyen", MailRefused), ("451 Come back later", MailAway)]
)
def test_a_refusal_is_for_good_and_a_delay_is_not(answer, error):
    with mail_server(answer) as box, pytest.raises(error) as raised:
        send(settings(box.port), TO, "Vinh Danh", "x")

    assert raised.value.reason.values == {"code": int(answer[:3])}
    assert "hanh" not in str(raised.value)


@pytest.mark.parametrize(
    "answers",
    [
        ["554 No service here"],
        ["220 Hello", "550 Who are you", "550 Who are you"],
        ["220 Hello", "250 Welcome", "550 Not your sender"],
    ],
    ids=["at the greeting", "to our name", "to our sender"],
)
def test_a_server_that_refuses_us_rather_than_the_letter_is_tried_again(answers):
    with scripted_server(*answers) as port, pytest.raises(MailAway) as raised:
        send(settings(port), TO, "Vinh Danh", "x")

    assert raised.value.reason.code == "mail_not_from_us"
    assert raised.value.reason.values == {"code": int(answers[-1][:3])}


@pytest.mark.parametrize("goodbye", ["421 Too many of you", "250 OK", "500 What?"])
def test_a_letter_that_was_taken_is_taken_whatever_the_server_answers_to_the_goodbye(goodbye):
    answers = ("220 Here", "250 Hello", "250 OK", "250 OK", "354 Go on", "250 Taken", goodbye)
    with scripted_server(*answers) as port:
        send(settings(port), TO, "Vinh Danh", "x")


def test_a_server_that_is_away_or_silent_is_told_as_such_within_the_time():
    with pytest.raises(MailAway) as away:
        send(settings(free_port()), TO, "Vinh Danh", "x")
    with silent_server() as port, pytest.raises(MailAway) as silent:
        send(settings(port), TO, "Vinh Danh", "x", seconds=0.3)

    assert (away.value.reason.code, silent.value.reason.code) == ("mail_away", "mail_silent")


def test_what_was_promised_as_safe_is_never_sent_in_the_open(tmp_path):
    with mail_server() as plain, pytest.raises(MailAway) as none:
        send(settings(plain.port, smtp_tls="starttls"), TO, "Vinh Danh", "x")
    with mail_server(tls=self_signed(tmp_path)) as forged, pytest.raises(MailAway) as untrusted:
        send(settings(forged.port, smtp_tls="starttls"), TO, "Vinh Danh", "x")

    assert {none.value.reason.code, untrusted.value.reason.code} == {"mail_unsafe"}
    assert plain.letters == forged.letters == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_wants_to_know_us_is_told_who_we_are():
    with mail_server(password="right") as box:
        for password in ("wrong", "không phải ASCII"):
            with pytest.raises(MailAway, match="does not accept our user name"):
                send(settings(box.port, smtp_user="vd", smtp_password=password), TO, "Vinh Danh", "x")
        send(settings(box.port, smtp_user="vd", smtp_password="right"), TO, "Vinh Danh", "x")

    assert len(box.letters) == 1


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        (TO, "Vinh Danh\nBcc: everybody@example.vn"),
        (TO, "Vinh Danh\r\n\r\nxin chào"),
        (f"{TO}\nBcc: everybody@example.vn", "Vinh Danh"),
        (f"{TO}, everybody@example.vn", "Vinh Danh"),
        ("Hạnh <hanh@hoavan.gov.vn>", "Vinh Danh"),
        ("hạnh@hoavan.gov.vn", "Vinh Danh"),
        ("", "Vinh Danh"),
    ],
)
def test_nothing_is_smuggled_into_a_letter(to, subject):
    with mail_server() as box, pytest.raises(MailRefused):
        send(settings(box.port), to, subject, "x")

    assert box.tries == 0


@pytest.mark.parametrize("text", ["a@b", "a.b+c@d-e.vn", "a@b.", "@b.vn", "a..b@c.vn", "a b@c.vn"])
def test_an_address_is_one_plain_address(text):
    assert is_address(text) == (text in ("a@b", "a.b+c@d-e.vn"))

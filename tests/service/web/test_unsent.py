"""What somebody sent from a page that had grown old, or after their session had ended: given back, kept nowhere."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from sqlalchemy import update

from factories import NOON, walk
from service.commands.claim_task import claim_task
from service.db import transaction
from service.models import Comment, SignIn
from service.web import create_app, sessions, unsent
from sources import ROOT
from visits import said, settings_for, visitor

HOUSE = "http://localhost"
OURS = {"Origin": HOUSE}
TEMPLATES = ROOT / "service" / "web" / "templates"


@pytest.fixture
def talk(world):
    """The address of what is said on a dossier under appraisal."""
    item = world.item(walk(world, "appraisal"))
    return f"/dossiers/{world.dossier(item.dossier_id).code}/comments"


@pytest.fixture
def gone(world, visit):
    """Thu's browser, whose session has ended."""
    thu = visit("thu")
    with transaction(world.database) as session:
        session.execute(update(SignIn).values(ended_at=NOON))
    return thu


def test_what_was_sent_after_the_session_had_ended_is_given_back_and_not_saved(world, gone, talk):
    page = gone.post(
        talk, {"text": "Một ý kiến\nhai dòng & <b>đậm</b>"}, headers={**OURS, "Referer": f"{HOUSE}{talk}?a=1"}
    )

    assert page.status_code == 401
    assert ">Một ý kiến\nhai dòng &amp; &lt;b&gt;đậm&lt;/b&gt;</textarea>" in page.text
    assert f"/sign-in?next={talk}?a%3D1" in page.text
    assert world.all(Comment) == []


def test_what_was_sent_from_a_page_of_an_earlier_session_is_given_back(world, visit, talk):
    sent = {"text": "Viết ở cửa sổ kia", "csrf_token": "earlier"}
    page = visit("thu").client.post(talk, data=sent, headers={**OURS, "Referer": f"{HOUSE}{talk}"})

    assert page.status_code == 400
    assert ">Viết ở cửa sổ kia</textarea>" in page.text
    assert f'href="{talk}"' in page.text
    assert world.all(Comment) == []


def test_what_nobody_wrote_only_leads_to_the_sign_in_page_and_back(gone):
    answer = gone.post("/notices/read", headers={**OURS, "Referer": f"{HOUSE}/notices"})

    assert answer.location == "/sign-in?next=/notices"


@pytest.mark.parametrize("secret", sorted(unsent.SECRET))
def test_a_form_with_a_secret_is_not_given_back(gone, secret):
    sent = {secret: "mật khẩu bốn chữ", "note": "chữ nào cũng không"}

    assert gone.post("/account/password", sent, headers=OURS).location == "/sign-in"


def test_every_question_for_a_secret_is_known():
    asked = {
        name
        for page in TEMPLATES.rglob("*.html")
        for line in page.read_text().splitlines()
        if 'type="password"' in line or "one-time-code" in line or ('line("' in line and "type=" not in line)
        for name in re.findall(r'(?<!macro )line\("(\w+)"|<input[^>]* name="(\w+)"', line)
        for name in filter(None, name)
    }

    assert asked == unsent.SECRET


def test_a_vote_is_not_given_back(world, gone):
    assert gone.post("/ballots", {"vote-1": "no"}, headers=OURS).location == "/sign-in"


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://localhost.evil.example"])
@pytest.mark.parametrize("path", ["/people/new", "//people/new", "/nowhere"])
def test_nothing_another_site_sends_is_shown(visit, stranger, origin, path):
    headers = {"Origin": origin} if origin else {}
    for browser in (visit("thu"), stranger):
        page = browser.client.post(path, data={"name": "Lừa đảo cả nhà"}, headers=headers)

        assert "Lừa đảo" not in page.text


TOO_LARGE = {"data": b"x" * 3_000_000, "content_type": "multipart/form-data; boundary=x"}


def test_a_file_too_large_to_be_kept_leads_through_signing_in_back_to_where_it_was_chosen(stranger):
    headers = {"Referer": "http://localhost/lists/new/bkt?unit=sgd"}

    answer = stranger.client.post("/lists/new/bkt", headers=headers, **TOO_LARGE)

    assert (answer.status_code, unquote(answer.location)) == (303, "/sign-in?next=/lists/new/bkt?unit=sgd")
    assert "chọn lại tệp" in said(stranger.get(answer.location))


def test_a_file_sent_alone_leads_there_too(stranger):
    page = "/organisation/import"

    headers = {"Referer": f"{HOUSE}{page}"}
    answer = stranger.post(f"{page}/people", {"file": (BytesIO(b"x"), "a.xlsx")}, headers=headers)

    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={page}")
    assert "chọn lại tệp" in said(stranger.get(answer.location))


@pytest.mark.parametrize("referer", ["http://[", "https://evil.example/lists", "http://localhost.evil.example/"])
def test_it_leads_back_to_no_other_place(stranger, referer):
    answer = stranger.client.post("/lists/new/bkt", headers={"Referer": referer}, **TOO_LARGE)

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_program_that_sends_such_a_file_is_told_to_sign_in(stranger):
    answer = stranger.client.post("/lists/new/bkt", headers={"Accept": "application/json"}, **TOO_LARGE)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("before", "back"),
    [
        (f"{HOUSE}/inbox?item=1", "/inbox?item=1"),
        (f"{HOUSE}//evil.example/a", "/evil.example/a"),
        (f"{HOUSE}/\\evil.example", "/evil.example"),
        ("http://evil.example/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_way_back_stays_in_the_house(app, before, back):
    with app.test_request_context("/x", base_url=HOUSE, headers={"Referer": before}):
        assert unsent.page_before() == back


def test_whatever_a_page_asks_by_itself_is_no_sign_of_presence(app):
    asking = r"data-counts=\"{{ url_for\('([\w.]+)'|at_work\(standing, url_for\(\"([\w.]+)\""
    asked = {
        name for page in TEMPLATES.rglob("*.html") for found in re.findall(asking, page.read_text()) for name in found
    }

    assert asked - {""} == sessions.UNATTENDED
    assert app.view_functions.keys() >= sessions.UNATTENDED


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

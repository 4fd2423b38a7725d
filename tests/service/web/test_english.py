"""An English reader finds no Vietnamese but what people typed and how places and laws are called."""

import re
from html import unescape

import pytest
from sqlalchemy import inspect, update

import addresses
from addresses import ROUTES
from factories import act, propose, vote, walk
from service.db import transaction
from service.models import (
    Answer,
    Attachment,
    AwardKind,
    AwardRound,
    Campaign,
    Choice,
    Cluster,
    Comment,
    Council,
    EventDetail,
    LawEdition,
    Nominee,
    Person,
    Province,
    Sheet,
    Submission,
    Unit,
)
from usual_answers import USUAL
from visits import said

TYPED = (
    Unit,
    Person,
    Nominee,
    Cluster,
    Campaign,
    AwardRound,
    LawEdition,
    Comment,
    Council,
    Province,
    Answer,
    Attachment,
    Submission,
)
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9àáãèéìíòóõùúýÀÁ]")
SIGNS = ["45/TTr-SGDĐT", "QĐ-UBND"]
"""Signs of documents are written as they are."""
OWN_NAME = re.compile(r'<(button|span)[^>]* lang="vi"[^>]*>.*?</\1>', re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt|data-[a-z-]*text|data-label)="([^"]*)"')
EVERYWHERE = ("/inbox", "/inbox?filter=groups", "/inbox?filter=done", "/dossiers", "/account", "/delegations")
OF_ONE = ("", "/documents", "/path", "/history", "?print")


@pytest.fixture
def province(world):
    """A dossier that was sent back and is appraised again, one that is voted on, a proposal, one that has ended."""
    with transaction(world.database) as session:
        session.execute(update(Person).values(language="en"))
        session.execute(update(AwardKind).values(name_en="Certificate of merit", legal_basis=""))
    appraised = walk(world, "appraisal")
    act(world, "thu", appraised, USUAL["appraisal"] | {"outcome": "return"})
    act(world, "lan", appraised, USUAL["supplement"])
    ended = walk(world, "council_ballot", propose(world, name="Lò Văn Púa"))
    vote(world, ended, no=9)
    voting = walk(world, "council_ballot", propose(world, name="Sùng A Lử"))
    draft = propose(world, name="Giàng Thị Dở")
    return world, {"appraised": appraised, "ended": ended, "voting": voting, "draft": draft}


def test_an_english_reader_finds_only_names_and_what_people_typed(province, visit, stranger):
    world, dossiers = province
    codes = {name: world.dossier(dossier).code for name, dossier in dossiers.items()}
    tour = [(name, url) for name in ("thu", "admin", "secretary") for url in EVERYWHERE]
    tour += [
        ("auditor", f"/dossiers/{codes[name]}{part}") for name in ("appraised", "ended", "voting") for part in OF_ONE
    ]
    tour += [("lan", f"/dossiers/{codes['draft']}/proposal"), ("lan", "/dossiers/new"), ("lan", "/dossiers/none")]
    tour += [("m1", "/ballots"), ("secretary", "/council"), ("hung", "/inbox")]
    stranger.client.set_cookie("vinhdanh_language", "en")
    typed = _typed(world)

    shown = {url: visit(name).get(url).text for name, url in tour}
    shown |= {url: stranger.get(url).text for url in ("/sign-in", "/password-reset", "/password-reset/x")}

    assert {url: found for url, page in shown.items() if (found := _vietnamese(page, typed))} == {}
    assert {re.search(r'<html lang="(\w+)"', page).group(1) for page in shown.values()} == {"en"}


def test_no_address_shows_an_english_reader_vietnamese(province, app, visit, tmp_path):
    world, _ = province
    filled = addresses.fill(world, tmp_path)
    pages = [(route, _reader(whom)) for route, whom in ROUTES.items() if route.startswith("GET ") and whom.may]
    readers = {name: visit(name) for _, name in pages}

    shown = {route: readers[name].get(_address(app, filled, route.split()[1])) for route, name in pages}

    typed = _typed(world)
    told = {route: page.text for route, page in shown.items() if page.mimetype in ("text/html", "application/json")}
    assert {route: page.status_code for route, page in shown.items() if page.status_code != 200} == {}
    assert {route: found for route, page in told.items() if (found := _vietnamese(page, typed))} == {}


def test_the_words_of_diagram_form_and_catalogue_are_english(province, visit):
    world, dossiers = province
    code = world.dossier(dossiers["appraised"]).code

    inbox, history = said(visit("hung").get("/inbox")), said(visit("thu").get(f"/dossiers/{code}/history"))

    assert "Approve the supplement" in inbox
    assert "Certificate of merit" in inbox
    assert "Appraise the dossier : Return for supplement" in history


def test_what_is_kept_stays_in_the_language_of_the_house(province):
    world, dossiers = province

    assert world.item(dossiers["voting"]).title == "Hội đồng bỏ phiếu"


def _reader(whom):
    """The first whom an address is for; the administrator reads it where everybody may."""
    return "admin" if "admin" in whom.may.split() else whom.may.split()[0]


def _address(app, filled, endpoint):
    rule, own = next(app.url_map.iter_rules(endpoint)), endpoint.split(".")[0]
    values = {name: filled.get(f"{own}.{name}", filled.get(name)) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(endpoint, **values)


WRITTEN = {"reason", "basis", "name", "stored"}
"""Fields of an event that hold what somebody wrote."""


def _typed(world):
    """Everything of the tables that people wrote, and every name, longest first."""
    rows = (row for table in TYPED for row in world.all(table))
    values = [getattr(row, one.key) for row in rows for one in inspect(type(row)).column_attrs]
    values += SIGNS + [one.name_en for one in world.all(Choice)]  # a people is called by its own name
    values += [{**row["values"], **row["typed"]} for sheet in world.all(Sheet) for row in sheet.rows]
    for row in world.all(EventDetail):
        values += [field["value"] for name, field in row.fields.items() if name in WRITTEN]
    texts = {" ".join(text.split()) for value in values for text in _strings(value) if VIETNAMESE.search(text)}
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))


def _strings(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []


def _vietnamese(page, typed):
    page = OWN_NAME.sub("", page)
    lines = [*SPOKEN.findall(page), *re.sub(r"<[^>]+>", "\n", page).split("\n")]
    return sorted(
        {line for line in (typed.sub("", " ".join(unescape(one).split())) for one in lines) if VIETNAMESE.search(line)}
    )

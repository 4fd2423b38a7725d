"""What the pages of dossiers ask of the database, on both servers, and how often."""

from io import BytesIO

import pytest

from council_votes import open_vote, vote
from counting import counted
from factories import NOON, act, propose, walk
from paper import PDF
from service.commands.attach_documents import attach_documents
from service.db import reading, transaction
from service.documents import Store, Upload, receive
from service.errors import NotAllowed, NotFound
from service.queries.agenda import agenda
from service.queries.ballots import ballot_papers
from service.queries.content import content_of
from service.queries.documents import documents_of, find_document
from service.queries.dossier import open_dossier_page
from service.queries.dossier_filters import dossier_filters
from service.queries.dossiers import Sought, dossiers
from service.queries.history import history_of
from service.queries.path import diagram_of, steps_of, walk_of
from service.queries.proposing import proposing
from service.queries.sitting import sitting_page


@pytest.fixture
def ask(world):
    """Ask a query as somebody."""

    def asked(name, query, *arguments, **more):
        with reading(world.database) as session:
            return query(session, world.who(name), *arguments, **more)

    return asked


def code_of(world, dossier_id):
    return world.dossier(dossier_id).code


def test_the_list_costs_one_statement_however_long_it_is(world, ask):
    propose(world)
    with counted(world.database) as short:
        ask("lan", dossiers, Sought())
    for _ in range(4):
        propose(world)
    with counted(world.database) as long:
        listed = ask("lan", dossiers, Sought(text="hanh giao duc", unit="SGD", award="BK_TINH", stage="proposal"))

    assert len(listed.lines) == 5
    assert len(short) == len(long)


def test_the_filters_offer_what_occurs(world, ask):
    propose(world)

    filters = ask("lan", dossier_filters)

    assert filters.units == (("SGD", "Sở Giáo dục và Đào tạo"),)
    assert filters.awards == (("BK_TINH", "Bằng khen của Chủ tịch UBND tỉnh"),)
    assert ("appraisal", "Thẩm định hồ sơ") in filters.tasks
    assert "issued" in dict(filters.ends)


def test_a_dossier_opens_with_content_history_and_path(world, ask):
    code = code_of(world, walk(world, "appraisal"))
    with reading(world.database) as session:
        opened = open_dossier_page(session, world.who("thu"), code, now=NOON)
        content = content_of(session, opened)
        history = history_of(session, opened)
        steps = steps_of(session, opened.dossier, opened.definition)

    assert [group.title for group in content.groups][1:] == ["Khen thưởng", "Tờ trình"]
    assert [one.element for one in content.answers] == ["proposal", "unit_approval", "cluster_review", "intake"]
    assert (history.acts[-1].kind, history.next, history.broken_at) == ("dossier_opened", None, None)
    assert steps[-1].led_to == ("Thẩm định hồ sơ",)
    assert ask("thu", walk_of, code).here == ("appraisal",)
    assert ask("thu", diagram_of, code).startswith(b"<?xml")


@pytest.mark.parametrize("query", [open_dossier_page, walk_of, diagram_of])
def test_a_dossier_one_may_not_know_of_is_not_found(world, ask, query):
    code = code_of(world, propose(world))
    more = {"now": NOON} if query is open_dossier_page else {}

    with pytest.raises(NotFound):
        ask("mai", query, code, **more)


def test_what_a_dossier_costs_does_not_grow_with_its_history(world, ask):
    dossier = walk(world, "appraisal")
    code = code_of(world, dossier)
    with counted(world.database) as first:
        ask("thu", open_dossier_page, code, now=NOON)
    act(world, "thu", dossier, {"outcome": "return", "note": "Thiếu biên bản họp.", "missing": "Biên bản họp"})
    act(world, "lan", dossier, {"supplemented": "Đã bổ sung biên bản họp."})
    act(world, "hung", dossier)
    with counted(world.database) as later:
        ask("thu", open_dossier_page, code, now=NOON)

    assert len(later) == len(first)


def test_papers_stand_under_their_kind_and_leave_when_taken_out(world, ask, tmp_path):
    dossier = propose(world)
    store, upload = Store(tmp_path), Upload("other", "a.pdf", BytesIO(PDF))
    with receive(store, [upload]) as received, transaction(world.database) as session:
        attach_documents(session, store, world.who("lan"), dossier, received, now=NOON)
    with reading(world.database) as session:
        opened = open_dossier_page(session, world.who("lan"), code_of(world, dossier), now=NOON)
        papers = documents_of(session, world.who("lan"), opened.dossier)

    (file,) = papers.kinds[-1].files
    assert (papers.can_attach, file.can_remove, file.shown_as) == (True, True, "pdf")
    assert ask("lan", find_document, code_of(world, dossier), file.id).sha256 == file.sha256


def test_the_sitting_counts_only_votes_that_are_over(world, ask):
    over, running = walk(world, "council_opening"), walk(world, "council_opening")
    sitting = open_vote(world, [over, running])
    for member in world.members:
        vote(world, member, {over: "yes"})
    vote(world, "m1", {running: "no"})

    first, second = ask("secretary", sitting_page, sitting.id).votes

    assert (first.tally, first.voted, first.needed, first.passes_at) == ({"yes": 9, "no": 0, "blank": 0}, 9, 6, 7)
    assert (second.tally, second.voted) == (None, 1)


def test_the_table_of_the_secretary_is_for_them_alone(world, ask):
    sitting = open_vote(world, [walk(world, "council_opening")])
    waiting = walk(world, "council_opening")

    table = ask("secretary", agenda)

    assert [one.item_id for one in table.ready] == [world.item(waiting).id]
    assert [(one.id, one.voted, one.expected) for one in table.sittings] == [(sitting.id, 0, 9)]
    for query, arguments in ((agenda, ()), (sitting_page, (sitting.id,))):
        with pytest.raises(NotAllowed):
            ask("lead", query, *arguments)


def test_a_ballot_sheet_costs_the_same_for_one_vote_and_for_many(world, ask):
    open_vote(world, [walk(world, "council_opening")])
    with counted(world.database) as short:
        ask("m1", ballot_papers)
    open_vote(world, [walk(world, "council_opening") for _ in range(3)])
    with counted(world.database) as long:
        papers = ask("m1", ballot_papers)

    assert len(papers) == 4
    assert len(short) == len(long)


def test_a_clerk_proposes_for_their_units_and_names_their_people(world, ask):
    choices = ask("lan", proposing, now=NOON)

    assert choices.units == ((world.places["SGD"], "Sở Giáo dục và Đào tạo"),)
    assert {name for _, name in choices.people} == {"Lan", "Hung", "Hoa"}
    assert [(award.code, award.is_open) for award in choices.awards][-1] == ("HH_TINH", False)

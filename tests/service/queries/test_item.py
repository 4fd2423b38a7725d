import pytest

from factories import NOON, act, propose, vote, walk
from service.commands.save_draft import save_draft
from service.db import reading, transaction
from service.errors import NotFound
from service.queries.item import open_item
from usual_answers import USUAL


@pytest.fixture
def look(world):
    """What somebody sees of the open item of a dossier."""

    def see(name, dossier_id):
        with reading(world.database) as session:
            return open_item(session, world.who(name), world.item(dossier_id).id, now=NOON)

    return see


def test_who_may_act_sees_the_form_and_the_others_see_why_not(world, look):
    dossier = walk(world, "appraisal")

    assert look("thu", dossier).reason is None
    assert look("lead", dossier).reason.code == "not_your_role"


def test_a_dossier_of_another_unit_does_not_exist(world, look):
    dossier = propose(world)

    with pytest.raises(NotFound):
        look("mai", dossier)


def test_the_item_tells_which_act_brought_it_here(world, look):
    came = look("thu", walk(world, "appraisal")).arrival

    assert (came.title, came.outcome, came.person) == ("Tiếp nhận hồ sơ", "Tiếp nhận", "Intake")


def test_of_a_vote_nobody_is_named(world, look):
    dossier = walk(world, "council_ballot")
    vote(world, dossier)

    came = look("chair", dossier).arrival

    assert (came.title, came.person) == ("Hội đồng bỏ phiếu", None)


def test_the_explanation_parts_the_holders_of_the_role(world, look):
    explanation = look("hoa", walk(world, "cluster_review")).explanation

    assert [person.username for person in explanation.able] == ["minh"]
    assert [(one.person.username, one.reason.code) for one in explanation.barred] == [("hoa", "own_unit")]


def test_who_acts_for_somebody_is_told_so(world, look):
    dossier = walk(world, "signature")

    assert (look("vice", dossier).seat.holder_name, look("vice", dossier).seat.form) == ("Chair", "KT")
    assert look("chair", dossier).seat.holder_name is None


def test_answers_stand_in_the_words_of_the_forms(world, look):
    work = look("thu", walk(world, "appraisal"))

    lines = {line.title: line.value for line in work.proposal.lines}
    assert lines["Dân tộc"] == "Tày"
    assert lines["Ngày sinh"].isoformat() == "1984-03-12"
    assert [one.outcome for one in work.opinions] == ["Đồng ý đề nghị", "Đề nghị khen", "Tiếp nhận"]


@pytest.mark.parametrize(("until", "now"), [("proposal", "Đề nghị"), ("appraisal", "Thẩm định"), ("issue", "Ban hành")])
def test_the_strip_marks_where_the_dossier_stands(world, look, until, now):
    doer = {"proposal": "lan", "appraisal": "thu", "issue": "records"}[until]

    stages = look(doer, walk(world, until)).stages

    here = next(place for place, stage in enumerate(stages) if stage.state == "now")
    assert stages[here].title == now
    assert {stage.state for stage in stages[:here]} <= {"done"}
    assert {stage.state for stage in stages[here + 1 :]} <= {""}


def test_while_a_supplement_is_awaited_the_strip_marks_the_stage_that_asked(world, look):
    dossier = walk(world, "appraisal")
    act(world, "thu", dossier, {"outcome": "return", "note": "Thiếu biên bản họp."})

    stages = look("lan", dossier).stages

    assert [stage.title for stage in stages if stage.state == "now"] == ["Thẩm định"]


def test_the_form_of_an_issue_opens_with_the_next_free_number_of_the_usual_series(world, look):
    act(world, "records", walk(world, "issue"), {**USUAL["issue"], "number": 7})

    opened = look("records", walk(world, "issue"))

    assert (opened.draft, opened.saved_at) == ({"series": "QĐ-UBND", "number": 8}, None)


def test_what_was_typed_is_not_overwritten_by_what_a_form_opens_with(world, look):
    dossier = walk(world, "issue")
    with transaction(world.database) as session:
        save_draft(session, world.who("records"), world.item(dossier).id, {"number": "31"}, now=NOON)

    assert look("records", dossier).draft == {"number": "31"}

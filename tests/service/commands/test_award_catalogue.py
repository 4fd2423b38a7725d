"""The award catalogue: rules change by a new edition, and what is under way keeps its own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from factories import NOON, propose
from service.commands.add_award_edition import add_award_edition
from service.commands.add_award_kind import add_award_kind
from service.commands.end_award_kind import end_award_kind
from service.commands.verify_award_kind import verify_award_kind
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.ids import new_id
from service.models import AwardKind
from service.organisation import typed_of
from service.queries.awards import award_page, awards
from workflows.errors import InvalidAnswers

AFTER = NOON + timedelta(days=8)
NEW = {"valid_from": "01/12/2026", "legal_basis": "Luật 06/2026/QH16, Điều 74", "decided_by": "province_chair"}
COMPARED = {"compared_by": "Hà Văn Luật, Phòng Pháp chế", "basis": "Công văn 12/STP"}


def asked(world, command, *given, who="admin", now=NOON):
    """The person asks for it."""
    actor = world.who(who, now)
    with transaction(world.database) as session:
        return command(session, actor, *given, now=now)


def editions(world, code="BK_TINH"):
    """The award's editions, the first one first."""
    return sorted((one for one in world.all(AwardKind) if one.code == code), key=lambda one: one.valid_from)


def rules(world, **more):
    """The rules that hold, as its form would send them, with changes."""
    return {name: value for name, value in typed_of(editions(world)[-1]).items() if value is not None} | NEW | more


def wrong(world, command, *given):
    """The fields that are refused."""
    with pytest.raises(InvalidAnswers) as invalid:
        asked(world, command, *given)
    return {name: problem.rule for name, problem in invalid.value.problems.items()}


def test_new_rules_follow_the_old_and_dossiers_keep_those_of_their_day(world):
    old = editions(world)[0]
    running = propose(world)

    asked(world, add_award_edition, old.id, rules(world, threshold="66,66", vote="secret", days_appraisal="20"))
    meanwhile, after = propose(world, name="Lò Thị Páo"), propose(world, name="Vi Văn Sáng", now=AFTER)

    before, new = editions(world)
    assert (before.id, before.valid_to, before.threshold) == (old.id, date(2026, 11, 30), Decimal("0.7"))
    assert (new.threshold, new.quorum, new.vote) == (Decimal("0.6666"), Decimal("0.6666"), "secret")
    assert (new.days["appraisal"], new.days["intake"], new.verified) == (20, 2, False)
    kinds = [world.dossier(one).award_kind_id for one in (running, meanwhile, after)]
    assert kinds == [before.id, before.id, new.id]
    with reading(world.database) as session:
        page = award_page(session, world.who("admin"), new.id, today=date(2026, 11, 23))
    assert [(one.state, one.running) for one in page.editions] == [("coming", 1), ("now", 2)]
    assert page.changes[0].changed["threshold"] == ("0.7000", "0.6666")


def test_papers_are_asked_for_as_the_rules_say(world):
    old = editions(world)[0]

    asked(world, add_award_edition, old.id, rules(world, more_papers="Biên bản xác minh\n\n  Ảnh hiện trường "))

    assert [(one["code"], one["required"]) for one in editions(world)[-1].documents] == [
        ("bien_ban_xac_minh", True),
        ("anh_hien_truong", True),
    ]


def test_rules_that_say_too_little_or_too_much_are_refused_at_the_field(world):
    old = editions(world)[0].id

    assert wrong(world, add_award_edition, old, rules(world, legal_basis=" ")) == {"legal_basis": "required"}
    assert wrong(world, add_award_edition, old, rules(world, threshold="", quorum="101")) == {
        "threshold": "required",
        "quorum": "maximum",
    }
    assert wrong(world, add_award_edition, old, rules(world, threshold="0")) == {"threshold": "minimum"}
    assert wrong(world, add_award_edition, old, rules(world, days_intake="", days_issue="-1")) == {
        "days_intake": "required",
        "days_issue": "minimum",
    }
    assert wrong(world, add_award_edition, old, rules(world, process_key="none")) == {"process_key": "choice"}
    assert wrong(world, add_award_edition, old, rules(world, nominee_kinds=[])) == {"nominee_kinds": "required"}
    assert wrong(world, add_award_edition, old, rules(world, valid_from="22/11/2026")) == {"valid_from": "past"}
    assert wrong(world, add_award_kind, rules(world, code="bk_tinh")) == {"code": "taken"}
    assert len(editions(world)) == 1


def test_an_award_without_a_vote_has_no_shares(world):
    added = asked(world, add_award_kind, rules(world, code="gk_tinh", vote="none", threshold="70", quorum="70"))

    assert (added.code, added.threshold, added.quorum, added.position) == ("GK_TINH", None, None, 2)


def test_of_two_who_change_the_rules_the_slower_is_told(world):
    old = editions(world)[0].id
    asked(world, add_award_edition, old, rules(world))

    for late in (
        lambda: asked(world, add_award_edition, old, rules(world, valid_from="01/01/2027")),
        lambda: asked(world, verify_award_kind, old, COMPARED),
        lambda: asked(world, end_award_kind, old, {"last_day": "31/12/2026", "basis": "Luật"}),
    ):
        with pytest.raises(Conflict) as conflict:
            late()
        assert (conflict.value.who, conflict.value.at) == ("Admin", NOON)
    assert wrong(world, add_award_edition, editions(world)[-1].id, rules(world)) == {"valid_from": "order"}
    assert len(editions(world)) == 2


def test_who_compared_the_rules_with_the_law_is_kept_and_asked_once(world):
    kind = editions(world)[0].id

    asked(world, verify_award_kind, kind, COMPARED)

    with reading(world.database) as session:
        page = award_page(session, world.who("admin"), kind, today=date(2026, 11, 23))
    assert page.edition.kind.verified
    assert page.changes[0].values["compared_by"] == "Hà Văn Luật, Phòng Pháp chế"
    with pytest.raises(Conflict):
        asked(world, verify_award_kind, kind, COMPARED)


def test_an_award_that_ended_is_not_proposed_any_more_and_may_come_back(world):
    kind = editions(world)[0].id
    asked(world, end_award_kind, kind, {"last_day": "30/11/2026", "basis": "Nghị quyết"})

    assert propose(world)
    with pytest.raises(Refused):
        propose(world, now=AFTER)
    asked(world, add_award_edition, kind, rules(world, valid_from="05/12/2026"))
    assert [one.valid_to for one in editions(world)] == [date(2026, 11, 30), None]


@pytest.mark.parametrize("who", ["lead", "secretary", "chair", "publisher", "auditor"])
def test_only_an_administrator_changes_the_catalogue(world, who):
    kind = editions(world)[0].id
    for command, given in (
        (add_award_kind, ({},)),
        (add_award_edition, (kind, {})),
        (verify_award_kind, (kind, {})),
        (end_award_kind, (kind, {})),
    ):
        with pytest.raises(NotAllowed):
            asked(world, command, *given, who=who)
    with reading(world.database) as session, pytest.raises(NotAllowed):
        awards(session, world.who(who), today=date(2026, 11, 23))


def test_an_edition_nobody_knows_is_not_found(world):
    with pytest.raises(NotFound):
        asked(world, verify_award_kind, new_id(), COMPARED)

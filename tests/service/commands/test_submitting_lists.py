"""Submitting lists of nominees: every proposal as its clerk would have sent it; one that cannot be stops no other."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import update

from factories import NOON, act
from sent_lists import give_role, names, nominees, problems, redraft, sheet_of, stages, submit, submit_all, take, taken
from service.commands.withdraw_dossier import withdraw_dossier
from service.db import transaction
from service.errors import Refused
from service.models import AwardKind, AwardRound, Dossier
from working import work


def test_a_list_that_stopped_goes_on_when_its_sender_is_clerk_again(world):
    sheet_id = taken(world, nominees(2))
    submit(world, sheet_id)
    give_role(world, "lan", until=NOON)
    submit_all(world, sheet_id)
    assert sheet_of(world, sheet_id).status == "stopped"

    give_role(world, "lan", until=None)
    submit(world, sheet_id)
    submit_all(world, sheet_id)

    assert sheet_of(world, sheet_id).status == "submitted"
    assert {one.stage for one in world.all(Dossier)} == {"unit_approval"}


def test_a_round_that_is_gone_does_not_stop_what_became_drafts(world):
    sheet_id = taken(world, nominees(1))
    with transaction(world.database) as session:
        session.execute(update(AwardRound).values(intake_to=date(2026, 11, 1)))
        session.execute(update(AwardKind).values(valid_to=date(2026, 11, 22)))

    submit(world, sheet_id)
    submit_all(world, sheet_id)

    assert problems(world, sheet_id) == {}


def test_a_proposal_that_cannot_be_sent_stays_a_draft_and_holds_up_no_other(world):
    sheet_id = taken(world, nominees(13))
    spoiled = ["Lò Thị Páo 3", "Lò Thị Páo 12"]
    redraft(world, spoiled, achievement="")

    submit(world, sheet_id)
    submit_all(world, sheet_id)

    told = {one["row"]: one["problem"]["about"] for one in sheet_of(world, sheet_id).results if "problem" in one}
    assert told == {4: "Tóm tắt thành tích", 13: "Tóm tắt thành tích"}
    assert stages(world) == {name: "proposal" if name in spoiled else "unit_approval" for name in names(world)}

    redraft(world, spoiled, achievement="Hoàn thành xuất sắc nhiệm vụ hai năm liền.")
    submit(world, sheet_id)
    submit_all(world, sheet_id)

    assert problems(world, sheet_id) == {}
    assert set(stages(world).values()) == {"unit_approval"}


def test_what_was_sent_by_hand_meanwhile_is_sent_and_what_was_withdrawn_is_not(world):
    sheet_id = taken(world, nominees(3))
    by_hand, withdrawn = (UUID(one["dossier"]) for one in sheet_of(world, sheet_id).results[:2])
    act(world, "lan", by_hand)
    with transaction(world.database) as session:
        withdraw_dossier(session, world.who("hung"), withdrawn, "Nhầm người", now=NOON)

    submit(world, sheet_id)
    submit_all(world, sheet_id)

    sent = [one.get("sent", False) for one in sheet_of(world, sheet_id).results]
    assert sent == [True, False, True]
    assert problems(world, sheet_id) == {3: "This task is no longer open."}


def test_a_list_without_anything_left_is_neither_taken_nor_submitted(world):
    sheet_id = taken(world, nominees(1))

    with pytest.raises(Refused, match="No row"):
        take(world, sheet_id)
    submit(world, sheet_id)
    submit_all(world, sheet_id)
    with pytest.raises(Refused, match="No proposal"):
        submit(world, sheet_id)


def test_a_list_of_nothing_but_refusals_comes_to_its_end(world):
    sheet_id = taken(world, nominees(12))
    redraft(world, names(world), achievement="")

    submit(world, sheet_id)
    work(world, NOON)

    assert len(problems(world, sheet_id)) == 12
    assert sheet_of(world, sheet_id).status == "submitted"

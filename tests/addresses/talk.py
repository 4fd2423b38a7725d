"""The addresses of talking: comments, questions, notices, following, taking back."""

from pathlib import Path
from typing import Any

from addresses.whom import EVERYBODY, PROVINCE, For
from factories import NOON, World, act, propose, walk
from service.commands.ask_colleague import ask_colleague
from service.commands.follow_dossier import follow_dossier
from service.commands.tell_people import tell_people
from service.db import transaction
from service.models import Notice

WRITERS = "lan hung minh hoa intake thu binh lead secretary chair vice records"
ROUTES = {
    "GET comments.page": For(PROVINCE),
    "GET comments.people": For(PROVINCE),
    "POST comments.write": For(WRITERS, PROVINCE),
    "POST comments.answer": For("hoa", PROVINCE),
    "POST comments.follow": For(PROVINCE),
    "POST comments.unfollow": For(f"hung {PROVINCE}"),
    "GET questions.page": For(EVERYBODY),
    "POST questions.ask": For("thu binh", PROVINCE),
    "GET notices.page": For(EVERYBODY),
    "POST notices.read_all": For(f"binh {EVERYBODY}"),
    "POST notices.open_one": For("binh"),
    "POST notices.read": For("binh"),
    "POST recalls.recall": For("intake", PROVINCE),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """An appraisal that a colleague was asked about and the appraisers were told of; what led to it can be recalled."""
    dossier_id = walk(world, "intake", propose(world, name="Vừ Thị Dở"))
    received = world.item(dossier_id)
    act(world, "intake", dossier_id)
    with transaction(world.database) as session:
        tell_people(session, dossier_id, now=NOON)
    with transaction(world.database) as session:
        item_id, hoa = world.item(dossier_id).id, world.people["hoa"]
        follow_dossier(session, world.who("hung"), world.dossier(dossier_id).code, now=NOON)
        question = ask_colleague(session, world.who("thu"), item_id, hoa, "Cụm xếp thứ mấy?", now=NOON)
    told = next(one for one in world.all(Notice) if one.person_id == world.people["binh"])
    return {
        "comments.code": world.dossier(dossier_id).code,
        "question_id": question.id,
        "notice_id": told.id,
        "questions.item_id": item_id,
        "recalls.item_id": received.id,
    }


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent where."""
    return {
        "POST comments.write": {"text": "Đã đọc."},
        "POST comments.answer": {"text": "Xếp thứ hai."},
        "POST questions.ask": {"asked": "minh", "text": "Cụm đã họp chưa?"},
        "POST recalls.recall": {"reason": "Gửi nhầm"},
    }

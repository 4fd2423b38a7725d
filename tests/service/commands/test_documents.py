"""Papers of a dossier: each file is kept or refused for itself, by who may, and every change is in the history."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from factories import NOON, World, act, propose, walk
from paper import PDF, png
from service.chain import verify
from service.commands.attach_documents import Attached, attach_documents
from service.commands.remove_document import remove_document
from service.db import reading, transaction
from service.documents import Store, Upload, receive
from service.errors import NotAllowed, NotFound, Refused, ServiceError
from service.models import Attachment, Event

MEGABYTE = 1024 * 1024


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def test_the_clerk_adds_papers_to_an_open_proposal(world: World, store: Store) -> None:
    dossier = propose(world)

    attached = attach(world, store, "lan", dossier, [("other", "../Tờ trình.pdf", PDF)])

    assert [(row.name, row.kind, row.media_type, row.size) for row in attached.kept] == [
        ("Tờ trình.pdf", "other", "application/pdf", len(PDF))
    ]
    assert store.path(attached.kept[0].sha256).read_bytes() == PDF
    assert kinds(world, dossier)[-1] == "document_attached"


def test_a_bad_file_is_refused_by_name_and_the_others_are_kept(world: World, store: Store) -> None:
    dossier = propose(world)
    files = [
        ("other", "tốt.pdf", PDF),
        ("other", "trống.pdf", b""),
        ("other", "virus.exe", b"MZ"),
        ("other", "lớn.png", png() + b"\0" * MEGABYTE),
        ("secret", "lạ.png", png()),
        ("other", "lại.pdf", PDF),
    ]

    attached = attach(world, store, "lan", dossier, files, limit=MEGABYTE)

    assert [row.name for row in attached.kept] == ["tốt.pdf"]
    assert {name: reason.code for name, reason in attached.refused.items()} == {
        "trống.pdf": "empty",
        "virus.exe": "type",
        "lớn.png": "size",
        "lạ.png": "kind",
        "lại.pdf": "there",
    }


def test_at_most_twenty_files_are_taken_at_once(world: World, store: Store) -> None:
    dossier = propose(world)

    attached = attach(world, store, "lan", dossier, [("other", f"{n}.png", png(n + 1)) for n in range(22)])

    assert len(attached.kept) == 20
    assert {reason.code for reason in attached.refused.values()} == {"count"}


def test_a_refused_file_leaves_no_bytes_behind(world: World, store: Store) -> None:
    dossier = propose(world)
    paper = attach(world, store, "lan", dossier, [("other", "tốt.pdf", PDF)]).kept[0]

    attach(world, store, "lan", dossier, [("other", "lại.pdf", PDF), ("secret", "lạ.png", png())])

    assert files_in(store) == {paper.sha256}


def test_a_full_dossier_keeps_no_more_bytes(world: World, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = propose(world)
    monkeypatch.setattr("service.commands.attach_documents.MOST", 2)

    attached = attach(world, store, "lan", dossier, [("other", f"{n}.png", png(n + 1)) for n in range(4)])

    assert {reason.code for reason in attached.refused.values()} == {"full"}
    assert files_in(store) == {paper.sha256 for paper in attached.kept}
    assert len(attached.kept) == 2


@pytest.mark.parametrize(("name", "error"), [("hung", NotAllowed), ("mai", NotFound), ("thu", NotFound)])
def test_nobody_without_an_open_task_adds_papers(
    world: World, store: Store, name: str, error: type[ServiceError]
) -> None:
    dossier = propose(world)

    with pytest.raises(error):
        attach(world, store, name, dossier, [("other", "tốt.pdf", PDF)])

    assert world.all(Attachment) == []
    assert files_in(store) == set()


def test_once_it_has_been_sent_the_clerk_adds_nothing_more(world: World, store: Store) -> None:
    dossier = walk(world, "intake")

    with pytest.raises(NotAllowed):
        attach(world, store, "lan", dossier, [("other", "muộn.pdf", PDF)])


def test_a_paper_taken_out_stays_in_the_books_and_can_be_added_again(world: World, store: Store) -> None:
    dossier = propose(world)
    paper = attach(world, store, "lan", dossier, [("other", "tốt.pdf", PDF)]).kept[0]

    remove(world, "lan", paper.id)
    again = attach(world, store, "lan", dossier, [("other", "tốt.pdf", PDF)])

    assert len(again.kept) == 1
    assert [row.removed_by_id for row in world.all(Attachment) if row.id == paper.id] == [world.people["lan"]]
    assert kinds(world, dossier)[-3:] == ["document_attached", "document_removed", "document_attached"]


def test_a_paper_is_taken_out_once(world: World, store: Store) -> None:
    paper = attach(world, store, "lan", propose(world), [("other", "tốt.pdf", PDF)]).kept[0]
    remove(world, "lan", paper.id)

    with pytest.raises(Refused):
        remove(world, "lan", paper.id)


def test_another_office_does_not_take_out_the_units_papers(world: World, store: Store) -> None:
    dossier = propose(world)
    paper = attach(world, store, "lan", dossier, [("other", "tốt.pdf", PDF)]).kept[0]
    act(world, "lan", dossier)
    walk(world, "intake", dossier)

    with pytest.raises(NotAllowed):
        remove(world, "intake", paper.id)


def test_papers_are_links_of_the_dossiers_chain(world: World, store: Store) -> None:
    dossier = propose(world)
    paper = attach(world, store, "lan", dossier, [("other", "tốt.pdf", PDF), ("other", "quét.png", png())]).kept[0]
    remove(world, "lan", paper.id)

    with reading(world.database) as session:
        assert verify(session, f"dossier/{dossier}") is None


def attach(
    world: World, store: Store, name: str, dossier: UUID, files: Sequence[tuple[str, str, bytes]], limit: int = MEGABYTE
) -> Attached:
    uploads = [Upload(kind, file, BytesIO(content)) for kind, file, content in files]
    with receive(store, uploads, limit=limit) as received, transaction(world.database) as session:
        return attach_documents(session, store, world.who(name), dossier, received, now=NOON)


def files_in(store: Store) -> set[str]:
    return {path.parent.name + path.name for path in store.folder.rglob("*") if path.is_file()}


def remove(world: World, name: str, paper: UUID) -> None:
    with transaction(world.database) as session:
        remove_document(session, world.who(name), paper, now=NOON)


def kinds(world: World, dossier: UUID) -> list[str]:
    with reading(world.database) as session:
        return list(session.scalars(select(Event.kind).where(Event.dossier_id == dossier).order_by(Event.number)))

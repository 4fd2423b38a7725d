import os
from io import BytesIO
from threading import Thread

import pytest
from sqlalchemy import update

from factories import act, propose
from paper import PDF, docx, png
from service.db import transaction
from service.models import Attachment, AwardKind, Dossier
from visits import said

ASKED = [
    {"code": "letter", "name": "Tờ trình", "name_en": "Letter", "required": True},
    {"code": "minutes", "name": "Biên bản", "name_en": "Minutes", "required": True},
]


@pytest.fixture
def papers(world):
    """The address of the papers of a dossier that Lan is writing."""
    with transaction(world.database) as session:
        session.execute(update(AwardKind).values(documents=ASKED))
    return f"/dossiers/{world.dossier(propose(world)).code}/documents"


def send(browser, address, *files, kind="letter"):
    fields = {"kind": kind, "files": [(BytesIO(content), name) for name, content in files]}
    return browser.post(address, fields, content_type="multipart/form-data")


def test_a_file_is_kept_under_its_kind_and_the_other_is_still_missing(visit, papers):
    lan = visit("lan")

    answer = send(lan, papers, ("to-trinh.pdf", PDF))

    page = said(lan.get(answer.location))
    assert "Đã thêm 1 tệp." in page
    assert "to-trinh.pdf Tờ trình" in page
    assert "Biên bản bắt buộc, chưa có" in page


def test_a_bad_file_is_refused_by_name_and_the_others_are_kept(world, visit, papers):
    page = send(visit("lan"), papers, ("a.pdf", PDF), ("b.exe", b"MZ"), ("c.pdf", b""), ("d.png", PDF))

    assert page.status_code == 422
    for name in ("b.exe:", "c.pdf:", "d.png:"):
        assert name in said(page)
    assert [file.name for file in world.all(Attachment)] == ["a.pdf"]


def test_sending_nothing_says_so(visit, papers):
    page = visit("lan").post(papers, {"kind": "letter"})

    assert page.status_code == 422
    assert "Chọn ít nhất một tệp" in said(page)


def test_a_paper_is_taken_out_by_its_unit(world, visit, papers):
    lan = visit("lan")
    send(lan, papers, ("a.pdf", PDF))
    address = f"{papers}/{world.all(Attachment)[0].id}"

    lan.post(f"{address}/remove")

    assert "Đã gỡ a.pdf." in said(lan.get(papers))
    assert lan.get(f"{address}/file").status_code == 404
    assert "Gỡ tài liệu" in said(lan.get(papers.replace("documents", "history")))


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [("a.pdf", PDF, "inline"), ("b.png", png(), "inline"), ("c.docx", docx(), "attachment")],
)
def test_a_file_is_served_so_that_it_can_do_no_harm(world, visit, papers, name, content, shown):
    lan = visit("lan")
    send(lan, papers, (name, content))

    answer = lan.get(f"{papers}/{world.all(Attachment)[0].id}/file")

    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith(shown)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_file_can_always_be_downloaded(world, visit, papers):
    lan = visit("lan")
    send(lan, papers, ("Tờ trình.pdf", PDF))

    answer = lan.get(f"{papers}/{world.all(Attachment)[0].id}/file?download=1")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "T%E1%BB%9D%20tr%C3%ACnh.pdf" in answer.headers["Content-Disposition"]


def test_a_file_belongs_to_its_dossier_alone(world, visit, papers):
    lan = visit("lan")
    send(lan, papers, ("a.pdf", PDF))
    other = world.dossier(propose(world, name="Lò Văn Páo")).code

    assert lan.get(f"/dossiers/{other}/documents/{world.all(Attachment)[0].id}/file").status_code == 404


def test_bytes_that_are_gone_are_not_found(world, visit, papers, tmp_path):
    lan = visit("lan")
    send(lan, papers, ("a.pdf", PDF))
    for kept in (tmp_path / "files").rglob("*"):
        if kept.is_file():
            kept.unlink()

    assert lan.get(f"{papers}/{world.all(Attachment)[0].id}/file").status_code == 404


def test_files_are_taken_in_while_others_may_write(visit, world, papers, once_written_down):
    lan = visit("lan")
    had_to_wait = once_written_down(lambda: propose(world))

    answer = send(lan, papers, ("a.pdf", PDF))

    assert answer.status_code == 303
    assert had_to_wait == [False]


def test_files_of_somebody_who_may_add_none_are_not_even_written_down(visit, papers, once_written_down):
    written = []
    once_written_down(lambda: written.append("down"))

    answers = [send(visit(name), papers, ("a.pdf", PDF)).status_code for name in ("hung", "mai")]

    assert (answers, written) == ([403, 404], [])


def test_a_task_that_ended_while_files_were_taken_in_keeps_none(world, visit, papers, once_written_down, tmp_path):
    lan, dossier = visit("lan"), world.all(Dossier)[0].id
    once_written_down(lambda: act(world, "lan", dossier))

    answer = send(lan, papers, ("a.pdf", PDF))

    assert answer.status_code == 403
    assert world.all(Attachment) == []
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.fixture
def once_written_down(monkeypatch):
    """Have something else happen when the first file's bytes reach the disk; answers whether that had to wait."""
    sync, awaited, had_to_wait = os.fsync, [], []

    def synced(descriptor):
        sync(descriptor)
        if awaited:
            meanwhile = Thread(target=awaited.pop(), daemon=True)
            meanwhile.start()
            meanwhile.join(3)
            had_to_wait.append(meanwhile.is_alive())

    monkeypatch.setattr(os, "fsync", synced)
    return lambda act: awaited.append(act) or had_to_wait

"""A file is kept only when it is what its name says, and nothing else besides."""

import tracemalloc
from io import BytesIO

import pytest

from paper import JPEG, PDF, docx, png
from service.documents import clean_name, inspect
from service.documents.office import MOST_DIRECTORY, MOST_PARTS
from service.errors import Reason

HTML = b"<html><script>alert(1)</script></html>"
MEGABYTE = 1024 * 1024
LAST = 22
"""Bytes of the record at the end of a packed file: it says how many parts there are and how long their list is."""


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Báo cáo.pdf", PDF, "application/pdf"),
        ("BAO CAO.PDF", PDF, "application/pdf"),
        ("quét.png", png(), "image/png"),
        ("ảnh.jpg", JPEG, "image/jpeg"),
        ("ảnh.jpeg", JPEG + b"\0\0", "image/jpeg"),
        ("tờ trình.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "danh sách.xlsx",
            docx(main="xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("hóa đơn.exe.pdf", PDF, "application/pdf"),
    ],
)
def test_a_sound_file_is_known_by_its_content(name: str, content: bytes, media_type: str) -> None:
    assert inspect(name, BytesIO(content)) == media_type


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("virus.exe", b"MZ" + b"\0" * 64, "type"),
        ("báo cáo.pdf.exe", PDF, "type"),
        ("trang.html", HTML, "type"),
        ("hình.svg", b"<svg/>", "type"),
        ("cũ.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "type"),
        ("không đuôi", PDF, "type"),
        (".pdf", PDF, "type"),
        ("trang.pdf", HTML, "content"),
        ("trang.pdf", HTML + PDF, "content"),
        ("ảnh.pdf", png(), "content"),
        ("cụt.pdf", PDF[:-20], "cut_off"),
        ("đuôi.pdf", PDF + HTML, "cut_off"),
        ("mã.pdf", PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript >>"), "active"),
        ("mã.pdf", PDF.replace(b"/Type /Catalog", b"/AA << /S /J#61vaScript >>"), "active"),
        ("mã.pdf", PDF.replace(b"/Type /Catalog", b"/A << /S /Launch >>"), "active"),
        ("gói.pdf", PDF.replace(b"/Type /Catalog", b"/EmbeddedFiles 9 0 R"), "active"),
        ("gói.pdf", PDF.replace(b"/Type /Catalog", b"/#45mbedded#46ile#73 9 0 R"), "active"),
        ("mã.pdf", PDF.replace(b"/Type /Catalog", b"/A << /S\r\n /#4a#53 (x) >>"), "active"),
        ("trang.png", HTML, "content"),
        ("đuôi.png", png(behind=HTML), "content"),
        ("cụt.png", png()[:-6], "content"),
        ("bom.png", png(60000, 60000), "pixels"),
        ("trang.jpg", b"\xff\xd8\xff" + HTML, "content"),
        ("đuôi.jpg", JPEG + HTML, "content"),
        ("không khung.jpg", b"\xff\xd8\xff\xe0\x00\x02\xff\xd9", "content"),
        ("bom.jpg", JPEG.replace(b"\x08\x00\x10\x00\x10", b"\x08\xff\xff\xff\xff"), "pixels"),
        ("trang.docx", HTML, "content"),
        ("khác.docx", docx(main="xl/workbook.xml"), "content"),
        ("gói.docx", b"PK\x03\x04" + b"\0" * 100, "content"),
        ("trước.docx", HTML + docx(), "content"),
        ("macro.docx", docx({"word/vbaProject.bin": b"x"}), "macros"),
        ("macro.docx", docx(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        ("gắn.docx", docx({"word/embeddings/oleObject1.bin": b"x"}), "macros"),
        ("nhiều.docx", docx({f"word/{n}.xml": b"" for n in range(MOST_PARTS)}), "parts"),
        ("dài.docx", docx({f"word/{n:060000}.xml": b"" for n in range(20)}), "parts"),
        ("chú.docx", docx() + b"PK", "content"),
        ("leo.docx", docx({"../../etc/passwd": b"x"}), "content"),
        ("bom.xlsx", docx({"big": b"\0" * (201 * 1024 * 1024)}, main="xl/workbook.xml"), "unpacked"),
    ],
)
def test_a_file_that_pretends_or_carries_more_is_refused(name: str, content: bytes, code: str) -> None:
    answer = inspect(name, BytesIO(content))

    assert isinstance(answer, Reason)
    assert answer.code == code


@pytest.mark.parametrize("name", [b"/JavaScripts", b"/Launcher", b"/L#61unch#65r", b"/XFAB", b"/S /JSON", b"#41#42"])
def test_a_name_that_only_begins_like_a_dangerous_one_is_taken(name: bytes) -> None:
    assert inspect("a.pdf", BytesIO(PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + name))) == "application/pdf"


@pytest.mark.parametrize("before", [1, 12, 22])
def test_a_dangerous_name_is_found_wherever_it_stands_in_a_long_file(before: int) -> None:
    content = b"%PDF-".ljust(MEGABYTE - before) + b"/J#61v#61Script (x) %%EOF"

    answer = inspect("a.pdf", BytesIO(content))

    assert isinstance(answer, Reason)
    assert answer.code == "active"


def test_looking_at_a_pdf_full_of_escapes_takes_little_more_than_its_own_room() -> None:
    content = b"%PDF-" + b"#41" * MEGABYTE + b"%%EOF"

    assert _room_to_look_at("a.pdf", content) < 2 * len(content)


def test_an_office_file_is_refused_for_its_number_of_parts_before_they_are_listed() -> None:
    content = docx({f"{n}": b"" for n in range(4 * MOST_PARTS)})

    assert _room_to_look_at("a.docx", content) < 2 * MOST_DIRECTORY


def test_an_office_file_that_lies_about_its_number_of_parts_is_refused_all_the_same() -> None:
    content = docx({f"{n}": b"" for n in range(MOST_PARTS)})
    lying = content[: 8 - LAST] + b"\2\0\2\0" + content[12 - LAST :]

    answer = inspect("a.docx", BytesIO(lying))

    assert isinstance(answer, Reason)
    assert answer.code == "parts"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\lan\\Tờ trình.PDF", "Tờ trình.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("  nhiều   khoảng  trắng .pdf", "nhiều khoảng trắng.pdf"),
        ("To\u031b\u0300 tri\u0300nh.pdf", "Tờ trình.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("x" * 400 + ".pdf", "x" * 176 + ".pdf"),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_name_is_made_harmless(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def _room_to_look_at(name: str, content: bytes) -> int:
    """The most bytes of memory that were held at once."""
    file = BytesIO(content)
    tracemalloc.start()
    try:
        inspect(name, file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

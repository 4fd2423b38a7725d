"""A file is kept only when it is what its name says, and nothing else besides."""

from io import BytesIO

import pytest

from paper import JPEG, PDF, docx, png
from service.documents import clean_name, inspect
from service.errors import Reason

HTML = b"<html><script>alert(1)</script></html>"


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
        ("leo.docx", docx({"../../etc/passwd": b"x"}), "content"),
        ("bom.xlsx", docx({"big": b"\0" * (201 * 1024 * 1024)}, main="xl/workbook.xml"), "unpacked"),
    ],
)
def test_a_file_that_pretends_or_carries_more_is_refused(name: str, content: bytes, code: str) -> None:
    answer = inspect(name, BytesIO(content))

    assert isinstance(answer, Reason)
    assert answer.code == code


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

import pytest
from sqlalchemy.exc import OperationalError

from service.config import Settings
from service.db import connect
from service.errors import Conflict, NotAllowed, NotFound, Reason, Refused
from service.web import create_app
from visits import Visitor, said

REASON = Reason("suspended", "The dossier is suspended; nothing can be done until it is resumed.")
AWAY = OperationalError("select secret_column from person", {}, Exception("database is locked"))


@pytest.fixture
def failing(app, visit):
    """A page that fails as it is told to."""
    fault = []

    def fail():
        raise fault[0]

    app.add_url_rule("/fails", "fails", fail)
    thu = visit("thu")
    return lambda error: (fault.append(error), thu.get("/fails"))[1]


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (NotFound("HS-2026-000001"), 404, "Không tìm thấy"),
        (NotAllowed(REASON), 403, "Hồ sơ đang tạm dừng"),
        (Refused(REASON), 422, "Hồ sơ đang tạm dừng"),
        (Conflict(REASON, who="Vi Thị Sen", at=None, dossier_code="HS-2026-000009"), 409, "Vi Thị Sen"),
        (AWAY, 503, "Chưa lưu gì cả"),
        (RuntimeError("secret_column"), 500, "Hệ thống gặp lỗi"),
    ],
)
def test_an_error_becomes_a_page_in_plain_words(failing, error, status, words):
    page = failing(error)

    assert page.status_code == status
    assert words in said(page)


@pytest.mark.parametrize("error", [AWAY, RuntimeError("secret_column")])
def test_a_failure_shows_a_number_to_quote_and_nothing_of_the_inside(failing, error):
    page = failing(error)

    assert page.headers["X-Request-Id"] in said(page)
    assert "secret_column" not in page.text
    assert "Traceback" not in page.text


def test_a_database_that_is_away_is_told_on_every_page(tmp_path):
    away = connect("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    settings = Settings(database_url="", data_dir=tmp_path, secret_key="k" * 40, insecure_http=True)
    browser = Visitor(create_app(settings, away))
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = "a token of better days"

    page = browser.get("/inbox")

    assert page.status_code == 503
    assert "Chưa lưu gì cả" in said(page)

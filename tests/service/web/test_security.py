from uuid import uuid4

import pytest

from service.web.current import CALLS
from service.web.security import CSP, PUBLIC, safe_next
from visits import said

VALUES = {"code": "HS-2026-000001", "filename": "mark.svg", "kind": "people"}
SHOWN = {"static", "sign_in.form", "password_reset.form", "password_reset.open_link"}
"""What a stranger sees beside what monitors read."""
MONITORED = {"monitoring.healthz", "monitoring.readyz", "monitoring.metrics"}
SENT = {"sign_in.enter", "password_reset.ask", "password_reset.change", "taste.language", "taste.theme"}
DESCRIBED = {"api_docs.page", "api-docs.openapi_json"}
"""What can be called, below the addresses of calls."""
HALFWAY = {"second_factor.form", "second_factor.enter"}
"""Open to those whose password was right; to others they are the sign-in page."""


def addresses(app, method):
    with app.test_request_context():
        rules = [one for one in app.url_map.iter_rules() if method in one.methods and not one.rule.startswith(CALLS)]
        for rule in rules:
            values = {name: VALUES.get(name) or uuid4() for name in rule.arguments}
            yield rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def test_a_stranger_reaches_nothing_but_the_sign_in_page(app, stranger):
    opened = {
        endpoint
        for endpoint, url in addresses(app, "GET")
        if not (stranger.get(url).location or "").startswith("/sign-in")
    }

    assert opened == SHOWN | MONITORED


def test_a_stranger_changes_nothing_even_with_a_token(app, stranger):
    let_through = {endpoint for endpoint, url in addresses(app, "POST") if stranger.post(url).location != "/sign-in"}

    assert let_through == SENT


def test_a_stranger_is_sent_to_sign_in_for_an_address_that_does_not_exist(stranger):
    assert stranger.get("/nowhere").location == "/sign-in?next=/nowhere"


def test_a_background_request_of_a_stranger_is_told_to_sign_in(stranger):
    answer = stranger.post("/items/x/draft", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.is_json) == (401, True)


def test_every_change_needs_the_token_of_the_page(app, visit):
    thu = visit("thu")

    accepted = {endpoint for endpoint, url in addresses(app, "POST") if thu.client.post(url).status_code != 400}

    assert accepted == set()


def test_every_answer_carries_the_strict_headers(app, visit):
    thu = visit("thu")

    for endpoint, url in addresses(app, "GET"):
        headers = thu.get(url).headers
        assert headers["X-Content-Type-Options"] == "nosniff", endpoint
        assert "Content-Security-Policy" in headers, endpoint
        assert "unsafe" not in headers["Content-Security-Policy"], endpoint


def test_a_page_is_not_kept_by_the_browser_and_a_built_file_for_long(visit):
    thu = visit("thu")

    assert thu.get("/inbox").headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in thu.get("/static/mark.svg").headers["Cache-Control"]


def test_the_policy_lets_nothing_in_from_elsewhere():
    assert "'unsafe" not in CSP
    assert "default-src 'self'" in CSP
    assert "frame-ancestors 'none'" in CSP


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "inbox",
        "",
        None,
    ],
)
def test_the_way_back_never_leaves_the_site(app, target):
    with app.test_request_context():
        assert safe_next(target) == "/inbox"


def test_the_way_back_keeps_a_page_of_this_site(app):
    with app.test_request_context():
        assert safe_next("/inbox?filter=done&q=sen") == "/inbox?filter=done&q=sen"


def test_the_list_of_public_pages_is_as_short_as_this():
    assert SHOWN | MONITORED | SENT | HALFWAY | DESCRIBED == PUBLIC


def test_an_unknown_page_says_so_without_a_trace(visit):
    page = visit("thu").get("/nowhere")

    assert page.status_code == 404
    assert "Không tìm thấy" in said(page)
    assert "Traceback" not in page.text

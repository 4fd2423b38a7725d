"""The log: one line a request with who, where and how long; never an answer, a password, a token or a query."""

import io
import json
import logging

import pytest

from factories import propose
from service import logs
from visits import Visitor, settings_for, site, visitor

SECRET = "Bí mật của hồ sơ"


@pytest.fixture
def lines(world, tmp_path, monkeypatch):
    """What the log says, as JSON objects."""
    for name in ("vinhdanh.request", "service.web.errors"):  # a tool that sets up logging of its own silences others
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    stream = io.StringIO()
    root = logging.getLogger()
    level = root.level
    logs.set_up(settings_for(world, tmp_path, log_json=True), stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.setLevel(level)
    for handler in [one for one in root.handlers if one.get_name() == "vinhdanh"]:
        root.removeHandler(handler)
    logs.forget()


@pytest.fixture
def lan(app, world):
    return visitor(app, world, "lan")


def test_a_request_is_one_line_with_its_route_and_the_actor(lan, world, lines):
    code = world.dossier(propose(world)).code

    lan.client.get(f"/dossiers/{code}?q={SECRET}", headers={"X-Request-Id": "proxy-1234.abc"})

    [line] = lines()
    assert (line["event"], line["method"], line["status"]) == ("request", "GET", 200)
    assert (line["route"], line["request_id"]) == ("/dossiers/<code>", "proxy-1234.abc")
    assert line["actor"] == str(world.people["lan"])
    assert line["ms"] > 0
    assert code not in json.dumps(line)


def test_what_a_request_did_is_on_its_line_but_not_what_was_answered(lan, world, lines):
    item = world.item(propose(world))
    lan.post(f"/items/{item.id}/draft", {"achievements": SECRET})
    lan.post("/dossiers/new", {"award": "BK_TINH", "unit": world.places["SGD"], "kind": "individual", "name": SECRET})

    written = lines()

    [opened] = [line["did"] for line in written if "did" in line]
    assert opened[0].startswith("dossier_opened dossier/")
    assert SECRET not in json.dumps(written, ensure_ascii=False)


def test_a_password_and_a_wrong_name_are_not_written(app, lines):
    stranger = Visitor(app)
    stranger.post("/sign-in", {"username": SECRET, "password": f"{SECRET}2"})

    assert lines()[-1]["route"] == "/sign-in"
    assert SECRET not in json.dumps(lines(), ensure_ascii=False)


@pytest.mark.parametrize("given", ["short", "with space in it", 'quote"quote"', "x" * 65, "né-né-né-né"])
def test_a_name_for_the_request_that_is_not_sane_is_replaced(lan, lines, given):
    answer = lan.client.get("/inbox", headers={"X-Request-Id": given.encode().decode("latin-1")})

    assert lines()[-1]["request_id"] == answer.headers["X-Request-Id"] != given
    assert len(answer.headers["X-Request-Id"]) == 12


def test_a_failure_says_where_and_of_what_kind_but_quotes_nothing(world, tmp_path, lines):
    app = site(world, tmp_path)

    @app.get("/broken")
    def broken():
        try:
            return float(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error

    answer = visitor(app, world, "lan").get("/broken")

    failure, request = lines()[-2:]
    assert (answer.status_code, request["status"], request["route"]) == (500, 500, "/broken")
    assert failure["request_id"] == request["request_id"]
    assert (failure["trace"]["error"], failure["trace"]["because"]["error"]) == ("KeyError", "ValueError")
    assert any("broken" in place for place in failure["trace"]["places"])
    assert SECRET not in json.dumps(lines(), ensure_ascii=False).replace("float(SECRET)", "")


def test_probes_and_assets_fill_no_log(app, lines):
    stranger = Visitor(app)

    stranger.get("/healthz")
    stranger.get("/static/mark.svg")

    assert lines() == []


def test_what_the_queue_says_of_a_job_is_cut_to_the_act(lines):
    logging.getLogger("procrastinate.anything").error(
        "Job mail[1](text=%s) failed", SECRET, extra={"action": "job_error", "job": {"text": SECRET}}
    )

    [line] = lines()
    assert line["event"] == "queue: job_error"
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_vietnamese_stays_readable_and_a_line_stays_one_line(world, tmp_path):
    json_stream, plain_stream = io.StringIO(), io.StringIO()
    for stream, as_json in ((json_stream, True), (plain_stream, False)):
        logs.set_up(settings_for(world, tmp_path, log_json=as_json), stream)
        logging.getLogger("service.x").warning("Đã gửi\nFORGED line\u2028x")
    logging.getLogger().removeHandler(next(h for h in logging.getLogger().handlers if h.get_name() == "vinhdanh"))

    assert "Đã gửi" in json_stream.getvalue()
    assert json_stream.getvalue().count("\n") == 1
    assert plain_stream.getvalue().count("\n") == 1

"""What monitors ask: whether the process lives, whether it can work, and its numbers behind a token."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from counting import counted
from factories import NOON, propose, walk
from service import jobs
from service.db import transaction
from visits import Visitor, site, visitor

TOKEN = "m" * 16 + "0123456789abcdef"


@pytest.fixture
def monitored(world, tmp_path):
    return site(world, tmp_path, metrics_token=TOKEN)


def scrape(app, token=TOKEN):
    return app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def value(page, name):
    return float(re.search(rf"^vinhdanh_{name} ([0-9.e+]+)$", page.text, re.MULTILINE)[1])


def enqueue(world, now):
    with transaction(world.database) as session:
        jobs.enqueue(session, "mail", {}, now=now)


def test_the_process_lives_whatever_the_database_does(world, monitored):
    world.database.dispose()

    answer = Visitor(monitored).get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert world.database.pool.checkedin() == 0  # nobody asked it


def test_it_is_ready_while_the_tables_are_current_and_jobs_get_done(world, monitored):
    enqueue(world, NOON - timedelta(minutes=14))

    answer = Visitor(monitored).get("/readyz")

    assert (answer.status_code, answer.json) == (200, {"status": "ready"})


def test_it_is_not_ready_when_jobs_wait_too_long(world, monitored):
    enqueue(world, NOON - timedelta(minutes=20))

    answer = Visitor(monitored).get("/readyz")

    assert answer.status_code == 503
    assert "20 minutes" in answer.json["reasons"][0]


def test_it_is_not_ready_with_tables_of_another_program(world, monitored):
    with transaction(world.database) as session:
        session.execute(text("update alembic_version set version_num = '0001'"))

    answer = Visitor(monitored).get("/readyz")

    assert answer.status_code == 503
    assert "vinhdanh db upgrade" in answer.json["reasons"][0]


def test_it_is_not_ready_without_its_database_and_says_nothing_more(world, monitored, tmp_path):
    world.database.dispose()
    (tmp_path / "pages.db").write_bytes(b"this is no database at all" * 100)

    answer = Visitor(monitored).get("/readyz")

    assert (answer.status_code, answer.json["reasons"]) == (503, ["the database does not answer"])


def test_the_numbers_are_there_for_the_token_alone(world, tmp_path, monitored):
    without = site(world, tmp_path)

    assert scrape(monitored).status_code == 200
    assert [scrape(monitored, wrong).status_code for wrong in ("", "x", TOKEN[:-1], TOKEN + "é")] == [401] * 4
    assert Visitor(monitored).get(f"/metrics?token={TOKEN}").status_code == 401
    assert [scrape(without, token).status_code for token in ("", TOKEN)] == [404] * 2


def test_the_numbers_tell_how_much_waits(world, monitored):
    walk(world, "appraisal", now=NOON - timedelta(days=60))
    propose(world)
    enqueue(world, NOON - timedelta(seconds=90))
    visitor(monitored, world, "lan")

    page = scrape(monitored)

    assert [value(page, name) for name in ("open_tasks", "overdue_tasks", "untold_dossiers")] == [2, 1, 2]
    assert [value(page, name) for name in ("waiting_jobs", "dead_jobs", "oldest_job_seconds")] == [1, 0, 90]
    assert [value(page, name) for name in ("open_incidents", "signed_in")] == [0, 1]


def test_requests_are_counted_by_route_never_by_path(world, monitored):
    dossier_id = propose(world)
    lan = visitor(monitored, world, "lan")
    lan.get(f"/dossiers/{world.dossier(dossier_id).code}")
    lan.get("/secret-path")
    lan.client.open("/inbox", method="INVENTED")

    page = scrape(monitored).text

    assert 'vinhdanh_request_seconds_count{method="GET",route="/dossiers/<code>",status="2xx"} 1.0' in page
    assert 'vinhdanh_request_seconds_count{method="GET",route="-",status="4xx"} 1.0' in page
    assert 'method="other"' in page
    assert not any(word in page for word in ("HS-2026", "secret-path", "INVENTED"))


def test_a_scrape_asks_the_database_few_questions(world, monitored):
    with counted(world.database) as asked:
        scrape(monitored)

    assert len(asked) <= 4

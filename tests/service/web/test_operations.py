"""The page of operations: what it says, and that what was typed comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from factories import NOON, walk
from queueing import Handled, add, dead, let_die
from service.commands.incidents import raise_incident
from service.commands.locking import find_dossier
from service.db import transaction
from service.errors import Reason
from service.jobs import GiveUp
from service.models import Incident
from service.permissions import BY_ITSELF
from service.web.remedies import KINDS
from service.web.words import in_house_words
from service.worker.handlers import HANDLERS
from visits import said, site, visitor
from workflows.errors import Problem
from working import work

PAGE = "/operations"


def given_up(world, number):
    for _ in range(number):
        add(world, "mail", NOON)
    work(world, NOON, {"mail": Handled(*[GiveUp("550")] * number)})


def held_up(world, rule="stuck"):
    dossier_id = walk(world, "intake")
    with transaction(world.database) as session:
        raise_incident(session, find_dossier(session, dossier_id), Problem(rule, "Stuck."), actor=None, now=NOON)
    return world.dossier(dossier_id)


def test_while_all_is_well_the_page_says_so(visit):
    page = visit("admin").get(PAGE)

    assert "Mọi việc đang tự chạy" in said(page)


def test_a_job_that_failed_is_put_back_or_given_up_with_a_reason(world, visit):
    given_up(world, 3)
    admin, jobs = visit("admin"), [f"{PAGE}/jobs/{job.id}" for job in dead(world)]

    shown = said(admin.get(PAGE))
    without = admin.post(f"{jobs[0]}/dismiss", {"reason": "  "})
    too_long = admin.post(f"{jobs[0]}/dismiss", {"reason": "quá dài " * 100})
    done = [
        admin.post(f"{jobs[0]}/dismiss", {"reason": "Không cần"}),
        admin.post(f"{jobs[1]}/retry"),
        admin.post(f"{PAGE}/jobs/retry"),
    ]
    late = admin.post(f"{jobs[1]}/retry")

    assert shown.count("Thư điện tử") == 3
    assert (without.status_code, too_long.status_code) == (422, 422)
    assert "quá dài quá dài" in too_long.text
    assert ([answer.status_code for answer in done], late.status_code) == ([303] * 3, 409)
    assert dead(world) == []


def test_how_many_jobs_failed_is_told_where_not_all_of_them_are_shown(world, visit):
    let_die(world, 203)
    admin = visit("admin")

    page = said(admin.get(PAGE))
    admin.post(f"{PAGE}/jobs/retry")
    left = said(admin.get(PAGE))

    assert "Việc nền thất bại 203" in page
    assert "Đang hiện 200 việc mới nhất" in page
    assert "Thử lại 200 việc này" in page
    assert "Đang thử lại 200 việc nền" in left
    assert "Việc nền thất bại 3" in left
    assert "Đang hiện" not in left


def test_every_kind_of_job_has_a_name():
    assert set(KINDS) == set(HANDLERS)


def test_a_job_that_failed_says_what_to_do(world, visit):
    failures = {
        "mail": Reason("mail_away", "x"),
        "password_reset": Reason("mail_not_taken", "x"),
        "webhook": Reason("receiver_late", "x"),
        "take_sheet": Reason("unforeseen", "x"),
    }
    for kind in failures:
        add(world, kind, NOON)
    work(world, NOON, {kind: Handled(GiveUp(reason)) for kind, reason in failures.items()})

    page = said(visit("admin").get(PAGE))

    assert "password_reset" not in page
    for remedy in (
        "Kiểm tra cấu hình máy chủ thư",
        "Kiểm tra địa chỉ thư điện tử của người nhận",
        "tạo liên kết khác tại trang của người đó",
        "Hỏi đơn vị quản lý bên nhận",
        "Xem nhật ký của tiến trình xử lý",
        "Các dòng đã xử lý được giữ nguyên",
    ):
        assert page.count(remedy) == 1, remedy


def test_a_dossier_that_is_held_up_shows_its_code_and_what_to_do_and_nobodys_name(world, visit):
    dossier = held_up(world)

    page = said(visit("admin").get(PAGE))

    assert dossier.code in page
    assert "Khắc phục điều nêu ở lý do" in page
    assert "Hạnh" not in page


def test_trying_again_says_what_came_of_it(world, visit):
    dossier, admin = held_up(world), visit("admin")
    address = admin.get(PAGE).text.split('action="/operations/incidents/')[1].split("/")[0]

    tried = admin.post(f"{PAGE}/incidents/{address}/retry")
    told = said(admin.get(PAGE))
    again = admin.post(f"{PAGE}/incidents/{address}/retry")

    assert (tried.status_code, again.status_code) == (303, 409)
    assert f"Hồ sơ {dossier.code} không còn bị vướng" in told
    assert world.dossier(dossier.id).incidents_open == 0


def test_a_role_in_the_reason_of_a_refusal_is_called_as_on_the_pages(app):
    within = Reason("nobody_may_act", "Role {role}", {"role": "intake_clerk"})

    with app.test_request_context():
        assert (
            in_house_words(Reason("still", "Not yet: {reason}", {"reason": within})) == "Not yet: Role Cán bộ tiếp nhận"
        )


@pytest.mark.parametrize("rule", BY_ITSELF)
def test_what_the_worker_tries_again_by_itself_says_so_and_offers_nothing(world, visit, rule):
    dossier, admin = held_up(world, rule), visit("admin")
    [incident] = world.all(Incident)

    page = admin.get(PAGE)
    tried = admin.post(f"{PAGE}/incidents/{incident.id}/retry")

    assert "Tiến trình xử lý tự thử lại sau mỗi nửa phút" in said(page)
    assert f"/incidents/{incident.id}" not in page.text
    assert (tried.status_code, world.dossier(dossier.id).incidents_open) == (422, 1)


def test_a_worker_that_is_missing_is_missed(world, visit):
    add(world, "mail", NOON - timedelta(hours=2))

    page = said(visit("admin").get(PAGE))

    assert "Đã 120 phút không có việc nền nào được xử lý." in page


def test_holidays_that_are_missing_are_missed_in_time_and_work_goes_on(world, tmp_path):
    october = datetime(2027, 10, 1, 1, tzinfo=UTC)
    before, after = (
        visitor(site(world, tmp_path / str(now.day), now=now), world, "admin", now=now)
        for now in (october - timedelta(days=1), october)
    )

    quiet, told = said(before.get(PAGE)), said(after.get(PAGE))

    assert "ngày nghỉ lễ" not in quiet
    assert "Lịch làm việc chưa có ngày nghỉ lễ của năm 2028." in told
    assert "calendar.yaml" in told
    assert after.get("/readyz").status_code == 200


def test_a_place_in_the_list_that_is_none_is_refused(visit):
    assert visit("admin").get(f"{PAGE}?after=x").status_code == 400

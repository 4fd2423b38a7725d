"""The administrator's page of other systems: adding an address, seeing its secret once, trying and ending it."""

import pytest

from service.models import Webhook
from service.worker.jobs import do_jobs
from visits import said, settings_for, site, visitor

URL = "http://127.0.0.1:9/hook"


@pytest.fixture
def admin(world, tmp_path):
    return visitor(site(world, tmp_path, webhooks_inside=True), world, "admin")


def test_an_address_is_added_tried_and_ended(admin, world, tmp_path):
    added = admin.post("/webhooks", {"url": f" {URL} ", "kind": ["vn.vinhdanh.task.created"]})
    [hook] = world.all(Webhook)
    listed = admin.get("/webhooks")
    tried = admin.post(f"/webhooks/{hook.id}/test", follow_redirects=True)
    do_jobs(world.database, settings_for(world, tmp_path, webhooks_inside=True), hook.made_at)
    failed = admin.get("/webhooks")
    ended = admin.post(f"/webhooks/{hook.id}/end", follow_redirects=True)
    twice = admin.post(f"/webhooks/{hook.id}/end", follow_redirects=True)

    assert (hook.url, hook.kinds) == (URL, ["vn.vinhdanh.task.created"])
    assert hook.secret in said(added)
    assert hook.secret not in said(listed) + said(tried) + said(ended)
    assert "Tin thử đang được gửi" in said(tried)
    assert "Không kết nối được với bên nhận" in said(failed)
    assert "Đã dừng báo tin" in said(ended)
    assert "không còn được báo tin" in said(twice)
    assert admin.post(f"/webhooks/{hook.id}/test").status_code == 404


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.vn", "bắt đầu bằng http:// hoặc https://"),
        ("https://user:secret@example.vn/", "không được chứa tên đăng nhập hoặc mật khẩu"),
        ("http://169.254.169.254/latest/meta-data", "không phải địa chỉ công cộng"),
        ("http://nowhere.invalid/", "Không tìm thấy tên máy nowhere.invalid"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason_and_kept_in_the_form(admin, world, url, why):
    answer = admin.post("/webhooks", {"url": url, "kind": "vn.vinhdanh.dossier.ended"})

    assert answer.status_code == 422
    assert why in said(answer)
    assert f'value="{url}"' in answer.text
    assert 'value="vn.vinhdanh.dossier.ended" checked' in answer.text
    assert world.all(Webhook) == []


def test_this_machine_is_called_only_where_the_operator_allows_it(world, tmp_path):
    careful = visitor(site(world, tmp_path), world, "admin")

    assert "không phải địa chỉ công cộng" in said(careful.post("/webhooks", {"url": URL}))
    assert world.all(Webhook) == []


def test_a_kind_nobody_knows_is_refused(admin, world):
    answer = admin.post("/webhooks", {"url": URL, "kind": "vn.vinhdanh.ballot.cast"})

    assert (answer.status_code, world.all(Webhook)) == (422, [])

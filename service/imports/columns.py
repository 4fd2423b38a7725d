"""The columns of the two tables, with the choices of today."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Cluster, Role, Unit
from service.organisation import form_named
from service.sheets import Column

PEOPLE, UNITS = "people", "units"
KINDS = (PEOPLE, UNITS)
TITLES = {PEOPLE: "Danh sách người dùng", UNITS: "Danh sách đơn vị"}
MOST_ROWS = 1000
"""Rows taken in from one spreadsheet."""
_GENDERS = {"female": "Nữ", "male": "Nam"}
_ROLES: Mapping[str, str] = {
    Role.UNIT_CLERK: "Cán bộ phụ trách của đơn vị",
    Role.UNIT_HEAD: "Thủ trưởng đơn vị",
    Role.CLUSTER_HEAD: "Trưởng cụm, khối",
    Role.INTAKE_CLERK: "Cán bộ tiếp nhận",
    Role.APPRAISER: "Chuyên viên thẩm định",
    Role.COUNCIL_SECRETARY: "Thư ký Hội đồng",
    Role.RECORDS_CLERK: "Văn thư",
    Role.INSPECTOR: "Thanh tra",
    Role.AUDITOR: "Kiểm toán",
    Role.PUBLISHER: "Người ban hành quy trình",
}
"""Roles that may be given by a spreadsheet; administrators and whoever decides are named one by one."""


def columns_for(session: Session, kind: str) -> tuple[Column, ...]:
    """The columns of the table of this kind; units and clusters are offered as they are today."""
    return _people(session) if kind == PEOPLE else _units(session)


def _people(session: Session) -> tuple[Column, ...]:
    units = session.execute(select(Unit.code, Unit.name).where(Unit.valid_to.is_(None)).order_by(Unit.code))
    return (
        Column("username", "Tên đăng nhập", required=True, example="lan.nguyen"),
        Column("name", "Họ và tên", required=True, example="Nguyễn Thị Lan"),
        Column("gender", "Giới tính", kind="choice", choices=_GENDERS, example="Nữ"),
        Column("position", "Chức vụ", example="Chuyên viên"),
        Column(
            "unit", "Đơn vị", required=True, kind="choice", choices={code: f"{name} ({code})" for code, name in units}
        ),
        Column("email", "Thư điện tử", example="lan.nguyen@example.vn"),
        Column("role", "Vai trò", kind="choice", choices=_ROLES, example="Cán bộ phụ trách của đơn vị"),
        Column(
            "scope",
            "Mã nơi giữ vai trò",
            example="SGD",
            help="Mã đơn vị, hoặc mã cụm, khối; để trống khi vai trò thuộc toàn tỉnh.",
        ),
        Column("valid_from", "Từ ngày", kind="date", example="01/12/2026", help="Để trống: từ hôm nay."),
        Column("valid_to", "Đến hết ngày", kind="date", help="Để trống: không thời hạn."),
        Column("basis", "Căn cứ", needed_for="khi giao vai trò", example="Quyết định số 12/QĐ-UBND"),
    )


def _units(session: Session) -> tuple[Column, ...]:
    clusters = session.execute(select(Cluster.code, Cluster.name).order_by(Cluster.code))
    kinds = {str(one.value): one.title for one in form_named("unit_new").by_name["kind"].options}
    return (
        Column("code", "Mã", required=True, example="XTS"),
        Column("name", "Tên đầy đủ", required=True, example="Xã Tà Sùa"),
        Column("kind", "Loại đơn vị", required=True, kind="choice", choices=kinds, example="Xã, phường"),
        Column("valid_from", "Hoạt động từ ngày", required=True, kind="date", example="01/07/2025"),
        Column("cluster", "Cụm, khối", kind="choice", choices={code: f"{name} ({code})" for code, name in clusters}),
        Column("basis", "Căn cứ", required=True, example="Nghị quyết số 1/NQ-HĐND"),
    )

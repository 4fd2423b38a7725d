"""The straight path of an award: its tasks, who does each in the tests' province, and what they answer."""

from collections.abc import Mapping
from typing import Any

TASKS = [
    "proposal",
    "unit_approval",
    "cluster_review",
    "intake",
    "appraisal",
    "agency_approval",
    "council_opening",
    "council_ballot",
    "signature",
    "issue",
]
DOERS = {
    "proposal": "lan",
    "unit_approval": "hung",
    "cluster_review": "minh",
    "intake": "intake",
    "appraisal": "thu",
    "agency_approval": "lead",
    "council_opening": "secretary",
    "signature": "chair",
    "issue": "records",
    "supplement": "lan",
    "supplement_approval": "hung",
}
PROPOSAL = {
    "nominee_kind": "individual",
    "nominee_name": "Nguyễn Thị Hạnh",
    "gender": "female",
    "birth_date": "12/03/1984",
    "ethnicity": "tay",
    "position_group": "direct_worker",
    "position": "Giáo viên",
    "workplace": "Trường THPT Hòa Vân",
    "method": "merit",
    "campaign": "xanh",
    "round": "2026_11",
    "period_from": "01/09/2024",
    "period_to": "31/08/2026",
    "letter_number": "15/TTr-SGDĐT",
    "letter_date": "20/11/2026",
    "achievement": "Hai năm liền hoàn thành xuất sắc nhiệm vụ, dìu dắt mười hai giáo viên trẻ.",
}
USUAL: Mapping[str, Mapping[str, Any]] = {
    "proposal": PROPOSAL,
    "unit_approval": {"outcome": "approve"},
    "cluster_review": {"outcome": "recommend"},
    "intake": {"outcome": "accept", "checklist": ["letter", "list"]},
    "appraisal": {"outcome": "eligible", "note": "Đủ điều kiện, đúng tuyến trình."},
    "agency_approval": {"outcome": "approve"},
    "council_opening": {"session_date": "25/11/2026"},
    "signature": {"outcome": "sign"},
    "issue": {"number": "1", "series": "QĐ-UBND", "issued_on": "23/11/2026"},
    "supplement": {"supplemented": "Đã bổ sung biên bản họp."},
    "supplement_approval": {"outcome": "approve"},
}

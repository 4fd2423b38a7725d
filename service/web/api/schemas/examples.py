"""What the OpenAPI document shows as examples."""

from typing import Any

_TASK_ID = "019aaa52-7c3e-7b1a-9d52-1f0c6a0e7d11"
_DOSSIER_ID = "019aaa52-7a10-7f3c-8a44-5b1c2d3e4f50"

TASK: dict[str, Any] = {
    "id": _TASK_ID,
    "name": "Thẩm định hồ sơ",
    "assignee": None,
    "created": "2026-11-23T05:00:00Z",
    "due": "2026-12-14",
    "taskDefinitionKey": "appraisal",
    "processInstanceId": _DOSSIER_ID,
    "processDefinitionId": "award:1:019aaa52-0000-7000-8000-000000000001",
    "processDefinitionKey": "award",
    "businessKey": "HS-2026-000123",
    "candidateGroup": "appraiser:hv",
    "formKey": "appraisal",
    "suspended": False,
    "claimed": None,
    "closed": None,
    "ballot": False,
    "nominee": "Nguyễn Thị Hạnh",
    "award": "BK_TINH",
    "awardName": "Bằng khen của Chủ tịch UBND tỉnh",
    "unit": "SGD",
    "unitName": "Sở Giáo dục và Đào tạo",
}
MOVED = {"businessKey": "HS-2026-000123", "status": "running", "stage": "agency_approval", "incident": None}
OPENED = {**MOVED, "stage": "proposal", "id": _DOSSIER_ID, "task": _TASK_ID}
ANSWERS = {
    "plain": {"value": {"outcome": "complete", "note": "Đủ thành phần."}},
    "variables": {"value": {"variables": {"outcome": {"value": "complete"}}}},
    "vote": {"value": {"vote": "yes"}},
}

"""What people of the demo write into their forms."""

from datetime import date, timedelta
from typing import Any

from service.demo.schedule import Act
from service.demo.stories import Story

_GOOD = {
    "unit_approval": "approve",
    "cluster_review": "recommend",
    "intake": "accept",
    "appraisal": "eligible",
    "agency_approval": "approve",
    "quick_appraisal": "eligible",
    "agency_consent": "approve",
    "signature": "sign",
    "supplement_approval": "approve",
}
_BAD = {
    ("unit_rejected", "unit_approval"): "reject",
    ("not_nominated", "cluster_review"): "not_nominate",
    ("rejected_at_appraisal", "appraisal"): "not_eligible",
    ("refused", "signature"): "refuse",
}
_WORDS = {"intake": "note", "appraisal": "note", "quick_appraisal": "note", "signature": "reason"}
_SAID = {
    "unit_approval": (
        "Đơn vị đã họp xét, công khai danh sách năm ngày làm việc, không có ý kiến khác.",
        "Nhất trí đề nghị; thành tích đúng như báo cáo đã được đơn vị xác nhận.",
    ),
    "cluster_review": (
        "Cụm, khối đã chấm chéo, thống nhất đề nghị khen thưởng.",
        "Thành tích nổi bật trong cụm, khối; các thành viên biểu quyết đồng ý.",
    ),
    "intake": ("Đủ thành phần hồ sơ theo quy định.",),
    "appraisal": (
        "Đúng đối tượng, đủ tiêu chuẩn và thành phần hồ sơ; thành tích không trùng với lần khen trước.",
        "Đã đối chiếu sáng kiến và quyết định khen thưởng; đủ điều kiện trình Hội đồng.",
    ),
    "agency_approval": ("Đồng ý với kết quả thẩm định, đưa vào chương trình phiên họp gần nhất.",),
    "quick_appraisal": ("Sự việc rõ ràng, có xác nhận; mức khen tương xứng với hành động.",),
    "agency_consent": ("Đồng ý, trình Chủ tịch ký ngay trong ngày.",),
    "signature": ("Đồng ý khen thưởng theo hồ sơ trình.",),
    "supplement_approval": ("Đã kiểm tra tài liệu bổ sung, đề nghị tiếp tục xem xét.",),
}
_MISSING = "Đề nghị bổ sung tài liệu còn thiếu theo thành phần hồ sơ."


def answers_to(act: Act, story: Story, day: date, round_code: str | None) -> dict[str, Any]:
    """The whole form of the act's task."""
    if act.verb == "proposal":
        return proposal(story, day, round_code)
    if act.verb == "supplement":
        return {"supplemented": "Đơn vị đã bổ sung đủ tài liệu theo yêu cầu, gửi kèm bản ký số."}
    if act.verb == "issue":
        return {"number": story.register, "series": "QĐ-UBND", "issued_on": day.isoformat()}
    outcome = "return" if act.returns else _BAD.get((story.at, act.verb), _GOOD[act.verb])
    return {"outcome": outcome, **_details(act, story, outcome)}


def proposal(story: Story, day: date, round_code: str | None) -> dict[str, Any]:
    """The proposal form; the letter was signed on the day before."""
    nominee = story.nominee
    answers = {
        **(_deed(story, day) if story.exceptional else _merit(story, day, round_code)),
        "nominee_kind": nominee["kind"],
        "nominee_name": nominee["name"],
        "gender": nominee.get("gender"),
        "birth_date": str(nominee.get("birth", "")),
        "ethnicity": nominee.get("ethnicity"),
        "position_group": nominee.get("group"),
        "position": nominee.get("position"),
        "workplace": nominee.get("workplace"),
        "size": nominee.get("size"),
        "small_collective": nominee.get("small_collective"),
        "disadvantaged_area": nominee.get("disadvantaged_area"),
        **_letter(story, day),
    }
    return {name: value for name, value in answers.items() if value not in (None, "")}


def half_typed(story: Story, day: date) -> dict[str, Any]:
    """A proposal left in the middle of it."""
    nominee = story.nominee
    return {"nominee_kind": nominee["kind"], "nominee_name": nominee["name"], **_letter(story, day)}


def _merit(story: Story, day: date, round_code: str | None) -> dict[str, Any]:
    return {
        "method": story.method,
        "campaign": story.campaign,
        "round": round_code,
        **_period(story, day),
        "achievement": story.achievement,
        "initiatives": story.initiatives,
        "prior_awards": story.prior_awards,
    }


def _deed(story: Story, day: date) -> dict[str, Any]:
    """What was done two days before the proposal."""
    return {
        "method": "exceptional",
        "deed_on": (day - timedelta(days=2)).isoformat(),
        "deed_place": story.deed["place"],
        "confirmed_by": story.deed["confirmed"],
        "deed": story.achievement,
    }


def _details(act: Act, story: Story, outcome: str) -> dict[str, Any]:
    said = _SAID[act.verb]
    words = story.notes.get(act.verb) if outcome != _GOOD[act.verb] else said[story.number % len(said)]
    if act.verb == "intake":
        return {"missing": words or _MISSING} if act.returns else {"checklist": ["letter", "list", "report", "minutes"]}
    details: dict[str, Any] = {_WORDS.get(act.verb, "opinion"): words or _MISSING}
    if act.verb == "quick_appraisal":
        details |= {"conditions": ["timely", "sudden", "clear"], "papers": ["letter", "summary"]}
    return details | ({"rank": story.number % 3 + 1} if outcome == "recommend" else {})


def _period(story: Story, day: date) -> dict[str, str]:
    """Three years for a provincial Emulation Soldier, two for the others, one for a collective's year."""
    years = {"CSTDT": 3, "TTLDXS": 1, "CO_TINH": 1}.get(story.award, 2)
    return {"period_from": date(day.year - years, day.month, 1).isoformat(), "period_to": _month_end(day).isoformat()}


def _month_end(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def _letter(story: Story, day: date) -> dict[str, str]:
    number = 40 + (story.like or story.number) * 3
    return {"letter_number": f"{number}/TTr-{story.unit}", "letter_date": (day - timedelta(days=1)).isoformat()}

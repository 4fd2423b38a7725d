"""An award's rules as a form: what holds for every award, the days of each task, and the papers it asks for."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import AwardKind, Process, ProcessVersion
from service.organisation.forms import FOLDER
from service.processes import definition_named
from service.text import fold, tidy
from workflows import forms
from workflows.forms import Form

AWARD = "award"
Tasks = Mapping[str, Mapping[str, str]]
"""Of each published process the tasks whose days an award says, with their titles."""
_DAYS = re.compile(r"\baward\.days\.(\w+)")
_PLAIN = ("name", "name_en", "decided_by", "process_key", "nominee_kinds", "vote", "supplement_days", "remind_days")
_ASKED = {"required": True, "optional": False}
_TITLES = {"required": ("Bắt buộc", "Required"), "optional": ("Nếu có", "If there is one"), "none": ("Không", "No")}
_CODE = {
    "type": "string",
    "title": "Mã",
    "pattern": "^[A-Za-z][A-Za-z0-9_]{0,19}$",
    "maxLength": 20,
    "x-ui": {
        "width": "half",
        "help": "Chữ cái không dấu, chữ số, gạch dưới; tối đa 20 ký tự. Không đổi được về sau.",
        "en": {"title": "Code", "help": "Letters without marks, digits, underscores; at most 20. It never changes."},
    },
}


def tasks_by_process(session: Session) -> Tasks:
    """The tasks of every published process whose due date is a number of days that awards give."""
    current = session.execute(
        select(Process.key, ProcessVersion.name, ProcessVersion.id)
        .join(ProcessVersion, ProcessVersion.id == Process.current_version_id)
        .order_by(Process.key)
    )
    return {key: _tasks(session, name, version_id) for key, name, version_id in current}


def titles_of(tasks: Tasks, process: str | None = None) -> dict[str, str]:
    """The title of each task: as this process says it, else the first that has it."""
    named = [*tasks.values(), tasks.get(process or "", {})]
    last_wins = [*reversed(named[:-1]), named[-1]]
    return {task: title for titles in last_wins for task, title in titles.items()}


def papers_known(kinds: Sequence[AwardKind]) -> Mapping[str, Mapping[str, Any]]:
    """Every paper that some award asks for, by code."""
    return {paper["code"]: paper for kind in kinds for paper in kind.documents}


def award_form(tasks: Tasks, papers: Mapping[str, Mapping[str, Any]], *, new: bool) -> Form:
    """The form of an award's rules; a new award also says its code."""
    asked = json.dumps([tasks, papers, new], ensure_ascii=False)
    return _form(asked)


def typed_of(kind: AwardKind) -> dict[str, Any]:
    """The rules of an award as its form's answers, but for the day from which new ones would hold."""
    return {
        **{name: getattr(kind, name) for name in _PLAIN},
        "threshold": _percent(kind.threshold),
        "quorum": _percent(kind.quorum),
        "legal_basis": kind.legal_basis,
        **{f"days_{task}": days for task, days in kind.days.items()},
        **{f"paper_{one['code']}": "required" if one["required"] else "optional" for one in kind.documents},
    }


def columns_of(
    answers: Mapping[str, Any], tasks: Tasks, papers: Mapping[str, Mapping[str, Any]], before: AwardKind | None
) -> dict[str, Any]:
    """The columns of an award kind that these clean answers say; `before` keeps what a form without a process hides."""
    process = answers.get("process_key")
    days = {task: answers[f"days_{task}"] for task in tasks.get(process or "", ())}
    voting = answers["vote"] != "none"
    return {
        **{name: answers.get(name) for name in _PLAIN},
        "threshold": _share(answers["threshold"]) if voting else None,
        "quorum": _share(answers["quorum"]) if voting else None,
        "days": days or (before.days if before else {}),
        "documents": _documents(answers, papers),
        "valid_from": date.fromisoformat(answers["valid_from"]),
        "legal_basis": tidy(answers["legal_basis"]),
    }


def _tasks(session: Session, name: str, version_id: Any) -> dict[str, str]:
    graph = definition_named(session, name, version_id).graph
    found = ((task, named) for task in graph.tasks for named in _DAYS.findall(task.due or ""))
    return {named: task.name for task, named in found}


@lru_cache(16)
def _form(asked: str) -> Form:
    tasks, papers, new = json.loads(asked)
    schema = json.loads((FOLDER / f"{AWARD}.json").read_bytes())
    own = schema["properties"]
    code = {"code": _CODE} if new else {}
    last = {name: own.pop(name) for name in ("valid_from", "legal_basis")}
    titles = titles_of(tasks)
    days = {f"days_{task}": _days(title, _having(tasks, task)) for task, title in titles.items()}
    asks = {f"paper_{code}": _paper(paper) for code, paper in papers.items()}
    schema["properties"] = {**code, **own, **days, **asks, "more_papers": _MORE, **last}
    schema["required"] += [*code, *asks]
    schema["allOf"] += [_needs(key, named) for key, named in tasks.items()]
    return forms.load(AWARD, json.dumps(schema).encode())


def _having(tasks: Tasks, task: str) -> list[str]:
    return [key for key, named in tasks.items() if task in named]


def _days(title: str, processes: list[str]) -> dict[str, Any]:
    hints = {"group": "days", "width": "half", "show_if": {"field": "process_key", "in": processes}}
    return {"type": "integer", "title": title, "minimum": 0, "maximum": 365, "x-ui": hints}


def _needs(process: str, named: Mapping[str, str]) -> dict[str, Any]:
    chosen = {"properties": {"process_key": {"const": process}}, "required": ["process_key"]}
    return {"if": chosen, "then": {"required": [f"days_{task}" for task in named]}}


def _paper(paper: Mapping[str, Any]) -> dict[str, Any]:
    options = {code: {"title": title, "en": {"title": en}} for code, (title, en) in _TITLES.items()}
    hints = {"widget": "select", "group": "papers", "width": "half", "options": options}
    words = {"en": {"title": paper["name_en"]}}
    return {"type": "string", "title": paper["name"], "enum": list(_TITLES), "default": "none", "x-ui": hints | words}


_MORE: dict[str, Any] = {
    "type": "string",
    "title": "Giấy tờ khác, bắt buộc",
    "maxLength": 1000,
    "x-ui": {
        "widget": "textarea",
        "group": "papers",
        "rows": 2,
        "help": "Mỗi dòng một tên giấy tờ chưa có ở trên.",
        "en": {"title": "Other required papers", "help": "One a line, as far as it is not named above."},
    },
}


def _documents(answers: Mapping[str, Any], papers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Required papers first, each as known; new ones get a code from their name."""
    kept = [
        {**{name: paper[name] for name in ("code", "name", "name_en")}, "required": _ASKED[answers[f"paper_{code}"]]}
        for code, paper in papers.items()
        if answers.get(f"paper_{code}") in _ASKED
    ]
    lines = [tidy(line)[:200] for line in answers.get("more_papers", "").splitlines()]
    more = [{"code": _slug(line), "name": line, "name_en": line, "required": True} for line in lines if _slug(line)]
    by_code = {paper["code"]: paper for paper in [*more, *kept]}
    return sorted(by_code.values(), key=lambda paper: not paper["required"])


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:40]


def _percent(share: Decimal | None) -> float | None:
    """70 or 66.66, as it was typed."""
    percent = float(share * 100) if share is not None else None
    return int(percent) if percent is not None and percent.is_integer() else percent


def _share(percent: float) -> Decimal:
    return (Decimal(str(percent)) / 100).quantize(Decimal("0.0001"))

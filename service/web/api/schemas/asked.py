"""What calls are sent."""

import re
from typing import Any

from marshmallow import INCLUDE, ValidationError, validates, validates_schema
from marshmallow.fields import Raw
from werkzeug.datastructures import FileStorage

from service.models import Role
from service.queries.api_tasks import Group
from service.web.api.schemas.fields import (
    Asked,
    day_or_moment,
    invalid,
    mapping,
    nested,
    one_of,
    page_length,
    text,
)
from service.web.kinds import NOMINEE_KINDS
from workflows.errors import msg

_GROUP = re.compile(r"([a-z_]{1,40}):([A-Za-z0-9_.-]{1,20})")
_NO_GROUP = msg("A group is written role:scope, such as cluster_head:k2.")
_UNBOUNDED = msg("Only the tasks of one assignee or one dossier are sorted by creation; sort by dueDate.")
_NO_FILE = msg("Send the file in a field named file.")


def _is_a_file(sent: Any) -> None:
    if not isinstance(sent, FileStorage):
        raise ValidationError(_NO_FILE)


class TasksSought(Asked):
    """Which tasks are counted."""

    assignee = text(80, "A user name, or `me`.", example="me")
    candidate_group = text(61, "Free tasks of a group, `role:scope`.", example="cluster_head:k2")
    business_key = text(20, "Every open task of one dossier.", example="HS-2026-000123")
    process_definition_key = text(80, "Tasks of dossiers that follow this process.", example="award")
    due_before = day_or_moment("Tasks whose last day in time lies before this day.")

    @validates("candidate_group")
    def _is_a_group(self, value: str, data_key: str) -> None:
        if value and group_of(value) is None:
            raise invalid(_NO_GROUP, data_key)


class TaskPageSought(TasksSought):
    """Which tasks are listed, in which order, from where on."""

    sort_by = one_of(["dueDate", "created"], "`created` needs `assignee` or `businessKey`.", default="dueDate")
    sort_order = one_of(["asc", "desc"], "In which direction.", default="asc")
    max_results = page_length(20)
    cursor = text(300, "Where to go on: `X-Next-Cursor` of the page before.")

    @validates_schema
    def _is_bounded(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("sort_by") == "created" and not (data.get("assignee") or data.get("business_key")):
            raise invalid(_UNBOUNDED, "sortBy")


class DossierPageSought(Asked):
    """Which dossiers are listed, from where on."""

    stage = text(
        80, "Id of the task it stands at or of the end it reached; `running`, `suspended`, `ended`; `held_up`."
    )
    unit = text(20, "Code of the proposing unit.", example="SGD")
    award = text(20, "Code of the award.", example="BK_TINH")
    q = text(200, "Words sought in code, nominee and unit; diacritics do not matter.", example="nguyen thi hanh")
    max_results = page_length(40)
    cursor = text(300, "Where to go on: `X-Next-Cursor` of the page before.")


class HistorySought(Asked):
    """From where on a history is read."""

    max_results = page_length(50)
    cursor = text(300, "Where to go on: `X-Next-Cursor` of the page before.")


class NomineeProposed(Asked):
    """Who is proposed."""

    kind = one_of(list(NOMINEE_KINDS), "What the nominee is.")
    name = text(200, "Their name.", required=True, example="Nguyễn Thị Hạnh")


class NewDossier(Asked):
    """A dossier to be opened."""

    award = text(20, "Code of the award.", required=True, example="BK_TINH")
    unit = text(20, "Code of the unit that proposes.", required=True, example="SGD")
    nominee = nested(NomineeProposed, "Who is proposed.")
    answers = mapping("Answers of the proposal; with them the proposal is sent on at once.", load_default=None)


class Withdrawal(Asked):
    """Why a dossier is withdrawn."""

    reason = text(2000, "Why.", required=True, example="Đề nghị nhầm người")


class Claim(Asked):
    """Who takes a task: only the caller may."""

    user_id = text(80, "The caller's own user name; may be left out.")


class Handing(Asked):
    """To whom a task is handed on, and why."""

    user_id = text(80, "The user name of whoever gets the task.", required=True, example="appraiser.2")
    reason = text(2000, "Why.", required=True, example="Nghỉ phép")


class Remark(Asked):
    """What is said on a dossier."""

    message = text(4000, "Plain text; `@username` names somebody.", required=True, example="Đã kiểm tra minh chứng.")


class TaskAnswers(Asked):
    """Answers by the names of the form's fields, or `{"variables": {name: {"value": ...}}}`."""

    class Meta:
        """Settings of marshmallow."""

        unknown = INCLUDE


class NothingSent(Asked):
    """An empty object, or nothing."""


class Paper(Asked):
    """A file, and which paper of the dossier it is."""

    kind = text(40, "Code of a paper the award asks for, or `other`.", example="other")
    file = Raw(
        required=True,
        validate=_is_a_file,
        error_messages={"required": _NO_FILE},
        metadata={"type": "string", "contentMediaType": "application/octet-stream", "description": "The file."},
    )


def group_of(text: str) -> Group | None:
    """The group such a text names; None when it names none."""
    found = _GROUP.fullmatch(text)
    return Group(found[1], found[2]) if found and found[1] in set(Role) else None

"""What calls are answered with."""

from typing import Any

from marshmallow import fields

from service.web.api.schemas.fields import Answer


def _always(kind: type[fields.Field[Any]], description: str, *args: Any, **more: Any) -> Any:
    return kind(*args, required=True, metadata={"description": description}, **more)


def _perhaps(kind: type[fields.Field[Any]], description: str, *args: Any, **more: Any) -> Any:
    return _always(kind, description, *args, allow_none=True, **more)


class Task(Answer):
    """A task, by Camunda 7's names; what those lack stands behind them."""

    id = _always(fields.UUID, "The task.")
    name = _always(fields.String, "What is to be done, in the diagram's words.")
    assignee = _perhaps(fields.String, "User name of whoever has taken it, or whose ballot it is.")
    created = _always(fields.DateTime, "Since when it waits.")
    due = _always(fields.Date, "The last working day on which it is in time.")
    task_definition_key = _always(fields.String, "Id of the task in the diagram.")
    process_instance_id = _always(fields.UUID, "The dossier.")
    process_definition_id = _always(fields.String, "`key:version:id` of the diagram it follows.")
    process_definition_key = _always(fields.String, "Key of the process.")
    business_key = _always(fields.String, "Code of the dossier.")
    candidate_group = _perhaps(fields.String, "`role:scope` of those it is for.")
    form_key = _perhaps(fields.String, "The form it asks.")
    suspended = _always(fields.Boolean, "Whether the dossier stands still.")
    claimed = _perhaps(fields.DateTime, "When it was taken.")
    closed = _perhaps(fields.DateTime, "When it was done or withdrawn; empty while it waits.")
    ballot = _always(fields.Boolean, "Whether it is one member's ballot: it is completed with `vote` by them alone.")
    nominee = _always(fields.String, "Who is proposed.")
    award = _always(fields.String, "Code of the award.")
    award_name = _always(fields.String, "Its name.")
    unit = _always(fields.String, "Code of the proposing unit.")
    unit_name = _always(fields.String, "Its name.")


class Count(Answer):
    """How many there are."""

    count = _always(fields.Integer, "How many.")
    more = _always(fields.Boolean, "Whether there are more than that: counts end at 10,000.")


class Choice(Answer):
    """One option of a question."""

    value = _always(fields.Raw, "What is sent.")
    title = _always(fields.String, "What people read.")


class TaskForm(Answer):
    """What a task asks."""

    key = _perhaps(fields.String, "Name of the form; empty when the task asks nothing.")
    version = _perhaps(fields.String, "SHA-256 of its file.")
    schema = _always(fields.Dict, "JSON Schema 2020-12; `x-ui` says how a page shows each question.")
    choices = _always(fields.Dict, "Options the service fills in, by the name a field's `x-ui.choices` gives.")
    values = _always(fields.Dict, "The caller's own draft, or what is known already.")


class Moved(Answer):
    """Where the dossier now stands."""

    business_key = _always(fields.String, "Code of the dossier.")
    status = _always(fields.String, "running, suspended or ended.")
    stage = _always(fields.String, "Id of the task it stands at, or of the end it reached.")
    incident = _perhaps(fields.String, "Why it could not move on; empty when it did.")


class Opened(Answer):
    """A dossier just opened."""

    id = _always(fields.UUID, "The dossier.")
    business_key = _always(fields.String, "Its code.")
    status = _always(fields.String, "running, suspended or ended.")
    stage = _always(fields.String, "Id of the task it stands at.")
    task = _perhaps(fields.UUID, "The proposal, to be completed; empty when answers were sent along.")
    incident = _perhaps(fields.String, "Why it could not move on; empty when it did.")


class Line(Answer):
    """A dossier in a list."""

    id = _always(fields.UUID, "The dossier.")
    business_key = _always(fields.String, "Its code.")
    status = _always(fields.String, "running, suspended or ended.")
    stage = _always(fields.String, "Id of the task it stands at, or of the end it reached.")
    stage_name = _always(fields.String, "The same in the diagram's words; empty when it was withdrawn.")
    nominee = _always(fields.String, "Who is proposed.")
    award = _always(fields.String, "Code of the award.")
    award_name = _always(fields.String, "Its name.")
    unit = _always(fields.String, "Code of the proposing unit.")
    unit_name = _always(fields.String, "Its name.")
    created = _always(fields.DateTime, "When it was opened.")
    due = _perhaps(fields.Date, "The nearest deadline.")
    returns = _always(fields.Integer, "How often it was sent back for supplement.")
    incidents = _always(fields.Integer, "How many unresolved incidents it has.")


class OpenTask(Answer):
    """An open task of a dossier."""

    id = _always(fields.UUID, "The task; of a vote the caller's own ballot where they have one.")
    name = _always(fields.String, "What is to be done.")
    task_definition_key = _always(fields.String, "Id of the task in the diagram.")
    due = _always(fields.Date, "The last working day on which it is in time.")
    assignee = _perhaps(fields.String, "Name of whoever has taken it.")
    mine = _always(fields.Boolean, "Whether the caller may do it now.")
    voted = _always(fields.Integer, "How many members have voted; 0 for what is no vote.")
    members = _always(fields.Integer, "How many members may vote; 0 for what is no vote.")


class Given(Answer):
    """What one task was answered with."""

    task_definition_key = _always(fields.String, "Id of the task in the diagram.")
    user_id = _always(fields.String, "Who answered.")
    time = _always(fields.DateTime, "When.")
    values = _always(fields.Dict, "The answers by the names of the form's fields.")


class Dossier(Line):
    """A dossier."""

    nominee_kind = _always(fields.String, "individual, collective, household or enterprise.")
    cluster = _perhaps(fields.String, "Name of the cluster the unit competes in.")
    law = _perhaps(fields.String, "The edition of the law it is judged by.")
    letter = _perhaps(fields.String, "Number of the letter it came with.")
    submitted = _perhaps(fields.DateTime, "When it first left its unit.")
    accepted = _perhaps(fields.Date, "When it was accepted.")
    ended = _perhaps(fields.DateTime, "When it ended.")
    process_definition_id = _always(fields.String, "`key:version:id` of the diagram it follows.")
    tasks = _always(fields.List, "Its open tasks.", fields.Nested(OpenTask))
    answers = _always(fields.List, "What was answered so far, the oldest first; never a ballot.", fields.Nested(Given))
    may_withdraw = _always(fields.Boolean, "Whether the caller may withdraw it now.")


class Change(Answer):
    """One value before and after."""

    title = _always(fields.String, "The question; empty for who has the task.")
    before = _perhaps(fields.Raw, "In words.")
    after = _perhaps(fields.Raw, "In words.")


class Event(Answer):
    """One act of a dossier's history."""

    number = _always(fields.Integer, "Its place in the chain, from 1.")
    kind = _always(fields.String, "What happened, such as `task_completed`.")
    time = _always(fields.DateTime, "When.")
    person = _perhaps(fields.String, "Who; empty: the system.")
    acting_for = _perhaps(fields.String, "In whose place.")
    title = _always(fields.String, "The task, in the diagram's words.")
    outcome = _always(fields.String, "The decisive answer in words.")
    changes = _always(fields.List, "What was changed.", fields.Nested(Change))
    facts = _always(fields.Dict, "What the kind says besides.")
    tally = _perhaps(fields.Dict, "The count of a concluded vote; never who voted what.")
    led_to = _always(fields.List, "Tasks it opened or the end it reached.", fields.String())
    hash = _always(fields.String, "SHA-256 of this link of the chain.")


class Attachment(Answer):
    """A file of a dossier."""

    id = _always(fields.UUID, "The file.")
    kind = _always(fields.String, "Which paper it is.")
    name = _always(fields.String, "Its name.")
    media_type = _always(fields.String, "Its media type.")
    size = _always(fields.Integer, "Bytes.")
    sha256 = _always(fields.String, "Of its bytes.")
    time = _always(fields.DateTime, "When it was added.")
    added_by = _always(fields.String, "By whom.")


class Comment(Answer):
    """Something said on a dossier."""

    id = _always(fields.UUID, "The comment.")
    user_id = _always(fields.String, "Who said it.")
    time = _always(fields.DateTime, "When.")
    message = _always(fields.String, "What.")


class ProcessDefinition(Answer):
    """A published process, in the version new dossiers start on."""

    id = _always(fields.String, "`key:version:id`.")
    key = _always(fields.String, "Its key.")
    name = _always(fields.String, "Its name.")
    version = _always(fields.Integer, "Counted from 1.")
    resource = _always(fields.String, "File name of the diagram.")
    sha256 = _always(fields.String, "Of the whole bundle: the diagram with its forms.")
    published = _perhaps(fields.DateTime, "When it was published.")


class Diagram(Answer):
    """A diagram as its author saved it."""

    id = _always(fields.String, "`key:version:id`.")
    bpmn20_xml = _always(fields.String, "The BPMN 2.0 file.")


class Mistake(Answer):
    """One field that cannot be taken."""

    detail = _always(fields.String, "Why, in the caller's language.")
    field = _always(fields.String, "Its name, dotted where it stands inside another one.")
    sent_in = _always(fields.String, "body, query or header.", data_key="in")
    pointer = fields.String(metadata={"description": "JSON pointer into the body, such as `#/nominee/name`."})


class Problem(Answer):
    """Problem details (RFC 9457)."""

    type = _always(fields.String, "`urn:vinhdanh:problem:` and the kind of problem.")
    title = _always(fields.String, "The kind in words.")
    status = _always(fields.Integer, "The HTTP status.")
    instance = _always(fields.String, "The address that was called.")
    request = _always(fields.String, "The call's id, as in the log.")
    detail = fields.String(metadata={"description": "What was wrong with this very call."})
    reason = fields.String(metadata={"description": "The reason as a word that does not change."})
    who = fields.String(allow_none=True, metadata={"description": "Of a lost race: who was faster."})
    at = fields.DateTime(allow_none=True, metadata={"description": "Of a lost race: when."})
    errors = fields.List(fields.Nested(Mistake), metadata={"description": "One entry a field that cannot be taken."})

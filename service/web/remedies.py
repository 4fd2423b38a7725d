"""What an administrator can do about what does not go by itself, in words."""

from flask_babel import lazy_gettext

from service import permissions
from service.jobs import DeadJob
from service.queries.operations import Trouble

KINDS = {
    "mail": lazy_gettext("Mail"),
    "password_reset": lazy_gettext("Password link"),
    "webhook": lazy_gettext("Message to another system"),
    "take_sheet": lazy_gettext("Taking in a list"),
    "submit_sheet": lazy_gettext("Submitting a list"),
}
"""The kinds of jobs."""
_REMEDIES = {
    "nobody_may_act": lazy_gettext(
        "Give somebody the role, or let somebody stand in for its holder; then check again."
    ),
    "no_due_date": lazy_gettext(
        "Enter the missing days at the award in the catalogue; then check again. The task keeps the date it was given."
    ),
    "roster": lazy_gettext("Mend the members of the council, then try again."),
    "state": lazy_gettext(
        "The saved state or its diagram is damaged: compare with the last backup before you try again."
    ),
}
_BY_THE_CLOCK = lazy_gettext("Mend what the reason names (often the diagram or the catalogue), then try again.")
_BY_ITS_DOER = lazy_gettext(
    "Mend what the reason names; then whoever has the task sends it again. Nobody else can; their answers are kept."
)
_BY_ITSELF = lazy_gettext(
    "Mend what the worker's log says went wrong, often the diagram or the catalogue. The worker tries again by itself "
    "every half minute; this goes as soon as it succeeds."
)
_SUSPENDED = lazy_gettext("The dossier is suspended; try again when it has been resumed.")
_MAIL_SERVER = lazy_gettext(
    "Check the settings of the mail server (VINHDANH_SMTP_…, VINHDANH_MAIL_FROM); then try again."
)
_ADDRESS = lazy_gettext("Check the mail address of the person; when it is right, try again.")
_RECEIVER = lazy_gettext(
    "Ask whoever runs the receiver, then try again. If nobody needs these messages, end it under “Other systems”."
)
_OTHER_ADDRESS = lazy_gettext(
    "End the address under “Other systems” and enter the right one; this message is given up."
)
_LOG = lazy_gettext("Look in the worker's log for what went wrong, mend it, then try again.")
_OF_REASON = {
    "mail_address": _ADDRESS,
    "mail_not_taken": _ADDRESS,
    "mail_not_from_us": _MAIL_SERVER,
    "mail_put_off": _MAIL_SERVER,
    "mail_sign_in": _MAIL_SERVER,
    "mail_unsafe": _MAIL_SERVER,
    "mail_silent": _MAIL_SERVER,
    "mail_away": _MAIL_SERVER,
    "receiver_status": _RECEIVER,
    "receiver_late": _RECEIVER,
    "receiver_away": _RECEIVER,
    "receiver_untrusted": _RECEIVER,
    "receiver_garbled": _RECEIVER,
    "url_unknown": _RECEIVER,
    "url_inside": _OTHER_ADDRESS,
    "unreadable": lazy_gettext(
        "Its row in the database is damaged: mend it from the last backup and try again, or give the job up."
    ),
    "unknown": lazy_gettext("Start a worker of the version that added this job; then try again."),
}
_LIST = lazy_gettext("Rows that are done stay done: trying again goes on with those that are left.")
_AFTERWARDS = {
    "password_reset": lazy_gettext(
        "If the link is too old by then, nothing is sent: make another on the person's page."
    ),
    "take_sheet": _LIST,
    "submit_sheet": _LIST,
}


def kind_name(kind: str) -> str:
    """What a job is for."""
    return str(KINDS.get(kind, kind))


def remedy(trouble: Trouble) -> str:
    """What to do about a dossier that is held up."""
    if trouble.incident.rule in permissions.BY_ITSELF:
        return str(_BY_ITSELF)
    if trouble.status == "suspended":
        return str(_SUSPENDED)
    if not trouble.can_be_tried:
        return str(_BY_ITS_DOER)
    return str(_REMEDIES.get(trouble.incident.rule, _BY_THE_CLOCK))


def job_remedy(job: DeadJob) -> str:
    """What to do about a job that failed, by its reason and its kind."""
    afterwards = _AFTERWARDS.get(job.kind, "")
    return f"{_OF_REASON.get(job.error.code, _LOG)} {afterwards}".rstrip()


def is_a_check(trouble: Trouble) -> bool:
    """Whether trying again only looks again, and makes no step."""
    return trouble.incident.rule in ("nobody_may_act", "no_due_date")

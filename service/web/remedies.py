"""What an administrator can do about what does not go by itself, in words."""

from flask_babel import lazy_gettext

from service.queries.operations import Trouble

KINDS = {
    "mail": lazy_gettext("Mail"),
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
_SUSPENDED = lazy_gettext("The dossier is suspended; try again when it has been resumed.")


def kind_name(kind: str) -> str:
    """What a job is for."""
    return str(KINDS.get(kind, kind))


def remedy(trouble: Trouble) -> str:
    """What to do about a dossier that is held up."""
    if trouble.status == "suspended":
        return str(_SUSPENDED)
    if not trouble.can_be_tried:
        return str(_BY_ITS_DOER)
    return str(_REMEDIES.get(trouble.incident.rule, _BY_THE_CLOCK))


def is_a_check(trouble: Trouble) -> bool:
    """Whether trying again only looks again, and makes no step."""
    return trouble.incident.rule in ("nobody_may_act", "no_due_date")

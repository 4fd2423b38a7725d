"""What the pages call the events that other systems may be told of."""

from flask_babel import lazy_gettext

from service.outside.kinds import PREFIX, TEST

EVENT_TYPES = {
    f"{PREFIX}dossier.opened": lazy_gettext("A dossier was opened"),
    f"{PREFIX}dossier.withdrawn": lazy_gettext("A dossier was withdrawn"),
    f"{PREFIX}dossier.suspended": lazy_gettext("A dossier was suspended"),
    f"{PREFIX}dossier.resumed": lazy_gettext("A dossier goes on"),
    f"{PREFIX}dossier.ended": lazy_gettext("A dossier has ended"),
    f"{PREFIX}task.created": lazy_gettext("A task has opened"),
    f"{PREFIX}task.completed": lazy_gettext("A task is done"),
    f"{PREFIX}task.claimed": lazy_gettext("A task has been claimed"),
    f"{PREFIX}task.released": lazy_gettext("A task went back to its group"),
    f"{PREFIX}task.assigned": lazy_gettext("A task was handed to somebody else"),
    f"{PREFIX}task.reminded": lazy_gettext("A task was reminded of"),
    f"{PREFIX}task.overdue": lazy_gettext("A task is overdue"),
    f"{PREFIX}task.recalled": lazy_gettext("A step was taken back"),
    f"{PREFIX}voting.opened": lazy_gettext("A vote was opened"),
    f"{PREFIX}voting.completed": lazy_gettext("A vote is complete"),
    f"{PREFIX}timer.rang": lazy_gettext("A deadline of the process passed"),
    f"{PREFIX}document.attached": lazy_gettext("A document was added"),
    f"{PREFIX}document.removed": lazy_gettext("A document was taken out"),
    f"{PREFIX}comment.added": lazy_gettext("Somebody commented (without the text)"),
    f"{PREFIX}incident.raised": lazy_gettext("A dossier is held up"),
    f"{PREFIX}incident.resolved": lazy_gettext("A dossier is no longer held up"),
    TEST: lazy_gettext("A test message"),
}
"""By type, in the order in which they are offered."""

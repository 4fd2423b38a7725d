"""What the pages call the kinds of nominees."""

from flask_babel import lazy_gettext

NOMINEE_KINDS = {
    "individual": lazy_gettext("Individual"),
    "collective": lazy_gettext("Collective"),
    "household": lazy_gettext("Household"),
    "enterprise": lazy_gettext("Enterprise or cooperative"),
}

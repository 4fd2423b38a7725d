"""Who may: one rule for work items, read as guard, as inbox and as explanation, and the rules of a whole dossier."""

from service.permissions.dossier_rules import (
    closing_seat,
    superior_of,
    suspending_seat,
    why_not_attach,
    why_not_close_voting,
    why_not_open_voting,
    why_not_propose,
    why_not_reassign,
    why_not_suspend,
    why_not_withdraw,
    withdrawing_seat,
)
from service.permissions.holders import actor_of, holders, holders_of
from service.permissions.inbox_sql import Shape, assigned, audiences, shape_of, values_of
from service.permissions.rules import exclusions_among, exclusions_of, honours, require, seat_for, standing, why_not
from service.permissions.visibility import can_see, visible_to

__all__ = [
    "Shape",
    "actor_of",
    "assigned",
    "audiences",
    "can_see",
    "closing_seat",
    "exclusions_among",
    "exclusions_of",
    "holders",
    "holders_of",
    "honours",
    "require",
    "seat_for",
    "shape_of",
    "standing",
    "superior_of",
    "suspending_seat",
    "values_of",
    "visible_to",
    "why_not",
    "why_not_attach",
    "why_not_close_voting",
    "why_not_open_voting",
    "why_not_propose",
    "why_not_reassign",
    "why_not_suspend",
    "why_not_withdraw",
    "withdrawing_seat",
]

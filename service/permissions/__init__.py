"""Who may: one rule for work items, read as guard, as inbox and as explanation, and the rules of a whole dossier."""

from service.permissions.administration import ADMINISTRATORS_ONLY, why_not_administer
from service.permissions.deciding import DECIDES, DECIDING, decides
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
from service.permissions.filter_rules import is_offered, why_not_drop, why_not_share
from service.permissions.holders import actor_in, actor_of, actors_among, away_until, holders, holders_of, seats_of
from service.permissions.inbox_sql import Shape, assigned, audiences, completed, shape_of, values_of
from service.permissions.onlookers import onlookers
from service.permissions.people_rules import DELEGABLE, why_not_delegate, why_not_end_delegation, why_not_excuse
from service.permissions.recalling import happened_since, last_step_of, why_not_recall
from service.permissions.rules import (
    exclusions_among,
    exclusions_of,
    honours,
    require,
    seat_for,
    standing,
    unfit,
    why_not,
)
from service.permissions.talking import own_notices, why_not_answer, why_not_comment
from service.permissions.token_rules import why_not_end_token, why_not_make_token
from service.permissions.troubles import (
    BY_ITSELF,
    NOBODY,
    TIMER,
    UNDATED,
    UNREMINDED,
    UNTOLD,
    came_of_an_act,
    can_be_tried,
)
from service.permissions.visibility import can_see, visible_to

__all__ = [
    "ADMINISTRATORS_ONLY",
    "BY_ITSELF",
    "DECIDES",
    "DECIDING",
    "DELEGABLE",
    "NOBODY",
    "TIMER",
    "UNDATED",
    "UNREMINDED",
    "UNTOLD",
    "Shape",
    "actor_in",
    "actor_of",
    "actors_among",
    "assigned",
    "audiences",
    "away_until",
    "came_of_an_act",
    "can_be_tried",
    "can_see",
    "closing_seat",
    "completed",
    "decides",
    "exclusions_among",
    "exclusions_of",
    "happened_since",
    "holders",
    "holders_of",
    "honours",
    "is_offered",
    "last_step_of",
    "onlookers",
    "own_notices",
    "require",
    "seat_for",
    "seats_of",
    "shape_of",
    "standing",
    "superior_of",
    "suspending_seat",
    "unfit",
    "values_of",
    "visible_to",
    "why_not",
    "why_not_administer",
    "why_not_answer",
    "why_not_attach",
    "why_not_close_voting",
    "why_not_comment",
    "why_not_delegate",
    "why_not_drop",
    "why_not_end_delegation",
    "why_not_end_token",
    "why_not_excuse",
    "why_not_make_token",
    "why_not_open_voting",
    "why_not_propose",
    "why_not_reassign",
    "why_not_recall",
    "why_not_share",
    "why_not_suspend",
    "why_not_withdraw",
    "withdrawing_seat",
]

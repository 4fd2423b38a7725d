"""How many members a share of a council is."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from service.db import transaction
from service.models import AwardKind
from service.votes import needed

COUNCILS = range(1, 201)


@pytest.mark.parametrize(
    ("stored", "exact"),
    [
        ("0.6666", Fraction(2, 3)),
        ("0.7", Fraction(7, 10)),
        ("0.8", Fraction(4, 5)),
        ("0.9", Fraction(9, 10)),
        ("1", Fraction(1)),
    ],
)
def test_at_least_a_share_is_what_the_exact_fraction_says(stored, exact):
    assert [needed(Decimal(stored), n) for n in COUNCILS] == [ceil(exact * n) for n in COUNCILS]


def test_more_than_half_is_the_next_whole_member_after_half():
    assert [needed(Decimal("0.5001"), n) for n in COUNCILS] == [n // 2 + 1 for n in COUNCILS]


@pytest.mark.parametrize("members", [4997, 4998, 4999])
def test_shares_with_four_digits_hold_for_the_largest_councils(members):
    assert needed(Decimal("0.6666"), members) == ceil(Fraction(2, 3) * members)
    assert needed(Decimal("0.5001"), members) == members // 2 + 1


def test_an_award_without_a_share_needs_everybody():
    assert needed(None, 9) == 9


@pytest.mark.parametrize("share", ["quorum", "threshold"])
def test_an_award_that_is_voted_on_names_its_shares(world, share):
    with pytest.raises(IntegrityError), transaction(world.database) as session:
        session.execute(update(AwardKind).where(AwardKind.vote == "open").values({share: None}))

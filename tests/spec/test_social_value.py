"""Social value by hand: a pack of three measures with round proxy values, and every case of not knowing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placebook.decide.social_value import (
    Assurance,
    Commitment,
    Contract,
    Measure,
    MeasuresPack,
    faults,
    lines,
    totals,
    worth,
)
from placebook.types import State

JOB = Measure("job", "Local jobs", "years", "work", "local", 20_000.0, "a published list")
HOUR = Measure("hour", "Volunteering", "hours", "people", "time", 15.0, "a published list")
BARE = Measure("bare", "Care leavers helped", "people", "people", "time")  # no proxy value is published
PACK = MeasuresPack(
    "small",
    "1",
    "A small pack",
    "",
    "",
    (("work", "Work"), ("people", "People"), ("empty", "Nothing promised")),
    (("work", "local", "Local"), ("people", "time", "Time")),
    (JOB, HOUR, BARE),
)
AUDIT = Assurance("Internal audit", "2026-06-01", "https://council.example/a")


def contract(*commitments: Commitment) -> Contract:
    return Contract("c", "C", "Builder Ltd", "Housing", PACK, commitments)


# 10 years at £20,000, a quarter would have come anyway, and half was brought about by others:
# 10 x 20,000 = 200,000; x 0.75 = 150,000; x 0.5 = 75,000
@pytest.mark.parametrize(
    ("quantity", "deadweight", "attribution", "value", "most"),
    [
        (10, 0.25, 0.5, 75_000, 75_000),
        (8, 0.25, 0.5, 60_000, 60_000),
        (10, 0.0, 0.0, 200_000, 200_000),
        (10, 1.0, 0.0, 0, 0),  # all of it would have come anyway
        (10, None, 0.5, None, 100_000),  # not known is not nought: only the most can be said
        (10, 0.25, None, None, 150_000),
        (10, None, None, None, 200_000),
        (10, 1.0, None, 0, 0),  # nothing is left, whatever others did
        (0, None, None, 0, 0),
        (None, 0.25, 0.5, None, None),
    ],
)
def test_worth(quantity, deadweight, attribution, value, most):
    found = worth(quantity, JOB, Commitment("job", 10, deadweight=deadweight, attribution=attribution))
    assert (found.value, found.most) == (value, most)
    assert bool(found.why) == (value is None)


def test_a_measure_without_a_proxy_value_has_no_worth_and_is_not_nought():
    (line,) = lines(contract(Commitment("bare", 6, 2.0, deadweight=0, attribution=0)))
    assert (line.bid.value, line.delivered.value, line.share) == (None, None, 2 / 6)
    assert line.delivered.why == "the pack has no proxy value for it"


@pytest.mark.parametrize(
    ("bid", "delivered", "stands", "share"),
    [
        (10, 10.0, "delivered", 1.0),
        (10, 12.0, "delivered", 1.2),
        (10, 8.0, "partly delivered", 0.8),
        (10, 0.0, "nothing delivered", 0.0),
        (10, State.NOT_ANSWERED, "not known", None),
        (10, State.NOT_MEASURED, "not known", None),
        (0, 3.0, "delivered", None),  # nothing was promised, so there is no share of it
    ],
)
def test_what_came_beside_what_was_bid(bid, delivered, stands, share):
    (line,) = lines(contract(Commitment("job", bid, delivered)))
    assert (line.stands, line.share) == (stands, share)


def test_verified_only_with_an_assurance_record():
    told = Commitment("job", 10, 8.0, evidence=("A letter of the supplier",))
    assert [one.verified for one in lines(contract(told, replace(told, assurance=AUDIT)))] == [False, True]


def test_totals_add_what_is_known_and_count_what_is_not():
    made = contract(
        Commitment("job", 10, 8.0, deadweight=0.25, attribution=0.5, assurance=AUDIT),  # 75,000 bid, 60,000 came
        Commitment("job", 1, 1.0, deadweight=0, attribution=0),  # 20,000 both, not verified
        Commitment("hour", 600, State.NOT_MEASURED, deadweight=0, attribution=0),  # 9,000 bid
        Commitment("bare", 6, 2.0, deadweight=0, attribution=0),
    )
    assert [(one.name, one.of, one.bid, one.bid_unknown) for one in totals(made)] == [
        ("Work", 2, 95_000, 0),
        ("People", 2, 9_000, 1),
        ("All themes", 4, 104_000, 1),
    ]
    assert [(one.delivered, one.delivered_unknown, one.verified) for one in totals(made)] == [
        (80_000, 0, 60_000),
        (None, 2, None),  # nothing is known: not £0
        (80_000, 2, 60_000),
    ]


@pytest.mark.parametrize(
    ("commitment", "said"),
    [
        (Commitment("jobs", 1), "small has no such measure; it has job, hour, bare"),
        (Commitment("job", 1, deadweight=25), "deadweight is 25; write a share from 0 to 1"),
        (Commitment("job", 1, attribution=-0.1), "attribution is -0.1"),
        (Commitment("job", -1), "a quantity lies below nought"),
        (Commitment("job", 1, assurance=AUDIT), "it is assured, and what was delivered is not known"),
        (Commitment("job", 1, 1.0, assurance=replace(AUDIT, by="builder ltd")), "assures a delivery of their own"),
        (Commitment("job", 1, 1.0, assurance=replace(AUDIT, by="Housing")), "assures a delivery of their own"),
        (Commitment("job", 1, 1.0, as_of="2026-06-02", assurance=AUDIT), "assured on 2026-06-01, before the day"),
    ],
)
def test_what_cannot_be_right(commitment, said):
    (found,) = faults(contract(commitment))
    assert said in found


def test_what_is_right_has_no_fault():
    assert list(faults(contract(Commitment("job", 1, 1.0, "2026-06-01", 0, 1, (), AUDIT)))) == []

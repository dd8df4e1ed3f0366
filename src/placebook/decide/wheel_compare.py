"""Options side by side: where they differ, where nobody knows, and who is asked to look. Nothing is added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from placebook.decide.wheel import (
    BAD,
    GOOD,
    NOT_KNOWN,
    TERMS,
    Decision,
    Effect,
    Factor,
    Option,
    Segment,
    Sway,
    every_segment,
)
from placebook.types import State

OPPOSED = "good with one option and bad with another"
DIFFERS = "not the same with every option"
IN_DOUBT = "not known for every option"
SAME = "the same with every option"
KINDS = (OPPOSED, DIFFERS, IN_DOUBT, SAME)  # the order in which a reader wants them
BY_DIFFERENCE, BY_FACTOR = ORDERS = ("difference", "factor")


@dataclass(frozen=True, slots=True)
class Compared:
    """One factor in one term: what each option does to it, and how the options stand to each other."""

    factor: Factor
    term: str
    effects: Mapping[str, Effect]  # option -> effect
    kind: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """One segment that nobody can or did judge, why, and its reason."""

    option: Option
    factor: Factor
    segment: Segment


def kind_of(effects: tuple[Effect, ...]) -> str:
    """How the options stand to each other on one factor.

    Good with one and bad with another comes first, known or not for the rest: that is where a choice is made. "Mixed"
    is neither good nor bad, and so is opposed to nothing. Options are called the same only if all of them are known.
    """
    found = set(effects)
    if found & GOOD and found & BAD:
        return OPPOSED
    if found & set(NOT_KNOWN):
        return IN_DOUBT
    return DIFFERS if len(found) > 1 else SAME


def compared(decision: Decision, factors: tuple[Factor, ...], order: str = BY_DIFFERENCE) -> tuple[Compared, ...]:
    """Every factor and term with the effect of each option, those that differ most in kind first, or by factor."""
    found = [_compared(decision, factor, term) for factor in factors for term in TERMS]
    if order == BY_FACTOR:
        return tuple(found)
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _compared(decision: Decision, factor: Factor, term: str) -> Compared:
    effects = {one.id: one.at(factor.link, term).effect for one in decision.options}
    return Compared(factor, term, effects, kind_of(tuple(effects.values())))


def unknowns(decision: Decision, factors: tuple[Factor, ...]) -> tuple[Unknown, ...]:
    """Everything that is not known: work to do, and what a reader must bear in mind."""
    return tuple(
        Unknown(option, factor, segment)
        for option, factor, segment in every_segment(decision, factors)
        if not segment.is_known
    )


def mitigations(decision: Decision, factors: tuple[Factor, ...]) -> Iterator[Unknown]:
    """Every segment that has a mitigation, with its option and factor."""
    for option, factor, segment in every_segment(decision, factors):
        if segment.mitigation is not None:
            yield Unknown(option, factor, segment)


def tone_of(effect: Effect) -> str:
    """better, worse, mixed, none or unknown: what decides colour and shape together with the word."""
    if effect in GOOD:
        return "better"
    if effect in BAD:
        return "worse"
    if effect is Sway.MIXED:
        return "mixed"
    return "none" if effect is State.NO_EFFECT else "unknown"

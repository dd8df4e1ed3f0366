"""Whether the rules of a question set can be trusted: every mix is decided, and doing more never lowers a level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from placebook.decide.status import SHARES, mixes, rule_for
from placebook.types import Outcome, QuestionSet


def warns(questions: QuestionSet, level: str) -> bool:
    """Whether statements at this level warn: those at the lowest level do."""
    return level == next(iter(questions.levels))


def rank(questions: QuestionSet, level: str) -> int:
    """The place of a level, 0 for the lowest."""
    return list(questions.levels).index(level)


def rule_faults(questions: QuestionSet) -> Iterator[str]:
    """What is wrong with the rules, one sentence each; nothing when all is well.

    The rules are asked about every mix of none, some and all that an outcome of the set can have. There are at most
    three to the power of the number of levels, so nothing is left to trial.
    """
    shapes = {
        tuple(_sizes(questions, outcome).items()): outcome for outcome in questions.outcomes if outcome.statements
    }
    for shape, outcome in shapes.items():
        possible = {level: _can_be(size) for level, size in shape}
        for mix in mixes(questions, possible):
            fault = _fault(questions, mix, possible)
            if fault:
                yield f"outcome {outcome.id!r}: {fault}"
                break


def _sizes(questions: QuestionSet, outcome: Outcome) -> Mapping[str, int]:
    return {level: sum(one.level == level for one in outcome.statements) for level in questions.levels}


def _can_be(size: int) -> tuple[str, ...]:
    """The shares that so many statements can have: one statement is never partly so."""
    return SHARES if size > 1 else ("none", "all") if size else ("none",)


def _fault(questions: QuestionSet, mix: Mapping[str, str], possible: Mapping[str, tuple[str, ...]]) -> str:
    said = ", ".join(f"{share} of {level}" for level, share in mix.items())
    try:
        here = rank(questions, rule_for(questions, mix).level)
    except LookupError:
        return f"no rule decides {said}; end the rules with one that has no 'where'"
    for level, share in mix.items():
        more = possible[level][possible[level].index(share) + 1 :][:1]
        if not more:
            continue
        try:
            there = rank(questions, rule_for(questions, {**mix, level: more[0]}).level)
        except LookupError:
            continue  # told when its own turn comes
        if there > here if warns(questions, level) else there < here:
            moves = "raises" if there > here else "lowers"
            return f"from {said}, {more[0]} of {level} {moves} the level; more that is met must never lower it"
    return ""

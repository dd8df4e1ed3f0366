"""The level of each outcome, from answers and rules, with what is not known kept apart from yes and from no.

Why: a form that takes a blank for a no hides that nobody has looked, and one that takes it for a yes hides a risk.
So a level is given only if it is the same whatever the unknown answers turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from placebook.types import Assessment, Outcome, OutcomeAnswer, QuestionSet, State, StatusRule

NONE, SOME, ALL = SHARES = ("none", "some", "all")
UNKNOWN = (State.NOT_ANSWERED, State.NOT_ASKED, State.NOT_MEASURED)  # why an answer may be neither yes nor no


@dataclass(frozen=True, slots=True)
class OutcomeStatus:
    """What the rules say of one outcome. `level` is None where the answers leave more than one level possible."""

    outcome: str
    level: str | None
    state: State
    possible: tuple[str, ...]  # levels, the lowest first
    because: str
    holds: tuple[str, ...] = ()  # statements answered yes
    unknown: tuple[str, ...] = ()  # statements answered neither yes nor no


def statuses(questions: QuestionSet, assessment: Assessment) -> tuple[OutcomeStatus, ...]:
    """The status of every outcome of a question set, in its order. The order of answers has no say.

    An outcome that the assessment does not name is not yet answered. Levels are not added up: a strong answer on
    one outcome does not make up for a weak one on another.
    """
    given = {one.outcome: one for one in assessment.outcomes}
    return tuple(status(questions, each, given.get(each.id, OutcomeAnswer(each.id))) for each in questions.outcomes)


def status(questions: QuestionSet, outcome: Outcome, given: OutcomeAnswer) -> OutcomeStatus:
    """The level of one outcome: the one that the rules give for every way in which unknown answers may fall.

    For each level the statements that hold are none, some or all of its statements. With y of n answered yes and u
    unknown, every count from y to y + u may be the true one; the rules are asked about each mix of those shares.

    Source of the rule by shares: the Cyber Assessment Framework's own guidance, which decides an outcome by whether
    all, some or none of its statements hold.
    """
    known = {one.id: given.answers.get(one.id, State.NOT_ANSWERED) for one in outcome.statements}
    unknown = tuple(name for name, said in known.items() if isinstance(said, State))
    holds = tuple(name for name, said in known.items() if said is True)
    if not outcome.statements:
        return OutcomeStatus(outcome.id, None, State.NOT_ASKED, (), outcome.gap or "no statement is asked about")
    fitting = [rule_for(questions, mix) for mix in mixes(questions, shares(questions, outcome, known))]
    found = {rule.level for rule in fitting}
    possible = tuple(level for level in questions.levels if level in found)
    if len(possible) > 1:
        return OutcomeStatus(outcome.id, None, _why(known, unknown), possible, "", holds, unknown)
    because = " ".join(dict.fromkeys(rule.because for rule in fitting if rule.because))
    return OutcomeStatus(outcome.id, possible[0], State.OBSERVED, possible, because, holds, unknown)


def _why(known: Mapping[str, bool | State], unknown: tuple[str, ...]) -> State:
    """The one reason why answers are not known, if they share one; else not yet answered."""
    reasons = {known[name] for name in unknown}
    one = next(iter(reasons))
    return one if len(reasons) == 1 and isinstance(one, State) else State.NOT_ANSWERED


Shares = Mapping[str, tuple[str, ...]]  # level -> the shares that are possible there


def shares(questions: QuestionSet, outcome: Outcome, known: Mapping[str, bool | State]) -> Shares:
    """For each level, which of none, some and all its statements may hold."""
    return {
        level: _shares_at([known[one.id] for one in outcome.statements if one.level == level])
        for level in questions.levels
    }


def _shares_at(said: list[bool | State]) -> tuple[str, ...]:
    yes = sum(one is True for one in said)
    unknown = sum(isinstance(one, State) for one in said)
    found = {share(count, len(said)) for count in range(yes, yes + unknown + 1)}
    return tuple(word for word in SHARES if word in found)


def share(yes: int, of: int) -> str:
    """none, some or all. None of nothing is none."""
    return NONE if yes == 0 else ALL if yes == of else SOME


def mixes(questions: QuestionSet, possible: Shares) -> Iterator[Mapping[str, str]]:
    """Every way to pick one share for each level."""
    for picked in product(*(possible[level] for level in questions.levels)):
        yield dict(zip(questions.levels, picked, strict=True))


def rule_for(questions: QuestionSet, mix: Mapping[str, str]) -> StatusRule:
    """The first rule that fits. Raises LookupError where none does; see rules.rule_faults."""
    for rule in questions.rules:
        if all(mix[level] in words for level, words in rule.where.items()):
            return rule
    raise LookupError(f"no rule decides {mix}")

"""Two assessments of one body side by side, and one beside chosen peers: outcome by outcome, never as one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placebook.decide.rules import rank
from placebook.decide.status import OutcomeStatus, statuses
from placebook.types import Assessment, QuestionSet


@dataclass(frozen=True, slots=True)
class Moved:
    """How one outcome stood before and stands now.

    `how` is higher, lower, the same, now known, no longer known, or not known.
    """

    outcome: str
    before: str | None
    after: str | None
    how: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How many peers stand at each level on one outcome, and for how many it is not known; and one's own level."""

    outcome: str
    own: str | None
    at: Mapping[str, int]  # level -> number of peers
    not_known: int


def history(questions: QuestionSet, before: Assessment, after: Assessment) -> tuple[Moved, ...]:
    """How each outcome moved between two assessments by the same question set.

    What became known is not progress, and what is no longer known is not decline: nobody knows which it was.
    """
    pairs = zip(statuses(questions, before), statuses(questions, after), strict=True)
    return tuple(Moved(a.outcome, a.level, b.level, _how(questions, a, b)) for a, b in pairs)


def _how(questions: QuestionSet, before: OutcomeStatus, after: OutcomeStatus) -> str:
    if before.level is None or after.level is None:
        return {(True, True): "not known", (True, False): "now known"}.get(
            (before.level is None, after.level is None), "no longer known"
        )
    step = rank(questions, after.level) - rank(questions, before.level)
    return "higher" if step > 0 else "lower" if step < 0 else "the same"


def beside_peers(questions: QuestionSet, own: Assessment, peers: Sequence[Assessment]) -> tuple[Spread, ...]:
    """How the levels of chosen peers are spread on each outcome, beside one's own. Peers whose level is not known
    are counted apart. There is no mean: levels are words in an order, and the steps between them have no length.
    """
    of_peers = [statuses(questions, one) for one in peers]
    return tuple(
        _spread(questions, mine, [each[at] for each in of_peers]) for at, mine in enumerate(statuses(questions, own))
    )


def _spread(questions: QuestionSet, own: OutcomeStatus, peers: Sequence[OutcomeStatus]) -> Spread:
    counts = {level: sum(one.level == level for one in peers) for level in questions.levels}
    return Spread(own.outcome, own.level, counts, sum(one.level is None for one in peers))

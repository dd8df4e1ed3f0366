"""What an audit found, in plain words: which measures hold here and which cannot hold together. It judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.measure.bias import CLEAR, NOT_CLEAR, UNKNOWN, BiasAudit, Compared, GroupingAudit

# rate -> what it asks, as a person would ask it
ASKS = {
    "selection rate": "Are people of all groups selected equally often (demographic parity)?",
    "base rate": "Does the outcome come equally often in all groups (equal base rates)?",
    "true positive rate": "Of those with the outcome, are equally many selected (equal opportunity)?",
    "false positive rate": "Of those without the outcome, are equally many selected (false positive parity)?",
    "precision": "Of those selected, do equally many have the outcome (predictive parity)?",
    "accuracy": "Are decisions right equally often?",
}
SAID = {
    CLEAR: "No, clearly not",
    NOT_CLEAR: "No clear difference",
    UNKNOWN: "Cannot be said: fewer than two groups have the rate",
}


def answers(grouping: GroupingAudit) -> Iterator[str]:
    """Each question with its answer, the pair of groups furthest apart, and the limits of their difference."""
    for one in grouping.compared:
        yield f"{ASKS[one.rate]} {SAID[one.verdict]}{_pair(one)}."


def _pair(one: Compared) -> str:
    if one.difference is None or one.lower is None or one.upper is None:
        return ""
    return (
        f": {one.high} lies {_points(one.difference)} points above {one.low} "
        f"({_points(one.lower)} to {_points(one.upper)})"
    )


def _points(share: float) -> str:
    """Percentage points, with no minus before zero."""
    return f"{round(100 * share, 1) + 0.0:.1f}"


def conflict(grouping: GroupingAudit) -> str:
    """Which measures hold here and which do not, and whether they could all hold at once.

    With base rates p that differ, equal precision (PPV) and equal error rates cannot both hold, as in every group

        FPR = p / (1 - p) * (1 - PPV) / PPV * TPR

    unless decisions are never wrong. Source: Chouldechova (2017), Big Data 5(2), equation 2.6.
    """
    verdicts = {one.rate: one.verdict for one in grouping.compared}
    odds = (verdicts["true positive rate"], verdicts["false positive rate"])
    errors = CLEAR if CLEAR in odds else UNKNOWN if UNKNOWN in odds else NOT_CLEAR
    here = f"Here equal precision {_holds(verdicts['precision'])}, and equality of error rates {_holds(errors)}"
    base = verdicts["base rate"]
    if base == CLEAR:
        return (
            "The outcome comes more often in some groups than in others. Then a tool that is ever wrong cannot have "
            f"equal precision and equal error rates at once: to come nearer to one is to leave the other. {here}. "
            "Which of them matters more here is for people to decide, and to write down with their reasons."
        )
    if base == NOT_CLEAR:
        return (
            "No clear difference is seen in how often the outcome comes, so equal precision and equal error rates may "
            f"hold together. {here}. No clear difference is no proof of none: the limits say how large one could be."
        )
    return "Too few groups have an outcome to say whether equal precision and equal error rates can hold together."


def _holds(verdict: str) -> str:
    return {CLEAR: "does not hold", NOT_CLEAR: "is not clearly broken", UNKNOWN: "cannot be judged"}[verdict]


def calibration_words(grouping: GroupingAudit) -> Iterator[str]:
    """For each group with scores: how steeply outcomes rise with them, and the Brier score."""
    for one in grouping.groups:
        found = one.calibration
        if found is None:
            continue
        if found.slope is None or found.slope_lower is None or found.slope_upper is None:
            yield f"{one.group}: no slope ({found.why})"
            continue
        brier = "" if found.brier is None else f"; Brier score {found.brier:.3f}"
        yield f"{one.group}: slope {found.slope:.2f} ({found.slope_lower:.2f} to {found.slope_upper:.2f}){brier}"


def caveats(audit: BiasAudit) -> Iterator[str]:
    """What a reader must know beside the figures."""
    yield (
        f"Limits are {audit.confidence:g} per cent. A pair is called clearly different when the limits of its "
        "difference, made stricter for the number of pairs, leave out zero."
    )
    zero = "" if audit.rule.zero_is_safe else " and 0"
    yield (
        f"Counts from 1 to {audit.rule.hide_up_to}{zero} are hidden, and others so that they cannot be worked out: "
        f"{audit.hidden:,} of {audit.counts:,} counts. A rate with a hidden count has no value."
    )
    yield "The outcome is as recorded. Where recording itself differs between groups, these figures cannot show it."

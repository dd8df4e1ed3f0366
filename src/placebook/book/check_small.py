"""Rules about the tables of sources with a `disclosure:` block: no small count stands there, or can be worked out.

A table that somebody else published is kept as it was received, and nothing is taken out of it here: what a build left
out would still stand in raw/, which is published too. So a small count stops the build, and says which way to go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from placebook.book.laid_out import LaidOut
from placebook.measure.disclosure import is_small
from placebook.sources.findings import Finding, fault, warning
from placebook.types import DisclosureRule, Source, State

_RIGHT = (
    "write [c] for its value, limits and numerator (placebook disclose --table finds what must be hidden with it), or "
    "make the figure from its counts with a file in measures/"
)
_AGREE = 0.01  # of what a rate is for each of, by which rows of one indicator may differ
Found = Iterator[tuple[int, tuple[str, str]]]


def small_counts(laid: LaidOut) -> Iterator[Finding]:
    """Small counts in a table: written down, to be had from a rate, or by taking away what is shown from a total."""
    for source, rule in _with_rules(laid):
        mine = np.flatnonzero(laid.observations.source == source.id)
        numbers = laid.observations.numerator[mine]
        if source.file and not np.any(~np.isnan(numbers)):
            what = "has a disclosure: block, and no numerator that it could look at"
            right = "add numerator: to columns:, or take disclosure: out"
            yield warning(laid.file_of("sources", source.id), None, what, right)
        hides = f"a count of 1 to {rule.hide_up_to}" + ("" if rule.zero_is_safe else ", or of 0,")
        words = (f"holds {hides} where the rule hides them", _RIGHT)
        written = ((int(at), words) for at in mine[is_small(numbers, rule)])
        yield from laid.group(written, fault, f"small counts of {source.id}")
        yield from laid.group(_in_rates(laid, mine, rule, hides), fault, f"rates of small counts of {source.id}")
        yield from laid.group(_by_taking_away(laid, mine, rule), fault, f"small counts left over of {source.id}")


def _with_rules(laid: LaidOut) -> Iterator[tuple[Source, DisclosureRule]]:
    for source in laid.book.sources:
        if source.disclosure is not None:
            yield source, source.disclosure


def _in_rates(laid: LaidOut, mine: NDArray[np.intp], rule: DisclosureRule, hides: str) -> Found:
    """Rates whose numerator was taken out and whose people were not, where other rows say what they are for each of."""
    found = laid.observations
    for indicator in np.unique(found.indicator[mine]):
        at = mine[found.indicator[mine] == indicator]
        value, top, bottom = found.value[at], found.numerator[at], found.denominator[at]
        per = (value * bottom / np.where(top > 0, top, np.nan))[~np.isnan(value + top + bottom) & (top > 0)]
        if len(per) == 0 or np.ptp(per) > _AGREE * np.median(per):
            continue
        counts = np.where(np.isnan(top), value * bottom / np.median(per), np.nan)
        words = (f"has a rate and people, which give {hides} where the rule hides them", _RIGHT)
        yield from ((int(one), words) for one in at[is_small(np.round(counts).astype(np.float64), rule)])


def _by_taking_away(laid: LaidOut, mine: NDArray[np.intp], rule: DisclosureRule) -> Found:
    """Hidden counts that the total of their wider area and the areas beside them give back."""
    found = laid.observations
    shown: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)  # indicator, period -> area -> count
    for at in np.flatnonzero(~np.isnan(found.numerator)):
        shown[str(found.indicator[at]), str(found.period[at])][str(found.area[at])] = float(found.numerator[at])
    inside: dict[str, list[str]] = defaultdict(list)
    for code, one in laid.areas.items():
        if one.parent:
            inside[one.parent].append(code)
    for at in mine[(found.state[mine] == State.TOO_SMALL.value) & np.isnan(found.numerator[mine])]:
        counts, area = shown[str(found.indicator[at]), str(found.period[at])], laid.areas.get(str(found.area[at]))
        wider = area.parent if area else None
        if wider in counts and _is_given_back(counts[wider], [counts.get(one) for one in inside[wider]], rule):
            what = f"hides a count that {wider} less the other areas in it gives back"
            right = f"write [c] for a second area in {wider} as well, or for {wider} itself"
            yield int(at), (what, right)


def _is_given_back(total: float, counts: Sequence[float | None], rule: DisclosureRule) -> bool:
    """Whether what is left of a total leaves too few ways to share it among the hidden, who are one or more each."""
    hidden = sum(one is None for one in counts)
    left = total - sum(one for one in counts if one is not None)
    return hidden == 1 or left - (hidden - 1) < rule.hide_up_to


SMALL_RULES = (small_counts,)

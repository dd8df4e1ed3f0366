"""The sentences of the pages that set places side by side."""

from __future__ import annotations

from collections.abc import Sequence

from placebook.pages.chart_kinds import Mark
from placebook.pages.pairs import ALIKE, NOT_KNOWN, OVER, UNDER, Scores
from placebook.pages.scorecard_words import listed, plural
from placebook.pages.shelf import Shelf


def clear_words(scores: Scores, kind: str) -> str:
    """When two places are called clearly different."""
    if scores.ranges is None:
        return "How sure the scores are has not been worked out, so no difference here is known to be clear."
    if scores.ranges.clear is None:
        return "Two places are clearly different where the range of ranks of one ends before that of the other begins."
    return (
        f"Two {plural(kind)} are called clearly different only where that is so sure that, of all the pairs together, "
        f"it is unlikely that even one is wrong. It was worked out from {scores.ranges.runs:,} runs of the index. "
        "Where it is not clear, read nothing into which score is higher."
    )


def chart_title(scores: Scores, marks: Sequence[Mark], codes: Sequence[str]) -> str:
    """The finding of the chart: how the first place stands to the others."""
    first, names = codes[0], {mark.code: mark.name for mark in marks}
    whole = scores.index.recipe.tree.name
    sides = {code: scores.side(first, code, whole) for code in codes[1:]}
    if not sides:
        return f"{names[first]} in {scores.period}"
    said = [
        f"{words} {listed([names[code] for code in codes[1:] if sides[code] == side])}"
        for side, words in _SIDES.items()
        if side in sides.values()
    ]
    return f"In {scores.period} {names[first]} is {'; '.join(said)}"


_SIDES = {
    OVER: "clearly better than",
    UNDER: "clearly worse than",
    ALIKE: "not clearly different from",
    NOT_KNOWN: "not known to differ from",
}


def vain_words(shelf: Shelf, unknown: Sequence[str], found: int, most: int) -> tuple[str, ...]:
    """What of an address could not be used: codes that are not there, retired ones, and more than can be shown."""
    said = [_unknown(shelf, one) for one in unknown[:most]]
    if found > most:
        said.append(f"Only the first {most} are shown: {found:,} side by side cannot be read.")
    return tuple(said)


def _unknown(shelf: Shelf, asked: str) -> str:
    area = shelf.by_code.get(asked)
    if area is None:
        return f"No {shelf.kind or 'area'} here has the code or name {asked[:60]!r}."
    there = [f"{shelf.names.get(code, code)} ({code})" for code in area.successors]
    if there:
        return f"{area.name} ({asked}) is no longer in use. In its place there is: {listed(there)}."
    return f"{area.name} ({asked}) is a {area.kind or 'place'} and has no score in this index."

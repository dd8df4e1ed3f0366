"""Where things are both worse and getting worse, where that cannot be told, and where they are better and improving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from placebook.measure.progress import Progress
from placebook.pages.chart_figures import kept
from placebook.pages.found import PartFound, all_found, with_change
from placebook.pages.scorecard_words import counted, listed, plural
from placebook.pages.shelf import Shelf

MOST_LINES = 300  # of one group: a longer list is cut, and what was cut is counted
WORSE, BETTER = "worse", "better"


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The findings of one sort. `says` is a whole sentence, also where there are none; `left_out` counts the cut."""

    id: str  # the anchor on the page
    title: str
    says: str
    side: str  # worse or better
    lines: tuple[PartFound, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class WorseningPage:
    """Parts of the index and areas by standing and progress.

    `part` and `area` are what the address narrows the page to, "" for all. `parts` and `areas` are all that
    anything was found for, with how often: id, title, count.
    """

    kind: str
    index_title: str
    period: str
    part: str
    part_title: str
    area: str
    area_name: str
    looked_at: int  # pairs of a part and an area with a score
    groups: tuple[FoundGroup, ...]
    worse_not_known: int  # worse, and whether it changes is not known
    why_not_known: tuple[str, ...]  # reasons, the most common first
    parts: tuple[tuple[str, str, int], ...]
    areas: tuple[tuple[str, str, int], ...]
    rules: tuple[str, ...]
    asked_in_vain: str


_GROUPS: Mapping[str, tuple[str, str, frozenset[Progress]]] = MappingProxyType(
    {
        "worse-and-worsening": ("Worse, and getting worse", WORSE, frozenset({Progress.DETERIORATION})),
        "worse-too-small": ("Worse, and too small a change to tell", WORSE, frozenset({Progress.TOO_SMALL})),
        "better-and-improving": (
            "Better, and improving",
            BETTER,
            frozenset({Progress.STEADY, Progress.SIGNIFICANT}),
        ),
    }
)


def worsening_page(shelf: Shelf, part: str = "", area: str = "") -> WorseningPage:
    """The findings of the index's last period, for one part or one area where the address names one.

    Raises ValueError where the book has no index.
    """
    index = shelf.index
    if index is None:
        raise ValueError("the book has no index")
    everything = kept(shelf, "found", lambda: all_found(shelf))
    titles = {one.part: one.title for one in everything.found}
    names = {one.code: one.name for one in everything.found}
    in_vain = _in_vain(shelf, part, area)
    part, area = (part if part in index.scores.indicators else ""), (area if area in index.scores.areas else "")
    some = [one for one in everything.found if part in ("", one.part) and area in ("", one.code)]
    unknown = [one for one in some if one.side == WORSE and one.progress == Progress.NOT_KNOWN]
    counts = Counter(with_change(shelf, one).progress_because for one in unknown[:MOST_LINES])
    shown = [one for one in everything.found if _group_of(one)]
    return WorseningPage(
        kind=shelf.kind,
        index_title=index.recipe.title,
        period=everything.period,
        part=part,
        part_title=titles.get(part) or next((one.title for one in index.parts if one.name == part), ""),
        area=area,
        area_name=shelf.names.get(area, ""),
        looked_at=everything.looked_at,
        groups=tuple(_group(shelf, id, some) for id in _GROUPS),
        worse_not_known=len(unknown),
        why_not_known=tuple(reason for reason, _ in counts.most_common(3)),
        parts=_tally((one.part for one in shown), titles),
        areas=_tally((one.code for one in shown), names),
        rules=everything.rules,
        asked_in_vain=in_vain,
    )


def _group_of(one: PartFound) -> str:
    """The group that a finding belongs to, "" for none."""
    return next((id for id, (_, side, words) in _GROUPS.items() if one.side == side and one.progress in words), "")


def _group(shelf: Shelf, id: str, found: Iterable[PartFound]) -> FoundGroup:
    title, side, _ = _GROUPS[id]
    some = [one for one in found if _group_of(one) == id]
    ordered = sorted(some, key=lambda one: (-abs(one.better_by or 0.0), one.name, one.part))
    left_out = max(len(some) - MOST_LINES, 0)
    lines = tuple(with_change(shelf, one) for one in ordered[:MOST_LINES])
    return FoundGroup(id, title, _says(id, ordered, shelf.kind), side, lines, left_out)


_SAYS = MappingProxyType(
    {
        "worse-and-worsening": (
            "clearly worse and getting worse",
            "Nothing is both clearly worse and getting worse.",
        ),
        "worse-too-small": (
            "clearly worse, and the scores move too much from year to year to say which way it goes",
            "Nothing is clearly worse with a change too small to tell.",
        ),
        "better-and-improving": ("clearly better and improving", "Nothing is both clearly better and improving."),
    }
)


def _says(id: str, some: Sequence[PartFound], kind: str) -> str:
    """What a group holds, in a sentence: named where there are a few, else counted."""
    words, none = _SAYS[id]
    if not some:
        return none
    areas = {one.code for one in some}
    if len(areas) == 1:
        verb = "is" if len(some) == 1 else "are"
        return f"In {some[0].name}, {listed([one.title for one in some])} {verb} {words}."
    return f"A part of the index is {words}: {len(some):,} times, in {counted(len(areas), kind or 'area')}."


def _tally(ids: Iterable[str], titles: Mapping[str, str]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(ids)
    return tuple((id, titles[id], counts[id]) for id in sorted(counts, key=lambda id: (titles[id], id)))


def _in_vain(shelf: Shelf, part: str, area: str) -> str:
    """What the address asks for that is not there."""
    index, said, kind = shelf.index, [], shelf.kind or "area"
    if index is not None and part and part not in index.scores.indicators:
        said.append(f"The index has no part called {part[:60]!r}, so all parts are shown.")
    if index is not None and area and area not in index.scores.areas:
        said.append(f"No {kind} here has the code {area[:60]!r}, so all {plural(kind)} are shown.")
    return " ".join(said)

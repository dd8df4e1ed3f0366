"""Rules about sources that were rebased: each count is the one that the rebase they name gives, worked out anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from placebook.book.laid_out import LaidOut
from placebook.book.rebases import counts_in_table, find_rebase, route_to
from placebook.measure.rebase import rebase
from placebook.sources.findings import Finding, fault, warning
from placebook.types import ContentError, Counts, DataError, Source

_NEAR = 1e-6  # counts are shared out in units of about a millionth


def rebased_counts(laid: LaidOut) -> Iterator[Finding]:
    """Sources that say `rebase:` and do not hold what it gives; a warning where it cannot be run."""
    for source in laid.book.sources:
        if not source.rebase or not (laid.book.folder / "rebase" / f"{source.rebase}.yaml").is_file():
            continue  # a rebase that is not there is said elsewhere
        file = laid.file_of("sources", source.id)
        try:
            counts = _run(laid, source.rebase)
        except (ContentError, DataError) as why:
            said = str(why).removeprefix(f"{laid.book.folder}/")
            what = f"rebase: {source.rebase} cannot be run, so {source.file} is taken at its word ({said})"
            yield warning(file, None, what, f"put right what it reads, or check by hand that {source.file} is its work")
            continue
        yield from _compared(laid, source, file, counts)


def _run(laid: LaidOut, name: str) -> Counts:
    """The counts on the book's boundaries; of a book without a year, on the only ones that the rebase leads to."""
    folder, year = laid.book.folder, laid.book.boundary_year
    found = find_rebase(folder, name)
    if not year and len(found.targets) > 1:
        raise ContentError("the book does not say on the boundaries of which year it is; add boundary_year: to it")
    year = year or found.targets[0].boundary_year
    route = route_to(folder, found, year)
    areas = tuple(sorted(code for code, area in laid.areas.items() if area.kind == laid.book.area_kind))
    made = rebase(counts_in_table(folder, found.counts), route.used, year, areas, route.may_lose, route.said)
    return made.counts


def _compared(laid: LaidOut, source: Source, file: str, counts: Counts) -> Iterator[Finding]:
    found, kinds = laid.observations, _kinds(source, counts)
    right = f"run placebook rebase {source.rebase} with --to and --out, and use what it writes"
    mine = np.flatnonzero(found.source == source.id).tolist()
    wrong = ((at, _differs(laid, at, source, counts, kinds[str(found.indicator[at])])) for at in mine)
    words = ((at, (what, right)) for at, what in wrong if what)
    yield from laid.group(words, fault, f"counts that rebase/{source.rebase}.yaml does not give")
    held = {(str(found.indicator[at]), str(found.area[at]), str(found.period[at])) for at in mine}
    for name, kind in kinds.items():
        if kind is None:
            what = f"{name} is none of the categories of rebase/{source.rebase}.yaml, so it is not checked"
            yield warning(file, None, what, f"give it a heading: of {', '.join(counts.categories)}")
            continue
        lacks = [each for each in product(counts.areas, counts.periods) if (name, *each) not in held]
        if lacks and mine:
            what = f"{source.file} lacks {len(lacks)} counts of {name} that rebase/{source.rebase}.yaml gives"
            yield warning(file, None, f"{what}, such as {' in '.join(lacks[0])}", right)


def _differs(laid: LaidOut, at: int, source: Source, counts: Counts, kind: list[int] | None) -> str:
    """How one count of the source differs from what its rebase gives; '' where it does not, or is not checked."""
    found = laid.observations
    area, period = str(found.area[at]), str(found.period[at])
    if kind is None:
        return ""
    if area not in counts.areas or period not in counts.periods:
        return f"rebase/{source.rebase}.yaml gives no count of {area} in {period}"
    given = float(counts.values[counts.areas.index(area), counts.periods.index(period), kind].sum())
    has = float(found.value[at] if np.isnan(found.numerator[at]) else found.numerator[at])
    if np.isclose(has, given, rtol=0, atol=_NEAR, equal_nan=True):
        return ""
    return f"{area} has {_said(has)} in {period}, and rebase/{source.rebase}.yaml gives {_said(given)}"


def _kinds(source: Source, counts: Counts) -> dict[str, list[int] | None]:
    """Which categories each indicator counts: the only one there is, or that of its heading; None where none is."""
    every = {name: [i] for i, name in enumerate(counts.categories)}
    alone = [0] if len(every) == 1 else None
    return {one.id: alone or every.get(one.heading or one.id) for one in source.indicators}


def _said(value: float) -> str:
    return "no count" if np.isnan(value) else f"{value:,.6f}".rstrip("0").rstrip(".")


REBASED_RULES = (rebased_counts,)

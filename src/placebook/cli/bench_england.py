"""A made-up England for `placebook bench site`: a book with a build, its figures drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from placebook.types import Area, Cube, Evidence, Index, Numbers, RankRanges

SEED, YEARS, FIRST, INDICATORS = 20140401, 10, 2010, 60
CONTEXT = ("income", "people")
NAMES = (*(f"i{k:02d}" for k in range(INDICATORS)), *CONTEXT)
MISSING = 0.05  # share of the figures
BOOK = """book: england
title: A made-up England
area_kind: ward
recipe: england
tiles: tiles.csv
"""
SOURCE = """source: made-up
title: Made-up figures
publisher: Nobody
licence: OGL-UK-3.0
url: https://example.org/
published: 2020-01-01
file: raw/none.csv
columns: {area: area, indicator: indicator, period: period, value: value}
indicators:
"""
RECIPE = """recipe: england
title: A made-up index
says: Nothing; it is there to be timed.
does_not_say: Anything of England.
method_source: none
higher_means: higher made-up figures
levels: [index, dimension, component, indicator]
tree:
  whole:
    title: The whole
    parts:
"""
STEPS = """steps:
  - normalise: {{method: goalposts, goalposts: {{{posts}}}}}
  - aggregate: {{method: arithmetic, missing: leave_out}}
peers: {{count: 5, nearest_on: [income, people]}}
context: [income, people]
"""


def make_england(folder: Path, areas: int) -> None:
    """Write the book and its build. The rank ranges are made up too: what is timed is the site, not the engine."""
    from placebook.builder import FIGURES
    from placebook.measure.build import build_index
    from placebook.notebook import open as open_place
    from placebook.store.builds import new_build
    from placebook.store.observations import write_observations
    from placebook.store.plain import write_value
    from placebook.store.results import write_index, write_ranges

    _write_book(folder, areas)
    place = open_place(folder)
    recipe = place.recipe()
    cube = _figures(place.areas)
    with new_build(folder, [folder / "book.yaml"], {recipe.id: recipe}) as built:
        write_observations(_columns(cube), built / FIGURES)
        write_value(place.areas, built / "areas.json")
        (built / recipe.id).mkdir()
        index = build_index(recipe, cube, _evidence(cube))
        write_value(recipe, built / recipe.id / "recipe.json")
        write_index(index, built / recipe.id)
        write_ranges((_ranges(index),), built / recipe.id)


def _write_book(folder: Path, areas: int) -> None:
    for part in ("sources", "recipes", "raw"):
        (folder / part).mkdir(parents=True)
    side = int(areas**0.5) + 1
    codes = [f"E05{k:06d}" for k in range(areas)]
    _write(folder / "book.yaml", BOOK)
    _write(folder / "areas.csv", "code,name\n" + "".join(f"{code},Ward {k}\n" for k, code in enumerate(codes)))
    tiles = "".join(f"{code},{k % side},{k // side}\n" for k, code in enumerate(codes))
    _write(folder / "tiles.csv", f"code,column,row\n{tiles}")
    _write(folder / "raw" / "none.csv", "area,indicator,period,value\n")
    kinds = {name: "context" if name in CONTEXT else "outcome" for name in NAMES}
    declared = "".join(
        f"  - {{id: {name}, title: Indicator {name}, unit: per cent, kind: {kind}, direction: higher_is_better}}\n"
        for name, kind in kinds.items()
    )
    _write(folder / "sources" / "made-up.yaml", SOURCE + declared)
    posts = ", ".join(f"{name}: [0, 100]" for name in NAMES[:INDICATORS])
    _write(folder / "recipes" / "england.yaml", RECIPE + "".join(_tree()) + STEPS.format(posts=posts))


def _tree() -> Iterator[str]:
    """Twelve components of five indicators, in three dimensions."""
    for d in range(3):
        yield f"      dimension-{d}:\n        title: Dimension {d}\n        parts:\n"
        for c in range(d, 12, 3):
            below = ", ".join(NAMES[c:INDICATORS:12])
            yield f"          component-{c}: {{title: Component {c}, parts: [{below}]}}\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _figures(areas: tuple[Area, ...]) -> Cube:
    """Each ward has a level of its own, each indicator a trend, each figure a chance error."""
    random = np.random.default_rng(SEED)
    level = random.uniform(20, 80, (len(areas), len(NAMES), 1))
    trend = random.normal(0, 1, (1, len(NAMES), 1)) * np.arange(YEARS)
    values = np.clip(level + trend + random.normal(0, 3, (len(areas), len(NAMES), YEARS)), 0, 100)
    values[random.random(values.shape) < MISSING] = np.nan
    return Cube(values, tuple(area.code for area in areas), NAMES, tuple(str(FIRST + t) for t in range(YEARS)))


def _evidence(cube: Cube) -> Evidence:
    return Evidence(np.ones(cube.values.shape), np.zeros(cube.values.shape, bool))


def _columns(cube: Cube) -> SimpleNamespace:
    """The figures as rows, those that are missing left out."""
    area, indicator, year = np.nonzero(~np.isnan(cube.values))
    value: Numbers = cube.values[area, indicator, year]
    nothing = np.full(len(value), np.nan)
    labels = np.array(cube.periods, object)[year]
    return SimpleNamespace(
        area=np.array(cube.areas, object)[area],
        indicator=np.array(cube.indicators, object)[indicator],
        period=labels,
        year=year + FIRST,
        value=value,
        lower=value - 2,
        upper=value + 2,
        numerator=nothing,
        denominator=nothing,
        state=_same("observed", len(value)),
        note=_same("", len(value)),
        source=_same("made-up", len(value)),
        file=_same("raw/none.csv", len(value)),
        row=np.arange(len(value)) + 2,
    )


def _same(word: str, count: int) -> object:
    return np.full(count, word, dtype=object)


def _ranges(index: Index) -> RankRanges:
    """Ranges that reach 300 places to either side of the rank, in the last period."""
    ranks, scores = index.ranks.values[:, :, -1], index.scores.values[:, :, -1]
    last, nothing = index.out_of[:, -1].astype(float), np.zeros(ranks.shape)
    return RankRanges(
        areas=index.scores.areas,
        parts=index.scores.indicators,
        period=index.scores.periods[-1],
        score_low=scores - 2,
        score_mid=scores.copy(),
        score_high=scores + 2,
        rank_low=np.maximum(ranks - 300, 1),
        rank_mid=ranks.copy(),
        rank_high=np.minimum(ranks + 300, last),
        first=nothing,
        last=nothing.copy(),
        fifths=np.zeros((*ranks.shape, 5)),
        runs=100,
        seed=SEED,
        varied=("nothing: these ranges are made up",),
    )

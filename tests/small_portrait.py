"""A portrait made by hand: figures by year, drawn as a table, and the chart of one year."""

from __future__ import annotations

from collections.abc import Mapping

from placebook.measure.portrait_kinds import (
    GLOBAL,
    LENSES,
    LOCAL,
    Dimension,
    Goal,
    HeldPortrait,
    Measure,
    Portrait,
    Snapshot,
)

TOWN = "E09000002"


def measure(id: str, rule: str, goal: float | None, scale: str = LOCAL) -> Measure:
    """A measure with a goal, or with neither rule nor goal."""
    made = None if goal is None else Goal(goal, "A panel", basis="")
    return Measure(id, id.capitalize(), "units", rule if made else "", made, scale=scale, benchmark="Others have more.")


def dimension(id: str, lens: str, *measures: Measure) -> Dimension:
    return Dimension(id, id.capitalize(), lens, measures=measures, unknown="" if measures else "Nobody looked.")


def small_portrait(carry_for: int = 1) -> Portrait:
    """Smoking (at most 20 of 100), pay (50 or more), falls without a goal, food unknown; carbon (at most 2), rivers."""
    return Portrait(
        id="town",
        title="The town",
        area=TOWN,
        says="How it stands.",
        does_not_say="Why.",
        method_source="A paper",
        carry_for=carry_for,
        dimensions=(
            dimension("health", "local-social", measure("smoking", "share_without", 20)),
            dimension("work", "local-social", measure("pay", "at_least", 50), measure("falls", "", None)),
            dimension("food", "local-social"),
            dimension("climate", "global-ecological", measure("carbon", "times_the_limit", 2, GLOBAL)),
            dimension("rivers", "local-ecological"),
        ),
    )


def held(**figures: Mapping[int, float | None]) -> dict[str, tuple[Snapshot, ...]]:
    """Figures by measure and year."""
    return {
        name: tuple(Snapshot(year, value, TOWN, "A bureau", file="raw/a.csv", row=2) for year, value in some.items())
        for name, some in figures.items()
    }


def small_held() -> HeldPortrait:
    """Three years, in which smoking falls, pay is safe at last, and carbon overshoots less."""
    return HeldPortrait(
        small_portrait(),
        held(
            smoking={2010: 60, 2011: 40, 2012: 20},
            pay={2010: 25, 2012: 50},
            falls={2010: 3},
            carbon={2010: 6, 2011: 3},
        ),
    )


assert set(LENSES) >= {one.lens for one in small_portrait().dimensions}

"""Every measure of a portrait in every year as one table, as it stands on the site and in a file."""

from __future__ import annotations

from placebook.measure.portrait import Reading, Standing, in_year, years_of
from placebook.measure.portrait_kinds import HeldPortrait
from placebook.pages.portrait_chart import in_ring_order
from placebook.store.tables import Heading, Kind, Table, table_of

HEADINGS = (
    Heading("year", Kind.WHOLE, "The year of the portrait."),
    Heading("number", Kind.WHOLE, "The number of the dimension in the picture."),
    Heading("lens", says="One of the four lenses."),
    Heading("dimension", says="The dimension."),
    Heading("concept", says="The concept that it serves, as framework#concept."),
    Heading("measure", says="What is measured."),
    Heading("standing", says="safe, shortfall, overshoot or unknown."),
    Heading("why_unknown", says="The reason, where it is unknown."),
    Heading("figure", Kind.NUMBER, "The figure."),
    Heading("lower", Kind.NUMBER, "The lower 95% limit, where it was published."),
    Heading("upper", Kind.NUMBER, "The upper 95% limit, where it was published."),
    Heading("unit", says="The unit of the figure and of the goal."),
    Heading("period", says="What the figure is of."),
    Heading("carried", Kind.YES_NO, "Whether it is the figure of an earlier year."),
    Heading("state", says="How the figure is known."),
    Heading("rule", says="The rule by which the figure becomes a ratio."),
    Heading("goal", Kind.NUMBER, "The social target or the ecological limit."),
    Heading("start", Kind.NUMBER, "The figure before people changed it, where the rule needs one."),
    Heading("goal_source", says="Who set the target or limit."),
    Heading("ratio", Kind.NUMBER, "1 is the line. Social: below is short. Ecological: above is over."),
    Heading("beyond", Kind.NUMBER, "The share short of the target, or the multiples over the limit. 0 is safe."),
    Heading("source", says="Who published the figure."),
    Heading("file", says="The file it stands in."),
    Heading("row", Kind.WHOLE, "The row of that file."),
)


def portrait_table(one: HeldPortrait, year: int | None = None) -> Table:
    """The table of all years, or of one."""
    years = years_of(one.portrait, one.held) if year is None else (year,)
    rows = [
        _row(each, number, standing, reading)
        for each in years
        for number, standing in enumerate(in_ring_order(in_year(one.portrait, one.held, each)), 1)
        for reading in (standing.readings or (None,))
    ]
    columns = {heading.name: [row[i] for row in rows] for i, heading in enumerate(HEADINGS)}
    return table_of(HEADINGS, columns, key=("year", "number", "measure"))


def _row(year: int, number: int, standing: Standing, reading: Reading | None) -> tuple[object, ...]:
    dimension = standing.dimension
    head = (year, number, dimension.lens, dimension.title, dimension.concept)
    if reading is None:
        return (*head, "", standing.standing, standing.why, *_NO_FIGURE)
    measure, found = reading.measure, reading.snapshot
    figure = (
        (_nan(found.value), _nan(found.lower), _nan(found.upper), measure.unit, found.period or str(found.year))
        if found
        else (_NAN, _NAN, _NAN, measure.unit, "")
    )
    goal = measure.goal
    return (
        *head,
        measure.title,
        reading.standing,
        reading.why,
        *figure,
        reading.carried,
        str(found.state) if found else "",
        measure.rule,
        _nan(goal.value if goal else None),
        _nan(measure.start),
        goal.source if goal else "",
        _nan(reading.ratio),
        _nan(reading.beyond),
        found.source if found else "",
        found.file if found else "",
        found.row if found else _NAN,
    )


_NAN = float("nan")
_NO_FIGURE = (_NAN, _NAN, _NAN, "", "", False, "", "", _NAN, _NAN, "", _NAN, _NAN, "", "", _NAN)


def _nan(value: float | None) -> float:
    return _NAN if value is None else value

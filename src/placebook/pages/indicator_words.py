"""What an indicator is, in plain sentences: its kind, its direction, its dates, how sure it is, how it is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from placebook.measure.figures import scored_below
from placebook.measure.words import way_words
from placebook.pages.indicator_figures import PeriodLine, stands_for
from placebook.pages.scorecard_words import counted, sentence
from placebook.pages.shelf import Shelf
from placebook.types import Direction, Indicator, Part, Recipe, Source, Step

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "outcome": "An outcome: how people or the place fare.",
        "proxy": "A stand-in: it points to something that is not measured itself.",
        "service use": "Use of a service: more of it may mean more need, or that help is easier to reach.",
        "context": "Context: it says something about the place, and is neither good nor bad.",
    }
)
_FILLED = MappingProxyType(
    {
        "linear": "a straight line between the years around it",
        "last_known": "the last figure before it",
        "next_known": "the next figure after it",
    }
)
_DATED = MappingProxyType({"first_year": "first", "middle_year": "middle", "last_year": "last"})


def kind_words(kind: str) -> str:
    """A kind of indicator in a sentence."""
    return KINDS.get(kind, sentence(kind))


def direction_words(direction: Direction | None) -> str:
    """Which way is better, or that neither is."""
    if direction is None:
        return "Neither higher nor lower is better."
    return "Higher is better." if direction is Direction.HIGHER_IS_BETTER else "Lower is better."


def dated_words(dated_by: str, periods: Sequence[PeriodLine]) -> str:
    """Which single year a longer period stands for; "" where every period is a year itself."""
    longer = [line for line in periods if line.year and line.period != line.year]
    if not longer:
        return ""
    which = _DATED.get(dated_by, "last")
    return f"A period longer than a year stands for its {which} year: {longer[0].period} stands for {longer[0].year}."


def denominator_words(about: Indicator, known: Mapping[str, Indicator]) -> str:
    """What a count is divided by before areas are compared; "" for none."""
    if about.denominator is None:
        return ""
    by = known.get(about.denominator)
    said = about.denominator if by is None else by.title.lower()
    return f"A count, so areas of another size are not compared by it as it stands. It is divided by: {said}."


def quality_words(shelf: Shelf, about: Indicator, source: Source | None, line: PeriodLine | None) -> tuple[str, ...]:
    """What a reader must know before trusting the figures of one period, one sentence each."""
    said = [] if source is None or not source.note else [sentence(source.note)]
    if line is None:
        return (*said, "No figure of this indicator is published for these areas.")
    said += [f"{_areas(count, shelf.kind)} without a figure: {reason}." for reason, count in line.without]
    if line.estimated:
        said.append(f"{_areas(line.estimated, shelf.kind)} with an estimated figure.")
    if not about.source:
        said.append("The book names no source for it.")
    return (*said, *_age(shelf, line))


def _areas(count: int, kind: str) -> str:
    return counted(count, kind or "area").capitalize()


def _age(shelf: Shelf, line: PeriodLine) -> list[str]:
    """That the figures are older than the index they stand in, where they are."""
    newest = shelf.index.scores.periods[-1] if shelf.index is not None else ""
    if not (line.year and newest.isdecimal() and int(line.year) < int(newest)):
        return []
    years = counted(int(newest) - int(line.year), "year")
    return [f"These figures are {years} older than the index of {newest}."]


def scoring_words(recipe: Recipe, part: Part, known: Mapping[str, Indicator]) -> tuple[str, ...]:
    """How a figure becomes a score, step by step in the order of the recipe, for one part that reads it."""
    name = part.indicator or part.name
    said = [words for step in recipe.steps if _concerns(recipe, step, name) for words in _step(step, name, known)]
    return tuple(said)


def _concerns(recipe: Recipe, step: Step, name: str) -> bool:
    """Whether a step works on one indicator: it names it, or a part above it, or nothing in particular."""
    if step.family == "denominate":
        return name in step.options
    if not step.only:
        return step.family in ("impute", "treat", "normalise")
    below = {one.name: scored_below(one) for one in recipe.tree.walk() if one.name in step.only}
    named = name in step.only or any(name in some for some in below.values())
    return named and step.family in ("impute", "treat", "normalise")


def _step(step: Step, name: str, known: Mapping[str, Indicator]) -> list[str]:
    if step.family == "denominate":
        return [_ratio(step.options[name], known)]
    if step.family == "impute":
        how = way_words(step) if step.options else _FILLED.get(step.method, way_words(step))
        return [] if step.method == "none" else [f"A year without a figure is filled by {how}."]
    if step.family == "treat":
        return [f"Figures far out are treated by: {way_words(step)}."]
    posts = step.options.get("goalposts", {})
    if name in posts:
        return [_posts(posts[name], step)]
    return [f"It is put on the scale of the index by: {way_words(step)}."]


def _ratio(how: Mapping[str, Any], known: Mapping[str, Indicator]) -> str:
    by = known.get(how["by"])
    times = how.get("times", 1)
    per = f", times {times:,}" if times != 1 else ""
    return f"It is divided by {how['by'] if by is None else by.title.lower()}{per}."


def _posts(post: Any, step: Step) -> str:
    low, high, log = goalposts_of(post)
    ends = f"{low:,.6g} scores {step.options.get('low', 0):g} and {high:,.6g} scores {step.options.get('high', 100):g}"
    between = ", in between on a logarithmic scale" if log else ", in between in proportion"
    beyond = " A figure beyond either counts as that end." if step.options.get("clip", True) else ""
    return f"{ends}{between}.{beyond}"


def goalposts_of(post: Any) -> tuple[float, float, bool]:
    """The figures that score lowest and highest, and whether the scale between them is logarithmic."""
    if isinstance(post, Mapping):
        return float(post["low"]), float(post["high"]), post.get("scale") == "log"
    return float(post[0]), float(post[1]), False


def index_period(shelf: Shelf, period: str, dated_by: str) -> str:
    """The period of the index that a published period stands for; "" where the index has none such."""
    there = shelf.index.scores.periods if shelf.index is not None else ()
    return next((label for label in (period, str(stands_for(period, dated_by))) if label in there), "")

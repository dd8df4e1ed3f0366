"""Explain an index from its recipe alone: what it says, its parts, every step with its formula and source."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from placebook.measure.comparable import takes_nothing_from_figures, why_no_trend
from placebook.measure.scales import ways_of
from placebook.measure.tree import level_of, part_depths
from placebook.measure.words import step_words, way_words
from placebook.methods import aggregate, impute, normalise, treat, weight
from placebook.types import Part, Recipe, Step

_FUNCTIONS = {
    "impute": impute.METHODS,
    "treat": treat.METHODS,
    "normalise": normalise.METHODS,
    "weight": weight.METHODS,
    "aggregate": aggregate.METHODS,
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line of the tree: how deep it stands and what share of the whole index it carries."""

    depth: int
    level: str
    name: str
    title: str
    share: float | None  # of the whole, by declared weights; None where it is not measured
    note: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """One method as its own function describes it."""

    name: str
    meaning: str
    formula: str
    source: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the recipe in plain words, with the method behind it where there is one."""

    family: str
    words: tuple[str, ...]
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole method of an index, made from its recipe and nothing else."""

    id: str
    version: str
    title: str
    says: str
    does_not_say: str
    higher_means: str
    method_source: str
    parts: tuple[PartLine, ...]
    steps: tuple[StepLine, ...]
    over_time: tuple[str, ...]
    ranks: tuple[str, ...]
    peers: tuple[str, ...]
    progress: tuple[str, ...]


def explain(recipe: Recipe) -> Explanation:
    """The method of an index in plain English, from its recipe alone."""
    return Explanation(
        id=recipe.id,
        version=recipe.version,
        title=recipe.title,
        says=recipe.says,
        does_not_say=recipe.does_not_say,
        higher_means=recipe.higher_means,
        method_source=recipe.method_source,
        parts=part_lines(recipe),
        steps=tuple(_step_line(step) for step in recipe.steps),
        over_time=_over_time(recipe),
        ranks=_rank_words(recipe),
        peers=_peer_words(recipe),
        progress=_progress_words(recipe),
    )


def part_lines(recipe: Recipe) -> tuple[PartLine, ...]:
    """The tree line by line, with each part's share of the whole by the weights the recipe declares."""
    shares = _shares(recipe.tree)
    known = {one.id: one.title for one in recipe.indicators}
    return tuple(
        PartLine(
            depth,
            level_of(recipe, depth),
            part.name,
            known.get(part.name, part.title),
            shares.get(part.name),
            _note(part),
        )
        for part, depth in part_depths(recipe.tree)
    )


def _shares(tree: Part) -> dict[str, float]:
    """Share of the whole of each measured part: its weight among its neighbours, times that of its whole."""
    shares = {tree.name: 1.0}
    for whole in tree.walk():
        total = sum(part.weight for part in whole.measured)
        for part in whole.measured:
            if whole.name in shares and total:
                shares[part.name] = shares[whole.name] * part.weight / total
    return shares


def _note(part: Part) -> str:
    if part.not_measured is not None:
        return f"not measured: {part.not_measured}"
    if part.loss is not None:
        return f"less the per cent in {part.loss}"
    return f"indicator {part.indicator}" if part.indicator not in (None, part.name) else ""


def _step_line(step: Step) -> StepLine:
    return StepLine(step.family, step_words(step), _methods(step))


def _methods(step: Step) -> tuple[Method, ...]:
    """The functions a step uses, each once: for aggregation also those of single levels and parts."""
    if step.family not in _FUNCTIONS:
        return ()
    found = [described(step.family, step.method)]
    special = [way for key in ("by_level", "by_part") for way in step.options.get(key, {}).values()]
    found += [described("aggregate", way["method"]) for way in special if "method" in way]
    if step.family == "aggregate":
        scales = [
            scale for how in (step.options, *special) for key in ("before", "then") for scale in ways_of(how, key)
        ]
        found += [described("normalise", scale["method"]) for scale in scales]
    return tuple(dict.fromkeys(found))


def described(family: str, name: str) -> Method:
    """A method in the words of its own docstring: first line, formula and source.

    So the explanation, the manual and the code cannot say three different things.
    """
    function: Callable[..., Any] = _FUNCTIONS[family][name]
    text = inspect.getdoc(function) or ""
    meaning = text.split("\n\n")[0].replace("\n", " ")
    before_parameters = re.split(r"\n(?:Parameters\b|Returns\b)", text)[0]
    formula = [line.strip() for line in before_parameters.splitlines() if line.startswith("    ") and line.strip()]
    return Method(name, meaning, "\n".join(formula), _source(family, text))


def _source(family: str, text: str) -> str:
    """The source a docstring names, or that of the method it refers to."""
    found = re.search(r"^Source: (.*?)(?:\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if found is not None:
        return " ".join(found[1].split())
    other = re.search(r"source as for `(\w+)`", text)
    return "" if other is None else described(family, other[1]).source


def _over_time(recipe: Recipe) -> tuple[str, ...]:
    where = {
        "each_period": "Best, worst, averages and weights are worked out anew in each period.",
        "all_periods": "Best, worst, averages and weights are worked out once, over all periods together.",
    }.get(recipe.constants_from, f"Best, worst, averages and weights are those of {recipe.constants_from}.")
    if takes_nothing_from_figures(recipe):
        where = "Scales and weights are written down in the recipe: nothing is taken from the figures."
    refused = why_no_trend(recipe)
    trend = f"are not compared: {refused}" if refused else "can be compared"
    periods = (f"Periods: {', '.join(recipe.periods)}.",) if recipe.periods else ()
    return (where, f"Scores of two periods {trend}.", *periods)


def _rank_words(recipe: Recipe) -> tuple[str, ...]:
    plan = recipe.ranks
    words = [
        "Rank 1 is the highest score. Areas with equal scores share the better rank, and the next rank is left out.",
        f"Each rank comes with a range: the index is made {plan.runs:,} times (seed {plan.seed}), "
        "and the range leaves out the lowest and the highest 5 in 100 of the ranks an area then gets.",
    ]
    causes = []
    if plan.sampling_error:
        causes.append("figures move within their published limits, where there are any")
    if plan.missing_values:
        causes.append(
            f"estimated figures move by {plan.missing_spread:g} of the spread between areas, "
            "and gaps are filled from other areas"
        )
    for choice in plan.choices:
        if choice.what == "weights":
            causes.append(f"weights move by up to {choice.options[0]:.0%}")
        elif choice.what == "drop_one":
            causes.append("any one indicator may be left out")
        else:
            causes.append(f"{choice.what}: " + " or ".join(way_words(step) for step in choice.options))
    if causes:
        words.append("What changes from run to run: " + "; ".join(causes) + ".")
    return tuple(words)


def _peer_words(recipe: Recipe) -> tuple[str, ...]:
    plan = recipe.peers
    if not plan.nearest_on:
        return ("No peers are declared, so strengths and weaknesses are not worked out.",)
    return (
        f"An area's peers are the {plan.count} areas nearest to it in {', '.join(plan.nearest_on)}.",
        f"Over or under is said where a score lies more than {plan.mads:g} median absolute deviation(s) outside "
        "the peers' median, and only where the rank range agrees.",
    )


def _progress_words(recipe: Recipe) -> tuple[str, ...]:
    if why_no_trend(recipe):
        return ()
    plan = recipe.progress
    return (
        f"Progress is the change in score a year: below -{plan.stagnation:g} is deterioration, up to "
        f"+{plan.stagnation:g} stagnation, up to +{plan.significant:g} steady improvement, from there significant "
        "improvement. Where the change is smaller than its own error, it is too small to tell.",
    )

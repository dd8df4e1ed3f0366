"""Sentences for the steps of a recipe, from what the recipe says and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placebook.types import Recipe, Step


def step_words(recipe: Recipe, step: Step) -> tuple[str, ...]:
    """What one step does, in plain sentences."""
    if step.family == "screen":
        return _screen_words(step)
    if step.family == "denominate":
        return tuple(_ratio_words(name, how) for name, how in step.options.items())
    if step.family == "aggregate":
        return aggregation_words(recipe, step)
    whom = _whom(step)
    sentence = f"{_SENTENCES[step.family]} {whom} by {way_words(step)}."
    return (sentence, *_goalpost_words(recipe, step))


_SENTENCES = {
    "impute": "Gaps are filled for",
    "treat": "Outliers are treated in",
    "normalise": "Figures are put on one scale for",
    "weight": "Weights are worked out for",
}


def _whom(step: Step) -> str:
    everything = "the parts of every whole" if step.family == "weight" else "every indicator"
    return ", ".join(step.only) if step.only else everything


def way_words(step: Step) -> str:
    """A method and its options: "winsorise (count 5)"."""
    said = {k: v for k, v in step.options.items() if k not in ("goalposts", "targets", "by_level", "by_part")}
    options = ", ".join(f"{_spaced(key)} {_value(value)}" for key, value in said.items())
    return _spaced(step.method) + (f" ({options})" if options else "")


def _screen_words(step: Step) -> tuple[str, ...]:
    words = []
    if "indicators" in step.options:
        words.append(
            f"An indicator leaves the index if fewer than {step.options['indicators']:.0%} of areas have a figure for it."
        )
    if "areas" in step.options:
        words.append(
            f"An area shows as missing in a period if it has fewer than {step.options['areas']:.0%} of the indicators."
        )
    return tuple(words)


def _ratio_words(name: str, how: Mapping[str, Any]) -> str:
    times = how.get("times", 1)
    per = f", times {times:,}" if times != 1 else ""
    return f"{name} is divided by {how['by']}{per}."


def _goalpost_words(recipe: Recipe, step: Step) -> tuple[str, ...]:
    posts = step.options.get("goalposts", {})
    return tuple(f"{name}: {_ends(post)}" for name, post in posts.items())


def _ends(post: Any) -> str:
    if isinstance(post, Mapping):
        scale = " on a logarithmic scale" if post.get("scale") == "log" else ""
        return f"{post['low']:g} scores lowest, {post['high']:g} highest{scale}"
    return f"{post[0]:g} scores lowest, {post[1]:g} highest"


def aggregation_words(recipe: Recipe, step: Step) -> tuple[str, ...]:
    """How parts become wholes: the common way, then the levels and parts that differ."""
    common = {k: v for k, v in step.options.items() if k not in ("by_level", "by_part")}
    words = [f"Each part is made from the parts below it by {_mean_words(step.method, common)}."]
    for level, way in step.options.get("by_level", {}).items():
        words.append(f"At the level {level}: by {_mean_words(way.get('method', step.method), {**common, **way})}.")
    for part, way in step.options.get("by_part", {}).items():
        words.append(f"For {part}: by {_mean_words(way.get('method', step.method), {**common, **way})}.")
    words.append(_missing_words(common.get("missing", "refuse")))
    return tuple(words)


_MEANS = {
    "arithmetic": "the weighted average",
    "geometric": "the weighted geometric mean",
    "harmonic": "the weighted harmonic mean",
    "generalised": "the weighted generalised mean",
    "weighted_sum": "the plain weighted sum (weights are used as they are, whatever they add up to)",
    "copeland": "the Copeland rule: wins less losses when areas are compared in pairs",
}


def _mean_words(method: str, options: Mapping[str, Any]) -> str:
    words = _MEANS.get(method, _spaced(method))
    if "order" in options and method == "generalised":
        words += f" of order {options['order']:g}"
    if options.get("floor") is not None and method in ("geometric", "harmonic", "generalised"):
        words += f"; a score below {options['floor']:g} counts as {options['floor']:g}"
    if options.get("decimals") is not None:
        words += f"; rounded to {options['decimals']} decimals"
    if "then" in options:
        words += f"; the result is then put on a new scale by {_spaced(options['then']['method'])}"
    return words


def _missing_words(rule: Any) -> str:
    if rule == "refuse":
        return "If a part is missing, the whole is missing."
    if rule == "leave_out":
        return "If a part is missing, the parts that are there share its weight."
    return (
        f"If a part is missing, the parts that are there share its weight, as long as they carry "
        f"{rule['at_least']:.0%} of it; otherwise the whole is missing."
    )


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(one)}" for key, one in value.items())
    return str(value)

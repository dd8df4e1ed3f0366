"""Sentences for the steps of a recipe, from what the recipe says and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placebook.measure.scales import OTHERS, ways_of
from placebook.types import Step


def step_words(step: Step) -> tuple[str, ...]:
    """What one step does, in plain sentences."""
    if step.family == "screen":
        return _screen_words(step)
    if step.family == "calculate":
        return tuple(f"{name} is worked out as {formula}." for name, formula in step.options.items())
    if step.family == "denominate":
        return tuple(_ratio_words(name, how) for name, how in step.options.items())
    if step.family == "aggregate":
        return aggregation_words(step)
    whom = _whom(step)
    sentence = f"{_SENTENCES[step.family]} {whom} by {way_words(step)}."
    return (sentence, *_goalpost_words(step), *_target_words(step))


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
            f"An indicator leaves the index if fewer than {step.options['indicators']:.0%} of areas "
            "have a figure for it."
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


def _goalpost_words(step: Step) -> tuple[str, ...]:
    posts = step.options.get("goalposts", {})
    return tuple(f"{_of(name)}: {_ends(post)}" for name, post in posts.items())


def _target_words(step: Step) -> tuple[str, ...]:
    targets = step.options.get("targets", {})
    return tuple(f"{_of(name)}: the target is {target:g}" for name, target in targets.items())


def _of(name: str) -> str:
    return "all others" if name == OTHERS else name


def _ends(post: Any) -> str:
    pair = (post["low"], post["high"]) if isinstance(post, Mapping) else post
    scale = " on a logarithmic scale" if isinstance(post, Mapping) and post.get("scale") == "log" else ""
    return f"{_end(pair[0])} scores lowest, {_end(pair[1])} highest{scale}"


def _end(end: Any) -> str:
    """One goalpost in words: a figure, or how it is found in the data."""
    if not isinstance(end, Mapping):
        return f"{end:g}"
    ((rule, number),) = end.items()
    if rule == "percentile":
        return f"percentile {number:g} from the worst"
    return f"the {rule} figure" if number == 1 else f"the mean of the {rule} {number:g} figures"


def aggregation_words(step: Step) -> tuple[str, ...]:
    """How parts become wholes: the common way, then the levels and parts that differ."""
    common = {k: v for k, v in step.options.items() if k not in ("by_level", "by_part")}
    words = [f"Each part is made from the parts below it by {_mean_words(step.method, common)}."]
    for key, whose in (("by_level", "At the level"), ("by_part", "For")):
        for name, way in step.options.get(key, {}).items():
            method = way.get("method", step.method)
            same = method == step.method
            kept = {k: v for k, v in common.items() if same or k in ("missing", "decimals")}
            words.append(f"{whose} {name}: by {_mean_words(method, {**kept, **way})}.")
            if "missing" in way:
                words.append(f"{whose} {name}: {_missing_words(way['missing'])}")
    words.append(_missing_words(common.get("missing", "refuse")))
    return tuple(words)


_MEANS = {
    "arithmetic": "the weighted average",
    "geometric": "the weighted geometric mean",
    "harmonic": "the weighted harmonic mean",
    "generalised": "the weighted generalised mean",
    "weighted_sum": "the plain weighted sum (weights are used as they are, whatever they add up to)",
    "minimum": "the lowest of them",
    "maximum": "the highest of them",
    "median": "the middle one of them",
    "product": "their product, each to the power of its weight",
    "mazziotta_pareto": "the weighted average with a penalty for how uneven they are (Mazziotta-Pareto)",
    "copeland": "the Copeland rule: wins less losses when areas are compared in pairs",
}


def _mean_words(method: str, options: Mapping[str, Any]) -> str:
    words = _MEANS.get(method, _spaced(method))
    if method == "formula":
        words = f"the formula {options['formula']}"
    if method == "generalised":
        words += f" of order {options['order']:g}"
    if method == "mazziotta_pareto":
        words += f", {options.get('penalty', 'downwards')}"
    if options.get("floor") is not None:
        words += f"; a score below {options['floor']:g} counts as {options['floor']:g}"
    before, then = (", then ".join(map(_scale_words, ways_of(options, key))) for key in ("before", "then"))
    if before:
        words += f"; before that, scores are put on another scale by {before}"
    if options.get("decimals") is not None:
        words += f"; rounded to {options['decimals']} decimals"
    if then:
        words += f"; the result is then put on a new scale by {then}"
    return words


def _scale_words(way: Mapping[str, Any]) -> str:
    options = {k: v for k, v in way.items() if k != "method"}
    posts = f" ({_ends(way['goalposts'])})" if "goalposts" in way else ""
    return way_words(Step("normalise", way["method"], options)) + posts


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
    if isinstance(value, list):
        return " ".join(map(_value, value))
    return str(value)

"""What a recipe may say to each method: every option with its kind and default, checked before anything is done.

Options are the keyword arguments of the method's own function, less what the engine gives, and what stands
in their place (the code of an area instead of its position).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from placebook.methods import aggregate, impute, normalise, treat, weight
from placebook.methods.formula import read_formula
from placebook.methods.normalise_posts import CLIPS, RULES
from placebook.types import RecipeError

METHODS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "impute": impute.METHODS,
    "treat": treat.METHODS,
    "normalise": normalise.METHODS,
    "weight": weight.METHODS,
    "aggregate": aggregate.METHODS,
}
FOR_WHOLES = ("missing", "decimals", "before", "then", "by_level", "by_part")

_GIVEN_BY_ENGINE: Mapping[str, set[str]] = {
    "impute": {"x", "groups", "times", "components"},
    "treat": {"x"},
    "normalise": {"x", "_reference", "reference", "sign", "reference_area"},
    "weight": {"x", "declared"},
    "aggregate": {"x", "weights", "names", "absent"},
}
_NOT_SAID = {("normalise", "goalposts"): {"scale"}}
_KINDS = {  # annotation of an argument -> kind of option
    "bool": "truth",
    "int": "whole",
    "float": "number",
    "str": "text",
    "Sequence[float]": "numbers",
    "ArrayLike": "numbers",
    "Missing": "missing",
}
_WANTED = {
    "truth": "write true or false",
    "whole": "a whole number is wanted",
    "number": "a number is wanted",
    "text": "a word is wanted",
    "numbers": "a list of numbers is wanted, as in [20, 40]",
}
CHOICES: Mapping[str, tuple[Any, ...]] = {  # options that take one of a few words
    "clip": CLIPS,
    "ends": ("both", "high", "low"),
    "penalty": ("downwards", "upwards"),
    "spread": ("sample", "population"),
    "ties": ("lowest", "average"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a method: its kind, its default, and whether it must be said or may be `none`."""

    name: str
    kind: str
    default: Any = None
    needed: bool = False
    may_be_none: bool = False


_SAID_INSTEAD: Mapping[tuple[str, str], tuple[Option, ...]] = {
    ("impute", "group_mean"): (Option("by", "text", "parent"),),
    ("impute", "group_median"): (Option("by", "text", "parent"),),
    ("normalise", "distance_to_reference"): (Option("area", "text", needed=True),),
    ("normalise", "ratio_to_reference"): (Option("area", "text", needed=True),),
}
_OF_WHOLES = (
    Option("missing", "missing", "refuse"),
    Option("decimals", "whole", may_be_none=True),
    Option("before", "ways"),
    Option("then", "ways"),
    Option("by_level", "special"),
    Option("by_part", "special"),
)


def options_of(family: str, method: str) -> dict[str, Option]:
    """The options a recipe may give to a method, by name: those of its own first."""
    parameters = inspect.signature(METHODS[family][method]).parameters.values()
    not_said = _GIVEN_BY_ENGINE[family] | _NOT_SAID.get((family, method), set())
    found = [_option(p) for p in parameters if p.name not in not_said]
    found += _SAID_INSTEAD.get((family, method), ())
    if family == "aggregate":
        found = [one for one in found if one.name != "missing"] + [
            one for one in _OF_WHOLES if (one.name, method) != ("missing", "formula")
        ]
    return {one.name: one for one in found}


def _option(parameter: inspect.Parameter) -> Option:
    said = [word.strip() for word in str(parameter.annotation).split("|")]
    kind = next((_KINDS[word] for word in said if word in _KINDS), "any")
    needed = parameter.default is inspect.Parameter.empty
    kind = parameter.name if parameter.name in ("goalposts", "targets", "formula", "aggregate") else kind
    return Option(parameter.name, kind, None if needed else parameter.default, needed, "None" in said)


def known(where: str, what: str, word: Any, words: tuple[str, ...]) -> None:
    """Refuse a word that is not among those there are, with the nearest one."""
    if word not in words:
        close = get_close_matches(str(word), words, n=1)
        guess = f"did you mean {close[0]!r}? " if close else ""
        raise RecipeError(f"{where}: there is no {what} called {word!r}; {guess}There is: {', '.join(words)}")


def read_method(
    where: str, family: str, said: Mapping[str, Any], within: str | None = None
) -> tuple[str, dict[str, Any]]:
    """A method and its options, each known to the function that will use it.

    `within` names the key inside an aggregation where the method stands: "then" or "before" (there a pair of
    goalposts stands for all), "by_level" or "by_part".

    Raises
    ------
    RecipeError : a method that is not there, an option it does not take or needs, or one of another kind
    """
    if "method" not in said:
        raise RecipeError(f"{where}: {family} names no method; add method: one of {', '.join(METHODS[family])}")
    method = said["method"]
    known(where, f"method of {family}", method, tuple(METHODS[family]))
    options = options_of(family, method)
    if within in ("by_level", "by_part"):
        options = {name: one for name, one in options.items() if name not in ("by_level", "by_part")}
    rest: dict[str, Any] = {}
    for key, value in said.items():
        if key == "method":
            continue
        known(where, f"option of {family} {method}", key, tuple(options) or ("no option at all",))
        rest[key] = _checked(where, options[key], value, method=method, within=within, said=said)
    for one in options.values():
        if one.needed and one.name not in rest:
            raise RecipeError(f"{where}: {family} {method} needs {one.name}; add {one.name}: ...")
    return str(method), rest


def _checked(where: str, option: Option, value: Any, **about: Any) -> Any:
    """The value of an option, with the word none as nothing. Raises RecipeError for one of another kind."""
    if option.may_be_none and (value is None or value == "none"):
        return None
    if option.name in CHOICES:
        if not any(value is word or (isinstance(value, str) and value == word) for word in CHOICES[option.name]):
            words = ", ".join(str(word).lower() for word in CHOICES[option.name])
            raise RecipeError(f"{where}: {option.name} is {_shown(value)}; write one of {words}")
        return value
    if option.kind in _SPECIAL:
        _SPECIAL[option.kind](where, value, about)
    elif option.kind in _WANTED and not _FITS[option.kind](value):
        none = ", or none" if option.may_be_none else ""
        raise RecipeError(f"{where}: {option.name} is {_shown(value)}; {_WANTED[option.kind]}{none}")
    return value


def is_number(value: Any) -> bool:
    """True for a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "truth": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": is_number,
    "text": lambda value: isinstance(value, str),
    "numbers": lambda value: isinstance(value, list) and all(is_number(one) for one in value),
}


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "empty" if value is None else repr(value)


# --- options that are more than one value -----------------------------------------------------------


def _check_missing(where: str, rule: Any, _: Mapping[str, Any]) -> None:
    least = rule.get("at_least") if isinstance(rule, Mapping) and len(rule) == 1 else None
    if rule in ("refuse", "leave_out") or (is_number(least) and 0 <= float(str(least)) <= 1):
        return
    raise RecipeError(
        f"{where}: missing is {rule!r}; write refuse (a missing part makes the whole missing), leave_out (the parts "
        "that are there share its weight), or {at_least: 0.66} (so much of the weight must be there)"
    )


def _check_ways(where: str, value: Any, _: Mapping[str, Any]) -> None:
    ways = value if isinstance(value, list) else [value]
    for way in ways:
        if not isinstance(way, Mapping):
            raise RecipeError(f"{where}: {_shown(way)} is no way to put scores on a scale; write {{method: ...}}")
        read_method(f"{where}, before or then", "normalise", way, within="then")


def _check_special(where: str, value: Any, about: Mapping[str, Any]) -> None:
    if not isinstance(value, Mapping):
        raise RecipeError(f"{where}: by_level and by_part hold names, each with a way to aggregate, not {value!r}")
    common = {k: v for k, v in about["said"].items() if k not in ("by_level", "by_part")}
    for name, special in value.items():
        if not isinstance(special, Mapping):
            raise RecipeError(f"{where}: {name}: {special!r} is not a way to aggregate; write {{method: ...}}")
        merged = special if special.get("method", about["method"]) != about["method"] else {**common, **special}
        read_method(f"{where}, {name}", "aggregate", merged, within="by_part")


def _check_goalposts(where: str, value: Any, about: Mapping[str, Any]) -> None:
    if about["within"] == "then":
        _check_ends(where, "goalposts", value)
        return
    if not isinstance(value, Mapping):
        raise RecipeError(f"{where}: goalposts is {value!r}; name each indicator, as in {{life-expectancy: [20, 85]}}")
    for name, ends in value.items():
        _check_ends(where, name, ends)


def _check_ends(where: str, name: str, ends: Any) -> None:
    pair = ends
    if isinstance(ends, Mapping) and {"low", "high"} <= set(ends) <= {"low", "high", "scale"}:
        if ends.get("scale", "linear") not in ("linear", "log"):
            raise RecipeError(f"{where}: {name}: scale is {ends['scale']!r}; write linear or log")
        pair = [ends["low"], ends["high"]]
    if not (isinstance(pair, list) and len(pair) == 2 and all(_is_end(end) for end in pair)):
        raise RecipeError(
            f"{where}: {name}: {ends!r} are no goalposts; write [the figure that scores low, the one that scores high] "
            "or {low: 100, high: 75000, scale: log}. An end may also be {percentile: 2.5}, {best: 5} or {worst: 1}"
        )


def _is_end(end: Any) -> bool:
    if isinstance(end, Mapping):
        return len(end) == 1 and set(end) <= set(RULES) and is_number(next(iter(end.values())))
    return is_number(end)


def _check_targets(where: str, value: Any, about: Mapping[str, Any]) -> None:
    if about["within"] == "then" and is_number(value):
        return
    if not isinstance(value, Mapping) or not all(is_number(target) for target in value.values()):
        raise RecipeError(
            f"{where}: targets is {value!r}; give each indicator its own, as in {{poverty: 10, jobs: 75}}"
        )


def _check_formula(where: str, value: Any, _: Mapping[str, Any]) -> None:
    check_formula(where, value)


def check_formula(where: str, value: Any) -> None:
    """Refuse what is no formula (a number is one)."""
    if not isinstance(value, str) and not is_number(value):
        raise RecipeError(f"{where}: {value!r} is no formula; write one, as in 100 * part / whole")
    try:
        read_formula(str(value))
    except ValueError as why:
        cut = str(value).count("(") > str(value).count(")")  # as YAML does at a comma between { and }
        quotes = ". If it has a comma and stands between { and }, put it in quotes" if cut else ""
        raise RecipeError(f"{where}: {why}{quotes}") from None


def _check_aggregate(where: str, value: Any, _: Mapping[str, Any]) -> None:
    read_method(f"{where}, aggregate", "aggregate", value if isinstance(value, Mapping) else {"method": value})


_SPECIAL: Mapping[str, Callable[[str, Any, Mapping[str, Any]], None]] = {
    "missing": _check_missing,
    "ways": _check_ways,
    "special": _check_special,
    "goalposts": _check_goalposts,
    "targets": _check_targets,
    "formula": _check_formula,
    "aggregate": _check_aggregate,
}

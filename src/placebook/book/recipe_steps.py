"""The steps of a recipe file: families, methods and options, checked against the functions that will do them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from placebook.book import yaml
from placebook.methods import aggregate, impute, normalise, treat, weight
from placebook.types import RecipeError, Step

METHODS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "impute": impute.METHODS,
    "treat": treat.METHODS,
    "normalise": normalise.METHODS,
    "weight": weight.METHODS,
    "aggregate": aggregate.METHODS,
}
FAMILIES = ("screen", "denominate", "impute", "treat", "normalise", "weight", "aggregate")

# What a recipe may say beyond, or instead of, the keyword arguments of a method's function.
_GIVEN_BY_ENGINE = {"x", "reference", "sign", "weights", "declared", "groups", "components", "times", "reference_area"}
_SAID_INSTEAD = {
    ("impute", "group_mean"): ("by",),
    ("impute", "group_median"): ("by",),
    ("normalise", "distance_to_reference"): ("area",),
}
_NOT_SAID = {("normalise", "goalposts"): {"scale"}}
_WHERE = {"weight": "parts"}  # the key that says what a step works on; `only` for the other families
_FOR_WHOLES = ("missing", "decimals", "then")


def read_step(item: Any, file: str) -> Step:
    """One entry of the list `steps`: a block with one key, the family, and its options below."""
    if not isinstance(item, yaml.Mapping) or len(item) != 1:
        raise RecipeError(
            f"{file} (steps): {item!r} is not a step; write one family a line, as in - normalise: {{method: min_max}}"
        )
    family = next(iter(item))
    where = f"{file}, line {item.line_of(family)} (steps)"
    _known(where, "step", family, FAMILIES)
    options = item[family]
    if not isinstance(options, yaml.Mapping):
        raise RecipeError(f"{where}: {family} holds {options!r}; write its options below it, as in {{method: ...}}")
    if family == "screen":
        return _screen(where, options)
    if family == "denominate":
        return _denominate(where, options)
    return _method_step(where, family, options)


def _known(where: str, what: str, word: Any, known: tuple[str, ...]) -> None:
    if word not in known:
        close = get_close_matches(str(word), known, n=1)
        guess = f"did you mean {close[0]!r}? " if close else ""
        raise RecipeError(f"{where}: there is no {what} called {word!r}; {guess}There is: {', '.join(known)}")


def _screen(where: str, options: yaml.Mapping) -> Step:
    for key, value in options.items():
        _known(where, "option of screen", key, ("areas", "indicators", "only"))
        if key != "only" and not (_is_number(value) and 0 <= value <= 1):
            raise RecipeError(f"{where}: screen {key}: {value!r} is not a share; write a number from 0 to 1")
    return Step("screen", "coverage", _without(options, "only"), _names(where, options, "only"))


def _denominate(where: str, options: yaml.Mapping) -> Step:
    for name, how in options.items():
        if not isinstance(how, yaml.Mapping) or "by" not in how:
            raise RecipeError(
                f"{where}: denominate {name}: {how!r} does not say by what; write {name}: {{by: population, times: 1000}}"
            )
        for key in how:
            _known(where, f"option of denominate {name}", key, ("by", "times"))
        if not _is_number(how.get("times", 1)):
            raise RecipeError(f"{where}: denominate {name}: times is {how['times']!r}; a number is wanted")
    return Step("denominate", "ratio", options)


def _method_step(where: str, family: str, options: yaml.Mapping) -> Step:
    names = _names(where, options, _WHERE.get(family, "only"))
    said = _without(options, _WHERE.get(family, "only"))
    method, rest = read_method(where, family, said)
    return Step(family, method, rest, names)


def read_method(where: str, family: str, said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """A method and its options, each known to the function that will use it.

    Raises RecipeError for a method that is not there, an option it does not take, or one of another kind.
    """
    if "method" not in said:
        raise RecipeError(f"{where}: {family} names no method; add method: one of {', '.join(METHODS[family])}")
    method = said["method"]
    _known(where, f"method of {family}", method, tuple(METHODS[family]))
    rest = {key: value for key, value in said.items() if key != "method"}
    if family == "aggregate":
        _check_wholes(where, rest)
    _check_options(where, family, method, rest)
    return str(method), rest


def options_of(family: str, method: str) -> dict[str, Any]:
    """The options a recipe may give to a method, with their defaults (None where there is none)."""
    parameters = inspect.signature(METHODS[family][method]).parameters.values()
    found = {
        p.name: None if p.default is p.empty else p.default
        for p in parameters
        if p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD) and _is_option(family, method, p)
    }
    extra = list(_SAID_INSTEAD.get((family, method), ()))
    if family == "aggregate":
        extra += ["by_level", "by_part", *_FOR_WHOLES]
    return {**dict.fromkeys(extra), **found}


def _is_option(family: str, method: str, parameter: inspect.Parameter) -> bool:
    return parameter.name not in _GIVEN_BY_ENGINE and parameter.name not in _NOT_SAID.get((family, method), ())


def _check_options(where: str, family: str, method: str, rest: Mapping[str, Any]) -> None:
    known = options_of(family, method)
    for key, value in rest.items():
        _known(where, f"option of {family} {method}", key, tuple(known) or ("no option at all",))
        default = known[key]
        if isinstance(default, bool):
            if not isinstance(value, bool):
                raise RecipeError(f"{where}: {key} is {value!r}; write true or false")
        elif isinstance(default, int | float) and not _is_number(value):
            raise RecipeError(f"{where}: {key} is {value!r}; a number is wanted")


def _check_wholes(where: str, rest: Mapping[str, Any]) -> None:
    _check_missing(where, rest.get("missing", "refuse"))
    if "then" in rest:
        read_method(f"{where}, then", "normalise", rest["then"])
    for key in ("by_level", "by_part"):
        for name, special in rest.get(key, {}).items():
            common = {k: v for k, v in rest.items() if k == "missing"}
            if not isinstance(special, Mapping):
                raise RecipeError(f"{where}: {key} {name}: {special!r} is not a way to aggregate; write {{method: ...}}")
            if "method" in special:
                read_method(f"{where}, {key} {name}", "aggregate", {**common, **special})
            else:
                _check_missing(where, special.get("missing", "refuse"))


def _check_missing(where: str, rule: Any) -> None:
    if rule in ("refuse", "leave_out"):
        return
    if isinstance(rule, Mapping) and set(rule) == {"at_least"} and _is_number(rule["at_least"]):
        if 0 <= rule["at_least"] <= 1:
            return
    raise RecipeError(
        f"{where}: missing is {rule!r}; write refuse (a missing part makes the whole missing), leave_out "
        "(the weights of the parts that are there are scaled up), or {at_least: 0.66} (so much of the weight must be there)"
    )


def _names(where: str, options: yaml.Mapping, key: str) -> tuple[str, ...]:
    names = options.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RecipeError(f"{where}: {key} is {names!r}; a list of names is wanted, as in [a, b]")
    return tuple(names)


def _without(options: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != key}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

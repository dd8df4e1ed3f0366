"""The steps of a recipe file: families, methods and options, checked against the functions that will do them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placebook.book import yaml
from placebook.book.recipe_options import check_formula, is_number, known, read_method
from placebook.types import RecipeError, Step

FAMILIES = ("screen", "calculate", "denominate", "impute", "treat", "normalise", "weight", "aggregate")

_WHERE = {"weight": "parts"}  # the key that says what a step works on; `only` for the other families


def read_step(item: Any, file: str) -> Step:
    """One entry of the list `steps`: a block with one key, the family, and its options below."""
    if not isinstance(item, yaml.Mapping) or len(item) != 1:
        raise RecipeError(
            f"{file} (steps): {item!r} is not a step; write one family a line, as in - normalise: {{method: min_max}}"
        )
    family = next(iter(item))
    where = f"{file}, line {item.line_of(family)} (steps)"
    known(where, "step", family, FAMILIES)
    options = item[family]
    if not isinstance(options, yaml.Mapping):
        raise RecipeError(f"{where}: {family} holds {options!r}; write its options below it, as in {{method: ...}}")
    if family == "screen":
        return _screen(where, options)
    if family == "calculate":
        return _calculate(where, options)
    if family == "denominate":
        return _denominate(where, options)
    return _method_step(where, family, options)


def _screen(where: str, options: yaml.Mapping) -> Step:
    for key, value in options.items():
        known(where, "option of screen", key, ("areas", "indicators", "only"))
        if key != "only" and not (is_number(value) and 0 <= value <= 1):
            raise RecipeError(f"{where}: screen {key}: {value!r} is not a share; write a number from 0 to 1")
    return Step("screen", "coverage", _without(options, "only"), _names(where, options, "only"))


def _calculate(where: str, options: yaml.Mapping) -> Step:
    for name, formula in options.items():
        check_formula(f"{where}: calculate {name}", formula)
    return Step("calculate", "formula", {name: str(formula) for name, formula in options.items()})


def _denominate(where: str, options: yaml.Mapping) -> Step:
    for name, how in options.items():
        if not isinstance(how, yaml.Mapping) or "by" not in how:
            raise RecipeError(
                f"{where}: denominate {name}: {how!r} does not say by what; "
                f"write {name}: {{by: population, times: 1000}}"
            )
        for key in how:
            known(where, f"option of denominate {name}", key, ("by", "times"))
        if not isinstance(how["by"], str):
            raise RecipeError(f"{where}: denominate {name}: by is {how['by']!r}; the name of an indicator is wanted")
        if not is_number(how.get("times", 1)):
            raise RecipeError(f"{where}: denominate {name}: times is {how['times']!r}; a number is wanted")
    return Step("denominate", "ratio", options)


def _method_step(where: str, family: str, options: yaml.Mapping) -> Step:
    names = _names(where, options, _WHERE.get(family, "only"))
    said = _without(options, _WHERE.get(family, "only"))
    method, rest = read_method(where, family, said)
    if family == "aggregate" and names:
        raise RecipeError(f"{where}: aggregate takes no `only`; say by_part or by_level for what differs")
    return Step(family, method, rest, names)


def _names(where: str, options: yaml.Mapping, key: str) -> tuple[str, ...]:
    names = options.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RecipeError(f"{where}: {key} is {names!r}; a list of names is wanted, as in [a, b]")
    return tuple(names)


def _without(options: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != key}

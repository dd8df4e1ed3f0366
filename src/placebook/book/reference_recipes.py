"""The manual of recipes: hand-written text, with every method's formula, options and source from its own code.

The text stands in `manual_recipes.md` and `manual_worked.md` beside this module; a line such as
`{methods of treat}` there is filled here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from placebook.book.markdown import MADE, table
from placebook.book.recipe_options import CHOICES, FOR_WHOLES, METHODS, Option, options_of
from placebook.measure.explain import described
from placebook.methods.formula import FUNCTIONS

_PLACE = re.compile(r"^\{(.+)\}$", re.MULTILINE)


def recipes_markdown() -> str:
    """The whole manual. Raises KeyError for a place in the text that nothing here fills."""
    return _PLACE.sub(lambda found: _filling(found[1]), _text("manual_recipes.md"))


def _text(name: str) -> str:
    return (files("placebook") / "book" / name).read_text(encoding="utf-8")


def _filling(place: str) -> str:
    if place == "made":
        return MADE
    if place == "worked":
        return _text("manual_worked.md").rstrip()
    if place == "functions":
        rows = [(f"`{name}({_arguments(least, most)})`", says) for name, (_, least, most, says) in FUNCTIONS.items()]
        return table(("Write", "It is"), rows)
    return methods_markdown(place.removeprefix("methods of "))


def _arguments(least: int, most: int) -> str:
    return "a" if most == 1 else "a, b, ..." if most > least else ", ".join("abcdef"[:least])


def methods_markdown(family: str) -> str:
    """A section for each method of a family: meaning, formula, options and source."""
    return "\n\n".join(_method(family, name) for name in METHODS[family])


def _method(family: str, name: str) -> str:
    blocks = [f"#### {name}", *_paragraphs(METHODS[family][name])]
    options = [one for one in options_of(family, name).values() if one.name not in FOR_WHOLES]
    if options:
        meanings = _meanings(METHODS[family][name], METHODS[family])
        rows = [(f"`{one.name}`", _wanted(one), _default(one), _meaning(name, one, meanings)) for one in options]
        blocks.append(table(("Option", "Takes", "If not said", "What it does"), rows))
    else:
        blocks.append("No options.")
    source = described(family, name).source
    return "\n\n".join([*blocks, f"*Source:* {source}"] if source else blocks)


# What a recipe says differs from what the function takes, so it is described here: by option, or by method and option.
_INSTEAD: Mapping[str, str] = {
    "goalposts": "for each indicator `[the figure that scores low, the one that scores high]`: [Goalposts](#goalposts)",
    "targets": "for each indicator its target, in its own unit; `others: ...` for all that are not named",
    "area": "code of the named area",
    "by": "the heading of the column that says which group an area is in; in a place book `parent` is the area above",
    "importance": "one number for each part, in the order of the tree; `none`: the weights of the tree",
    "aggregate": "the method by which parts are combined; that of the recipe if not said",
    "given": (
        "`true`: the figures are published ranks already, ties sharing the better one. If rank 1 is to score highest, "
        "a lower figure must give a higher score: see [Direction](#direction)"
    ),
    "penalty": "`downwards` where a high score is better, `upwards` where it is worse",
    "ends": "which end of the column is pulled in",
    "formula": "names of parts, numbers, signs and functions; see [Formulas](#formulas)",
}


def _meaning(method: str, option: Option, meanings: Mapping[str, str]) -> str:
    said = _INSTEAD.get(option.name) or _INSTEAD.get(f"{method} {option.name}") or meanings[option.name]
    return said.replace("None", "none").removesuffix(". Dimensionless").removesuffix(". Points")


def _paragraphs(function: Any) -> list[str]:
    """What a docstring says before its list of parameters, formulas as code."""
    said = re.split(r"\n(?:Parameters\b|Returns\b|Source:)", inspect.getdoc(function) or "")[0]
    blocks = []
    for paragraph in said.strip().split("\n\n"):
        if paragraph.startswith("    "):
            blocks.append("```text\n" + inspect.cleandoc("\n" + paragraph) + "\n```")
        else:
            blocks.append(re.sub(r" \(see `[\w.]+`\)", "", " ".join(paragraph.split())))
    return blocks


def _meanings(function: Any, family: Mapping[str, Any]) -> dict[str, str]:
    """What a docstring says of each argument; where it points to another method, what that one says."""
    text = inspect.getdoc(function) or ""
    found: dict[str, str] = {}
    for other in re.findall(r"(?:of|in) `(\w+)`", text):
        if other in family and family[other] is not function:
            found.update(_meanings(family[other], family))
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", text, re.DOTALL | re.MULTILINE)
    for names, words in re.findall(r"^(\w[\w, ]*) : (.*(?:\n    .*)*)", section[1] if section else "", re.MULTILINE):
        found.update(dict.fromkeys(re.split(r",\s*", names), " ".join(words.split())))
    return found


def _wanted(option: Option) -> str:
    if option.name in CHOICES:
        return " or ".join(f"`{_word(word)}`" for word in CHOICES[option.name])
    words = {
        "truth": "`true` or `false`",
        "whole": "a whole number",
        "number": "a number",
        "text": "a word",
        "numbers": "a list of numbers",
        "formula": "a formula",
        "aggregate": "a word, or `{method: ...}`",
    }
    return words.get(option.kind, "a block") + (" or `none`" if option.may_be_none else "")


def _default(option: Option) -> str:
    return "must be said" if option.needed else f"`{_word(option.default)}`"


def _word(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_word, value)) + "]"
    return str(value)

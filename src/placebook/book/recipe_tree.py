"""The tree of a recipe file: parts within parts, down to indicators."""

from __future__ import annotations

from typing import Any

from placebook.book.fields import Fields, block, number, text
from placebook.book.yaml import Mapping
from placebook.types import Part, RecipeError


def read_tree(value: Mapping) -> Part:
    """The whole index from the `tree` block, which holds exactly one key: the name of the whole."""
    if len(value) != 1:
        raise RecipeError(
            f"{value.file}, line {value.line} (tree): {len(value)} keys stand at the top of the tree "
            f"({', '.join(value) or 'none'}); write one, the whole, and put the others under its `parts`"
        )
    name = next(iter(value))
    return _part(value, name, value[name])


def _part(above: Mapping, name: str, value: Any) -> Part:
    if value is None:  # "crime-rate:" with nothing after it is the indicator of that name
        return Part(name=name, title=name, indicator=name)
    if not isinstance(value, Mapping):
        raise RecipeError(
            f"{above.file}, line {above.line_of(name)} (tree): {name!r} holds {value!r}; "
            f"write {name}: {{weight: 1}}, or parts below it"
        )
    fields = Fields(value, inside=f"part {name!r}", error=RecipeError)
    title = fields.take("title", text, default=name)
    weight = fields.take("weight", number, default=1.0)
    loss = fields.take("loss", text, default=None)
    indicator = fields.take("indicator", text, default=None)
    gap = fields.take("not_measured", text, default=None)
    parts = _parts(fields)
    fields.finish()
    if sum([bool(parts), indicator is not None, gap is not None]) > 1:
        raise fields.fault("says more than one of `parts`, `indicator` and `not_measured`; a part is one of the three")
    if not parts and indicator is None and gap is None:
        indicator = name
    return Part(name, title, weight, parts, indicator, loss, gap)


def _parts(fields: Fields) -> tuple[Part, ...]:
    below = fields.take("parts", lambda value: value, default=None)
    if below is None:
        return ()
    if not below:
        raise fields.fault("'parts' is empty; name at least one part", "parts")
    if isinstance(below, list):
        return tuple(_listed(fields, item) for item in below)
    try:
        named = block(below)
    except ValueError as wanted:
        raise fields.fault(f"'parts': {wanted}", "parts") from None
    return tuple(_part(named, name, value) for name, value in named.items())


def _listed(fields: Fields, item: Any) -> Part:
    if not isinstance(item, str):
        raise fields.fault(
            f"the list `parts` holds {item!r}; a list may hold only names of indicators. "
            "For weights, write a block: name: {weight: 2}",
            "parts",
        )
    return Part(name=item, title=item, indicator=item)

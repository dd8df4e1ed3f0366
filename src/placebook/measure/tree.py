"""The tree of an index: its order, its levels, and what is left of it when parts are not measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from placebook.types import Indicator, Part, Recipe, RecipeError


def part_depths(tree: Part, depth: int = 0) -> Iterator[tuple[Part, int]]:
    """Every part with its depth below the whole (0), parents before their parts."""
    yield tree, depth
    for part in tree.parts:
        yield from part_depths(part, depth + 1)


def leaves(tree: Part) -> tuple[Part, ...]:
    """The parts that read an indicator, in the order of the tree."""
    return tuple(p for p in tree.walk() if p.indicator is not None)


def components(tree: Part, indicators: Sequence[str]) -> list[str]:
    """The whole that each indicator stands in, the first where it stands in several.

    An indicator outside the tree, such as a count of people, is by itself: no other belongs to it.
    """
    whole: dict[str, str] = {}
    for part in tree.walk():
        for below in part.parts:
            whole.setdefault(below.indicator or "", part.name)
    return [whole.get(name, f"outside the tree: {name}") for name in indicators]


def level_of(recipe: Recipe, depth: int) -> str:
    """The recipe's word for a depth of the tree, such as "component"."""
    return recipe.levels[depth]


def losses(tree: Part) -> tuple[str, ...]:
    """The indicators that take a share off a part's score, in the order of the tree."""
    return tuple(p.loss for p in tree.walk() if p.loss is not None)


def without(tree: Part, reasons: Mapping[str, str]) -> Part:
    """The tree with some indicators set aside: their parts stay, marked not measured and why.

    A whole that has lost all its parts is itself not measured. The whole index may end so too.
    """
    if tree.indicator is not None and tree.indicator in reasons:
        return replace(tree, indicator=None, not_measured=reasons[tree.indicator])
    if not tree.parts:
        return tree
    parts = tuple(without(part, reasons) for part in tree.parts)
    gone = all(part.not_measured is not None for part in parts)
    reason = tree.not_measured or ("none of its parts is measured" if gone else None)
    return replace(tree, parts=parts, not_measured=reason)


def with_titles(recipe: Recipe, indicators: Mapping[str, Indicator]) -> Recipe:
    """The recipe with the titles of indicators on the parts that have none but their name."""

    def go(part: Part) -> Part:
        known = indicators.get(part.indicator or "")
        title = known.title if known is not None and part.title == part.name else part.title
        return replace(part, title=title, parts=tuple(go(below) for below in part.parts))

    return replace(recipe, tree=go(recipe.tree))


def nearest_name(name: str, known: tuple[str, ...] | list[str]) -> str:
    """ " Did you mean 'x'?" for a name that is not there, or a list of what there is."""
    close = get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(sorted(known)[:12]) or "nothing"
    return f"there is: {shown}{' ...' if len(known) > 12 else ''}"


def refuse_absent(recipe: Recipe, wanted: Sequence[str], there: tuple[str, ...]) -> None:
    """Refuse figures that lack an indicator: awaited if the recipe has none of its own yet, else the name to mend.

    Raises
    ------
    RecipeError : with what is wanted and what is there
    """
    absent = [name for name in wanted if name not in there]
    if not absent:
        return
    if set(absent) == set(wanted) <= {one.id for one in recipe.indicators}:
        instead = f" (there is: {', '.join(there[:12])}{' ...' if len(there) > 12 else ''})" if there else ""
        raise RecipeError(
            f"recipe {recipe.id!r} awaits its figures: it reads {', '.join(wanted)}, and none of them is there yet"
            f"{instead}. Give each a column, or rows, of that name, or say its heading: in the recipe"
        )
    raise RecipeError(
        f"recipe {recipe.id!r}: there is no indicator called {absent[0]!r} in the figures; "
        + nearest_name(absent[0], there)
    )


def check_names(recipe: Recipe) -> None:
    """Refuse a tree in which two parts share a name, a level is unnamed, or weights cannot be used.

    Raises
    ------
    RecipeError : with the part and what would be right
    """
    seen: set[str] = set()
    for part, depth in part_depths(recipe.tree):
        if part.name in seen:
            raise RecipeError(
                f"recipe {recipe.id!r}: two parts are called {part.name!r}. Give one of them another name "
                f"and say `indicator: {part.indicator or part.name}` below it"
            )
        seen.add(part.name)
        if depth >= len(recipe.levels):
            raise RecipeError(
                f"recipe {recipe.id!r}: part {part.name!r} is {depth + 1} levels down, "
                f"and `levels` names only {len(recipe.levels)}: {', '.join(recipe.levels)}"
            )
        _check_weights(recipe, part)


def _check_weights(recipe: Recipe, whole: Part) -> None:
    if not whole.parts:
        return
    if sum(part.weight for part in whole.parts) == 0:
        raise RecipeError(
            f"recipe {recipe.id!r}: the weights below {whole.name!r} sum to zero. "
            "Give at least one part a weight above zero"
        )

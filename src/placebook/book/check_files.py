"""Rules about whole files: sources, their indicators, their tables, and recipes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import numpy as np

from placebook.book.frameworks import find_framework
from placebook.book.laid_out import LaidOut
from placebook.book.new import STARTER
from placebook.book.register import in_words
from placebook.measure.figures import needed
from placebook.measure.tree import nearest_name
from placebook.sources.findings import Finding, fault, warning
from placebook.types import ContentError, Indicator, Recipe, RecipeError

_MUST_AGREE = ("unit", "direction", "denominator", "dated_by", "kind")


def starter(laid: LaidOut) -> Iterator[Finding]:
    """A book that still has the name it was made with."""
    if laid.book.id == STARTER:
        right = "write your own after book: and title:, and put your areas and figures in place of these"
        yield warning("book.yaml", None, f"the book is still called {STARTER}, as it was made", right)


def no_sources(laid: LaidOut) -> Iterator[Finding]:
    """A book without figures, a source without a table, and a table without a source."""
    if not laid.book.sources and not list((laid.book.folder / "sources").glob("*.yaml")):
        right = "write one file in sources/ for each published table"
        yield warning("book.yaml", None, "the book has no sources, so there is nothing to measure", right)
    for source in laid.book.sources:
        if source.file is None:
            what = f"{source.id} names no file, so no figures come from it"
            yield warning(
                laid.file_of("sources", source.id), None, what, "put the table in raw/ and write file: raw/..."
            )
    used = {source.file for source in laid.book.sources} | {name for plan in laid.book.carbon for name in plan.files}
    for path in sorted((laid.book.folder / "raw").rglob("*")):
        name = path.relative_to(laid.book.folder).as_posix()
        if _unread_source(laid):
            break  # it may be the one that reads the file
        if path.is_file() and not path.name.startswith(".") and name not in used and path.suffix != ".md":
            yield warning(
                name, None, "no source reads this file", "write one in sources/, or take the file out of raw/"
            )


def other_endings(laid: LaidOut) -> Iterator[Finding]:
    """Files of the folders that hold YAML that are not read for their ending."""
    for kind in ("sources", "recipes", "frameworks", "carbon", "records", "measures", "lookups", "rebase"):
        for path in sorted((laid.book.folder / kind).glob("*")):
            if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml":
                what = f"is not read: files in {kind}/ end in .yaml"
                yield warning(f"{kind}/{path.name}", None, what, f"call it {path.stem}.yaml")


def directions(laid: LaidOut) -> Iterator[Finding]:
    """Indicators of which nobody said whether a higher figure is better. There is no default."""
    for source in laid.book.sources:
        for indicator in source.indicators:
            if indicator.direction is None and indicator.kind != "context":
                what = f"{indicator.id} does not say whether a higher figure is better"
                right = "add direction: higher_is_better or lower_is_better; for background figures add kind: context"
                yield fault(laid.file_of("sources", source.id), None, what, right)


def declared_twice(laid: LaidOut) -> Iterator[Finding]:
    """One indicator that two sources declare differently: two denominators, units or directions under one name."""
    first: dict[str, tuple[Indicator, str]] = {}
    for source in laid.book.sources:
        file = laid.file_of("sources", source.id)
        for indicator in source.indicators:
            before, there = first.setdefault(indicator.id, (indicator, file))
            for word in _MUST_AGREE:
                here, other = getattr(indicator, word), getattr(before, word)
                if here != other:
                    what = f"{indicator.id} has the {word} {_said(here)} here and {_said(other)} in {there}"
                    yield fault(file, None, what, "make the two agree, or give one of them an id of its own")


def _said(value: object) -> str:
    return "(none)" if value is None or value == "" else repr(str(value))


def one_area(laid: LaidOut) -> Iterator[Finding]:
    """Tables about a single area: there is nothing to compare it with."""
    at, _ = laid.first_of_each(laid.source, laid.area)
    for number, name in enumerate(laid.source.labels):
        mine = [int(i) for i in at if laid.source.numbers[i] == number]
        if len(mine) == 1:
            code = laid.area.labels[laid.area.numbers[mine[0]]]
            what = f"holds one area only, {in_words([code], laid.areas)}"
            right = "put the areas that it is compared with in the table too"
            yield fault(laid.sources[name].file or "", None, what, right)


def unmeasured(laid: LaidOut) -> Iterator[Finding]:
    """Indicators of which the table holds nothing, and indicators that are the same everywhere."""
    found = laid.observations
    has_value = ~np.isnan(found.value)
    measured = {laid.indicator.labels[i] for i in np.unique(laid.indicator.numbers[has_value])} if len(found) else set()
    for source in laid.book.sources:
        if source.file is None or source.id not in laid.source.labels:
            continue
        for indicator in source.indicators:
            if indicator.id not in measured:
                what = f"{indicator.id} has no figure in {source.file}"
                yield warning(laid.file_of("sources", source.id), None, what, "check its heading:, or take it out")


def no_variation(laid: LaidOut) -> Iterator[Finding]:
    """Indicators with one figure for all areas of a year: they cannot tell areas apart."""
    found = laid.observations
    for number, name in enumerate(laid.indicator.labels):
        at = np.flatnonzero((laid.indicator.numbers == number) & ~np.isnan(found.value))
        if len(at) > 1 and len(np.unique(laid.area.numbers[at])) > 1 and np.ptp(found.value[at]) == 0:
            what = f"{name} is {found.value[at[0]]:g} in every row"
            right = "it cannot tell areas apart; check the column, or leave it out of the recipe"
            yield warning(str(found.file[at[0]]), int(found.row[at[0]]), what, right, len(at))


def recipes(laid: LaidOut) -> Iterator[Finding]:
    """Recipes that read indicators which no source declares, and a usual recipe that is not there."""
    if laid.book.recipe is not None and f"recipes/{laid.book.recipe}.yaml" not in _broken(laid):
        try:
            laid.book.find_recipe()
        except RecipeError as why:
            what, _, right = str(why).partition("; ")
            yield fault("book.yaml", None, what, right or "change recipe: to one of these")
    for recipe in laid.book.recipes.values() if not _unread_source(laid) else ():
        yield from _unknown(laid, recipe)


def _unread_source(laid: LaidOut) -> bool:
    """Whether the description of a table cannot be read, so that nobody knows what it declares."""
    return any(file.startswith("sources/") for file in _broken(laid))


def _broken(laid: LaidOut) -> set[str]:
    """Files of which it is said already that they cannot be read."""
    return {finding.file for finding in laid.opened.findings}


def _unknown(laid: LaidOut, recipe: Recipe) -> Iterator[Finding]:
    declared = {one.id: source.id for source in laid.book.sources for one in source.indicators}
    for one in recipe.indicators:
        if one.id in declared:
            what = f"declares the indicator {one.id!r}, which the source {declared[one.id]} declares too"
            yield fault(laid.file_of("recipes", recipe.id), None, what, "take it out of the recipe")
    known = {**laid.book.indicators, **{one.id: one for one in recipe.indicators}}
    for name in dict.fromkeys(_read_by(recipe)):
        if name in known:
            continue
        near = difflib.get_close_matches(name, list(known), n=1)
        right = f"did you mean {near[0]!r}?" if near else "declare it in a source, or take it out of the recipe"
        yield fault(laid.file_of("recipes", recipe.id), None, f"no source declares the indicator {name!r}", right)


def _read_by(recipe: Recipe) -> Iterable[str]:
    yield from needed(recipe)
    yield from recipe.context
    yield from recipe.peers.nearest_on


def framework_links(laid: LaidOut) -> Iterator[Finding]:
    """Recipes whose parts point to an element of a framework that is not there."""
    for recipe in laid.book.recipes.values():
        for part, link in recipe.frameworks.items():
            why = _broken_link(laid, link)
            if why:
                file = laid.file_of("recipes", recipe.id)
                yield fault(file, None, f"under frameworks, {part} points to {link!r}", why)


def _broken_link(laid: LaidOut, link: str) -> str:
    """What is wrong with a link such as social-progress#shelter, or ''."""
    name, _, element = link.partition("#")
    try:
        framework = laid.book.frameworks.get(name) or find_framework(name)
    except ContentError as why:
        return str(why)
    elements = [concept.id for concept in framework.walk()]
    if element in elements:
        return ""
    return f"the framework {name!r} has no element {element!r}; {nearest_name(element, elements)}"


FILE_RULES = (
    starter,
    no_sources,
    other_endings,
    directions,
    declared_twice,
    one_area,
    unmeasured,
    no_variation,
    recipes,
    framework_links,
)

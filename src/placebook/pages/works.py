"""What is held for what an area is weak in, for each part of the index, and for each module of what works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.pages.chart_figures import kept
from placebook.pages.evidence import CaseLine, concept_of_part, concept_titles, halves, held_for, reach
from placebook.pages.found import WORSE, AllFound, PartFound, all_found
from placebook.pages.framework_site import Gathered, indicators_by_concept
from placebook.pages.shelf import Shelf

MODULES = "what-works-modules"


@dataclass(frozen=True, slots=True)
class HeldFor:
    """What is held for one part of the index. `concept` is "" where the recipe maps the part to none."""

    part: str
    title: str
    because: str  # why it is looked for: what makes the area weak in it
    concept: str
    concept_title: str
    cases: tuple[CaseLine, ...]

    @property
    def says(self) -> str:
        """What is held, in a sentence."""
        if not self.concept:
            return "The recipe maps this part to no concept, so nothing can be looked for."
        if not self.cases:
            return "No evidence held."
        graded = sum(one.strength.maryland.level is not None for one in self.cases)
        many = "1 case is" if len(self.cases) == 1 else f"{len(self.cases)} cases are"
        return f"{many} held; {graded or 'none'} can be scored for strength."


@dataclass(frozen=True, slots=True)
class WorksAreaPage:
    """What is held for the weak parts of one area."""

    code: str
    name: str
    period: str
    weak: tuple[HeldFor, ...]


@dataclass(frozen=True, slots=True)
class WorksPartPage:
    """What is held for one part of the index."""

    held: HeldFor
    weak_in: tuple[tuple[str, str], ...]  # code and name of the areas that are weak in it
    above: str


@dataclass(frozen=True, slots=True)
class ModulePage:
    """One of the six modules: what the crosswalks gather for it."""

    id: str
    title: str
    number: str
    definition: str
    gap: str
    linked: tuple[tuple[str, str, str, str], ...]  # framework, concept, title, how it bears on the module
    cases: tuple[CaseLine, ...]
    indicators: tuple[Gathered, ...]
    others: tuple[tuple[str, str], ...]


def found_in(shelf: Shelf) -> AllFound:
    """What is clearly worse or better in the last period, worked out once for all pages of a shelf."""
    return kept(shelf, "found", lambda: all_found(shelf))


def weak_parts(shelf: Shelf, code: str) -> tuple[PartFound, ...]:
    """The parts next above the indicators in which an area is clearly worse, in the order of the tree."""
    tree = shelf.recipe.tree.walk() if shelf.recipe is not None else ()
    next_above = {part.name for part in tree if any(below.indicator for below in part.parts)}
    return tuple(
        one for one in found_in(shelf).found if one.code == code and one.side == WORSE and one.part in next_above
    )


def works_area_page(shelf: Shelf, code: str) -> WorksAreaPage:
    """What is held for what an area is weak in, strongest first. Raises ValueError where the book has no index."""
    weak = tuple(_held(shelf, one.part, one.title, one.because, code) for one in weak_parts(shelf, code))
    return WorksAreaPage(code, shelf.names[code], found_in(shelf).period, weak)


def works_part_page(shelf: Shelf, part: str) -> WorksPartPage | None:
    """What is held for one part of the index, or None where there is no such part."""
    recipe = shelf.recipe
    one = next((each for each in recipe.tree.walk() if each.name == part), None) if recipe is not None else None
    if recipe is None or one is None or one.indicator is not None:
        return None
    weak = tuple((each.code, each.name) for each in found_in(shelf).found if each.part == part and each.side == WORSE)
    return WorksPartPage(_held(shelf, part, one.title, "", ""), weak, recipe.title)


def _held(shelf: Shelf, part: str, title: str, because: str, area: str) -> HeldFor:
    concept = concept_of_part(shelf, part)
    cases = held_for(shelf, concept, area) if concept else ()
    return HeldFor(part, title, because, concept, concept_titles(shelf).get(concept, ""), cases)


def module_page(shelf: Shelf, id: str) -> ModulePage | None:
    """The page of one module, or None where there is none of that id."""
    framework = shelf.frameworks.get(MODULES)
    module = next((one for one in framework.concepts if one.id == id), None) if framework else None
    if framework is None or module is None:
        return None
    link, titles = f"{MODULES}#{id}", concept_titles(shelf)
    reached = {there: how for there, how in sorted(reach(shelf, link).items()) if there != link and there in titles}
    gathered = indicators_by_concept(shelf)
    indicators = {one.indicator: one for there in (link, *reached) for one in gathered.get(there, ())}
    return ModulePage(
        id=id,
        title=module.title,
        number=next(iter(module.also_called), ""),
        definition=module.definition,
        gap=framework.gap,
        linked=tuple((*halves(there), titles[there], how) for there, how in reached.items()),
        cases=held_for(shelf, link),
        indicators=tuple(indicators.values()),
        others=tuple((one.id, one.title) for one in framework.concepts if one.id != id),
    )


def module_paths(shelf: Shelf) -> Iterator[str]:
    """The path of every module."""
    framework = shelf.frameworks.get(MODULES)
    return (f"works/modules/{one.id}.html" for one in (framework.concepts if framework else ()))


def part_paths(shelf: Shelf) -> Iterator[str]:
    """The path of every part above the indicators."""
    parts = shelf.recipe.tree.walk() if shelf.recipe is not None and shelf.index is not None else ()
    return (f"works/parts/{part.name}.html" for part in parts if part.indicator is None)


def area_paths(shelf: Shelf) -> Iterator[str]:
    """The path of what is held for every area that is compared."""
    return (f"works/areas/{code}.html" for code in (shelf.index.scores.areas if shelf.index is not None else ()))

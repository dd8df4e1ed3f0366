"""The same as the commands, from Python: open a place book, build it, and ask it.

import placebook
place = placebook.open("my-place")
place.build()
place.scorecard("Abbey")
placebook.to_pandas(place.index())
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from placebook.book.check import Report
from placebook.book.place_book import PlaceBook, open_book
from placebook.measure.stages import needed
from placebook.measure.tree import nearest_name, refuse_absent, with_titles
from placebook.types import Area, ContentError, Cube, DataError, Evidence, Index, Indicator, RankRanges, Recipe

if TYPE_CHECKING:
    from placebook.measure.diagnosis import Diagnosis
    from placebook.measure.ledger import Entry
    from placebook.measure.portrait_kinds import HeldPortrait
    from placebook.measure.what_if import WhatIf
    from placebook.pages.scorecard import Scorecard

Tell = Callable[[int], None]


def open(folder: str | Path) -> Place:
    """Open a place book. Raises ContentError, in one sentence, when the folder is not one."""
    return Place(open_book(Path(folder)))


def _nothing(_: int) -> None:
    """What is told when nobody listens."""


@dataclass
class Place:
    """A place book that is open. Asking for results reads the last build; `build` makes a new one."""

    book: PlaceBook

    @property
    def folder(self) -> Path:
        """Where the book lies."""
        return self.book.folder

    # --- finding things by name ---

    def recipe(self, name: str | None = None) -> Recipe:
        """A recipe (the book's own without a name), with the book's indicators and their titles in it.

        Raises RecipeError when there is no such recipe, ContentError when it declares what a source declares too.
        """
        return resolved(self.book.find_recipe(name), self.book.indicators)

    @cached_property
    def recipes(self) -> Mapping[str, Recipe]:
        """The recipes that a build makes, by id: all of the book's own, or the shipped one it names, or none."""
        names = list(self.book.recipes) or ([self.book.find_recipe().id] if self.book.recipe else [])
        return {name: self.recipe(name) for name in names}

    def area(self, name: str) -> Area:
        """An area by its code or its name, in capitals or not. Raises DataError with the nearest name."""
        wanted = name.casefold().strip()
        found = [one for one in self.areas if wanted in (one.code.casefold(), one.name.casefold())]
        if len(found) == 1:
            return found[0]
        if found:
            raise DataError(
                f"{name!r} is the name of {len(found)} areas; use a code: {', '.join(a.code for a in found)}"
            )
        others = [one for one in self.book.areas if wanted in (one.code.casefold(), one.name.casefold())]
        if others:
            raise DataError(
                f"{others[0].name} ({others[0].code}) is of the kind {others[0].kind}; "
                f"this book compares areas of the kind {self.book.area_kind}"
            )
        names = tuple(one.name for one in self.areas)
        raise DataError(f"there is no area called {name!r} in {self.book.title}; {nearest_name(name, names)}")

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The areas that the book compares: those of its own kind, in order of code."""
        ours = [one for one in self.book.areas if one.kind == self.book.area_kind]
        return tuple(sorted(ours, key=lambda one: one.code))

    @property
    def portraits(self) -> Mapping[str, HeldPortrait]:
        """The portraits of the book, with their figures read anew from its tables.

        Raises DataError when `check` would find a fault in one of them.
        """
        from placebook.book.held_portraits import held_portraits

        return held_portraits(self.book)

    # --- checking and building ---

    def check(self) -> Report:
        """Everything that is wrong with the book, and what would be right."""
        from placebook.registered import check_whole

        return check_whole(self.folder)

    def work_to_build(self) -> int:
        """How many runs a build goes through, for a progress bar."""
        return sum(recipe.ranks.runs for recipe in self.recipes.values())

    def build(self, tell: Tell = _nothing) -> Path:
        """Build every recipe of the book. The old build stays whole and in use until the new one is done.

        Raises ContentError when `check` finds faults, and what building an index raises.
        """
        from placebook.builder import build_book

        return build_book(self, tell)

    @property
    def known_areas(self) -> Mapping[str, Area]:
        """Every area of the book by its code, of whatever kind, and those that only the previous build had."""
        from placebook.builder import built_areas
        from placebook.store.builds import previous_build

        previous = previous_build(self.folder)
        gone = built_areas(previous) if previous is not None else ()
        return {one.code: one for one in (*gone, *self.book.areas)}

    @property
    def names(self) -> Mapping[str, str]:
        """The names of those areas by code."""
        return {code: area.name for code, area in self.known_areas.items()}

    # --- results of the last build ---

    @property
    def built(self) -> Path:
        """The folder of the build in use.

        Raises ContentError when there is none yet, DataError when its files are not as the build left them.
        """
        from placebook.store.builds import as_left, current_build

        return as_left(current_build(self.folder))

    @property
    def changed(self) -> tuple[str, ...]:
        """The files of the book that are not as they were at the last build: results do not know of them yet."""
        from placebook.builder import input_files
        from placebook.store.manifest import changed_inputs

        return changed_inputs(self.built, input_files(self.book), self.folder)

    def built_recipe(self, name: str | None = None) -> Recipe:
        """A recipe as it was at the last build, whatever its file says now."""
        from placebook.builder import recipe_as_built

        return recipe_as_built(self._results(name))

    def index(self, recipe: str | None = None) -> Index:
        """An index of the last build."""
        from placebook.store.results import read_index

        return read_index(self._results(recipe))

    def ranges(self, recipe: str | None = None) -> tuple[RankRanges, ...]:
        """The rank ranges of an index of the last build, one for each period."""
        from placebook.store.results import read_ranges

        return read_ranges(self._results(recipe))

    def figures(self, recipe: str | None = None) -> tuple[Cube, Evidence]:
        """The figures of the last build that a recipe reads, with those for peers and context."""
        from placebook.builder import built_areas, figures_for

        return figures_for(self.built_recipe(recipe), built_areas(self.built), self.built)

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """What the areas of the last build can be grouped by, for imputing within groups."""
        from placebook.builder import built_areas, groups_of

        return groups_of(built_areas(self.built))

    def scorecard(self, area: str, recipe: str | None = None, period: str | None = None) -> Scorecard:
        """The scorecard of one area, by code or name."""
        from placebook.pages.scorecard import scorecard

        index = self.index(recipe)
        when = period or index.scores.periods[-1]
        found = [one for one in self.ranges(recipe) if one.period == when]
        cube, evidence = self.figures(recipe)
        return scorecard(
            self.area(area),
            index,
            cube,
            ranges=found[0] if found else None,
            evidence=evidence,
            period=when,
            indicators=self.book.indicators,
            names={one.code: one.name for one in self.book.areas},
        )

    def diagnosis(self, recipe: str | None = None, period: str | None = None) -> Diagnosis:
        """Whether the parts of an index of the last build belong together, what rules it, and what it rests on."""
        from placebook.measure.build import prepare
        from placebook.measure.diagnosis import diagnose_index

        index = self.index(recipe)
        cube, evidence = self.figures(recipe)
        return diagnose_index(index, prepare(index.recipe, cube, evidence, groups=self.groups), period)

    def what_if(self, recipe: Recipe, change: str, part: str | None = None, period: str | None = None) -> WhatIf:
        """Which areas move if the index of the last build were made by this changed recipe.

        Change the recipe as it was built, `built_recipe()`, with the functions of `placebook.measure.what_if`.
        """
        from placebook.builder import built_areas, figures_for
        from placebook.measure.build import build_index
        from placebook.measure.what_if import compare

        before, read = self.index(recipe.id), figures_read(recipe)
        refuse_absent(recipe, read, (*self.book.indicators, *figures_read(before.recipe)))
        cube, evidence = figures_for(recipe, built_areas(self.built), self.built)
        after = build_index(recipe, cube, evidence, groups=self.groups)
        return compare(before, after, change, part or before.recipe.tree.name, period or before.scores.periods[-1])

    def ledger(
        self, recipe: str | None = None, part: str | None = None, period: str | None = None
    ) -> tuple[Entry, ...]:
        """Why each area's rank changed between the previous build and this one."""
        from placebook.book.rebases import rebases_to
        from placebook.builder import as_built
        from placebook.measure.boundary_moves import refuse_mixed
        from placebook.measure.ledger import ledger
        from placebook.store.builds import as_left, previous_build

        previous = previous_build(self.folder)
        if previous is None:
            raise ContentError(f"{self.folder}: there is only one build, so there is no change to explain yet")
        name = recipe or self.recipe().id
        before, after = as_built(as_left(previous), name), as_built(self.built, name)
        years = before.cube.boundaries, after.cube.boundaries
        refuse_mixed(*years, "the two builds are", rebases_to(self.folder, max(years)))
        index = self.index(name)
        return ledger(before, after, part or index.recipe.tree.name, period or index.scores.periods[-1])

    def _results(self, recipe: str | None) -> Path:
        from placebook.builder import built_recipes

        name = recipe or self.book.find_recipe().id
        there = built_recipes(self.built)
        if name not in there:
            raise ContentError(
                f"the last build of {self.folder} has no recipe {name!r}; {nearest_name(name, there)}. "
                f"If its file is new, run: placebook build --book {self.folder}"
            )
        return self.built / name


def resolved(recipe: Recipe, indicators: Mapping[str, Indicator]) -> Recipe:
    """A recipe that carries all it needs: the book's indicators that it reads, and their titles in its tree.

    Raises ContentError when recipe and book both declare an indicator: one of the two would be ignored.
    """
    twice = [one.id for one in recipe.indicators if one.id in indicators]
    if twice:
        raise ContentError(
            f"recipe {recipe.id!r} declares {', '.join(twice)}, which a source of the book declares too; "
            "take it out of the recipe"
        )
    own = tuple(indicators[name] for name in figures_read(recipe) if name in indicators)
    return replace(with_titles(recipe, indicators), indicators=(*recipe.indicators, *own))


def figures_read(recipe: Recipe) -> tuple[str, ...]:
    """Every indicator a recipe reads: for its tree, its peers and its context rows."""
    return tuple(dict.fromkeys([*needed(recipe), *recipe.peers.nearest_on, *recipe.context]))

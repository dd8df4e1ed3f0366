"""What is worse and getting worse, from scores that can be checked by hand.

Six wards over five years. On safety Ashford falls by 2 points a year to 20, the lowest; Barton goes up and down and
ends at 30, the second lowest; the others stand still between 50 and 60. On health Elm rises by 3 a year to 90.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placebook.measure.peers import find_peers
from placebook.measure.progress import progress
from placebook.measure.strengths import compare_with_peers
from placebook.pages.compare import compared_parts
from placebook.pages.found import all_found, side_of
from placebook.pages.pairs import scores_of
from placebook.pages.shelf import Shelf
from placebook.pages.worsening import worsening_page
from placebook.types import Cube, Index, Step
from small_card import RECIPE, TREE, YEARS
from small_index import index_of
from small_shelf import NAMES, STEPS, no_index, small_shelf

SAFETY = {
    "Ashford": (28, 26, 24, 22, 20),
    "Barton": (30, 36, 24, 38, 30),
    "Coombe": (52, 52, 52, 52, 52),
    "Dene": (54, 54, 54, 54, 54),
    "Elm": (60, 60, 60, 60, 60),
    "Furze": (50, 50, 50, 50, 50),
}
HEALTH = {name: (50, 50, 50, 50, 50 + at) for at, name in enumerate(NAMES)} | {"Elm": (78, 81, 84, 87, 90)}


def shelf_of(by: float | None = 1.0, safety: dict[str, tuple[int, ...]] = SAFETY, **recipe: object) -> Shelf:
    """The shelf of these scores; the figures as published are the scores themselves."""
    crime = np.array([safety[name] for name in NAMES], float)
    life = np.array([HEALTH[name] for name in NAMES], float)
    scores = {"whole": (crime + life) / 2, "health": life, "life": life, "safety": crime, "crime": crime}
    index: Index = index_of(TREE, scores, NAMES, YEARS, **(RECIPE | {"steps": STEPS} | recipe))
    shelf = small_shelf(by, index=index)
    values = shelf.cube.values.copy()
    values[:, 1, :], values[:, 2, :] = life, crime
    return replace(shelf, cube=Cube(values, NAMES, shelf.cube.indicators, YEARS))


def found(shelf: Shelf, **asked: str) -> dict[str, list[tuple[str, str]]]:
    """(area, part) of each line, by group."""
    return {g.id: [(one.code, one.part) for one in g.lines] for g in worsening_page(shelf, **asked).groups}


def test_what_is_clearly_last_and_falls_is_worse_and_worsening() -> None:
    worse = found(shelf_of())["worse-and-worsening"]
    assert ("Ashford", "safety") in worse
    (line,) = [one for one in worsening_page(shelf_of()).groups[0].lines if one.part == "safety"]
    assert (line.rank_low, line.rank_high, line.out_of) == (5, 6, 6)
    assert line.per_year == pytest.approx(-2.0)
    assert line.progress == "Deterioration"


def test_what_goes_up_and_down_is_worse_with_a_change_too_small_to_tell() -> None:
    assert ("Barton", "safety") in found(shelf_of())["worse-too-small"]
    assert ("Barton", "safety") not in found(shelf_of())["worse-and-worsening"]


def test_what_is_clearly_first_and_rises_is_better_and_improving() -> None:
    assert ("Elm", "health") in found(shelf_of())["better-and-improving"]


def test_what_stands_still_in_the_middle_is_nowhere() -> None:
    everything = [pair for lines in found(shelf_of()).values() for pair in lines]
    assert not [pair for pair in everything if pair[0] in ("Coombe", "Dene") and pair[1] == "safety"]


def test_a_range_that_reaches_the_middle_is_not_worse() -> None:
    """With ranges three places to either side the last of six may rank third, which is above the middle, 3.5."""
    page = worsening_page(shelf_of(by=3.0))
    assert [group.lines for group in page.groups] == [(), (), ()]
    assert page.groups[0].says == "Nothing is both clearly worse and getting worse."
    assert page.worse_not_known == 0


def test_without_ranges_nothing_is_found() -> None:
    assert found(shelf_of(by=None)) == {"worse-and-worsening": [], "worse-too-small": [], "better-and-improving": []}


def test_where_a_high_score_is_worse_the_sides_are_turned_round() -> None:
    turned = found(shelf_of(high_score_is="worse"))
    assert ("Elm", "health") in turned["worse-and-worsening"]
    assert ("Ashford", "safety") in turned["better-and-improving"]


def test_the_page_can_be_narrowed_to_a_part_and_an_area() -> None:
    assert found(shelf_of(), part="safety")["better-and-improving"] == []
    assert found(shelf_of(), part="safety", area="Barton") == {
        "worse-and-worsening": [],
        "worse-too-small": [("Barton", "safety")],
        "better-and-improving": [],
    }


def test_a_part_or_an_area_that_is_not_there_is_said_and_all_are_shown() -> None:
    page = worsening_page(shelf_of(), "magic", "Nowhere")
    assert page.asked_in_vain == (
        "The index has no part called 'magic', so all parts are shown. "
        "No ward here has the code 'Nowhere', so all wards are shown."
    )
    assert page.groups == worsening_page(shelf_of()).groups


def test_what_is_worse_with_too_few_years_is_counted_with_the_reason() -> None:
    """Scores that are set anew in each period cannot show progress."""
    page = worsening_page(shelf_of(steps=STEPS[:1]))
    assert page.worse_not_known == 0  # goalposts are the recipe's own, and without them nothing moves the scale
    moving = worsening_page(shelf_of(steps=(Step("normalise", "min_max"), Step("aggregate", "arithmetic"))))
    assert moving.worse_not_known > 0
    assert [group.lines for group in moving.groups] == [(), (), ()]
    assert "the scale is set anew in each period" in moving.why_not_known[0]


def test_one_area_is_named_in_the_sentence_and_many_are_counted() -> None:
    says = worsening_page(shelf_of(), part="safety").groups[0].says
    assert says == "In Ashford, Safety is clearly worse and getting worse."


def test_how_many_were_looked_at_is_said() -> None:
    assert worsening_page(shelf_of()).looked_at == 18  # six wards, the whole and its two measured parts


def test_a_book_without_an_index_has_no_such_page() -> None:
    with pytest.raises(ValueError, match="no index"):
        worsening_page(no_index(shelf_of()))


@pytest.mark.parametrize("by", [0.4, 1.0, 2.0])
def test_going_through_all_areas_at_once_finds_what_each_area_alone_has(by: float) -> None:
    """The slow way: every area, every part, in words. Nobody's finding is lost where ranges are compared first."""
    rng = np.random.default_rng(7)
    for _ in range(5):
        noisy = {name: tuple(rng.integers(0, 100, 5)) for name in NAMES}
        shelf = shelf_of(by, noisy)
        index, scores = shelf.index, scores_of(shelf)
        assert index is not None
        assert scores is not None
        slow = []
        for code in NAMES:
            peers = find_peers(shelf.cube, code, index.recipe.peers, "2014", NAMES).areas
            compared = compare_with_peers(index, code, peers, shelf.ranges[0], "2014")
            changed = progress(index, code, "2014", shelf.cube)
            for part, _ in compared_parts(index):
                at = index.place(part.name)
                side, because = side_of(scores, code, part, compared[at])
                if side:
                    slow.append((code, part.name, side, because, str(changed[at].progress)))
        fast = [(one.code, one.part, one.side, one.because, one.progress) for one in all_found(shelf).found]
        assert fast == slow

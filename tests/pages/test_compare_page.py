"""Places side by side, from a small index whose scores and ranges can be checked by hand.

The whole: Elm 60, Dene 54, Coombe 52, Ashford 50, Barton 50, Furze 40. With ranges one place to either side
Elm's is 1 to 2, Ashford's 3 to 5 and Furze's 5 to 6.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placebook.pages.compare import MOST_PLACES, beside_peers, compare_page
from placebook.pages.shelf import Shelf
from small_shelf import NAMES, no_index, small_shelf


def with_clear(shelf: Shelf, above: str, below: str, part: str) -> Shelf:
    """The shelf where pairs were worked out, and one area is clearly above another on one part alone."""
    (ranges,) = shelf.ranges
    clear = np.zeros((len(NAMES), len(NAMES), len(ranges.parts)), np.int8)
    at, a, b = ranges.parts.index(part), NAMES.index(above), NAMES.index(below)
    clear[a, b, at], clear[b, a, at] = 1, -1
    return replace(shelf, ranges=(replace(ranges, clear=clear),))


def test_two_places_whose_ranges_do_not_meet_are_clearly_different() -> None:
    page = compare_page(small_shelf(), ["Elm", "Furze"])
    (pair,) = page.pairs
    assert (pair.says, pair.whole.side, pair.whole.better_by) == ("clearly different", "clearly better", 20.0)
    assert page.chart is not None
    assert page.chart.title == "In 2014 Elm is clearly better than Furze"


def test_two_places_whose_ranges_overlap_are_not_clearly_different_whatever_their_scores() -> None:
    (pair,) = compare_page(small_shelf(), ["Elm", "Dene"]).pairs
    assert (pair.says, pair.whole.side, pair.whole.better_by) == ("not clearly different", "not clearly different", 6.0)


def test_parts_stand_in_order_of_their_difference_with_over_and_under() -> None:
    """Health 80 against 40, safety 20 against 40: Ashford ranks first and last, Furze last and fifth."""
    (pair,) = compare_page(small_shelf(by=0.4), ["Ashford", "Furze"]).pairs
    assert [(one.part, one.better_by, one.side) for one in pair.parts] == [
        ("health", 40.0, "clearly better"),
        ("safety", -20.0, "clearly worse"),
    ]


def test_pairs_that_were_worked_out_speak_before_ranges() -> None:
    shelf = with_clear(small_shelf(by=0.4), "Furze", "Ashford", "safety")
    (pair,) = compare_page(shelf, ["Ashford", "Furze"]).pairs
    sides = {one.part: one.side for one in pair.parts}
    assert sides == {"health": "not clearly different", "safety": "clearly worse"}
    (turned,) = compare_page(shelf, ["Furze", "Ashford"]).pairs
    assert [one.side for one in turned.parts] == ["not clearly different", "clearly better"]


def test_where_a_high_score_is_worse_over_means_better_for_people() -> None:
    (pair,) = compare_page(small_shelf(high_score_is="worse"), ["Elm", "Furze"]).pairs
    assert (pair.whole.side, pair.whole.better_by) == ("clearly worse", -20.0)


def test_without_ranges_nothing_is_known_to_be_clear() -> None:
    page = compare_page(small_shelf(by=None), ["Elm", "Furze"])
    assert {one.side for one in (page.pairs[0].whole, *page.pairs[0].parts)} == {"not known"}
    assert page.clear_says.startswith("How sure the scores are has not been worked out")


def test_one_place_alone_stands_beside_its_peers_with_the_reasons() -> None:
    """Incomes: Barton is 100 above Ashford and Coombe 100 below; Dene 300 above and Elm 300 below."""
    page = beside_peers(small_shelf(), "Ashford")
    assert page.of == "Ashford"
    assert [peer.code for peer in page.peers] == ["Barton", "Coombe", "Dene", "Elm"]
    assert [pair.second for pair in page.pairs] == ["Barton", "Coombe", "Dene", "Elm"]
    assert {peer.mattered_most for peer in page.peers} == {"Household income"}
    signs = [np.sign(peer.differs_by) for peer in page.peers if peer.differs_by is not None]
    assert signs == [1, -1, 1, -1]
    assert page.peers[2].distance == pytest.approx(3 * page.peers[0].distance)
    assert compare_page(small_shelf(), ["Ashford"]).pairs == page.pairs


def test_with_nothing_chosen_all_places_stand_there_by_name() -> None:
    page = compare_page(small_shelf())
    assert [place.name for place in page.places] == list(NAMES)
    assert [part.part for part in page.parts] == ["whole", "health", "safety"]  # water is not measured
    furze = page.places[-1].cells[0]
    assert (furze.score, furze.rank, furze.rank_low, furze.rank_high) == (40.0, 6, 5, 6)
    assert (page.pairs, page.chart) == ((), None)


def test_names_will_do_for_codes_and_a_place_named_twice_stands_once() -> None:
    page = compare_page(small_shelf(), ["elm ", "Elm", "FURZE", ""])
    assert page.chosen == ("Elm", "Furze")


def test_unknown_and_retired_codes_are_said_and_the_rest_is_shown() -> None:
    page = compare_page(small_shelf(), ["Elm", "Nowhere", "Gorse", "town", "Furze"])
    assert page.chosen == ("Elm", "Furze")
    assert page.asked_in_vain == (
        "No ward here has the code or name 'Nowhere'.",
        "Gorse (Gorse) is no longer in use. In its place there is: Furze (Furze).",
        "The Town (town) is a district and has no score in this index.",
    )


def test_more_places_than_can_be_read_are_cut_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placebook.pages.compare.MOST_PLACES", 3)
    page = compare_page(small_shelf(), NAMES)
    assert page.chosen == NAMES[:3]
    assert page.asked_in_vain == ("Only the first 3 are shown: 6 side by side cannot be read.",)
    assert MOST_PLACES == 12


def test_a_place_without_a_score_is_not_called_over_or_under() -> None:
    gaps = """
                | life | crime | income | change
        --------+------+-------+--------+-------
        Ashford |      |       |  20000 |      3
        Barton  |   50 |    50 |  20100 |      3
        Coombe  |   52 |    52 |  19900 |      3
        Dene    |   54 |    54 |  20300 |      3
        Elm     |   60 |    60 |  19700 |      3
        Furze   |   40 |    40 |  26000 |      3
    """
    page = compare_page(small_shelf(drawing=gaps), ["Ashford", "Elm"])
    (pair,) = page.pairs
    assert (pair.whole.better_by, pair.whole.side) == (None, "not known")
    assert (page.places[0].cells[0].score, page.places[0].cells[0].rank) == (None, None)


def test_no_sentence_of_the_page_says_worst() -> None:
    page = compare_page(small_shelf(), NAMES)
    assert "worst" not in repr(page)


def test_a_book_without_an_index_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="no index"):
        compare_page(no_index(small_shelf()), ["Elm"])

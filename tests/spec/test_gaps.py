"""What areas need beside what documents address, cell by cell, in a table a person can check."""

import pytest

from placebook.learn.gaps import Addressed, Cover, Need, gap_map

WITHIN = {"ashford": ("ashford", "borough", "region"), "barton": ("barton", "borough", "region")}
REACHED = {"warmth": frozenset({"ours#homes", "theirs#housing"})}
# what is held -> what it makes of the need of Ashford
HELD = """
    of       | concept        | status    | by     | the cell says
    ---------+----------------+-----------+--------+------------------------
    borough  | ours#homes     | adopted   | person | covered
    ashford  | ours#homes     | adopted   | person | covered
    region   | theirs#housing | adopted   | person | covered
    barton   | ours#homes     | adopted   | person | gap
    elsewhere| ours#homes     | adopted   | person | gap
             | ours#homes     | adopted   | person | gap
    borough  | ours#jobs      | adopted   | person | gap
    borough  | ours#homes     | adopted   | method | suggested, not confirmed
    borough  | ours#homes     |           | person | status not said
    borough  | ours#homes     | draft     | person | in a draft only
    borough  | ours#homes     | draft     | method | in a draft only
    borough  | ours#homes     | withdrawn | person | gap
"""


def rows_of(drawn):
    for line in drawn.strip().splitlines()[2:]:
        of, concept, status, by, said = (cell.strip() for cell in line.split("|"))
        yield Addressed("p1", "A plan", concept, (of,) if of else (), status, by == "person"), said


@pytest.mark.parametrize(("held", "said"), tuple(rows_of(HELD)))
def test_what_is_held_makes_of_a_need(held, said):
    (cell,) = gap_map([Need("ashford", "warmth", True, "behind")], [held], REACHED, WITHIN)
    assert cell.cover == said
    assert cell.by == (() if said == "gap" else ("p1",))


PLAN = Addressed("p1", "The plan, page 3", "ours#homes", ("borough",), "adopted", True)
GUESS = Addressed("p2", "The plan, page 9", "ours#homes", ("borough",), "adopted", False)


def test_removing_a_passage_turns_a_cell_from_covered_to_gap():
    needs = [Need("ashford", "warmth", True), Need("barton", "warmth", True)]
    assert [cell.cover for cell in gap_map(needs, [PLAN], REACHED, WITHIN)] == [Cover.COVERED] * 2
    assert [cell.cover for cell in gap_map(needs, [], REACHED, WITHIN)] == [Cover.GAP] * 2


def test_a_suggestion_never_stands_in_for_a_person():
    (with_both,) = gap_map([Need("ashford", "warmth", True)], [GUESS, PLAN], REACHED, WITHIN)
    assert (with_both.cover, with_both.by) == (Cover.COVERED, ("p1",))
    (alone,) = gap_map([Need("ashford", "warmth", True)], [GUESS], REACHED, WITHIN)
    assert alone.cover is Cover.SUGGESTED


def test_not_knowing_a_need_is_neither_a_gap_nor_no_need():
    needs = [Need("ashford", "warmth", None, "not measured"), Need("barton", "warmth", False)]
    assert [cell.cover for cell in gap_map(needs, [PLAN], REACHED, WITHIN)] == [Cover.NOT_KNOWN, Cover.NO_CLEAR_NEED]

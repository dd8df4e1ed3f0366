"""Several measures of the same counts behind one gate, on tables that a person can check by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placebook.measure.disclosure import SECONDARY, Protected, Shown, protect
from placebook.measure.disclosure_audit import Audit, Out, audit
from placebook.measure.publish import VEILED, People, publish
from placebook.measure.publish_plan import Plan
from placebook.measure.publish_together import Asked, gives_bands_away, protect_together, told_apart
from placebook.types import Counts, DisclosureRule

RULE = DisclosureRule()
AREAS = ("A", "B", "C")
WITHIN = dict.fromkeys(AREAS, "borough")
KINDS = ("help", "fire", "other")
#            help, fire, other
ROWS = [[30, 0, 2], [20, 0, 40], [25, 9, 30]]


def counted(rows: Sequence[Sequence[Sequence[float]]], periods: tuple[str, ...]) -> Counts:
    return Counts(np.array(rows, float), AREAS[: len(rows)], periods, KINDS, "ward", "2018")


def asked(name: str, *above: str, periods: tuple[str, ...] = ("2014",), plan: Plan | None = None, **more) -> Asked:
    return Asked(name, frozenset(above), periods, plan or Plan(), **more)


def attacked(counts: Counts, measures: Sequence[Asked], gates: Sequence[Protected]) -> Audit:
    """All measures attacked at once, with the smallest categories that they tell apart asked for as well."""
    tables = [
        Out(
            Shown(
                gate.table.areas, gate.table.periods, (one.name,), gate.table.counts[..., :1], gate.table.why[..., :1]
            ),
            counts,
            WITHIN,
            joint={one.name: sorted(one.above)},
        )
        for one, gate in zip(measures, gates, strict=True)
    ]
    alike = {"+".join(own): own for own in told_apart(KINDS, [one.above for one in measures])}
    shape = len(counts.areas), len(counts.periods), len(alike)
    nobody = Shown(counts.areas, counts.periods, tuple(alike), np.full(shape, np.nan), np.full(shape, SECONDARY))
    return audit([*tables, Out(nobody, counts, WITHIN, joint=alike, silent=True)], RULE)


def alone(counts: Counts, one: Asked) -> Protected:
    at = [KINDS.index(kind) for kind in sorted(one.above)]
    summed = counts.values[:, :, at].sum(axis=2, keepdims=True)
    return protect(Counts(summed, counts.areas, counts.periods, ("counted",)), RULE, WITHIN)


def test_two_tables_that_are_safe_alone_are_not_so_side_by_side():
    counts = counted([[row] for row in ROWS], ("2014",))
    measures = [asked("help", "help"), asked("all", *KINDS)]
    by_themselves = [alone(counts, one) for one in measures]
    assert not any(gate.hidden.any() for gate in by_themselves)  # 30 of 32 calls were for help, so 2 were not
    assert not attacked(counts, measures, by_themselves).passes
    gates = protect_together(counts, measures, RULE, WITHIN)
    assert gates[0].hidden[0, 0, 0] or gates[1].hidden[0, 0, 0]
    assert attacked(counts, measures, gates).passes


def test_measures_with_nothing_between_them_are_as_they_are_alone():
    counts = counted([[row] for row in ROWS], ("2014",))
    measures = [asked("help", "help"), asked("fire", "fire")]
    for one, gate in zip(measures, protect_together(counts, measures, RULE, WITHIN), strict=True):
        assert gate.hidden.tolist() == alone(counts, one).hidden.tolist()
        assert gate.table.areas == ("A", "B", "C", "borough")


def test_a_share_of_the_same_records_knows_who_is_left():
    """The share of help among all calls says how many were of another kind; a rate of those says the same."""
    counts = counted([[row] for row in ROWS], ("2014",))
    share = asked("share", "help", below=frozenset(KINDS))
    gates = protect_together(counts, [share, asked("rest", "fire", "other")], RULE, WITHIN)
    assert gates[0].shape == (3, 1, 2)
    assert gates[0].table.categories == ("counted", "the rest", "all categories")
    assert gates[0].hidden[:, 0, 1].tolist() == gates[1].hidden[:, 0, 0].tolist()
    assert gates[1].hidden[0, 0, 0]


def test_people_below_the_line_of_other_records_are_protected_too():
    counts = counted([[row] for row in ROWS], ("2014",))
    rest = np.array([[1.0], [50.0], [60.0]])
    gates = protect_together(counts, [asked("share", "help", rest=rest), asked("all", *KINDS)], RULE, WITHIN)
    assert gates[0].hidden[0, 0, 1]
    assert gates[0].hidden[:, 0, 1].sum() > 1  # or the borough's would give it away


def test_years_taken_together_stand_beside_single_years():
    """9 in two years less 7 in the second are 2 in the first."""
    counts = counted([[[2, 0, 9], [7, 0, 9]], [[20, 9, 9], [20, 9, 9]], [[30, 9, 9], [30, 9, 9]]], ("2013", "2014"))
    both = asked("both", "help", periods=("2013", "2014"), plan=Plan(years=2))
    second = asked("second", "help")
    gates = protect_together(counts, [both, second], RULE, WITHIN)
    assert gates[0].table.periods == ("2013-2014",)
    assert gates[1].table.periods == ("2014",)
    assert gates[0].hidden[0, 0, 0] or gates[1].hidden[0, 0, 0]
    each = asked("each", "help", periods=("2013", "2014"))
    gates = protect_together(counts, [both, each], RULE, WITHIN)
    assert gates[1].hidden[0, 0, 0]
    assert gates[0].hidden[0, 0, 0] or gates[1].hidden[0, 1, 0]
    other = asked("other", "other", periods=("2013", "2014"), plan=Plan(years=2))
    gates = protect_together(counts, [both, other], RULE, WITHIN)
    assert not any(gate.hidden.any() for gate in gates)  # the same two years, and nothing between them


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.sampled_from([0, 1, 3, 6, 20]), min_size=3, max_size=3), min_size=2, max_size=3),
    st.lists(st.sets(st.sampled_from(KINDS), min_size=1), min_size=2, max_size=3),
)
def test_no_set_of_measures_gives_away_a_small_count(rows: list[list[int]], sets: list[set[str]]) -> None:
    counts = counted([[row] for row in rows], ("2014",))
    measures = [asked(f"m{at}", *some) for at, some in enumerate(sets)]
    assert attacked(counts, measures, protect_together(counts, measures, RULE, WITHIN)).passes


def test_a_rate_that_allows_for_age_is_not_given_where_another_measure_hides_an_age():
    """In A 10 young and 2 old died; the old are hidden, by a measure of their own. With 900 young and 100 old, the rate
    of 12 deaths is 1/2 x 10/900 + 1/2 x 2/100, which no other two numbers that sum to 12 give. B hides nothing."""
    counts = Counts(np.array([[[10.0, 2]], [[20, 30]]]), ("A", "B"), ("2014",), ("young", "old"), "ward", "2018")
    plan = Plan("dsr", 1000, standard={"young": 1, "old": 1})
    measures = [asked("dsr", "young", "old", plan=plan), asked("old", "old")]
    gates = protect_together(counts, measures, RULE, {})
    veiled = gives_bands_away(measures, gates, 0)
    assert veiled.tolist() == [[True], [False]]
    assert not gives_bands_away(measures, gates, 1).any()
    assert not gives_bands_away([measures[0], asked("all", "young", "old")], [gates[0], gates[0]], 0).any()
    people = People(np.array([[[900.0, 100]], [[800, 200]]]), np.zeros((2, 1), bool))
    found = publish(counts, people, plan, RULE, {}, None, gates[0], veiled)
    assert found.note.ravel().tolist() == [VEILED, ""]
    for figure in (found.value, found.lower[..., 0], found.upper[..., 0], found.numerator):
        assert np.isnan(figure).ravel().tolist() == [True, False]


def test_a_rate_of_years_together_is_veiled_by_one_of_its_years():
    deaths = [[[9, 3], [20, 30]], [[20, 30], [20, 30]]]
    counts = Counts(np.array(deaths, float), ("A", "B"), ("2013", "2014"), ("young", "old"), "ward", "2018")
    plan = Plan("dsr", 1000, years=2, standard={"young": 1, "old": 1})
    both = ("2013", "2014")
    measures = [asked("dsr", "young", "old", periods=both, plan=plan), asked("old", "old", periods=both)]
    gates = protect_together(counts, measures, RULE, {})
    assert gives_bands_away(measures, gates, 0).tolist() == [[True], [False]]


def test_what_one_of_several_measures_showed_before_stays_out():
    """Help is 30, 20 and 2. With the borough's 52 known a second one is hidden: B. B was out before, so now it is A."""
    counts = counted([[[30, 0, 9]], [[20, 0, 40]], [[2, 9, 30]]], ("2014",))
    before = Counts(np.array([[[np.nan]], [[20.0]], [[np.nan]]]), AREAS, ("2014",), ("help",))
    all_kinds = asked("all", *KINDS)
    free, _ = protect_together(counts, [asked("help", "help"), all_kinds], RULE, WITHIN)
    assert free.hidden.ravel().tolist() == [False, True, True]
    kept, _ = protect_together(counts, [asked("help", "help", out=before), all_kinds], RULE, WITHIN)
    assert kept.hidden.ravel().tolist() == [True, False, True]


def test_a_rate_of_one_year_is_veiled_by_years_together_that_hold_it():
    deaths = [[[19, 1], [20, 2]], [[20, 30], [20, 30]]]
    counts = Counts(np.array(deaths, float), ("A", "B"), ("2013", "2014"), ("young", "old"), "ward", "2018")
    both = ("2013", "2014")
    single = asked("dsr", "young", "old", periods=both, plan=Plan("dsr", 1000, standard={"young": 1, "old": 1}))
    measures = [single, asked("old", "old", periods=both, plan=Plan(years=2))]
    gates = protect_together(counts, measures, RULE, {})
    assert gates[1].hidden[:, :, 0].tolist() == [[True], [False]]
    assert gives_bands_away(measures, gates, 0).tolist() == [[True, True], [False, False]]

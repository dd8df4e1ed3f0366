"""Agreement of coders: published examples to their printed digits, and the obvious way beside the fast one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.learn.agreement import MISSING, agreement_on, cohens_kappa, krippendorffs_alpha


def coded(*rows: str):
    """Rows of codes, one letter or digit each; a full stop where a coder gave none."""
    names = {one: place for place, one in enumerate(sorted(set("".join(rows)) - {"."}))}
    return np.array([[names.get(one, MISSING) for one in row] for row in rows])


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        (("0100000010", "1110010000"), 0.095),  # two coders, two codes
        (("aabbdcccedda", "babbbccceddd"), 0.692),  # two coders, five codes
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),  # four coders with gaps
    ],
)
def test_alpha_of_krippendorffs_own_examples(rows, alpha):
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, sections A, B and C, nominal data
    assert round(krippendorffs_alpha(coded(*rows)).value, 3) == alpha


def table_of(both_yes, yes_no, no_yes, both_no):
    first = ["y"] * (both_yes + yes_no) + ["n"] * (no_yes + both_no)
    second = ["y"] * both_yes + ["n"] * yes_no + ["y"] * no_yes + ["n"] * both_no
    return first, second


def test_kappa_of_a_table_worked_out_by_hand():
    # 20 both yes, 5 and 10 apart, 15 both no: 0.7 alike, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5, so 0.2 / 0.5
    found = cohens_kappa(*table_of(20, 5, 10, 15))
    assert found.value == pytest.approx(0.4, abs=1e-12)
    # variance by hand: diagonal 0.4 (1 - 1.1 * 0.6)^2 + 0.3 (1 - 0.9 * 0.6)^2, off it 0.36 (0.1 * 1.1^2 + 0.2 * 0.9^2)
    # less (0.4 - 0.5 * 0.6)^2, over 0.5^2 and 50 passages
    diagonal = 0.4 * (1 - 1.1 * 0.6) ** 2 + 0.3 * (1 - 0.9 * 0.6) ** 2
    # cell (yes, no) has 5: column total yes 0.6 and row total no 0.5; cell (no, yes) has 10: column no 0.4, row yes 0.5
    off = 0.6**2 * (0.1 * (0.6 + 0.5) ** 2 + 0.2 * (0.4 + 0.5) ** 2)
    spread = np.sqrt((diagonal + off - (0.4 - 0.5 * 0.6) ** 2) / 0.5**2 / 50)
    assert found.upper - found.value == pytest.approx(1.959963984540054 * spread, abs=1e-12)


def test_full_agreement_is_one_and_one_code_throughout_is_not_known():
    assert cohens_kappa("abab", "abab").value == 1
    assert np.isnan(cohens_kappa("aaa", "aaa").value)
    assert np.isnan(krippendorffs_alpha(coded("aaa", "aaa")).value)


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValueError, match="two codes for each passage"):
        cohens_kappa("ab", "a")
    with pytest.raises(ValueError, match="no passage has two codes"):
        krippendorffs_alpha(coded("a.", ".a"))


def test_agreement_on_one_of_several_codes():
    first = [frozenset({"food"}), frozenset({"food", "water"}), frozenset(), frozenset({"water"})]
    second = [frozenset({"food"}), frozenset({"water"}), frozenset(), frozenset({"water"})]
    assert agreement_on("water", first, second).value == 1
    assert agreement_on("food", first, second).value == pytest.approx(0.5)


def obvious_alpha(codes):
    """By going through every pair of codes."""
    apart = together = 0.0
    held = [[one for one in column if one != MISSING] for column in codes.T]
    held = [column for column in held if len(column) > 1]
    for column in held:
        apart += sum(a != b for a, b in itertools.permutations(column, 2)) / (len(column) - 1)
    flat = [one for column in held for one in column]
    together = sum(a != b for a, b in itertools.permutations(flat, 2))
    return float("nan") if not together else 1 - (len(flat) - 1) * apart / together


@given(st.integers(2, 4), st.integers(1, 8), st.integers(0, 999))
def test_alpha_is_that_of_the_obvious_way(coders, passages, seed):
    codes = np.random.default_rng(seed).integers(-1, 3, (coders, passages))
    if np.all(np.sum(codes != MISSING, axis=0) < 2):
        return
    assert krippendorffs_alpha(codes, runs=5).value == pytest.approx(obvious_alpha(codes), nan_ok=True, abs=1e-12)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_kappa_does_not_hang_on_the_order_of_coders_or_the_names_of_codes(pairs):
    first, second = zip(*pairs, strict=True)
    found, turned = cohens_kappa(first, second), cohens_kappa(second, first)
    renamed = cohens_kappa([one.upper() * 2 for one in first], [one.upper() * 2 for one in second])
    assert found.value == pytest.approx(turned.value, nan_ok=True, abs=1e-12)
    assert (found.lower, found.upper) == pytest.approx((turned.lower, turned.upper), nan_ok=True, abs=1e-9)
    assert found.value == pytest.approx(renamed.value, nan_ok=True, abs=1e-12)

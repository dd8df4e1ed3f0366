"""Hide the least: which counts must go, besides the small ones, so that no small one can be worked out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.methods.disclosure import TOLERANCE, Attack, Bound, Cells, Flags, blocks
from placebook.methods.disclosure_covers import (
    CannotProtect,
    Covers,
    from_single_relations,
    learn,
    learn_width,
    not_again,
)
from placebook.methods.programs import integer_program
from placebook.types import Numbers

ROUNDS = 40  # times that a block is solved anew with what the attack has taught
BRANCHES = 5_000  # of the integer program in one solution
EASY = 2_000  # cells of a block up to which the least is proved; beyond it the first safe choice is tidied


@dataclass(frozen=True, slots=True)
class Least:
    """Which cells are hidden, what that loses, and what any safe choice would lose at least (both without unseen)."""

    hidden: Flags
    lost: float
    at_least: float
    rounds: int = 0

    @property
    def gap(self) -> float:
        """How much of the loss may be more than was needed, as a share. 0: nothing less would have been safe."""
        return max(0.0, (self.lost - self.at_least) / self.lost) if self.lost > TOLERANCE else 0.0


def hide_least(cells: Cells) -> Least:
    """Choose which cells to hide so that every sensitive cell is safe and the weights of the hidden ones sum to least.

    A small count that is hidden alone can be solved from its row. So others are hidden with it. For each sensitive
    cell an attacker's linear program finds how far it may lie; if that is not far enough, the program's prices say
    which cells would have to be hidden to widen it:

        sum over cells i of hidden_i * (low_i * max(price_i, 0) + large * max(-price_i, 0))  >=  what is lacking

    and an integer program chooses the cheapest cells that keep all such rules. The two take turns until nothing
    lacks. Each block of cells is solved by itself.

    Returns
    -------
    hidden : shape (cells,); sensitive cells always. `at_least` is a proved bound; `gap` is 0 where the least was proved

    Raises
    ------
    CannotProtect : where cells that stay shown give a sensitive one away
    ValueError : where the counts do not add up

    Source: Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear
    constraints, Management Science 47(7), 1008-1027; Hundepool et al. (2012), Statistical Disclosure Control,
    chapter 4.
    """
    hidden = cells.sensitive.copy()
    at_least, rounds = float(np.sum(cells.weight[hidden & ~cells.unseen])), 0
    for inside, relations in blocks(cells):
        if not np.any(cells.sensitive[inside]):
            continue
        try:
            one = _least_of_block(cells.only(inside, relations))
        except CannotProtect as why:
            raise CannotProtect(int(inside[why.cell])) from None
        hidden[inside] = one.hidden
        at_least += one.at_least - float(np.sum(cells.weight[inside][cells.sensitive[inside] & ~cells.unseen[inside]]))
        rounds = max(rounds, one.rounds)
    return Least(hidden, float(np.sum(cells.weight[hidden & ~cells.unseen])), at_least, rounds)


def _least_of_block(cells: Cells) -> Least:
    """One block: the integer program and the attack take turns."""
    covers = Covers()
    for cell in np.flatnonzero(cells.sensitive):
        if cells.stays[cell]:
            raise CannotProtect(int(cell))
        for one in from_single_relations(cells, int(cell)):
            learn(covers, cells, int(cell), *one)
    best, bound = None, 0.0
    for turn in range(1, ROUNDS + 1):
        hidden, bound = _cheapest(cells, covers, bound)
        if best is not None and bound >= _loss(cells, best) - TOLERANCE:
            return Least(best, _loss(cells, best), bound, turn)
        lacking = _lacking(cells, hidden, covers)
        if not lacking:
            return Least(hidden, _loss(cells, hidden), bound, turn)
        safe = _completed(cells, hidden, lacking, covers)
        if best is None or _loss(cells, safe) < _loss(cells, best):
            best = safe
        if len(cells) > EASY:
            break
    assert best is not None  # noqa: S101 - the first turn sets it
    best = _tidied(cells, best, covers)
    return Least(best, _loss(cells, best), min(bound, _loss(cells, best)), turn)


def _loss(cells: Cells, hidden: Flags) -> float:
    return float(np.sum(cells.weight[hidden & ~cells.unseen]))


def _cheapest(cells: Cells, covers: Covers, bound: float) -> tuple[Flags, float]:
    """The cheapest choice that keeps every rule so far, and what any such choice loses at least."""
    from scipy.sparse import csr_array

    base = cells.sensitive.copy()
    if not covers.cells:
        return base, _loss(cells, base)
    named = np.unique(np.concatenate(covers.cells))
    ends = np.concatenate([[0], np.cumsum([len(one) for one in covers.cells])])
    columns = np.searchsorted(named, np.concatenate(covers.cells))
    rules = csr_array((np.concatenate(covers.shares), columns, ends), shape=(len(covers.cells), len(named)))
    found = integer_program(
        cells.weight[named], (rules, 1.0 - 1e-9, np.inf), (0, 1), node_limit=BRANCHES, mip_rel_gap=1e-6
    )
    chosen = base.copy()
    if found.x is not None:
        chosen[named] |= found.x > 0.5
        return chosen, max(bound, _loss(cells, base) + float(found.mip_dual_bound))
    for one, shares in zip(covers.cells, covers.shares, strict=True):  # the program ended early: take them in turn
        _hide_cheapest(cells, chosen, one, shares)
    return chosen, bound


def _hide_cheapest(cells: Cells, hidden: Flags, one: NDArray[np.intp], shares: Numbers) -> None:
    """Hide the cells that keep one rule at the least for each share, until it is kept."""
    reached = float(np.sum(shares[hidden[one]]))
    for at in np.argsort(cells.weight[one] / shares, kind="stable"):
        if reached >= 1 - 1e-9:
            return
        if not hidden[one[at]]:
            hidden[one[at]] = True
            reached += float(shares[at])


def _completed(cells: Cells, hidden: Flags, lacking: range, covers: Covers) -> Flags:
    """Hide more, the cheapest that helps, until the attack finds nothing."""
    chosen = hidden.copy()
    while lacking:
        for at in lacking:
            _hide_cheapest(cells, chosen, covers.cells[at], covers.shares[at])
        lacking = _lacking(cells, chosen, covers)
    return chosen


def _tidied(cells: Cells, hidden: Flags, covers: Covers) -> Flags:
    """Show again what need not be hidden, the dearest first."""
    kept = hidden.copy()
    for cell in sorted(np.flatnonzero(hidden & ~cells.sensitive), key=lambda one: (-cells.weight[one], one)):
        kept[cell] = False
        if _breaks(covers, kept, cell) or _lacking(cells, kept, covers):
            kept[cell] = True
    return kept


def _breaks(covers: Covers, hidden: Flags, cell: np.intp) -> bool:
    """Whether a known rule that names the cell is not kept."""
    return any(
        np.sum(shares[hidden[one]]) < 1 - 1e-6
        for one, shares in zip(covers.cells, covers.shares, strict=True)
        if cell in one
    )


def _lacking(cells: Cells, hidden: Flags, covers: Covers) -> range:
    """Attack every sensitive cell; keep a rule for each that is not safe. Returns the places of the new rules."""
    before = len(covers.cells)
    attack = Attack(cells, hidden)
    for up in (True, False):
        _attack_side(attack, hidden, covers, up)
    for cell in np.flatnonzero(cells.sensitive & ~np.isnan(cells.width)):
        _attack_width(attack, hidden, covers, int(cell))
    return range(before, len(covers.cells))


def _attack_side(attack: Attack, hidden: Flags, covers: Covers, up: bool) -> None:
    cells = attack.cells
    goals = cells.reach_high if up else cells.reach_low
    left = cells.sensitive & ~np.isnan(goals)
    for group in np.unique(attack.group[left]):
        wanted = np.flatnonzero(left & (attack.group == group))
        if group >= 0 and len(wanted) > 1:
            wanted = wanted[~_far_enough(attack, wanted, attack.together(int(group), wanted, up), up)]
        while len(wanted):
            cell, wanted = int(wanted[0]), wanted[1:]
            bound = _bound(attack, cell, up)
            if not (bound.value >= goals[cell] - TOLERANCE if up else bound.value <= goals[cell] + TOLERANCE):
                sign = 1.0 if up else -1.0
                learn(covers, cells, cell, bound.slopes, sign, goals[cell]) or not_again(covers, cells, hidden, cell)
            elif np.isfinite(bound.value):
                wanted = wanted[~_far_enough(attack, wanted, bound.witness, up)]


def _bound(attack: Attack, cell: int, up: bool) -> Bound:
    """How far a cell may lie for somebody who uses that counts are whole."""
    bound = attack.furthest(cell, up)
    if attack.cells.whole and np.isfinite(bound.value) and not _is_whole(bound.witness):
        return Bound(attack.whole(cell, up), bound.slopes, bound.witness)
    return bound


def _is_whole(counts: Numbers) -> bool:
    return bool(np.all(np.abs(counts - np.round(counts)) < TOLERANCE))


def _far_enough(attack: Attack, wanted: NDArray[np.intp], counts: Numbers, up: bool) -> Flags:
    """Which cells one set of counts that fits proves to lie far enough."""
    if attack.cells.whole and not _is_whole(counts):
        return np.zeros(len(wanted), np.bool_)
    if up:
        return np.asarray(counts[wanted] >= attack.cells.reach_high[wanted] - TOLERANCE)
    return np.asarray(counts[wanted] <= attack.cells.reach_low[wanted] + TOLERANCE)


def _attack_width(attack: Attack, hidden: Flags, covers: Covers, cell: int) -> None:
    """The range of a cell must be wide enough, wherever it lies."""
    high, low = _bound(attack, cell, True), _bound(attack, cell, False)
    width = attack.cells.width[cell]
    if high.value - low.value >= width - TOLERANCE:
        return
    learn_width(covers, attack.cells, cell, high.slopes, low.slopes, width) or not_again(
        covers, attack.cells, hidden, cell
    )

"""The disclosure gate: what of a table of counts about people may be shown, so that nobody is found out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from placebook.measure.disclosure_join import Joined, join
from placebook.measure.disclosure_tables import Laid, Linked, lay_out
from placebook.methods.disclosure import Cells, Flags
from placebook.types import NOTHING, Counts, DataError, DisclosureRule, Numbers

if TYPE_CHECKING:
    from placebook.methods.disclosure_least import Least

NONE, PRIMARY, SECONDARY = "none", "primary", "secondary"
_WHOLE = 1e-9  # how near to a whole number a count is one


@dataclass(frozen=True, slots=True)
class Shown:
    """One table as it may be published, totals included. It holds no count that is hidden."""

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    categories: tuple[str, ...]
    counts: Numbers  # shape (areas, periods, categories), rounded; NaN where hidden or not known
    why: NDArray[np.str_]  # the same shape: none, primary (small itself), secondary (hidden to protect a small one)

    @property
    def hidden(self) -> Flags:
        """Which counts are hidden."""
        return np.asarray(self.why != NONE)


@dataclass(frozen=True, slots=True)
class Protected:
    """What may be shown of counts. `hidden`, `why` and `shown` have the shape of the counts; `table` has totals too.

    `also` are the other tables, in their order. `gap` is the share of what is hidden that may be more than was
    needed: 0 where hiding less was proved unsafe.
    """

    table: Shown
    shape: tuple[int, int, int]
    rule: DisclosureRule
    also: tuple[Shown, ...] = ()
    lost: float = 0.0
    at_least: float = 0.0
    gap: float = 0.0

    @property
    def hidden(self) -> Flags:
        """True where a count is hidden."""
        return np.asarray(self.why != NONE)

    @property
    def why(self) -> NDArray[np.str_]:
        """none, primary or secondary for each count."""
        areas, _, categories = self.shape
        return self.table.why[:areas, :, :categories]

    @property
    def shown(self) -> Numbers:
        """Each count rounded by the rule, NaN where it is hidden."""
        areas, _, categories = self.shape
        return self.table.counts[:areas, :, :categories]


def is_small(counts: Numbers, rule: DisclosureRule) -> Flags:
    """Which counts the rule hides by themselves. A part of a count, as from a rebase by shares, is read as rounded."""
    small = (counts > 0) & (counts < rule.hide_up_to + 0.5)
    return np.asarray(small if rule.zero_is_safe else small | (counts == 0))


def rounded(counts: Numbers, rule: DisclosureRule) -> Numbers:
    """Each count as the nearest multiple that the rule names; halves go up."""
    return np.asarray(np.floor(counts / rule.round_to + 0.5) * rule.round_to)


def protect(
    counts: Counts,
    rule: DisclosureRule,
    within: Mapping[str, str],
    *,
    also: Sequence[Linked] = (),
    spans: Mapping[str, Sequence[str]] = NOTHING,
    fixed: Collection[str] = (),
) -> Protected:
    """Hide small counts, and as few others as will keep anybody from working them out.

    Parameters
    ----------
    counts : NaN where nobody counted
    rule : which counts are small, what is rounded, and how wide the range of a hidden count must stay
    within : each area and the wider area that it lies in; wider areas may lie in others. Their totals are published
    also : other tables of the same counts that readers will have beside this one
    spans : a period and the shorter ones that it sums, where both are in the counts: {"2010-2011": ("2010", "2011")}
    fixed : wider areas whose totals other figures give away, so that they cannot be hidden

    Published, and so known to an attacker, are: every count that is not hidden; a total over the categories for each
    area, where there are two or more categories; the totals of wider areas; and none over periods but `spans`.
    A total counts as many as it sums in what is lost, so totals are hidden last.

    Raises
    ------
    DataError : where a small count cannot be protected, tables of the same counts do not agree, or a rule is no rule

    Source: Hundepool et al. (2012), Statistical Disclosure Control, Wiley, chapters 4 and 5; ONS and Government
    Statistical Service, policy on protecting counts of 1 to 4 in tables about people.
    """
    laid = [replace(lay_out(counts, within, spans), fixed=frozenset(fixed))]
    laid += [lay_out(one.counts, one.within, spans, one.published) for one in also]
    shown, least = protect_laid(laid, rule, counts.area_kind)
    return Protected(shown[0], counts.values.shape, rule, shown[1:], least.lost, least.at_least, least.gap)


def protect_laid(laid: Sequence[Laid], rule: DisclosureRule, area_kind: str = "") -> tuple[tuple[Shown, ...], Least]:
    """As `protect`, for tables that are laid out already: what of each may be shown, and what that costs."""
    from placebook.methods.disclosure_covers import CannotProtect
    from placebook.methods.disclosure_least import hide_least

    _check_rule(rule)
    joined = join(laid)
    cells = cells_of(joined, rule)
    try:
        least = hide_least(cells)
    except CannotProtect as why:
        raise DataError(
            f"{joined.name(why.cell)}: a small count stands here that cannot be protected, since tables that are "
            "published already give it away; withdraw those, or publish this table for wider areas"
        ) from None
    except ValueError as why:
        raise DataError(f"{area_kind or 'table'}: {why}") from None
    return tuple(_shown(one, ids, least.hidden, cells, rule) for one, ids in zip(laid, joined.ids, strict=True)), least


def _check_rule(rule: DisclosureRule) -> None:
    if rule.hide_up_to < 0 or rule.round_to < 1 or (rule.protection is not None and rule.protection < 1):
        raise DataError(
            f"a rule that hides up to {rule.hide_up_to}, rounds to {rule.round_to} and protects by {rule.protection} "
            "is none; hide_up_to is 0 or more, round_to and protection 1 or more"
        )


def cells_of(joined: Joined, rule: DisclosureRule) -> Cells:
    """The cells of joined tables with what readers learn of each, and how wide the range of each small one must be."""
    from scipy.sparse import csr_array

    values = joined.values
    known = values[~np.isnan(values)]
    whole = bool(np.all(np.abs(known - np.round(known)) < _WHOLE))
    small = is_small(values, rule) & ~np.isnan(values)
    small &= ~(joined.unseen & (values == 0))  # that nobody is elsewhere is no secret about anybody
    low, high = _learnt(values, rule, whole)
    sums = joined.sums
    cells = np.fromiter((cell for one, parts in sums for cell in (one, *parts)), np.intp)
    signs = np.fromiter((sign for _, parts in sums for sign in (-1.0, *(1.0 for _ in parts))), float)
    ends = np.cumsum([0, *(1 + len(parts) for _, parts in sums)])
    relations = csr_array((signs, cells, ends), shape=(len(sums), len(values)))
    lowest = 1.0 if rule.zero_is_safe else 0.0
    by_width = rule.protection is not None or rule.hide_up_to <= lowest  # to cover a single count protects nothing
    asked = small & (not by_width)
    return Cells(
        relations=relations,
        low=low,
        high=high,
        sensitive=small,
        unseen=joined.unseen,
        stays=joined.stays,
        reach_low=np.where(asked, lowest, np.nan),
        reach_high=np.where(asked, float(rule.hide_up_to), np.nan),
        width=np.where(small & by_width, float(rule.protection or 1), np.nan),
        weight=joined.weight,
        whole=whole,
    )


def _learnt(values: Numbers, rule: DisclosureRule, whole: bool) -> tuple[Numbers, Numbers]:
    """From where to where a reader knows a count to lie that is shown, with rounding and the rule itself known."""
    known = np.nan_to_num(values)
    if whole and rule.round_to == 1:
        return known, known
    said, half = rounded(known, rule), rule.round_to / 2
    low, high = np.maximum(said - half, 0.0), said + half
    if whole:
        low, high = np.ceil(low), np.ceil(high) - 1  # halves go up, so the upper one is another multiple's
    least = float(rule.hide_up_to + 1) if whole else rule.hide_up_to + 0.5
    if not rule.zero_is_safe:
        return np.maximum(low, least), high
    nought = (said == 0) & (high <= least)  # all that could be rounded to nought is hidden, but nought itself
    return np.where(low > 0, np.maximum(low, least), low), np.where(nought, 0.0, high)


def _shown(table: Laid, ids: NDArray[np.intp], hidden: Flags, cells: Cells, rule: DisclosureRule) -> Shown:
    """The part of a table that is published, with what is hidden taken out."""
    seen = ~table.unseen
    here = ids[seen]
    counts, gone = table.values[seen], hidden[here] & ~np.isnan(table.values[seen])
    why = np.where(gone, np.where(cells.sensitive[here], PRIMARY, SECONDARY), NONE)
    areas = tuple(area for area, keep in zip(table.areas, seen, strict=True) if keep)
    shown = np.where(gone, np.nan, rounded(counts, rule))
    return Shown(areas, table.periods, table.categories, shown, why)

"""Government conversion factors, and which of them belongs to an activity: by scope, name and unit together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from placebook.measure.carbon_units import GROSS, NET, conversion, known_unit, plain, split_basis, with_basis
from placebook.methods.carbon import sum_is_off_by

OUTSIDE = "outside"  # CO2 of plants and the like, which is reported apart and is in no total
SCOPES = ("1", "2", "3", OUTSIDE)
CO2E, CO2, CH4, N2O, ENERGY = "CO2e", "CO2", "CH4", "N2O", "kWh"  # what a row is about; ENERGY is no gas at all
GASES = (CO2, CH4, N2O)
BETWEEN = " > "  # labels of a factor
_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One row of the flat file, as printed. `value` is kg CO2e (or kWh) for one unit; None where it is left blank."""

    id: str
    scope: str  # one of SCOPES
    levels: tuple[str, ...]  # Level 1 to 4 and the column text, blank ones too
    unit: str
    about: str  # CO2e, one of its gases, or kWh
    value: float | None
    row: int


@dataclass(frozen=True, slots=True)
class Factor:
    """How much CO2e one unit of an activity stands for, with where that is written.

    `value` is kg CO2e for one unit, None where the flat file leaves it blank: that is not known, and never nought.
    The three gases are kg CO2e each; None where the flat file does not split them.
    """

    id: str
    year: int
    scope: str
    levels: tuple[str, ...]  # those that are not blank
    unit: str
    value: float | None
    co2: float | None
    ch4: float | None
    n2o: float | None
    file: str
    row: int

    @property
    def name(self) -> str:
        """Its labels, from the widest to the narrowest."""
        return BETWEEN.join(self.levels)

    @property
    def kg(self) -> float:
        """Kilograms of CO2e for one unit. Raises ValueError(what, what would be right) where none is given."""
        if self.value is None:
            raise ValueError(
                f"the flat file of {self.year} gives no number for {self.id} ({self.name}) in row {self.row}",
                "use another unit or factor; what is not given is not nought",
            )
        return self.value


@dataclass(frozen=True)
class FactorSet:
    """All rows of the flat file of one year."""

    year: int
    file: str
    rows: tuple[FlatRow, ...]

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """What can be multiplied with: rows of CO2e with the gases beside them, and CO2 outside of scopes."""
        gases: dict[tuple[object, ...], dict[str, float | None]] = {}
        for row in self.rows:
            gases.setdefault((row.scope, row.levels, row.unit), {})[row.about] = row.value
        return tuple(
            self._factor(row, gases[row.scope, row.levels, row.unit])
            for row in self.rows
            if row.about == CO2E or (row.about == CO2 and row.scope == OUTSIDE)
        )

    def _factor(self, row: FlatRow, gases: Mapping[str, float | None]) -> Factor:
        levels = tuple(label for label in row.levels if label)
        co2, ch4, n2o = (gases.get(gas) for gas in GASES)
        where = (self.file, row.row)
        return Factor(row.id, self.year, row.scope, levels, row.unit, row.value, co2, ch4, n2o, *where)

    @cached_property
    def by_scope(self) -> Mapping[str, tuple[Factor, ...]]:
        """The factors of each scope, in the order of the file."""
        return {scope: tuple(one for one in self.factors if one.scope == scope) for scope in SCOPES}

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Every unit that a factor is for."""
        return tuple(dict.fromkeys(one.unit for one in self.factors))


def parts_that_do_not_sum(found: FactorSet) -> tuple[tuple[Factor, float], ...]:
    """Factors whose three gases do not sum to their CO2e within the printed digits, and by how much they are off."""
    off = []
    for one in found.factors:
        gases = [gas for gas in (one.co2, one.ch4, one.n2o) if gas is not None]
        if one.value is None or len(gases) < len(GASES) or one.scope == OUTSIDE:
            continue
        by = sum_is_off_by(one.value, np.array(gases), max(map(decimals_of, gases)))
        if by:
            off.append((one, by))
    return tuple(off)


def decimals_of(value: float) -> int:
    """How many digits a number has after its point, at most as many as a computer keeps."""
    _, _, after = f"{value:.15f}".rstrip("0").partition(".")
    return len(after)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an activity asks of a set of factors. `id` is that of one factor, where the activity names it."""

    activity: str
    unit: str
    basis: str
    scope: str
    id: str = ""


def find_factor(found: FactorSet, wanted: Wanted) -> tuple[Factor, Fraction]:
    """The one factor that fits scope, name and unit, and how many of its unit one unit of the activity is.

    Raises ValueError(what, what would be right) when none fits, when several do, and when it cannot be told whether
    kWh are of gross or net calorific value.
    """
    named = _named(found, wanted)
    fitting = _of_unit(found, named, wanted)
    if len(fitting) > 1:
        raise ValueError(
            f"{wanted.activity!r} in {wanted.unit} fits {len(fitting)} factors of {_scope(wanted.scope)}",
            f"write more of its name, such as {_some(one.name for one, _ in fitting)}",
        )
    return fitting[0]


def _named(found: FactorSet, wanted: Wanted) -> Sequence[Factor]:
    here = found.by_scope[wanted.scope]
    if wanted.id:
        return _by_id(found, wanted)
    labels = [plain(label) for label in wanted.activity.split(BETWEEN)]
    named = [one for one in here if _has(one, labels)]
    if named:
        return named
    others = [_scope(scope) for scope, some in found.by_scope.items() if any(_has(one, labels) for one in some)]
    if others:
        raise ValueError(
            f"{wanted.activity!r} has no factor of {_scope(wanted.scope)}",
            f"it stands under {' and '.join(others)}; write the scope that it belongs to",
        )
    known = {plain(label): label for one in here for label in one.levels}
    near = difflib.get_close_matches(labels[-1], known, n=1)
    right = f"did you mean {known[near[0]]!r}?" if near else "write the names of the flat file, as in Natural gas"
    raise ValueError(f"{wanted.activity!r} is in no factor of {found.year}", right)


def _by_id(found: FactorSet, wanted: Wanted) -> Sequence[Factor]:
    one = next((one for one in found.factors if one.id == wanted.id), None)
    if one is None:
        raise ValueError(f"there is no factor {wanted.id!r} of {found.year}", "write an ID of a row of kg CO2e")
    if one.scope != wanted.scope:
        said = f"the factor {one.id} is of {_scope(one.scope)} and the row says {_scope(wanted.scope)}"
        raise ValueError(said, "make the two agree")
    if not _has(one, [plain(label) for label in wanted.activity.split(BETWEEN)]):
        raise ValueError(f"the factor {one.id} is of {one.name}, not of {wanted.activity!r}", "make the two agree")
    return [one]


def _has(one: Factor, labels: Sequence[str]) -> bool:
    """Whether the labels stand among those of a factor, in their order."""
    left = iter(plain(label) for label in one.levels)
    return all(label in left for label in labels)


def _of_unit(found: FactorSet, named: Sequence[Factor], wanted: Wanted) -> list[tuple[Factor, Fraction]]:
    unit, basis = split_basis(known_unit(wanted.unit, found.units))
    basis = _one_basis(basis, wanted.basis)
    energy = conversion(unit, "kWh") is not None
    two = [one for one in named if split_basis(one.unit)[1]]
    if two and energy and not basis:
        raise ValueError(
            f"{unit} of {wanted.activity!r} may be of gross or of net calorific value, and the row does not say which",
            "write gross or net under basis (bills in the UK are gross)",
        )
    if basis and not two:
        raise ValueError(f"{wanted.activity!r} has no gross or net calorific value", "leave basis blank")
    if basis and not energy:
        raise ValueError(f"{unit} have no gross or net calorific value", "leave basis blank, or write kWh")
    exact = [(one, Fraction(1)) for one in named if one.unit == with_basis(unit, basis)]
    return exact or _converted(named, unit, basis, wanted)


def _converted(named: Sequence[Factor], unit: str, basis: str, wanted: Wanted) -> list[tuple[Factor, Fraction]]:
    """Factors in a unit that this one can be turned into exactly; of several such units, one."""
    found: dict[str, list[tuple[Factor, Fraction]]] = {}
    for one in named:
        plain_unit, its_basis = split_basis(one.unit)
        times = conversion(unit, plain_unit)
        if times is not None and its_basis == basis:
            found.setdefault(one.unit, []).append((one, times))
    if not found:
        there = ", ".join(dict.fromkeys(one.unit for one in named))
        raise ValueError(
            f"{wanted.activity!r} of {_scope(wanted.scope)} has no factor for {unit}",
            f"it has factors for {there}, and no exact conversion leads there",
        )
    return found[min(found)]


def _one_basis(of_unit: str, said: str) -> str:
    basis = plain(said)
    if basis not in ("", GROSS, NET):
        raise ValueError(f"the basis {said!r} is not known", f"write {GROSS} or {NET}, or leave it blank")
    if of_unit and basis and of_unit != basis:
        raise ValueError(f"the unit says {of_unit} and the basis says {basis}", "make the two agree")
    return basis or of_unit


def _scope(scope: str) -> str:
    return "Outside of Scopes" if scope == OUTSIDE else f"Scope {scope}"


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    shown = " or ".join(repr(name) for name in listed[:_MOST_SHOWN])
    more = len(listed) - _MOST_SHOWN
    return f"{shown} ({more:,} more)" if more > 0 else shown

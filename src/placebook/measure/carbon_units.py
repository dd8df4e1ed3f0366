"""Units of activity: how they may be written, and the exact conversions between them. No other conversion is made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from fractions import Fraction

GROSS, NET = "gross", "net"
_CALORIFIC = {"kWh (Gross CV)": ("kWh", GROSS), "kWh (Net CV)": ("kWh", NET)}
_BY_BASIS = {basis: unit for unit, (_, basis) in _CALORIFIC.items()}

# Each kind of quantity in terms of one unit. All are exact by definition: a kWh is 3.6 MJ, a mile 1.609344 km,
# a UK gallon 4.54609 litres.
EXACT: tuple[dict[str, Fraction], ...] = (
    {
        "kWh": Fraction(1),
        "MWh": Fraction(1000),
        "GWh": Fraction(1_000_000),
        "MJ": Fraction(10, 36),
        "GJ": Fraction(10_000, 36),
    },
    {
        "litres": Fraction(1),
        "cubic metres": Fraction(1000),
        "million litres": Fraction(1_000_000),
        "UK gallons": Fraction("4.54609"),
    },
    {"km": Fraction(1), "miles": Fraction("1.609344")},
    {"kg": Fraction(1), "tonnes": Fraction(1000)},
)
_OTHER_NAMES = {
    "litre": "litres",
    "l": "litres",
    "m3": "cubic metres",
    "m³": "cubic metres",
    "cubic metre": "cubic metres",
    "kilometre": "km",
    "kilometres": "km",
    "mile": "miles",
    "tonne": "tonnes",
    "t": "tonnes",
    "kilogram": "kg",
    "kilograms": "kg",
}


def plain(words: str) -> str:
    """Words as they are compared: without capitals, and with one space between them."""
    return " ".join(words.split()).casefold()


_KNOWN = {plain(unit): unit for kind in EXACT for unit in kind} | {plain(unit): unit for unit in _CALORIFIC}
_KNOWN |= _OTHER_NAMES


def known_unit(written: str, also: Iterable[str] = ()) -> str:
    """A unit by the name that the flat file has for it. `also`: further units of the flat file.

    Raises ValueError(what, what would be right) for one that is not known.
    """
    names = {plain(unit): unit for unit in also} | _KNOWN
    if plain(written) in names:
        return names[plain(written)]
    near = difflib.get_close_matches(plain(written), names, n=1)
    right = f"did you mean {names[near[0]]}?" if near else "write kWh, litres, km, tonnes or a unit of the flat file"
    raise ValueError(f"the unit {written!r} is not known", right)


def split_basis(unit: str) -> tuple[str, str]:
    """A unit of the flat file without what it says of calorific value, and that: "kWh", "gross"."""
    return _CALORIFIC.get(unit, (unit, ""))


def with_basis(unit: str, basis: str) -> str:
    """The unit of the flat file for kWh of gross or net calorific value; any other unit as it is."""
    return _BY_BASIS[basis] if unit == "kWh" and basis else unit


def conversion(unit: str, to: str) -> Fraction | None:
    """How many of one unit another is, exactly; None where they are not of one kind."""
    if unit == to:
        return Fraction(1)
    kind = next((kind for kind in EXACT if unit in kind and to in kind), None)
    return None if kind is None else kind[unit] / kind[to]


def converted(amount: float, times: Fraction) -> float:
    """An amount in another unit, with no more than one rounding for the multiplication and one for the division."""
    return amount * times.numerator / times.denominator

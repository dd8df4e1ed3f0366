"""Formulas that an analyst writes: sums, products, powers and a few functions of named figures.

    100 * (part-time + full-time) / working-age
    1 - women-and-men / equal

Names are those of indicators or parts. They may hold hyphens, so a minus sign has a space on each side; a
name with spaces stands in `backquotes`. A formula is read by the few rules below and by nothing else: no
code can hide in it. Where a figure is missing there is no result, and where a formula has no answer (a
division by nought, the logarithm of zero) there is none either: missing is never zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np

from placebook.types import Numbers

LONGEST = 2_000  # characters
DEEPEST = 50  # brackets inside each other

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|(?P<name>[^\W\d]\w*(?:-\w+)*)|`(?P<quoted>[^`]+)`"
    r"|(?P<sign>\*\*|[-+*/^(),]))"
)

Figures = Mapping[str, Numbers]
Term = Callable[[Figures], Numbers]


def _first(*given: Numbers) -> Numbers:
    return reduce(lambda found, other: np.where(np.isnan(found), other, found), given)


# name -> (what it does, fewest arguments, most arguments, meaning)
FUNCTIONS: Mapping[str, tuple[Callable[..., Numbers], int, int, str]] = {
    "log": (np.log, 1, 1, "natural logarithm"),
    "log10": (np.log10, 1, 1, "logarithm to base 10"),
    "exp": (np.exp, 1, 1, "e to the power of"),
    "sqrt": (np.sqrt, 1, 1, "square root"),
    "abs": (np.abs, 1, 1, "size without its sign; abs(x - 50) is the distance from 50"),
    "arcsin": (np.arcsin, 1, 1, "angle, in radians, whose sine it is; arcsin(sqrt(share)) evens out shares"),
    "min": (lambda *given: reduce(np.minimum, given), 2, 50, "the lowest of two or more"),
    "max": (lambda *given: reduce(np.maximum, given), 2, 50, "the highest of two or more"),
    "first": (_first, 2, 50, "the first of two or more that is not missing"),
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been read: its text, the names in it in order, and how to work it out."""

    text: str
    names: tuple[str, ...]
    _term: Term

    def of(self, figures: Figures) -> Numbers:
        """Work the formula out on figures by name, all of one shape (a number is the same everywhere).

        Returns
        -------
        the shape of the figures; NaN where a figure is missing or the formula has no answer

        Raises
        ------
        KeyError : a name of the formula is not among the figures
        """
        with np.errstate(all="ignore"):
            found = np.asarray(self._term(figures), dtype=np.float64)
        shape = np.broadcast_shapes(*(one.shape for one in figures.values())) if figures else found.shape
        return np.broadcast_to(np.where(np.isfinite(found), found, np.nan), shape).copy()


@lru_cache(maxsize=1024)
def read_formula(text: str) -> Formula:
    """Read a formula.

    Raises
    ------
    ValueError : with what is wrong, where it stands and what would be right
    """
    if len(text) > LONGEST:
        raise ValueError(f"the formula has {len(text):,} characters, and {LONGEST:,} is the most")
    reader = _Reader(text)
    term = reader.sum(0)
    reader.end()
    return Formula(text, tuple(dict.fromkeys(reader.names)), term)


class _Reader:
    """Reads a formula from left to right: sums of products of powers of terms."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: list[str] = []
        self._tokens = list(_tokens(text))
        self._at = 0

    def sum(self, depth: int) -> Term:
        if depth > DEEPEST:
            raise ValueError(f"the formula {self.text!r} has more than {DEEPEST} brackets or powers inside each other")
        first, more = self.product(depth), []
        while (sign := self._take("+", "-")) is not None:
            more.append((np.add if sign == "+" else np.subtract, self.product(depth)))
        return _from_the_left(first, more)

    def product(self, depth: int) -> Term:
        first, more = self.signed(depth), []
        while (sign := self._take("*", "/")) is not None:
            more.append((np.multiply if sign == "*" else np.divide, self.signed(depth)))
        return _from_the_left(first, more)

    def signed(self, depth: int) -> Term:
        if self._take("-") is None:
            return self.power(depth)
        term = self.power(depth)
        return lambda figures: -term(figures)

    def power(self, depth: int) -> Term:
        if depth > DEEPEST:
            raise ValueError(f"the formula {self.text!r} has more than {DEEPEST} brackets or powers inside each other")
        base = self.term(depth)
        if self._take("^", "**") is None:
            return base
        return _from_the_left(base, [(np.float_power, self.signed(depth + 1))])

    def term(self, depth: int) -> Term:
        kind, word = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            number = np.float64(word)
            return lambda _: np.asarray(number)
        if kind == "name" and self._take("(") is not None:
            return self.call(word, depth)
        if kind in ("name", "quoted"):
            self.names.append(word)
            return lambda figures: figures[word]
        if word == "(":
            found = self.sum(depth + 1)
            self._want(")")
            return found
        raise self._fault(word, "a number, a name or a bracket")

    def call(self, word: str, depth: int) -> Term:
        if word not in FUNCTIONS:
            raise ValueError(f"the formula {self.text!r} uses {word}(...); there is: {', '.join(FUNCTIONS)}")
        given = [self.sum(depth + 1)]
        while self._take(",") is not None:
            given.append(self.sum(depth + 1))
        self._want(")")
        function, least, most, _ = FUNCTIONS[word]
        if not least <= len(given) <= most:
            wanted = str(least) if least == most else f"{least} or more"
            raise ValueError(f"the formula {self.text!r} gives {word} {len(given)} figures; it takes {wanted}")
        return lambda figures: function(*(term(figures) for term in given))

    def end(self) -> None:
        kind, word = self._tokens[self._at]
        if kind != "end":
            raise self._fault(word, "a sign such as + or * or the end")

    def _take(self, *signs: str) -> str | None:
        kind, word = self._tokens[self._at]
        if kind == "sign" and word in signs:
            self._at += 1
            return word
        return None

    def _want(self, sign: str) -> None:
        if self._take(sign) is None:
            raise self._fault(self._tokens[self._at][1], repr(sign))

    def _fault(self, found: str, wanted: str) -> ValueError:
        return ValueError(f"the formula {self.text!r} has {found or 'its end'!r} where {wanted} is expected")


def _from_the_left(first: Term, more: Sequence[tuple[Callable[[Numbers, Numbers], Numbers], Term]]) -> Term:
    def worked_out(figures: Figures) -> Numbers:
        found = first(figures)
        for do, term in more:
            found = do(found, term(figures))
        return found

    return worked_out


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Numbers, names and signs in order, and an end."""
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(
                f"the formula {text!r} holds {text[at:].strip()[0]!r}, which is no number, name or sign; "
                "put a name with other characters in `backquotes`"
            )
        yield str(found.lastgroup), found[str(found.lastgroup)]
        at = found.end()
    yield "end", ""

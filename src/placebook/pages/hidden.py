"""What is hidden and why: for each indicator the rule, how much is hidden, and what an attack on it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.types import Indicator, State

SAFE, FAILED, CHANGED, NOT_TRIED = "safe", "failed", "changed", "not tried"
SAID = {
    CHANGED: "The table has changed since it was attacked. The attack is to be tried again.",
    NOT_TRIED: "Its publisher hid these figures, and says how. No attack was tried here.",
}


@dataclass(frozen=True, slots=True)
class HiddenPeriod:
    """How many figures of one period are shown, and how many are too small to show or protect such a one."""

    period: str
    shown: int
    hidden: int


@dataclass(frozen=True, slots=True)
class HiddenIndicator:
    """What is hidden of one indicator. `attack` says in words how the attack went, `state` in one word.

    `small` and `others` say how many counts were hidden for their size and how many to protect those. They are None
    where few are hidden, since to say it would help to find them.
    """

    id: str
    title: str
    publisher: str
    rule: str
    published: tuple[str, ...]
    shown: int
    hidden: int
    periods: tuple[HiddenPeriod, ...]
    state: str
    attack: str
    small: int | None = None
    others: int | None = None


@dataclass(frozen=True, slots=True)
class HiddenPage:
    """Every indicator of a book with figures that are hidden, or that went through the gate with none to hide."""

    title: str
    indicators: tuple[HiddenIndicator, ...]
    others: int  # indicators of which nothing is hidden


def hidden_page(shelf: Shelf, figures: Callable[[str], IndicatorFigures]) -> HiddenPage:
    """What the site hides and why. No hidden figure, and nothing that would give one away, is in it."""
    found = [
        _hidden(shelf, about, figures(name), shelf.disclosed.get(name)) for name, about in shelf.indicators.items()
    ]
    there = tuple(one for one in found if one is not None)
    return HiddenPage(shelf.title, there, len(found) - len(there))


def _hidden(
    shelf: Shelf, about: Indicator, figures: IndicatorFigures, said: Mapping[str, Any] | None
) -> HiddenIndicator | None:
    counted: dict[str, list[int]] = {}
    for row in figures.rows:
        here = counted.setdefault(row.period, [0, 0])
        here[0] += row.value is not None
        here[1] += row.state is State.TOO_SMALL
    shown, hidden = (sum(both[i] for both in counted.values()) for i in (0, 1))
    if not hidden and said is None:
        return None
    source = next((one for one in shelf.sources if one.id == about.source), None)
    state = _state(said)
    return HiddenIndicator(
        about.id,
        about.title,
        source.publisher if source else "",
        str(said["rule"]) if said else "",
        tuple(said["published"]) if said else (),
        shown,
        hidden,
        tuple(HiddenPeriod(period, *counted[period]) for period in sorted(counted)),
        state,
        SAID.get(state) or str(said["attack"] if said else ""),
        said.get("small") if said else None,
        said.get("others") if said else None,
    )


def _state(said: Mapping[str, Any] | None) -> str:
    if said is None:
        return NOT_TRIED
    if not said["fresh"]:
        return CHANGED
    return SAFE if said["passes"] else FAILED

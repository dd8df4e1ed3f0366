"""What differs between two versions of a record, and what becomes of two people's changes to the same one.

Two people may open a record at once. What only one of them changed is taken as it is; where both changed the same
thing, a person must choose, and is shown both. Nothing is overwritten in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_GONE: Any = type("Gone", (), {"__repr__": lambda _: "nothing"})()


@dataclass(frozen=True, slots=True)
class Difference:
    """What stood at a path before and stands there now; None where nothing did or does."""

    path: str
    before: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Clash:
    """What both changed at the same place: what it was, what the other wrote, what this person wrote."""

    path: str
    before: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Both people's changes in one body; at each clash it holds what was chosen, or else the other's."""

    body: dict[str, Any]
    clashes: tuple[Clash, ...]


def differences(before: Any, now: Any, path: str = "") -> tuple[Difference, ...]:
    """What differs, place by place. Lists of one length are compared item by item, others whole."""
    if _same(before, now):
        return ()
    if isinstance(now, Mapping) and before is None:
        before = {}
    if isinstance(before, Mapping) and now is None:
        now = {}
    if _both(Mapping, before, now):
        keys = [*before, *(key for key in now if key not in before)]
        return tuple(
            one
            for key in keys
            for one in differences(before.get(key), now.get(key), f"{path}/{key}" if path else str(key))
        )
    if _both(list, before, now) and len(before) == len(now):
        pairs = enumerate(zip(before, now, strict=True))
        return tuple(one for at, (old, new) in pairs for one in differences(old, new, f"{path}/{at}"))
    return (Difference(path, before, now),)


def merge(before: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any], chosen: Any = ()) -> Merged:
    """Join two people's changes of one version.

    Parameters
    ----------
    before : the version that both began with
    theirs : the newest version, which somebody else saved meanwhile
    mine : what this person wants to save
    chosen : paths of clashes at which this person's own words are to stand
    """
    clashes: list[Clash] = []
    made = _merged(before, theirs, mine, "", clashes, frozenset(chosen))
    return Merged(made if isinstance(made, dict) else {}, tuple(clashes))


def _merged(before: Any, theirs: Any, mine: Any, path: str, clashes: list[Clash], chosen: frozenset[str]) -> Any:
    if _same(mine, before) or _same(mine, theirs):
        return theirs
    if _same(theirs, before):
        return mine
    if _both(Mapping, theirs, mine) and (before is _GONE or isinstance(before, Mapping)):
        old = {} if before is _GONE else before
        keys = dict.fromkeys((*theirs, *mine))
        each = {
            key: _merged(
                old.get(key, _GONE),
                theirs.get(key, _GONE),
                mine.get(key, _GONE),
                f"{path}/{key}" if path else str(key),
                clashes,
                chosen,
            )
            for key in keys
        }
        return {key: value for key, value in each.items() if value is not _GONE}
    if _both(list, theirs, mine) and isinstance(before, list) and len(before) == len(theirs) == len(mine):
        return [
            _merged(*three, f"{path}/{at}", clashes, chosen)
            for at, three in enumerate(zip(before, theirs, mine, strict=True))
        ]
    clashes.append(Clash(path, *(None if one is _GONE else one for one in (before, theirs, mine))))
    return mine if path in chosen else theirs


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same all the way down: 1 is not True."""
    if _both(Mapping, one, other):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if _both(list, one, other):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and one == other


def _both(kind: Any, one: Any, other: Any) -> bool:
    return isinstance(one, kind) and isinstance(other, kind)

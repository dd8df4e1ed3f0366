"""Frozen values as plain JSON and back, so that a build can be compared with one made by an older recipe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from placebook import types
from placebook.measure import portrait_kinds
from placebook.types import DataError

TAG = "is"  # the key that names the kind of a value
KINDS: Mapping[str, Any] = {
    name: kind
    for name, kind in {**vars(portrait_kinds), **vars(types)}.items()
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum))
}


def as_plain(value: Any) -> Any:
    """A frozen value as dicts, lists, text and numbers; `{"is": "Step", ...}` names what a dict was."""
    if isinstance(value, Enum):
        return {TAG: type(value).__name__, "word": value.value}
    if is_dataclass(value):
        return {TAG: type(value).__name__} | {f.name: as_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(each) for each in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def from_plain(plain: Any, kinds: Mapping[str, Any] = KINDS) -> Any:
    """The value that `as_plain` was given; lists within free options stay lists.

    Raises DataError when a value was written by a version of Placebook with other words.
    """
    if isinstance(plain, list):
        return [from_plain(each, kinds) for each in plain]
    if not isinstance(plain, dict):
        return plain
    found = {key: from_plain(each, kinds) for key, each in plain.items()}
    name = found.pop(TAG, None)
    if name is None:
        return found
    try:
        return _made(kinds[name], found)
    except (KeyError, TypeError, ValueError):
        raise DataError(f"a {name} was written by another version of Placebook; run placebook build again") from None


def _made(kind: Any, found: dict[str, Any]) -> Any:
    if issubclass(kind, Enum):
        return kind(found["word"])
    tuples = {f.name for f in fields(kind) if str(f.type).startswith("tuple")}
    return kind(**{key: tuple(each) if key in tuples else each for key, each in found.items()})


def as_json(plain: Any) -> str:
    """JSON text with sorted keys, one line per value, and a line end at the foot: the same value, the same text."""
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_value(value: Any, path: Path) -> None:
    """Write a frozen value (a recipe, the areas, the indicators) to a JSON file."""
    path.write_text(as_json(as_plain(value)), encoding="utf-8", newline="\n")


def read_value(path: Path) -> Any:
    """The value in a file made by `write_value`; a tuple that was not inside a frozen value comes back as a list."""
    return from_plain(json.loads(path.read_text(encoding="utf-8")))


def fingerprint(value: Any) -> str:
    """SHA-256 of a frozen value: two recipes have the same one exactly when they say the same."""
    return sha256(as_json(as_plain(value)).encode()).hexdigest()

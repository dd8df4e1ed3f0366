"""What may be said in public of an attack on a measure: a small file in the book, which its site reads."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from placebook.store.plain import as_json
from placebook.store.whole import whole_file
from placebook.types import DataError

FOLDER = "disclosure"


@dataclass(frozen=True, slots=True)
class Said:
    """The rule, what is taken as known, and how the attack went. `small` and `others` are None where few are hidden."""

    indicator: str
    rule: str
    published: tuple[str, ...]
    passes: bool
    attack: str
    table: str  # path of the published table in the book
    small: int | None
    others: int | None


def write_said(folder: Path, measure: str, said: Said) -> None:
    """Write what is said of a measure, with the fingerprint of the table that was attacked: that one is public."""
    (folder / FOLDER).mkdir(exist_ok=True)
    plain = asdict(said) | {"fingerprint": _fingerprint(folder / said.table)}
    with whole_file(folder / FOLDER / f"{measure}.json") as partial:
        partial.write_text(as_json(plain), encoding="utf-8", newline="\n")


def read_said(folder: Path) -> dict[str, dict[str, Any]]:
    """What was said of each indicator, and whether its table is still the one that was attacked (`fresh`).

    Raises DataError where a file is not as `placebook disclose` wrote it.
    """
    found = {}
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
            table = folder / str(plain["table"])
            plain["fresh"] = table.is_file() and _fingerprint(table) == plain["fingerprint"]
            found[str(plain["indicator"])] = {**plain, "rule": plain["rule"], "published": plain["published"]}
        except (KeyError, TypeError, ValueError):
            raise DataError(
                f"{path}: is not as placebook disclose wrote it; run placebook disclose --book {folder}"
            ) from None
    return found


def _fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()

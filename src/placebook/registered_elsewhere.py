"""Records of other registers of algorithms as files: JSON, YAML, or a table with one algorithm in each row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from placebook.book.yaml import read_yaml
from placebook.decide.register_from import said_in
from placebook.sources.tables import ENDINGS as TABLES
from placebook.sources.tables import read_table
from placebook.types import DataError

LARGEST = 20_000_000  # bytes: a whole national register, as JSON
MOST_NAMED = 5
Records = Sequence[Mapping[str, Any]]


def read_record(path: Path, named: str = "") -> dict[str, tuple[str, ...]]:
    """One record of a file, under its own names: the only one, or that whose name begins with `named`.

    Raises DataError, in one sentence with the file, where it cannot be read, or it is not clear which is meant.
    """
    if not path.is_file():
        raise DataError(f"{path}: there is no such file; check the name")
    if path.stat().st_size > LARGEST:
        raise DataError(f"{path}: {path.stat().st_size:,} bytes; {LARGEST:,} is the most")
    said = [said_in(one) for one in _records(path)]
    wanted = named.casefold()
    found = [one for one in said if _name(one).casefold().startswith(wanted)]
    exact = [one for one in found if _name(one).casefold() == wanted]
    if len(found) == 1 or len(exact) == 1:
        return (exact or found)[0]
    names = [_name(one) or "one without a name" for one in found or said]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    raise DataError(
        f"{path}: holds {len(found)} records{f' that begin with {named!r}' if named else ''}; name one with --named: "
        f"{', '.join(names[:MOST_NAMED])}{more}"
    )


def _name(said: Mapping[str, tuple[str, ...]]) -> str:
    return " ".join(said.get("name", ()))


def _records(path: Path) -> Records:
    ending = path.suffix.lower()
    if ending in (".yaml", ".yml"):
        return [dict(read_yaml(path))]
    if ending == ".json":
        return _of_json(path)
    if ending not in TABLES:
        raise DataError(f"{path}: is no .json, .yaml, .csv or .xlsx file")
    table = read_table(path)
    for finding in table.findings:
        if finding.level == "fault":
            raise DataError(str(finding))
    return [cells for _, cells in table.each_row()]


def _of_json(path: Path) -> Records:
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise DataError(f"{path}: is not JSON in UTF-8") from None
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise DataError(f"{path}: holds no record; it is one object of names and values, or a list of them")
    return found

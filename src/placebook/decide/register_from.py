"""A register entry drafted from a record that is kept in another standard's names, with what does not map said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placebook.decide.register import check_entry
from placebook.types import DataError, RegisterEntry, RegisterField, RegisterStandard

Said = Mapping[str, tuple[str, ...]]  # their name -> what stands there, once or more


@dataclass(frozen=True, slots=True)
class Taken:
    """One of their fields that went into one of ours."""

    theirs: str
    ours: str
    same: bool  # else only similar: somebody must read it
    might_be: tuple[str, ...]  # our other fields that share their name


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft from elsewhere: the entry, where each thing went, and what has no field here."""

    entry: RegisterEntry
    taken: tuple[Taken, ...]
    left: Said


def entry_from(said: Said, standard: RegisterStandard, other: str, name: str) -> Drafted:
    """The draft of an entry, called `name`, from a record in the names of another standard.

    Several of our fields may share one of theirs. Then it goes to the one that is the same, or else to the first in the
    order of our standard, and the others are named: which it is, no program can know. Nothing is translated.

    Raises DataError where the other standard is not known, or no name of it stands in the record.
    """
    if other not in standard.others:
        raise DataError(f"there is no mapping to {other!r}; there is: {', '.join(standard.others)}")
    homes = _homes(standard, other)
    filled = {theirs: _without_blanks(values) for theirs, values in said.items()}
    filled = {theirs: values for theirs, values in filled.items() if values}
    values: dict[str, tuple[str, ...]] = {}
    taken = []
    for theirs, fields in homes.items():
        if theirs in filled:
            field = fields[0]
            values[field.name] = filled[theirs] if field.repeats else ("\n".join(filled[theirs]),)
            might_be = tuple(one.name for one in fields[1:])
            taken.append(Taken(theirs, field.name, field.others[other][1] == "same", might_be))
    if not taken:
        raise DataError(f"no name of {standard.others[other]} stands there; it has: {', '.join(homes)}")
    left = {theirs: some for theirs, some in filled.items() if theirs not in homes}
    entry = RegisterEntry(name, f"{standard.id} {standard.version}", "1", values)
    return Drafted(check_entry(entry, standard), tuple(taken), left)


def _homes(standard: RegisterStandard, other: str) -> dict[str, list[RegisterField]]:
    """Our fields for each of their names, the same before the similar."""
    found: dict[str, list[RegisterField]] = {}
    for field in standard.fields:
        if other in field.others:
            found.setdefault(field.others[other][0], []).append(field)
    return {name: sorted(fields, key=lambda one: one.others[other][1] != "same") for name, fields in found.items()}


def _without_blanks(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.strip() for one in values if one.strip())


def said_in(record: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """A record as it was read, as texts: yes and no for truths, `key: value` for what lies deeper."""
    return {str(name): _texts(value) for name, value in record.items()}


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(" ".join(_texts(one)) for one in value)
    if isinstance(value, Mapping):
        return ("; ".join(f"{key}: {' '.join(_texts(one))}" for key, one in value.items() if _texts(one)),)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return (str(int(value)) if isinstance(value, float) and value.is_integer() else str(value),)

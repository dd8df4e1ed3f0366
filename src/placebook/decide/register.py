"""Register entries: what is missing, what changed, when an entry is stale, and the same in other standards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from placebook.types import AuditReference, DataError, Recipe, RegisterEntry, RegisterField, RegisterStandard, Source

NOT_YET = "not yet provided"
HEADINGS = ("part", "name", "number", "value")
_VALUE, _RESTS, _AUDIT = "field", "rests on", "audit"
_OF_AUDIT = ("report", "date", "sha256")
_NEEDED = ("id", "standard", "version")
_WITHDRAWN = ("withdrawn", "withdrawn_on")
_ABOUT = (*_NEEDED, "review_on", *_WITHDRAWN)
_SHA = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of an entry as it is read: its values, none where it is not yet provided."""

    field: RegisterField
    values: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """What stands there, or that nothing does yet."""
        return self.values or (NOT_YET,)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field said before and says now; () where it was, or is, not yet provided."""

    name: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry as a book holds it: kept in a file, or drafted just now; and why it is stale, if it is."""

    entry: RegisterEntry
    standard: RegisterStandard
    kept: bool
    stale: tuple[str, ...] = ()
    earlier: tuple[RegisterEntry, ...] = ()  # versions of it, the oldest first


def check_entry(entry: RegisterEntry, standard: RegisterStandard) -> RegisterEntry:
    """The entry, if it keeps to its standard.

    Raises DataError for a field that the standard has not, one that stands twice and may not, one that is blank, or
    a review day that is no day. A missing field is no fault: it is said aloud.
    """
    known = {field.name: field for field in standard.fields}
    if entry.standard != f"{standard.id} {standard.version}":
        raise DataError(f"entry {entry.id!r}: is of {entry.standard!r}; {standard.id} {standard.version} is known here")
    for name, values in entry.values.items():
        if name not in known:
            raise DataError(f"entry {entry.id!r}: has a field {name!r}; {standard.title} has: {', '.join(known)}")
        if len(values) > 1 and not known[name].repeats:
            raise DataError(f"entry {entry.id!r}: {name!r} stands {len(values)} times, and may stand once")
        if not values or not all(value.strip() for value in values):
            raise DataError(f"entry {entry.id!r}: {name!r} is blank; leave it out, and it is {NOT_YET}")
    if entry.withdrawn_on and not (entry.withdrawn and _DAY.fullmatch(entry.withdrawn_on)):
        raise DataError(f"entry {entry.id!r}: was withdrawn on {entry.withdrawn_on!r}; write a day, and why")
    if entry.review_on and not _DAY.fullmatch(entry.review_on):
        raise DataError(f"entry {entry.id!r}: {entry.review_on!r} is no day to review it on; write it as 2027-03-04")
    for audit in entry.audits:
        if not _DAY.fullmatch(audit.date) or not _SHA.fullmatch(audit.sha256) or not audit.report:
            raise DataError(
                f"entry {entry.id!r}: an audit needs its report, its day and the data's SHA-256 of 64 signs"
            )
    return entry


def lines_of(entry: RegisterEntry, standard: RegisterStandard) -> tuple[FieldLine, ...]:
    """Every field of the standard in its order, with what the entry says."""
    return tuple(FieldLine(field, tuple(entry.values.get(field.name, ()))) for field in standard.fields)


def missing(entry: RegisterEntry, standard: RegisterStandard) -> tuple[RegisterField, ...]:
    """The fields that are not yet provided, those that the standard requires first."""
    gone = [line.field for line in lines_of(entry, standard) if not line.values]
    return tuple(sorted(gone, key=lambda field: not field.required))


def why_stale(entry: RegisterEntry, now: Mapping[str, str], today: str = "") -> tuple[str, ...]:
    """Why an entry no longer describes what is in use; () where nothing says so.

    Parameters
    ----------
    now : the model, data and supplier as they are now, as `rests_on` has them; what it does not name is not compared
    today : the day, as 2026-11-28; '' leaves the review day aside
    """
    found = []
    for what in sorted({*entry.rests_on, *now}):
        before = entry.rests_on.get(what, "")
        if what in now and before != now[what]:
            found.append(f"the {what} has changed since the entry was written")
    if today and entry.review_on and entry.review_on < today:
        found.append(f"it was to be reviewed by {entry.review_on}")
    return tuple(found)


def changes(before: RegisterEntry, now: RegisterEntry) -> tuple[FieldChange, ...]:
    """What differs between two versions of an entry, by name; what it rests on and its review day too."""
    one, two = _flat(before), _flat(now)
    return tuple(
        FieldChange(name, one.get(name, ()), two.get(name, ()))
        for name in sorted({*one, *two})
        if one.get(name, ()) != two.get(name, ())
    )


def _flat(entry: RegisterEntry) -> dict[str, tuple[str, ...]]:
    found = {name: tuple(values) for name, values in entry.values.items()}
    found |= {f"rests on {what}": (mark,) for what, mark in entry.rests_on.items()}
    found |= {f"audit {one.report}": (one.date, one.sha256) for one in entry.audits}
    about = {name: (said,) for name in _ABOUT[3:] if (said := str(getattr(entry, name)))}
    return found | about


def in_other_standard(entry: RegisterEntry, standard: RegisterStandard, other: str) -> dict[str, list[str]]:
    """What the entry says, under the names of another standard. Fields that it has no name for are left out.

    Raises DataError where the other standard is not known.
    """
    if other not in standard.others:
        raise DataError(f"there is no mapping to {other!r}; there is: {', '.join(standard.others)}")
    found: dict[str, list[str]] = {}
    for line in lines_of(entry, standard):
        if other in line.field.others and line.values:
            found.setdefault(line.field.others[other][0], []).extend(line.values)
    return found


def without_name(entry: RegisterEntry, standard: RegisterStandard, other: str) -> tuple[str, ...]:
    """The fields of the entry for which another standard has no name, and which are lost there."""
    return tuple(
        line.field.name for line in lines_of(entry, standard) if line.values and other not in line.field.others
    )


def as_rows(entry: RegisterEntry, standard: RegisterStandard) -> list[tuple[str, str, str, str]]:
    """The entry as rows of a table under HEADINGS. A field that is not yet provided has a row with an empty value."""
    about = _ABOUT if entry.withdrawn else (*_NEEDED, "review_on")
    rows = [("about", name, "1", str(getattr(entry, name))) for name in about]
    rows += [(_RESTS, what, "1", mark) for what, mark in sorted(entry.rests_on.items())]
    for at, audit in enumerate(entry.audits, start=1):
        rows += [(_AUDIT, name, str(at), str(getattr(audit, name))) for name in _OF_AUDIT]
    for line in lines_of(entry, standard):
        for at, value in enumerate(line.values or ("",), start=1):
            rows.append((_VALUE, line.field.name, str(at), value))
    return rows


def from_rows(rows: Iterable[Sequence[str]]) -> RegisterEntry:
    """The entry that `as_rows` was given.

    Raises DataError, with the row, for a row that is not of the form, and where an id, a standard or a version is
    missing.
    """
    about: dict[str, str] = {}
    rests: dict[str, str] = {}
    values: dict[str, tuple[str, ...]] = {}
    audits: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=2):
        if len(row) != len(HEADINGS) or row[0] not in ("about", _RESTS, _VALUE, _AUDIT):
            raise DataError(f"row {number}: is not of an entry; each has {', '.join(HEADINGS)}")
        part, name, at, value = row
        if part == "about":
            about[name] = value
        elif part == _RESTS:
            rests[name] = value
        elif part == _AUDIT:
            audits.setdefault(at, {})[name] = value
        elif value:
            values[name] = (*values.get(name, ()), value)
    lost = [name for name in _NEEDED if not about.get(name)]
    if lost or set(about) - set(_ABOUT):
        raise DataError(f"the entry has no {' or '.join(lost) or 'such row'}; rows about it name {', '.join(_ABOUT)}")
    attached = tuple(_audit(at, one) for at, one in audits.items())
    return RegisterEntry(**about, values=values, rests_on=rests, audits=attached)


def _audit(number: str, said: Mapping[str, str]) -> AuditReference:
    if set(said) != set(_OF_AUDIT):
        raise DataError(f"audit {number} has {', '.join(said)}; each has {', '.join(_OF_AUDIT)}")
    return AuditReference(said["report"], said["date"], said["sha256"])


def draft_of_index(
    recipe: Recipe, standard: RegisterStandard, sources: Sequence[Source], marks: Mapping[str, str], contact: str = ""
) -> RegisterEntry:
    """The entry of an index, as far as its recipe and sources can write it. People must write the rest.

    An index that moves money or attention is an algorithm, so it has an entry like any other.

    Parameters
    ----------
    sources : those whose figures it reads
    marks : fingerprints of what it rests on: model (the recipe) and data
    contact : the address of the team, if the book names one
    """
    read = [source for source in sources if source.title]
    families = tuple(dict.fromkeys(step.family for step in recipe.steps))
    said: dict[str, tuple[str, ...]] = {
        "name": (recipe.title,),
        "description": (recipe.says,),
        "contact_email": (contact,),
        "scope": (f"It says: {recipe.says} It does not say: {recipe.does_not_say}",),
        "model_type": (f"A composite indicator, made by rules that anyone can read: {', '.join(families)}.",),
        "system_architecture": (f"Recipe {recipe.id}, version {recipe.version}. {recipe.method_source}",),
        "provided_information": (
            f"Scores, ranks and the range of each rank. A higher score means {recipe.higher_means}.",
        ),
        "source_data_name": tuple(source.title for source in read),
        "source_data_description": tuple(
            f"{source.title}: {source.publisher}, {source.published}, {source.licence}" for source in read
        ),
        "source_data_url": tuple(source.url for source in read),
    }
    values = {name: tuple(one for one in some if one.strip()) for name, some in said.items()}
    entry = RegisterEntry(
        id=recipe.id,
        standard=f"{standard.id} {standard.version}",
        version=recipe.version,
        values={name: some for name, some in values.items() if some},
        rests_on=dict(marks),
    )
    return check_entry(entry, standard)

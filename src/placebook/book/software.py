"""The register of software: one YAML file for each program, and all of them as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, day, items, text, truth
from placebook.book.withdrawals import withdrawal, withdrawal_plain
from placebook.decide.software import Application
from placebook.sources.tables import read_table
from placebook.types import ContentError, DataError, State

FOLDER = "software"
NONE_ANNOUNCED = "none announced"
HEADINGS = (
    "software", "name", "supplier", "owner", "checked_on", "does", "version", "end_of_support", "online", "apart",
    "planned", "plan", "algorithms", "public", "withdrawn", "withdrawn_on",
)  # fmt: skip
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNKNOWN = {one.value: one for one in (State.NOT_ANSWERED, State.NOT_ASKED, State.NOT_MEASURED)}
_WORDS: Mapping[str, bool | State] = {"yes": True, "no": False, **_UNKNOWN}


def read_application(path: Path) -> Application:
    """Read one program. Raises ContentError with the file, the line, what was found and what would be right."""
    return application_of(yaml.read_yaml(path), path.stem)


def application_of(said: yaml.Mapping, stem: str) -> Application:
    """The program in a block of keys; `stem` is the name under which it is kept. Raises ContentError as above."""
    fields = Fields(said)
    ends, support = fields.take("end_of_support", _ends)
    made = Application(
        id=fields.take("software", text),
        name=fields.take("name", text),
        supplier=fields.take("supplier", text),
        owner=fields.take("owner", text),
        checked_on=fields.take("checked_on", day),
        does=fields.take("does", text, default=""),
        version=fields.take("version", text, default=""),
        end_of_support=ends,
        support=support,
        online=fields.take("online", _answer, default=State.NOT_ANSWERED),
        apart=fields.take("apart", _answer, default=State.NOT_ANSWERED),
        planned=fields.take("planned", _answer, default=State.NOT_ANSWERED),
        plan=fields.take("plan", text, default=""),
        algorithms=fields.take("algorithms", _names, default=()),
        public=fields.take("public", _truth, default=False),
        invented=fields.take("invented", truth, default=False),
        **withdrawal(fields),
    )
    fields.finish()
    if made.id != stem or not _ID.fullmatch(stem):
        raise fields.fault(f"the file of {stem!r} holds {made.id!r}; give both one name of small letters", "software")
    return made


def _ends(value: Any) -> tuple[str, State]:
    """The day, "none announced", or why it is not known."""
    written = text(value)
    if written == NONE_ANNOUNCED:
        return "", State.OBSERVED
    if written in _UNKNOWN:
        return "", _UNKNOWN[written]
    try:
        return day(written), State.OBSERVED
    except ValueError:
        known = ", ".join((NONE_ANNOUNCED, *_UNKNOWN))
        raise ValueError(f"{written!r} is no end of support; write a day as 2027-03-04, or: {known}") from None


def _answer(value: Any) -> bool | State:
    if isinstance(value, bool):
        return value
    if value in _WORDS:
        return _WORDS[value]
    raise ValueError(f"{value!r} is no answer; write true, false, or one of: {', '.join(_WORDS)}, in quotes")


def _truth(value: Any) -> bool:
    return bool(value == "yes") if value in ("yes", "no") else truth(value)


def _names(value: Any) -> tuple[str, ...]:
    found = tuple(text(one) for one in items(value))
    wrong = next((one for one in found if not _ID.fullmatch(one)), None)
    if wrong is not None:
        raise ValueError(f"{wrong!r} is no id of a register entry; write small letters, digits and hyphens")
    return found


def application_plain(one: Application) -> dict[str, Any]:
    """A program as keys and values that `application_of` reads back. What is empty is left out."""
    plain: dict[str, Any] = {"software": one.id, "name": one.name, "supplier": one.supplier, "owner": one.owner}
    plain["checked_on"] = one.checked_on
    plain |= {name: said for name in ("does", "version", "plan") if (said := getattr(one, name))}
    plain["end_of_support"] = one.end_of_support or (
        NONE_ANNOUNCED if one.support is State.OBSERVED else one.support.value
    )
    for name in ("online", "apart", "planned"):
        said = getattr(one, name)
        if said is not State.NOT_ANSWERED:
            plain[name] = said.value if isinstance(said, State) else said
    plain |= {"algorithms": list(one.algorithms)} if one.algorithms else {}
    plain |= {"public": True} if one.public else {}
    plain |= withdrawal_plain(one)
    return plain | ({"invented": True} if one.invented else {})


def rows(applications: Sequence[Application]) -> Iterator[dict[str, str]]:
    """Programs as rows of a table under HEADINGS."""
    for one in applications:
        plain = application_plain(one)
        plain["algorithms"] = "; ".join(plain.get("algorithms", ()))
        yield {name: _cell(plain.get(name, "")) for name in HEADINGS}


def _cell(said: Any) -> str:
    return {True: "yes", False: "no"}[said] if isinstance(said, bool) else str(said)


def from_table(path: Path) -> tuple[Application, ...]:
    """The programs in a table, CSV or XLSX, under HEADINGS; the first six must be there.

    Raises DataError with the file and the row: also for an id that stands twice.
    """
    table = read_table(path)
    for finding in table.findings:
        raise DataError(str(finding))
    unknown = [one for one in table.headings if one not in HEADINGS]
    lacking = [one for one in (*HEADINGS[:5], "end_of_support") if one not in table.headings]
    if unknown or lacking:
        raise DataError(f"{path}: headings must be {', '.join(HEADINGS)}; mend {', '.join(unknown or lacking)}")
    found: dict[str, Application] = {}
    for number, cells in table.each_row():
        one = _from_row(path, number, {key: str(cell or "").strip() for key, cell in cells.items()})
        if one.id in found:
            raise DataError(f"{path}, row {number}: {one.id!r} stands twice; give each program an id of its own")
        found[one.id] = one
    return tuple(found.values())


def _from_row(path: Path, number: int, said: Mapping[str, str]) -> Application:
    plain: dict[str, Any] = {key: cell for key, cell in said.items() if cell}
    if "algorithms" in plain:
        plain["algorithms"] = [one.strip() for one in plain["algorithms"].split(";") if one.strip()]
    where = f"{path}, row {number}"
    try:
        return application_of(yaml.mapping_of(plain, where), plain.get("software", ""))
    except ContentError as why:
        raise DataError(re.sub(r", line \d+", "", str(why), count=1)) from None

"""Social value from files: packs of measures (YAML or a table), and contracts with their promises (YAML)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, day, link, number, text, texts, truth
from placebook.book.withdrawals import withdrawal
from placebook.decide.social_value import Assurance, Commitment, Contract, Measure, MeasuresPack, faults
from placebook.measure.tree import nearest_name
from placebook.sources.tables import read_table
from placebook.types import DataError, State

FOLDER = "social-value"
HEADINGS = (
    "theme", "theme_title", "outcome", "outcome_title", "measure", "title", "unit", "proxy_value", "proxy_source",
)  # fmt: skip
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNKNOWN = {one.value: one for one in (State.NOT_ANSWERED, State.NOT_ASKED, State.NOT_MEASURED)}


def read_pack(path: Path) -> MeasuresPack:
    """Read a pack of measures. Raises ContentError with the file, the line, what was found and what would be right."""
    return pack_of(yaml.read_yaml(path), path.stem)


def pack_of(said: yaml.Mapping, stem: str) -> MeasuresPack:
    """The pack in a block of keys; `stem` is the name under which it is kept. Raises ContentError as above."""
    fields = Fields(said)
    themes = list(_each(fields, "themes"))
    titles = [(name, one.take("title", text)) for name, one in themes]
    below = [(theme, name, one) for theme, each in themes for name, one in _each(each, "outcomes")]
    outcomes = [(theme, name, one.take("title", text)) for theme, name, one in below]
    measures = [_measure(theme, name, key, m) for theme, name, one in below for key, m in _each(one, "measures")]
    for _, one in (*themes, *((name, each) for _, name, each in below)):
        one.finish()
    pack = MeasuresPack(
        id=fields.take("measures", text),
        version=fields.take("version", text),
        title=fields.take("title", text),
        source=fields.take("source", text),
        licence=fields.take("licence", text),
        themes=tuple(titles),
        outcomes=tuple(outcomes),
        measures=tuple(measures),
        gap=fields.take("gap", text, default=""),
        invented=fields.take("invented", truth, default=False),
    )
    fields.finish()
    if pack.id != stem:
        raise fields.fault(f"the file of {stem!r} holds {pack.id!r}; give both the same name", "measures")
    ids = [one.id for one in pack.measures]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise fields.fault(f"the measure {twice!r} stands twice; give each an id of its own", "themes")
    if not ids and not pack.gap:
        raise fields.fault("there is no measure; write some, or say why not under 'gap'", "themes")
    return pack


def _each(fields: Fields, key: str) -> Iterator[tuple[str, Fields]]:
    named = fields.take(key, block)
    inside = Fields(named, inside=key)
    for name in named:
        yield name, Fields(inside.take(name, block), inside=f"{key}, {name}")


def _measure(theme: str, outcome: str, name: str, fields: Fields) -> Measure:
    made = Measure(
        id=name,
        title=fields.take("title", text),
        unit=fields.take("unit", text),
        theme=theme,
        outcome=outcome,
        proxy_value=fields.take("proxy_value", number, default=None),
        proxy_source=fields.take("proxy_source", text, default=""),
    )
    fields.finish()
    if made.proxy_value is not None and (made.proxy_value < 0 or not made.proxy_source):
        raise fields.fault("a proxy value is pounds from 0 up, and needs a proxy_source that says where it is from")
    return made


def pack_from_table(path: Path, name: str, about: Mapping[str, str]) -> dict[str, Any]:
    """A pack as keys and values from a table, CSV or XLSX, under HEADINGS. `about` holds version, title and so on.

    Raises DataError with the file and the row.
    """
    table = read_table(path)
    for finding in table.findings:
        raise DataError(str(finding))
    if set(table.headings) != set(HEADINGS):
        wrong = sorted(set(table.headings) ^ set(HEADINGS))
        raise DataError(f"{path}: headings must be {', '.join(HEADINGS)}; mend {', '.join(wrong)}")
    themes: dict[str, Any] = {}
    for row, cells in table.each_row():
        said = {key: str(cell if cell is not None else "").strip() for key, cell in cells.items()}
        _put_row(themes, said, f"{path}, row {row}")
    return {"measures": name, **about, "themes": themes}


def _put_row(themes: dict[str, Any], said: Mapping[str, str], where: str) -> None:
    theme = _same(themes, said["theme"], said["theme_title"], "outcomes", where)
    outcome = _same(theme["outcomes"], said["outcome"], said["outcome_title"], "measures", where)
    if said["measure"] in outcome["measures"]:
        raise DataError(f"{where}: the measure {said['measure']!r} stands twice in its outcome; keep one")
    made: dict[str, Any] = {"title": said["title"], "unit": said["unit"]}
    if said["proxy_value"]:
        try:
            made["proxy_value"] = float(said["proxy_value"].replace(",", "").removeprefix("£"))
        except ValueError:
            raise DataError(f"{where}: {said['proxy_value']!r} is no money value; write a number, or blank") from None
        made["proxy_source"] = said["proxy_source"]
    outcome["measures"][said["measure"]] = made


def _same(there: dict[str, Any], name: str, title: str, below: str, where: str) -> dict[str, Any]:
    one: dict[str, Any] = there.setdefault(name, {"title": title, below: {}})
    if one["title"] != title or not name:
        raise DataError(f"{where}: {name!r} is called {title!r} and above it {one['title']!r}; keep one")
    return one


def read_contract(path: Path) -> Contract:
    """Read one contract. Its pack comes with Placebook or lies in social-value/packs/. Raises ContentError."""
    return contract_of(yaml.read_yaml(path), path.stem, known_packs(path.parent.parent))


def known_packs(book: Path) -> Mapping[str, MeasuresPack]:
    """The packs that come with Placebook, and the book's own."""
    own = {path.stem: read_pack(path) for path in sorted((book / FOLDER / "packs").glob("*.yaml"))}
    return {**shipped_packs(), **own}


def contract_of(said: yaml.Mapping, stem: str, packs: Mapping[str, MeasuresPack]) -> Contract:
    """The contract in a block of keys; `stem` is the name under which it is kept. Raises ContentError as above."""
    fields = Fields(said)
    pack = fields.take("pack", text)
    if pack not in packs:
        raise fields.fault(f"no pack of measures is called {pack!r}; {nearest_name(pack, list(packs))}", "pack")
    made = Contract(
        id=fields.take("contract", text),
        title=fields.take("title", text),
        supplier=fields.take("supplier", text),
        owner=fields.take("owner", text),
        pack=packs[pack],
        commitments=tuple(_commitment(one) for one in fields.take("commitments", blocks)),
        starts=fields.take("starts", day, default=""),
        ends=fields.take("ends", day, default=""),
        invented=fields.take("invented", truth, default=False),
        **withdrawal(fields),
    )
    fields.finish()
    if made.id != stem or not _ID.fullmatch(stem):
        raise fields.fault(f"the file of {stem!r} holds {made.id!r}; give both one name of small letters", "contract")
    for wrong in faults(made):
        raise fields.fault(wrong, "commitments")
    return made


def _commitment(said: yaml.Mapping) -> Commitment:
    fields = Fields(said, inside="commitment")
    made = Commitment(
        measure=fields.take("measure", text),
        bid=fields.take("bid", number),
        delivered=fields.take("delivered", _quantity, default=State.NOT_ANSWERED),
        as_of=fields.take("as_of", day, default=""),
        deadweight=fields.take("deadweight", number, default=None),
        attribution=fields.take("attribution", number, default=None),
        evidence=fields.take("evidence", texts, default=()),
        assurance=_assurance(fields.take("assurance", block, default=None)),
    )
    fields.finish()
    return made


def _quantity(value: Any) -> float | State:
    if isinstance(value, str):
        if value in _UNKNOWN:
            return _UNKNOWN[value]
        raise ValueError(f"{value!r} is no quantity; write a number, or one of: {', '.join(_UNKNOWN)}")
    return number(value)


def _assurance(said: yaml.Mapping | None) -> Assurance | None:
    if said is None:
        return None
    fields = Fields(said, inside="assurance")
    made = Assurance(
        fields.take("by", text),
        fields.take("date", day),
        fields.take("link", link),
        fields.take("says", text, default=""),
    )
    fields.finish()
    return made


@cache
def shipped_packs() -> Mapping[str, MeasuresPack]:
    """Packs that come with Placebook: empty ones, as the tables themselves are licensed."""
    folder = Path(str(files("placebook") / "content" / FOLDER))
    return {path.stem: read_pack(path) for path in sorted(folder.glob("*.yaml"))}

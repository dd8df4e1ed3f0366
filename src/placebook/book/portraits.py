"""Portraits: a place held against the Doughnut, read from one YAML file each in portraits/.

The tables behind them are ordinary sources in portraits/sources/. They stand apart from those in sources/ because they
are about the place as a whole, and the areas that the book compares have no figures in them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, number, one_of, text, texts, whole
from placebook.measure.portrait import ratio_of
from placebook.measure.portrait_kinds import (
    ADDED_UP,
    AVERAGED,
    BASES,
    GLOBAL,
    GOAL_KINDS,
    IN_PLACE,
    LENSES,
    LOCAL,
    MADE_BY,
    MEASURED,
    Dimension,
    Figures,
    Goal,
    Measure,
    Portrait,
    Snapshot,
)
from placebook.methods.doughnut import DOMAIN_OF, RULES
from placebook.types import ContentError

FOLDER = "portraits"

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BENCHMARKS = ("benchmark", "average", "mean", "median")
_NEEDS_START = ("rise_above_start", "share_lost")


def read_portrait(path: Path) -> Portrait:
    """A portrait from its YAML file.

    Raises ContentError, with file, line and what would be right, when it says something that a portrait cannot say.
    Whether its figures fit its lenses is asked by `placebook check`, which has them.
    """
    fields = Fields(yaml.read_yaml(path))
    portrait = Portrait(
        id=fields.take("portrait", _id),
        title=fields.take("title", text),
        area=fields.take("area", text),
        says=fields.take("says", text),
        does_not_say=fields.take("does_not_say", text),
        method_source=fields.take("method_source", text),
        carry_for=fields.take("carry_for", _years, default=0),
        first_year=fields.take("first_year", whole, default=None),
        note=fields.take("note", text, default=""),
        dimensions=_lenses(fields),
    )
    fields.finish()
    _refuse_twice(portrait, fields)
    return portrait


def shipped_portraits() -> dict[str, Portrait]:
    """The portraits that come with Placebook, by id: rules and limits to copy from, without figures."""
    return dict(_shipped())


@cache
def _shipped() -> dict[str, Portrait]:
    folder = Path(str(files("placebook") / "content" / FOLDER))
    found = [read_portrait(path) for path in sorted(folder.glob("*.yaml"))]
    return {one.id: one for one in found}


def _lenses(fields: Fields) -> tuple[Dimension, ...]:
    named: yaml.Mapping = fields.take("lenses", block)
    found: list[Dimension] = []
    for lens in named:
        if lens not in LENSES:
            said = f"there is no lens {lens!r}; the four are {', '.join(LENSES)}"
            raise ContentError(f"{named.file}, line {named.line_of(lens)}: {said}")
        inside = Fields(_block_of(named, lens), inside=f"lens {lens!r}")
        for name in inside.keys():  # noqa: SIM118 - Fields is not a dict
            found.append(_dimension(inside.block, name, lens))
    if not found:
        raise fields.fault("holds no dimensions; write each below its lens, with measures: or unknown:", "lenses")
    return tuple(found)


def _block_of(named: yaml.Mapping, key: str) -> yaml.Mapping:
    if isinstance(named[key], yaml.Mapping):
        return named[key]  # type: ignore[no-any-return]
    raise ContentError(f"{named.file}, line {named.line_of(key)}: {key!r} is empty; write what it holds below it")


def _dimension(named: yaml.Mapping, name: str, lens: str) -> Dimension:
    fields = Fields(_block_of(named, name), inside=f"dimension {name!r}")
    if not _ID.fullmatch(name):
        raise fields.fault(f"{name!r} is not an id; write small letters, digits and single hyphens")
    dimension = Dimension(
        id=name,
        title=fields.take("title", text),
        lens=lens,
        concept=fields.take("concept", _link, default=""),
        unknown=fields.take("unknown", text, default=""),
        measures=tuple(_measure(one, lens) for one in fields.take("measures", blocks, default=())),
        line=named.line_of(name),
    )
    fields.finish()
    if bool(dimension.measures) == bool(dimension.unknown):
        said = "has both measures: and unknown:" if dimension.unknown else "has neither measures: nor unknown:"
        raise fields.fault(f"{said}; write measures, or say why there are none")
    return dimension


def _measure(said: yaml.Mapping, lens: str) -> Measure:
    fields = Fields(said)
    name = fields.take("measure", text)
    fields.inside = f"measure {name!r}"
    measure = Measure(
        id=name,
        title=fields.take("title", text),
        unit=fields.take("unit", text, default=""),
        rule=fields.take("rule", one_of(*RULES), default=""),
        goal=_goal(fields),
        start=fields.take("start", number, default=None),
        scale=fields.take("scale", one_of(LOCAL, GLOBAL)),
        basis=fields.take("basis", one_of(*BASES), default=IN_PLACE),
        made_by=fields.take("made_by", one_of(*MADE_BY), default=MEASURED),
        decimals=fields.take("decimals", whole, default=1),
        figures=_figures(fields),
        snapshots=_snapshots(fields),
        benchmark=fields.take("benchmark", text, default=""),
        unknown=fields.take("unknown", text, default=""),
        also_called=fields.take("also_called", texts, default=()),
        last_measured=fields.take("last_measured", whole, default=None),
        ends=fields.take("ends", whole, default=2),
        note=fields.take("note", text, default=""),
        line=said.line,
    )
    fields.finish()
    _refuse_rule(measure, lens, fields)
    _refuse_figures(measure, fields)
    return measure


def _goal(fields: Fields) -> Goal | None:
    """The `target` of a social measure or the `limit` of an ecological one: the same thing in two words."""
    said = {key: fields.take(key, block, default=None) for key in ("target", "limit")}
    there = [key for key, value in said.items() if value is not None]
    if len(there) == 2:
        raise fields.fault("has both target: and limit:; a floor has a target and a ceiling has a limit", "limit")
    if not there:
        return None
    inside = Fields(said[there[0]], inside=f"{fields.inside}, {there[0]}")  # type: ignore[arg-type]
    goal = Goal(
        value=inside.take("value", number),
        source=inside.take("source", text),
        kind=inside.take("kind", _goal_kind),
        by=inside.take("by", text, default=""),
        basis=inside.take("basis", one_of(*BASES), default=""),
        note=inside.take("note", text, default=""),
    )
    inside.finish()
    return goal


def _goal_kind(value: Any) -> str:
    if value in _BENCHMARKS:
        raise ValueError(f"{value!r} is no target, it says how others are doing; move it to benchmark: in words")
    return one_of(*GOAL_KINDS)(value)


def _figures(fields: Fields) -> Figures | None:
    said: yaml.Mapping | None = fields.take("figures", block, default=None)
    if said is None:
        return None
    inside = Fields(said, inside=f"{fields.inside}, figures")
    found = Figures(
        indicator=inside.take("indicator", text),
        area=inside.take("area", text, default=""),
        kind=inside.take("of_each", text, default=""),
        people=inside.take("people", text, default=""),
        per=inside.take("per", number, default=1.0),
    )
    inside.finish()
    if not found.per > 0:
        raise inside.fault(f"per is {found.per:g}; write a number of people above 0, as in 1000", "per")
    return found


def _snapshots(fields: Fields) -> tuple[Snapshot, ...]:
    return tuple(_snapshot(one, fields.inside) for one in fields.take("snapshots", blocks, default=()))


def _snapshot(said: yaml.Mapping, inside: str) -> Snapshot:
    fields = Fields(said, inside=f"{inside}, snapshots")
    if "year" not in said:
        raise fields.fault("a snapshot has no year, so nobody can tell when it was so; add year: 2023")
    found = Snapshot(
        year=fields.take("year", whole),
        value=fields.take("value", number),
        area=fields.take("area", text, default=""),
        source=fields.take("source", text),
        lower=fields.take("lower", number, default=None),
        upper=fields.take("upper", number, default=None),
        note=fields.take("note", text, default=""),
        file=f"{FOLDER}/{Path(said.file).name}",
        row=said.line,
    )
    fields.finish()
    return found


def _refuse_rule(measure: Measure, lens: str, fields: Fields) -> None:
    """A rule and its numbers must be able to give a ratio, and of the domain of the lens."""
    if bool(measure.rule) != (measure.goal is not None):
        lacks = "has a rule and no target or limit" if measure.rule else "has a target or limit and no rule"
        raise fields.fault(f"{lacks}; write both, or neither where a figure is shown without a verdict")
    if not measure.rule:
        return
    domain, wanted = DOMAIN_OF[measure.rule], LENSES[lens].domain
    if domain != wanted:
        fit = ", ".join(name for name, of in DOMAIN_OF.items() if of == wanted)
        raise fields.fault(f"{measure.rule} is {domain} and the lens is {wanted}; rules that fit: {fit}", "rule")
    if (measure.rule in _NEEDS_START) != (measure.start is not None):
        said = "needs start:, the figure before people changed it" if measure.start is None else "has no use for start:"
        raise fields.fault(f"{measure.rule} {said}", "rule")
    try:
        ratio_of(measure, np.asarray([np.nan]))
    except ValueError as why:
        key = "target" if "target" in fields.block else "limit"
        raise fields.fault(f"{why}; write another number", key) from None


def _refuse_figures(measure: Measure, fields: Fields) -> None:
    ways = sum((measure.figures is not None, bool(measure.snapshots), bool(measure.unknown)))
    if ways != 1:
        said = "says in several ways" if ways else "does not say"
        raise fields.fault(f"{said} where its figures are; write one of figures:, snapshots: and unknown:")
    figures, combined = measure.figures, measure.made_by in (ADDED_UP, AVERAGED)
    if figures and combined and not (figures.kind and figures.people):
        said = f"is {measure.made_by}, so its figures need of_each: (the kind of areas) and people: (an indicator)"
        raise fields.fault(said, "figures")
    if figures and figures.kind and not combined:
        said = f"is {measure.made_by}, so of_each: has no use; write made_by: {ADDED_UP} or {AVERAGED}"
        raise fields.fault(said, "figures")


def _refuse_twice(portrait: Portrait, fields: Fields) -> None:
    for kind, names in (
        ("dimension", [one.id for one in portrait.dimensions]),
        ("measure", [one.id for _, one in portrait.measures()]),
    ):
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise fields.fault(f"the {kind} {twice!r} stands twice; give each an id of its own", "lenses")


def _id(value: Any) -> str:
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(f"{name!r} is not an id; write small letters, digits and single hyphens")
    return name


def _link(value: Any) -> str:
    link = text(value)
    if not all(_ID.fullmatch(one) for one in link.split("#")) or link.count("#") != 1:
        raise ValueError(f"{link!r} does not name a concept; write framework#concept, as in doughnut-2025#health")
    return link


def _years(value: Any) -> int:
    found = whole(value)
    if not 0 <= found <= 10:
        raise ValueError(f"{found} is not a number of years from 0 to 10")
    return found

"""Rules about areas.csv: codes, kinds, names and dates of the places of a book."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placebook.book.laid_out import LaidOut
from placebook.book.register import (
    in_words,
    is_called,
    kind_of,
    prefixes_of,
    register,
    same_name,
    slip,
    what_is_wrong_with,
)
from placebook.sources.findings import Finding, fault, warning
from placebook.sources.shapes import read_boundaries
from placebook.types import Area, DataError

_LATEST_IN_REGISTER = 2026
MANY = 5  # areas with one fault that are said one by one; more of them are one fault


def codes(laid: LaidOut) -> Iterator[Finding]:
    """Codes that are not GSS codes, or of a kind we do not know."""
    wrong: dict[str, list[tuple[str, int]]] = {}
    for area, row in _each(laid):
        why = what_is_wrong_with(area.code)
        if why:
            wrong.setdefault(slip(why[1]), []).append((area.code, row))
        elif kind_of(area.code) is None:
            what = f"{area.code} begins with {area.code[:3]}, a kind of area that Placebook does not know"
            yield warning(laid.areas_file, row, what, "check the code; nothing else about it can be checked")
    for alike in wrong.values():
        yield from _malformed(laid, alike)


def _malformed(laid: LaidOut, alike: list[tuple[str, int]]) -> Iterator[Finding]:
    """Codes that are wrong in one way: said one by one, or of the first where they are many."""
    for code, row in alike if len(alike) <= MANY else alike[:1]:
        what, right = what_is_wrong_with(code) or ("", "")
        if len(alike) == len(laid.areas):
            right += "; areas outside the UK have none: placebook index takes any code"
        yield fault(laid.areas_file, row, what, right, 1 if len(alike) <= MANY else len(alike))


def kinds(laid: LaidOut) -> Iterator[Finding]:
    """Codes whose kind is not the one written beside them. The kind is never guessed."""
    for area, row in _each(laid):
        found = kind_of(area.code)
        allowed = prefixes_of(area.kind)
        if found is None:
            continue
        if not allowed:
            what = f"{area.code} is called a {area.kind!r}, which is no kind of area with codes"
            yield warning(laid.areas_file, row, what, f"write what it is, as in {found.words[0]}")
        elif found.prefix not in allowed:
            what = f"{area.code} is the code of {a(found.title)}, and the kind says {area.kind}"
            yield fault(laid.areas_file, row, what, "change the code or the kind")


def unknown_codes(laid: LaidOut) -> Iterator[Finding]:
    """Codes of a kind that the register lists whole, and that it does not hold."""
    listed = {code[:3] for code in register()}
    for area, row in _each(laid):
        if area.code in register() or area.code[:3] not in listed or what_is_wrong_with(area.code):
            continue
        if area.first_year is not None and area.first_year >= _LATEST_IN_REGISTER:
            continue  # newer than the register
        namesakes = [one for one in _namesakes(area) if one.last_year is None]
        right = f"did you mean {in_words([namesakes[0].code], {})}?" if namesakes else "check the code"
        yield fault(laid.areas_file, row, f"no {kind_title(area.code)} has the code {area.code}", right)


def names(laid: LaidOut) -> Iterator[Finding]:
    """Names that are not those of the register."""
    for area, row in _each(laid):
        known = register().get(area.code)
        if known and not is_called(area.code, area.name):
            what = f"{area.code} is {known.name}, and the name says {area.name}"
            namesakes = [one for one in _namesakes(area) if one.last_year is None]
            right = f"{area.name} has the code {namesakes[0].code}" if namesakes else "change the code or the name"
            yield fault(laid.areas_file, row, what, right)


def retired(laid: LaidOut) -> Iterator[Finding]:
    """Areas that are no more, and that areas.csv gives no last year."""
    for area, row in _each(laid):
        known = register().get(area.code)
        if known and known.successors and area.last_year is None:
            ended = f"ended in {known.last_year}" if known.last_year else "is no longer in use"
            right = f"use {in_words(known.successors, laid.areas)}, or write its last_year"
            yield warning(laid.areas_file, row, f"{area.code} ({area.name}) {ended}", right)


def parents(laid: LaidOut) -> Iterator[Finding]:
    """Areas above that are not codes."""
    for area, row in _each(laid):
        wrong = what_is_wrong_with(area.parent) if area.parent else None
        if wrong:
            yield fault(laid.areas_file, row, f"under parent, {wrong[0]}", wrong[1])


def not_measured(laid: LaidOut) -> Iterator[Finding]:
    """Areas of the book's own kind without a single figure: they will show as missing."""
    measured = {laid.area.labels[number] for number in _numbers_with_value(laid)}
    for area, row in _each(laid):
        if measured and area.code not in measured and area.kind == laid.book.area_kind:
            what = f"{area.code} ({area.name}) has no figure in any file"
            yield warning(laid.areas_file, row, what, "it will show as missing; add figures if there are any")


def tiles(laid: LaidOut) -> Iterator[Finding]:
    """Tiles of areas that are not listed, and areas without a tile."""
    if not laid.book.tiles:
        return
    for code in laid.book.tiles:
        if code not in laid.areas:
            what = f"{code} has a tile and is not in {laid.areas_file}"
            yield warning(laid.opened.files["tiles"], None, what, "take the tile out, or list the area")
    for area, row in _each(laid):
        if area.kind == laid.book.area_kind and area.code not in laid.book.tiles:
            what = f"{area.code} ({area.name}) has no tile on the map"
            yield warning(laid.areas_file, row, what, "give it one, or it is not drawn")


def boundaries(laid: LaidOut) -> Iterator[Finding]:
    """Outlines that cannot be read, areas without an outline, and outlines of areas that are not listed."""
    said = laid.book.boundaries
    if said is None:
        return
    try:
        found = read_boundaries(laid.book.folder, said)
    except DataError as why:
        what, _, right = str(why).removeprefix(f"{said.file}: ").partition("; ")
        yield fault(said.file, None, what, right)
        return
    yield from found.findings
    for area, row in _each(laid):
        if area.kind == laid.book.area_kind and area.code not in found.outlines:
            what = f"{area.code} ({area.name}) has no outline in {said.file}"
            yield warning(laid.areas_file, row, what, "look for its code there; without an outline it is not drawn")
    strange = [code for code in found.outlines if code not in laid.areas]
    if strange:
        one = len(strange) == 1
        many = "1 outline is of an area that is" if one else f"{len(strange):,} outlines are of areas that are"
        what = f"{many} not in {laid.areas_file}: {', '.join(strange[:3])}"
        right = "they are not drawn; if an area of yours is among them, write the same code in both files"
        yield warning(said.file, None, what + (" and others" if len(strange) > 3 else ""), right)


AREA_RULES = (codes, kinds, unknown_codes, names, retired, parents, not_measured, tiles, boundaries)


def a(title: str) -> str:
    """A title with its article."""
    return f"an {title}" if title[0] in "aeioAEIO" else f"a {title}"


def kind_title(code: str) -> str:
    """What a code stands for, in words: "electoral ward in England"."""
    kind = kind_of(code)
    return kind.title if kind else "area"


def _each(laid: LaidOut) -> Iterator[tuple[Area, int]]:
    for code, area in laid.areas.items():
        yield area, laid.opened.areas.rows[code]


def _namesakes(area: Area) -> list[Area]:
    """Areas of the register with that name and of that kind of code."""
    alike = (one for one in register().values() if one.code[:3] == area.code[:3])
    return [one for one in alike if same_name(one.name, area.name)]


def _numbers_with_value(laid: LaidOut) -> set[int]:
    has_value = ~np.isnan(laid.observations.value)
    return {int(number) for number in laid.area.numbers[has_value]}

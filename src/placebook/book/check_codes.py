"""Rules about the areas that figures are given for: their codes, kinds, names and dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

import numpy as np

from placebook.book.check_areas import MANY, a, kind_title
from placebook.book.gather import Named
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
from placebook.book.sources import UNLISTED
from placebook.sources.findings import Finding, fault, warning
from placebook.types import Area, Source

_Place = tuple[str, str]  # an area and the source that holds it
_Words = tuple[str, str]  # what is wrong, and what would be right
_LIST_IT = "add it there, or name it in ignore_areas: of the source {}"
_A_SLIP = 0.7  # how alike two spellings of one name are, 0 to 1


def strangers(laid: LaidOut) -> Iterator[Finding]:
    """Areas that nobody listed: a slip in the code, another kind of area, or a missing row of areas.csv."""
    called = {named.area: named.name for named in reversed(laid.names)}
    said: dict[_Place, _Words | None] = {}
    for at in laid.first_of_each(laid.area, laid.source)[0]:
        code, source = laid.observations.area[at], laid.observations.source[at]
        said[code, source] = _stranger(laid, code, laid.sources[source], called.get(code))
    for source, codes in _of_other_kinds(laid).items():
        said |= dict.fromkeys(((code, source) for code in codes), _all_at_once(laid, source, codes))
    said |= {place: words for places, words in _many_alike(laid, said) for place in places}
    if any(said.values()):
        pairs = enumerate(zip(laid.observations.area, laid.observations.source, strict=True))
        wrong = ((at, words) for at, pair in pairs if (words := said[pair]) is not None)
        yield from laid.group(wrong, fault, "areas not listed")


def _of_other_kinds(laid: LaidOut) -> dict[str, list[str]]:
    """By source, the areas of kinds that the book has none of, where they are many: a table of the whole country."""
    kinds = {code[:3] for code in laid.areas}
    found: dict[str, list[str]] = {}
    for at in laid.first_of_each(laid.area, laid.source)[0]:
        code = laid.observations.area[at]
        if code[:3] not in kinds and what_is_wrong_with(code) is None:
            found.setdefault(laid.observations.source[at], []).append(code)
    return {source: codes for source, codes in found.items() if len(codes) > MANY}


def _all_at_once(laid: LaidOut, source: str, codes: list[str]) -> _Words:
    kinds = ", ".join(f'"{prefix}*"' for prefix in dict.fromkeys(code[:3] for code in codes))
    what = f"{len(codes):,} areas of other kinds are not in {laid.areas_file}, the first {in_words(codes[:1], {})}"
    return what, f"if you do not use them, say ignore_areas: [{kinds}] in the source {source}"


def _many_alike(laid: LaidOut, said: Mapping[_Place, _Words | None]) -> Iterator[tuple[list[_Place], _Words]]:
    """Areas of one source that share a fault and are so many that they have one cause, with what is said of all."""
    alike: dict[tuple[str, str], list[_Place]] = {}
    for place, words in said.items():
        code, source = place
        if words is not None and words in (what_is_wrong_with(code), _not_listed(laid, code, laid.sources[source])):
            alike.setdefault((source, slip(words[1])), []).append(place)
    for (source, _), places in alike.items():
        if len(places) > MANY:
            yield places, what_is_wrong_with(places[0][0]) or _not_used(laid, source, places)


def _not_used(laid: LaidOut, source: str, places: list[_Place]) -> _Words:
    what = f"{len(places):,} areas are not in {laid.areas_file}, the first {in_words([places[0][0]], {})}"
    return what, f"list them; or, if you do not use them, say ignore_areas: [{UNLISTED}] in the source {source}"


def _stranger(laid: LaidOut, code: str, source: Source, name: str | None) -> _Words | None:
    if code in laid.areas:
        return _wrong_kind(laid, code, source)
    malformed = what_is_wrong_with(code)
    if malformed and "did you mean" in malformed[1]:
        return malformed
    unlisted = f"{code} is not in {laid.areas_file}"
    for area in laid.areas.values():
        if code in area.predecessors or code in area.successors:
            word = "took the place of it" if code in area.predecessors else "is what it replaced"
            return unlisted, f"{area.code} ({area.name}) {word}; list one of the two, or name it in ignore_areas:"
        if name and same_name(name, area.name) and code[:3] == area.code[:3]:
            return f"{unlisted}, and is called {name}", f"did you mean {area.code} ({area.name})?"
    if malformed:
        return malformed
    return _not_listed(laid, code, source)


def _not_listed(laid: LaidOut, code: str, source: Source) -> _Words:
    known = register().get(code)
    named = f"{code} ({known.name}, {a(kind_title(code))})" if known else code
    return f"{named} is not in {laid.areas_file}", _LIST_IT.format(source.id)


def _wrong_kind(laid: LaidOut, code: str, source: Source) -> _Words | None:
    """A listed area whose kind is not the one its source declares."""
    said = source.area_kind or laid.book.area_kind
    allowed = prefixes_of(said)
    if not allowed or kind_of(code) is None or code[:3] in allowed:
        return None
    what = f"{code} is the code of {a(kind_title(code))}, and the source {source.id} is about areas of the kind {said}"
    return what, "say another area_kind:, or name it in ignore_areas:"


def unknown_kinds(laid: LaidOut) -> Iterator[Finding]:
    """A kind of area that no code can be checked against. It is never guessed from the codes."""
    said = [("book.yaml", laid.book.area_kind)]
    said += [(laid.file_of("sources", one.id), one.area_kind) for one in laid.book.sources if one.area_kind]
    for file, kind in said:
        if not prefixes_of(kind):
            what = f"area_kind {kind!r} is not a kind that codes can be checked against"
            yield warning(file, None, what, "write ward, LSOA, MSOA, district, county or region, if it is one")


def other_names(laid: LaidOut) -> Iterator[Finding]:
    """Names in tables that are not the names of their codes."""
    for named in laid.names:
        area = laid.areas.get(named.area)
        if area is None or same_name(area.name, named.name) or is_called(named.area, named.name):
            continue
        yield _other_name(laid, named, area)


def _other_name(laid: LaidOut, named: Named, area: Area) -> Finding:
    what = f"calls {area.code} {named.name!r}, and {laid.areas_file} calls it {area.name!r}"
    whose = [one.code for one in laid.areas.values() if same_name(one.name, named.name)]
    if whose:
        right = f"{named.name} has the code {' or '.join(whose)}; change the one that is wrong"
        return fault(named.file, named.row, what, right)
    alike = difflib.SequenceMatcher(None, named.name.casefold(), area.name.casefold()).ratio()
    make = warning if alike >= _A_SLIP else fault
    return make(named.file, named.row, what, "change the one that is wrong")


def after_the_end(laid: LaidOut) -> Iterator[Finding]:
    """Figures dated after the code of their area went out of use, with what took its place."""
    ended = {code: _end(laid, code) for code in laid.area.labels}
    if not ended:
        return
    last = np.array([ended[code][0] for code in laid.area.labels])
    late = np.flatnonzero(laid.observations.year > last[laid.area.numbers]).tolist()
    others = {code for codes in _of_other_kinds(laid).values() for code in codes} if late else set()
    words = ((at, _late(laid, at, ended[code])) for at in late if (code := laid.observations.area[at]) not in others)
    yield from laid.group(words, fault, "figures of areas that had ended")


def _end(laid: LaidOut, code: str) -> tuple[int, tuple[str, ...]]:
    """The last year of a code and what took its place, from areas.csv or else from the register."""
    for area in (laid.areas.get(code), register().get(code)):
        if area is not None and area.last_year is not None:
            known = register().get(code)
            return area.last_year, area.successors or (known.successors if known else ())
    return 9999, ()


def _late(laid: LaidOut, at: int, ended: tuple[int, tuple[str, ...]]) -> _Words:
    code = laid.observations.area[at]
    what = f"{in_words([code], laid.areas)} ended in {ended[0]}, and this figure is for {laid.observations.period[at]}"
    after = f"write {in_words(ended[1], laid.areas)} instead" if ended[1] else "write the code that took its place"
    return what, f"{after}, or change the period"


def left_aside(laid: LaidOut) -> Iterator[Finding]:
    """Areas of the book without a row in a table whose unlisted areas are left aside: a wrong code may be why."""
    measured = set(laid.area.labels)
    pairs = set(zip(laid.observations.area, laid.observations.source, strict=True))
    for source in laid.book.sources:
        if UNLISTED not in source.ignore_areas or source.id not in laid.source.labels:
            continue
        for area in laid.areas.values():
            if area.kind == laid.book.area_kind and area.code in measured and (area.code, source.id) not in pairs:
                what = f"{area.code} ({area.name}) has no row, and areas that are not listed are left aside"
                yield warning(source.file or "", None, what, "look whether its code is another there")


CODE_RULES = (strangers, left_aside, unknown_kinds, other_names, after_the_end)

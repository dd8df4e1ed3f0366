"""Every name by which a UK authority may be told, with what stands for it in a blind copy."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from placebook.book.register import other_names, register
from placebook.learn.blind import BODY, NAME, Gazetteer, Known, all_words, fold
from placebook.types import Area

FEWEST_ALIKE = 5  # authorities that a description must fit, so that it does not point to one
_CALLED = {
    "county": "a county council",
    "unitary authority": "a unitary council",
    "unitary authority (Wales)": "a council",
    "London borough": "a London borough",
    "metropolitan district": "a metropolitan council",
    "metropolitan county": "a metropolitan county",
    "non-metropolitan district": "a district council",
    "council area": "a council",
    "district (Northern Ireland)": "a council",
    "combined authority": "a combined authority",
    "region": "a region of England",
    "Inner or Outer London": "a region of England",
}
_PREFIXES = tuple(
    f"{one} of" for one in ("City", "County", "Royal Borough", "London Borough", "Metropolitan Borough", "Borough")
)
_SPLIT = re.compile(r",\s*|\s+(?:and|upon|on|in|under|by|the|of|with|&)\s+|-(?:on|upon|in|under|by|le)-", re.IGNORECASE)


@cache
def _words(kind: str) -> frozenset[str]:
    """The words of one kind in content/areas/name_words.csv."""
    path = Path(str(files("placebook") / "content" / "areas" / "name_words.csv"))
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["word"] for row in csv.DictReader(lines) if row["kind"] == kind)


def descriptions() -> dict[str, str]:
    """What each area of the register is called in a blind copy, by code: at least five are called the same."""
    areas = register()
    counts = _counts(areas)
    return {area.code: _described(area, areas, counts) for area in areas.values()}


def _counts(areas: Mapping[str, Area]) -> Counter[tuple[str, str]]:
    return Counter(_class(area, areas) for area in areas.values() if area.last_year is None)


@cache
def shipped_names() -> tuple[Known, ...]:
    """Every form of every name in the register of UK authorities, and of the people who live there."""
    areas = register()
    counts = _counts(areas)
    found: list[Known] = []
    for area in areas.values():
        if area.kind in {"country", "country group"}:
            continue
        stands_for = _described(area, areas, counts)
        found += [_known(form, stands_for) for form in forms_of((area.name, *other_names().get(area.code, ())))]
    found += [_known(form, "local people") for one in sorted(_words("people")) for form in (one, f"{one}s")]
    return tuple(dict.fromkeys(found))


def gazetteer(
    areas: Iterable[Area], also: Iterable[str] = (), texts: Iterable[str] = (), keep: Iterable[str] = ()
) -> Gazetteer:
    """The names of the register, of the areas of a book, and others that are declared.

    `texts` are ours or those to be blinded: a word that stands in them with a small letter is no name. `keep` are words
    with a capital that name nobody.
    """
    own = [_known(form, f"a {area.kind or 'place'}") for area in areas for form in forms_of((area.name,)) if form]
    declared = [_known(form, BODY) for name in also if name.strip() for form in (name, _initials(name)) if form]
    strictly = {one.form.casefold() for one in shipped_names()}
    return Gazetteer(
        (*declared, *shipped_names(), *(one for one in own if one.form.casefold() not in strictly)),
        all_words(texts),
        _words("no name") | {fold(word) for one in keep for word in one.split()},
    )


def forms_of(names: Iterable[str]) -> tuple[str, ...]:
    """The forms in which names are met: whole, turned round, in parts, with what stands in front, and short."""
    found: dict[str, None] = {}
    for name in names:
        for whole in _turned(name):
            found[whole] = None
            found.update(dict.fromkeys(f"{prefix} {whole}" for prefix in _PREFIXES))
            found.update(dict.fromkeys(_short(whole)))
        found.update(dict.fromkeys(part for part in _parts(name)))
        found.update(dict.fromkeys(f"{part}{end}" for part in _parts(name) if len(part) > 4 for end in _PEOPLE))
    return tuple(found)


_PEOPLE = ("er", "ers", "ite", "ites", "ian", "ians", "onian", "onians")


def _turned(name: str) -> Iterator[str]:
    """ "Bristol, City of" is "City of Bristol" and "Bristol" too."""
    yield name.replace("'", "").replace("’", "") if "'" in name or "’" in name else name
    yield name
    head, comma, tail = name.partition(", ")
    if comma and re.fullmatch(r"(?:City|County) of", tail):
        yield f"{tail} {head}"
        yield head


def _short(name: str) -> Iterator[str]:
    """Initials by which a body is met: LBBD, GMCA, BCC."""
    letters = _initials(name)
    if letters:
        yield from (
            letters,
            f"LB{letters}",
            f"RB{letters}",
            f"{letters}C",
            f"{letters}CC",
            f"{letters}BC",
            f"{letters}DC",
        )
        yield from (f"{letters}CA", f"{letters}MBC")


def _initials(name: str) -> str:
    """The first letters of the telling words, where there are at least two."""
    words = [
        word for word in re.findall(r"[^\W\d_]+", name) if word.casefold() not in {"and", "of", "the", "upon", "on"}
    ]
    found = "".join(word[0].upper() for word in words)
    return found if len(words) > 1 and found.casefold() not in _words("no name") else ""


def _parts(name: str) -> Iterator[str]:
    """The names inside a name: Barking and Dagenham; North Somerset has Somerset in it."""
    for piece in _SPLIT.split(name):
        words = [word for word in piece.split() if word.casefold().strip(".") not in _words("in front")]
        rest = " ".join(words)
        if len(rest) >= 4 and rest.casefold() not in _words("no name inside"):
            yield rest


def _known(form: str, stands_for: str) -> Known:
    single = re.fullmatch(r"[^\W\d_]+", form)
    short = len(form) <= (3 if form.isupper() else 4)
    strict = single is not None and (form.casefold() in _words("word") or short)
    return Known(form, stands_for, strict)


def _class(area: Area, areas: Mapping[str, Area]) -> tuple[str, str]:
    parent = areas.get(area.parent or "")
    return area.kind, parent.name if parent is not None else ""


def _described(area: Area, areas: Mapping[str, Area], counts: Counter[tuple[str, str]]) -> str:
    """What an authority is called in a blind copy: its kind, with its region where that leaves at least five."""
    if area.kind in {"country", "country group"}:
        return area.name  # a country says too little to be hidden
    called, parent = _CALLED.get(area.kind, NAME), _class(area, areas)[1]
    if area.kind in {"London borough", "region", "Inner or Outer London", "metropolitan county", "combined authority"}:
        return called
    if not parent or counts[area.kind, parent] < FEWEST_ALIKE:
        upper = "an upper-tier council" if area.kind in {"county", "unitary authority"} else called
        return f"{upper} in {'England' if area.code.startswith('E') else 'the United Kingdom'}"
    return f"{called} in {'the ' if parent.split()[0] in _THE else ''}{parent}"


_THE = frozenset({"North", "South", "East", "West"})

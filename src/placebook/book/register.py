"""GSS codes: which kind of area a code stands for, and the register of UK local authorities and larger areas."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from placebook.book.areas import look_at_areas
from placebook.types import Area

CODE = re.compile(r"[EWSNK]\d{8}", re.ASCII)
_OLD_CODE = re.compile(r"\d\d[A-Z]{2}([A-Z]{2})?(\d{2,4})?|95[A-Z]{2}\d{2}[SW]\d", re.ASCII)
_FILLER = frozenset(
    {"city", "county", "council", "borough", "district", "metropolitan", "london", "royal", "corporation", "combined"}
    | {"authority", "mayoral", "met", "of", "the", "and", "upon"}
)


@dataclass(frozen=True, slots=True)
class AreaKind:
    """What a prefix such as E05 stands for, and the words a source may use for it."""

    prefix: str
    title: str
    words: tuple[str, ...]


@cache
def register() -> Mapping[str, Area]:
    """Local authorities, counties, combined authorities, regions and countries of the UK, by code."""
    return look_at_areas(_content() / "areas.csv", "areas.csv").areas


@cache
def area_kinds() -> Mapping[str, AreaKind]:
    """The kinds of area by the first three characters of their codes."""
    with (_content() / "kinds.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["prefix"]: AreaKind(row["prefix"], row["title"], tuple(row["kinds"].split(";"))) for row in rows}


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """Former and short names of areas of the register, by code."""
    with (_content() / "other_names.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {code: tuple(row["name"] for row in rows if row["code"] == code) for code in {row["code"] for row in rows}}


@cache
def middles() -> Mapping[str, tuple[float, float]]:
    """The longitude and latitude of the middle of areas of the register, to a hundredth of a degree, by code."""
    with (_content() / "middles.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(lines)}


def is_called(code: str, name: str) -> bool:
    """Whether the register knows an area by that name, today's or another."""
    known = register().get(code)
    return known is not None and any(same_name(name, one) for one in (known.name, *other_names().get(code, ())))


def _content() -> Path:
    return Path(str(files("placebook") / "content" / "areas"))


def kind_of(code: str) -> AreaKind | None:
    """The kind of area a code stands for, or None where the prefix is not one of ours."""
    return area_kinds().get(code[:3])


def prefixes_of(word: str) -> frozenset[str]:
    """The prefixes that a kind of area may have: ward -> E05, W05, S13, N08. Empty for a word we do not know.

    A year and a plural are passed over: "LSOAs (2011)" is LSOA.
    """
    plain = re.sub(r"\s*\(?\b(19|20)\d\d\b\)?", "", word).strip().casefold()
    asked = {plain, plain.removesuffix("s"), re.sub("ies$", "y", plain)}
    return frozenset(
        kind.prefix for kind in area_kinds().values() if asked & {known.casefold() for known in kind.words}
    )


def what_is_wrong_with(code: str) -> tuple[str, str] | None:
    """What keeps a code from being a GSS code, and what would be right; None for one that is well formed."""
    if CODE.fullmatch(code):
        return None
    tidy = code.strip().upper()
    mended = tidy[:1] + tidy[1:].replace("O", "0").replace("I", "1").replace("L", "1")
    if CODE.fullmatch(mended):
        return f"{code!r} is not a GSS code", f"did you mean {mended}?"
    if _OLD_CODE.fullmatch(code):
        return f"{code!r} is a code of before 2011", "write the GSS code of nine characters, as in E09000002"
    return f"{code!r} is not a GSS code", "write a letter and eight digits, as in E05000026"


def slip(right: str) -> str:
    """What codes that are wrong have in common, by what would be right: a slip of the pen, or the same advice."""
    return "a slip" if right.startswith("did you mean") else right


def same_name(one: str, other: str) -> bool:
    """Whether two names are one name, whatever their case, stops, "&" and words such as "City of"."""
    return _plain_name(one) == _plain_name(other)


@cache
def _plain_name(name: str) -> frozenset[str] | str:
    words = re.sub(r"[^\w\s]", "", name.casefold().replace("&", " and ").replace("-", " ")).split()
    telling = frozenset(word for word in words if word not in _FILLER)
    return telling or " ".join(words)


def nearest(code: str, codes: Iterable[str]) -> str | None:
    """The known code that is most like this one, or None."""
    return next(iter(difflib.get_close_matches(code, list(codes), n=1, cutoff=0.85)), None)


def in_words(codes: Iterable[str], areas: Mapping[str, Area]) -> str:
    """Codes with their names where we know them: E06000063 (Cumberland)."""
    known = {**register(), **areas}
    return ", ".join(f"{code} ({known[code].name})" if code in known else code for code in codes)

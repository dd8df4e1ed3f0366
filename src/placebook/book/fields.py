"""Take what you know, then insist that nothing is left: how every YAML file of a book is read.

fields = Fields(read_yaml(path))
title = fields.take("title", text)
weight = fields.take("weight", number, default=1.0)
fields.finish()  # a key nobody took stops the reading, with the nearest known key
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar, overload

from placebook.book.yaml import Mapping
from placebook.types import ContentError

Kind = TypeVar("Kind")
Default = TypeVar("Default")
_NEEDED: Any = object()


class Fields:
    """The keys of one block of YAML, taken one by one. `inside` names the block in what is said."""

    def __init__(self, block: Mapping, inside: str = "", error: type[ContentError] = ContentError) -> None:
        self.block = block
        self.inside = inside
        self.error = error
        self._known: list[str] = []

    @overload
    def take(self, key: str, kind: Callable[[Any], Kind]) -> Kind: ...
    @overload
    def take(self, key: str, kind: Callable[[Any], Kind], default: Default) -> Kind | Default: ...
    def take(self, key: str, kind: Callable[[Any], Any], default: Any = _NEEDED) -> Any:
        """The value of a key, read as a kind: text, number, whole, truth, texts, block...

        Raises ContentError with file and line when the key is needed and not there, or of another kind.
        """
        self._known.append(key)
        if key not in self.block:
            if default is _NEEDED:
                raise self.fault(f"the key {key!r} is missing{self._near(key)}; add {key}: ...")
            return default
        value = self.block[key]
        if value is None and kind is not anything:
            raise self.fault(f"{key!r} is empty; write a value after the colon, or take the line out", key)
        try:
            return kind(value)
        except ValueError as wanted:
            raise self.fault(f"{key!r}: {wanted}", key) from None

    def fault(self, words: str, key: str | None = None) -> ContentError:
        """An error that begins with the file, the line of the key (or of the block) and what the block is."""
        line = self.block.line if key is None else self.block.line_of(key)
        inside = f" ({self.inside})" if self.inside else ""
        return self.error(f"{self.block.file}, line {line}{inside}: {words}")

    def keys(self) -> tuple[str, ...]:
        """The keys nobody has taken yet, in the order written: for blocks whose keys are names."""
        return tuple(key for key in self.block if key not in self._known)

    def finish(self) -> None:
        """Raises ContentError when a key is left that nobody took, with the nearest known key."""
        left = self.keys()
        if not left:
            return
        said = "; ".join(f"{key!r} (line {self.block.line_of(key)}{_did_you_mean(key, self._known)})" for key in left)
        known = ", ".join(self._known) or "no keys"
        comma = "" if self.block[left[0]] is not None else ". Text with a comma in it needs quotes between { and }"
        raise self.fault(f"unknown key {said}. Known here: {known}{comma}", left[0])

    def _near(self, key: str) -> str:
        near = difflib.get_close_matches(key, self.keys(), n=1)
        return f" (there is {near[0]!r})" if near else ""


def _did_you_mean(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(known), n=1)
    return f", did you mean {near[0]!r}?" if near else ""


def anything(value: Any) -> Any:
    """The value as it is, empty or not."""
    return value


def text(value: Any) -> str:
    """Words. A whole number is taken as its digits; 1.10 is not, as it would become 1.1."""
    if isinstance(value, str):
        if not value.strip():
            raise ValueError("is empty; write some words")
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"{_as_written(value)} is {_called(value)}; text is wanted, so put it in quotes")


def optional_text(value: Any) -> str:
    """Words, or '' for nothing."""
    return "" if isinstance(value, str) and not value.strip() else text(value)


def number(value: Any) -> float:
    """A number, whole or not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{_as_written(value)} is {_called(value)}; a number is wanted")
    return float(value)


def whole(value: Any) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{_as_written(value)} is {_called(value)}; a whole number is wanted")
    return value


def truth(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{_as_written(value)} is {_called(value)}; write true or false")
    return value


def block(value: Any) -> Mapping:
    """Keys and values, indented below the key."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{_as_written(value)} is {_called(value)}; keys and values are wanted, as in {{key: value}}")
    return value


def items(value: Any) -> tuple[Any, ...]:
    """A list of anything."""
    if not isinstance(value, list):
        raise ValueError(f"{_as_written(value)} is {_called(value)}; a list is wanted, as in [a, b]")
    return tuple(value)


def texts(value: Any) -> tuple[str, ...]:
    """A list of words."""
    return tuple(text(item) for item in items(value))


def numbers(value: Any) -> tuple[float, ...]:
    """A list of numbers."""
    return tuple(number(item) for item in items(value))


def blocks(value: Any) -> tuple[Mapping, ...]:
    """A list of blocks of keys and values."""
    return tuple(block(item) for item in items(value))


def path_in_book(value: Any) -> str:
    """The path of a file below the folder of the book, with forward slashes."""
    written = text(value).replace("\\", "/")
    if written.startswith("/") or ".." in written.split("/") or ":" in written:
        raise ValueError(f"{written!r} leads out of the book; put the file in the book, as in raw/figures.csv")
    return written


def email_address(value: Any) -> str:
    """An address to write to."""
    written = text(value)
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", written):
        raise ValueError(f"{_as_written(written)} is no e-mail address; write one, as in figures@council.example")
    return written


def web_address(value: Any) -> str:
    """The full address of a folder on the web, with a slash at its end."""
    written = text(value)
    if not re.fullmatch(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", written):
        raise ValueError(f"{_as_written(written)} is no web address; write one, as in https://council.example/wards/")
    return written if written.endswith("/") else f"{written}/"


def day(value: Any) -> str:
    """A day, as 2027-03-04."""
    written = text(value)
    try:
        if len(written) != 10:
            raise ValueError
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ValueError(f"{_as_written(written)} is no day; write it as 2027-03-04") from None


def link(value: Any) -> str:
    """The address of a page or a paper on the web."""
    written = text(value)
    if not re.fullmatch(r"https?://[A-Za-z0-9][^\s\"'<>\\]*", written):
        raise ValueError(f"{_as_written(written)} is no link; write one, as in https://council.example/paper.html")
    return written


def boundary_year(value: Any) -> str:
    """The year whose boundaries areas have: four digits."""
    written = text(value)
    if not re.fullmatch(r"(19|20|21)[0-9][0-9]", written):
        raise ValueError(f"{_as_written(written)} is not the year of boundaries; write it in four digits, as in 2022")
    return written


def one_of(*words: str) -> Callable[[Any], str]:
    """A kind: one of these words and no other."""

    def kind(value: Any) -> str:
        if value not in words:
            near = difflib.get_close_matches(str(value), words, n=1)
            guess = f" (did you mean {near[0]}?)" if near else ""
            raise ValueError(f"{_as_written(value)} is not one of: {', '.join(words)}{guess}")
        return str(value)

    return kind


def _as_written(value: Any) -> str:
    shown = str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _called(value: Any) -> str:
    kinds = ((bool, "true or false"), (int, "a number"), (float, "a number"), (str, "text"), (list, "a list"))
    if value is None:
        return "empty"
    return next((name for kind, name in kinds if isinstance(value, kind)), "a block of keys")

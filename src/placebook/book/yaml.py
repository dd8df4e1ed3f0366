"""Strict YAML: what a person typed is what Placebook reads, or the reader says which line to mend.

Ordinary YAML turns `no` into false, `2019-09-26` into a date and `010` into eight, keeps the last of two equal
keys and says nothing. This reader refuses each of them with the file, the line and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from placebook.types import ContentError

LARGEST_FILE = 5_000_000  # bytes
DEEPEST = 40  # lists and keys inside each other

_WORDS_FOR_TRUTH = frozenset({"yes", "no", "on", "off", "y", "n"})
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LEADING_NOUGHT = re.compile(r"[-+]?0[0-9_]+")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

# What the parser says, and what a person needs to hear.
_PLAIN_WORDS = (
    ("mapping values are not allowed", "a second colon stands in a value; put the value in quotes, or indent as above"),
    ("could not find expected ':'", "a key has no colon; write key: value"),
    ("cannot start any token", "a value starts with a character that YAML keeps for itself; put the value in quotes"),
    ("end of stream", "a quote or bracket is opened and never closed; close it"),
    ("unexpected document", "a quote or bracket is opened and never closed; close it"),
    ("<document start>", "the line does not fit the ones above it; indent it like its neighbours"),
    ("expected <block end>", "the line does not fit the ones above it; indent it like its neighbours"),
    ("did not find expected key", "the line does not fit the ones above it; indent it like its neighbours"),
    ("did not find expected '-'", "the line does not fit the list above it; start it with a dash or indent it"),
    ("did not find expected ','", "a bracket is not closed or a comma is missing; write [a, b] or {a: 1, b: 2}"),
    ("expected ',' or", "a bracket is not closed or a comma is missing; write [a, b] or {a: 1, b: 2}"),
    ("unknown escape", "a backslash stands in double quotes; use single quotes instead"),
    ("block collections are not allowed", "a list starts on the line of its key; start it on the next line"),
    ("block sequence entries are not allowed", "a list starts on the line of its key; start it on the next line"),
)


class Mapping(dict[str, Any]):
    """The keys and values of one block of a YAML file: a dict that also knows its lines."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line  # where the block begins, counted from 1
        self._lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """The line on which a key stands, counted from 1; of a key that is not there, where the block begins."""
        return self._lines.get(key, self.line)

    def add(self, key: str, value: Any, line: int) -> None:
        """Put one key and its value in, with its line."""
        self[key] = value
        self._lines[key] = line


def mapping_of(plain: dict[str, Any], name: str) -> Mapping:
    """Keys and values that came from a form or from JSON, as the reader would give them; `name` is for what is said.

    Raises ContentError where something in it cannot stand in a YAML file.
    """
    return _laid(plain, name, depth=1)


def _laid(plain: dict[str, Any], name: str, depth: int) -> Mapping:
    if depth > DEEPEST:
        raise ContentError(f"{name}: more than {DEEPEST} levels inside each other; write less deep")
    made = Mapping(name, 1)
    for key, value in plain.items():
        if not isinstance(key, str) or not key.strip():
            raise ContentError(f"{name}: {key!r} cannot be a key; write a word")
        made.add(key, _laid_value(value, name, depth), 1)
    return made


def _laid_value(value: Any, name: str, depth: int) -> Any:
    if isinstance(value, dict):
        return _laid(value, name, depth + 1)
    if isinstance(value, list | tuple):
        return [_laid_value(one, name, depth + 1) for one in value]
    if isinstance(value, str):
        _look_at_characters(value, name)
    elif value is not None and not isinstance(value, bool | int | float):
        raise ContentError(f"{name}: {value!r} is nothing that a YAML file holds; write words, a number, true or false")
    return value


def read_yaml(path: Path, *, anchors: bool = False) -> Mapping:
    """Read one YAML file strictly. With `anchors`, for other people's files, what *name stands for is looked up.

    Returns its keys and values as a dict (with `.file` and `.line_of(key)`). Keys are always text. Dates stay text.
    Raises ContentError naming the file, the line and what to write instead.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST_FILE else b""
    except FileNotFoundError:
        raise ContentError(f"{path}: there is no such file") from None
    except OSError as why:
        raise ContentError(f"{path}: cannot be read ({why.strerror}); a file that opens is needed") from None
    if size > LARGEST_FILE:
        raise ContentError(f"{path}: {size:,} bytes; a YAML file may hold {LARGEST_FILE:,}. Put figures in a CSV")
    return read_yaml_text(_decode(raw, str(path)), str(path), anchors=anchors)


def read_yaml_text(text: str, name: str, *, anchors: bool = False) -> Mapping:
    """Read YAML that is already text; `name` stands for the file in what is said. See read_yaml."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _look_at_characters(text, name)
    builder = _Builder(text, name, anchors)
    try:
        return builder.document()
    except yaml.YAMLError as why:
        raise _in_plain_words(why, name) from None


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = raw.count(b"\n", 0, why.start) + 1
        raise ContentError(f"{name}, line {line}: a character is not UTF-8; save the file as UTF-8 instead") from None


def _look_at_characters(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise ContentError(f"{name}, line {number}: a tab stands at the start of the line; write spaces instead")
        found = _CONTROL.search(line)
        if found:
            raise ContentError(
                f"{name}, line {number}: holds the invisible character {found[0]!r}; take it out or save as plain text"
            )


def _in_plain_words(why: yaml.YAMLError, name: str) -> ContentError:
    said = str(getattr(why, "problem", None) or why)
    advice = next((words for sign, words in _PLAIN_WORDS if sign in said), f"not valid YAML ({said})")
    where = "context_mark" if "closed" in advice else "problem_mark"  # what is open is mended where it opens
    mark = getattr(why, where, None) or getattr(why, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 1
    return ContentError(f"{name}, line {line}: {advice}")


class _Builder:
    """Turns the parser's events into values, one look at each, so that nothing is expanded or guessed."""

    def __init__(self, text: str, name: str, anchors: bool) -> None:
        self.name = name
        self.anchored: dict[str, Any] | None = {} if anchors else None
        self.stand_ins = 0  # how many blocks so far were taken from elsewhere
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=loader))

    def document(self) -> Mapping:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise ContentError(f"{self.name}, line 1: the file is empty; write key: value lines")
        event = next(self.events)
        if not isinstance(event, yaml.MappingStartEvent):
            raise self.fault(event, "the file must begin with keys; write key: value lines, not a list or a sentence")
        top = self.mapping(event, depth=1)
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.fault(after, "a second document starts here (---); keep one document in one file")
        return top

    def fault(self, event: Any, words: str) -> ContentError:
        return ContentError(f"{self.name}, line {event.start_mark.line + 1}: {words}")

    def value(self, event: Any, depth: int) -> Any:
        self.refuse_tricks(event, depth)
        if isinstance(event, yaml.AliasEvent):
            return self.looked_up(event)
        before = self.stand_ins
        read = self.plain_value(event, depth)
        if getattr(event, "anchor", None) and self.anchored is not None:
            if self.stand_ins > before:  # else a small file could stand for endlessly many words
                raise self.fault(event, f"&{event.anchor} holds a block from elsewhere; write that block out instead")
            self.anchored[event.anchor] = read
        return read

    def plain_value(self, event: Any, depth: int) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(depth)
        return self.mapping(event, depth)

    def looked_up(self, event: Any) -> Any:
        """What an alias stands for: the value itself, which is never copied."""
        if self.anchored is None or event.anchor not in self.anchored:
            raise self.fault(event, f"*{event.anchor} stands for nothing above it; write the words out instead")
        found = self.anchored[event.anchor]
        self.stand_ins += isinstance(found, dict | list)
        return found

    def refuse_tricks(self, event: Any, depth: int) -> None:
        if self.anchored is None and getattr(event, "anchor", None):
            raise self.fault(event, f"&{event.anchor} or *{event.anchor} is a YAML anchor; write the words out instead")
        if getattr(event, "tag", None):
            raise self.fault(event, f"{event.tag} is a YAML tag; write the plain value instead")
        if depth > DEEPEST:
            raise self.fault(event, f"more than {DEEPEST} levels inside each other; write a flatter file")

    def sequence(self, depth: int) -> list[Any]:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, depth + 1))
        return items

    def mapping(self, start: Any, depth: int) -> Mapping:
        self.refuse_tricks(start, depth)
        block = Mapping(self.name, start.start_mark.line + 1)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, depth)
            if key in block:
                first = block.line_of(key)
                raise self.fault(event, f"the key {key!r} stands twice (first on line {first}); keep one of the two")
            block.add(key, self.value(next(self.events), depth + 1), event.start_mark.line + 1)
        return block

    def key(self, event: Any, depth: int) -> str:
        self.refuse_tricks(event, depth)
        if getattr(event, "anchor", None):
            raise self.fault(event, f"a key is or has the anchor {event.anchor}; write a plain word as the key")
        if not isinstance(event, yaml.ScalarEvent):
            raise self.fault(event, "a key is itself a list or a block; write a plain word as the key")
        text = str(event.value)
        if event.style in (None, "") and text.lower() in _WORDS_FOR_TRUTH:
            raise self.fault(event, f"the bare key {text} can be read as true or false; write '{text}' in quotes")
        if not text.strip() or text == "<<":
            raise self.fault(event, f"{text!r} cannot be a key; write a word before the colon")
        return text

    def scalar(self, event: Any) -> Any:
        text = str(event.value)
        if event.style not in (None, ""):
            return text  # quoted, or a block of text: exactly as written
        if text in _EMPTY:
            return None
        if text in _TRUTH:
            return _TRUTH[text]
        if text.lower() in _WORDS_FOR_TRUTH:
            meant = "true" if text.lower() in {"yes", "on", "y"} else "false"
            raise self.fault(event, f"a bare {text} reads two ways; write {meant}, or '{text}' in quotes, instead")
        return self.number_or_text(event, text)

    def number_or_text(self, event: Any, text: str) -> int | float | str:
        if _LEADING_NOUGHT.fullmatch(text):
            raise self.fault(event, f"{text} starts with a nought; write '{text}' in quotes instead, or leave it out")
        if _WHOLE.fullmatch(text) and len(text) <= 18:
            return int(text)
        if _NOT_A_NUMBER.fullmatch(text) or (_DECIMAL.fullmatch(text) and abs(float(text)) == float("inf")):
            raise self.fault(event, f"{text} is not a number that can be counted with; write a number instead")
        return float(text) if _DECIMAL.fullmatch(text) else text


class _Writer(yaml.SafeDumper):
    """Writes words in quotes unless they are plain ones, and writes out what stands twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Never write an anchor: the reader refuses them."""
        return True

    def words(self, said: str) -> Any:
        """Words that could be taken for anything else, or hold a sign that YAML keeps for itself, stand in quotes."""
        plain = _PLAIN_LINE.fullmatch(said) and said.lower() not in _WORDS_NOT_PLAIN
        return self.represent_scalar("tag:yaml.org,2002:str", said, style=None if plain else '"')


_PLAIN_LINE = re.compile(r"[A-Za-z][A-Za-z0-9 ._/-]*[A-Za-z0-9.]|[A-Za-z]")
_WORDS_NOT_PLAIN = _WORDS_FOR_TRUTH | {"true", "false", "null"}
_Writer.add_representer(str, lambda writer, said: writer.words(said))
_Writer.add_representer(Mapping, lambda writer, block: writer.represent_dict(block.items()))
_Writer.add_representer(tuple, lambda writer, many: writer.represent_list(many))


def yaml_text(plain: Any, *, line: bool = False) -> str:
    """Keys and values as a YAML file that this reader gives back unchanged, in the order in which they stand.

    Numbers must be ones that can be counted with: an infinite one cannot stand in a file of a book. With `line` it is
    one line without its end, as it may stand after a key or a dash.
    """
    how: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 10_000_000, "default_flow_style": line}
    said: str = yaml.dump(plain, Dumper=_Writer, **how)
    return said.removesuffix("...\n").rstrip("\n") if line else said

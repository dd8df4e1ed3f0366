"""A framework and its codebook as a tree of REFI-QDA codes, and a codebook back from such a tree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from placebook.learn.codings import NONE
from placebook.learn.refi import QdaCode, guid
from placebook.learn.refi_codes import code_guid
from placebook.types import Codebook, CodeRule, Concept, Framework

LISTS = {"include": "Include", "exclude": "Exclude", "phrases": "Phrase", "negative_phrases": "Not by"}
HEAD = {"id": "Codebook", "version": "Version", "title": "Title", "says": "Says", "written_from": "Written from"}


@dataclass(frozen=True, slots=True)
class ReadCodebook:
    """A codebook out of somebody's program: what it says of itself, "" where it does not, and its rules."""

    head: Mapping[str, str]
    rules: tuple[CodeRule, ...]


def tree_of(framework: Framework, codebook: Codebook | None = None, used: Collection[str] = ()) -> QdaCode:
    """A framework as a code that cannot be put on text, with its concepts below it as they stand in it.

    Each concept is described by its rule, where the codebook has one. The standard has no place for phrases and
    examples, so they are lines of the description, and come back from there. The last code stands for "read, and no
    concept fits". Where there is a codebook, only concepts with a rule, and those named in `used`, can be put on text.
    """
    rules = {rule.concept: rule for rule in (codebook.rules if codebook is not None else ())}
    parts = tuple(_code(framework.id, concept, rules, used) for concept in framework.concepts)
    none = QdaCode(code_guid(f"{framework.id}#{NONE}"), "No concept fits", "Read, and no concept fits.")
    said = "" if codebook is None else "\n".join(f"{name}: {getattr(codebook, key)}" for key, name in HEAD.items())
    return QdaCode(guid("framework", framework.id), framework.title, said, False, (*parts, none))


def _code(framework: str, concept: Concept, rules: Mapping[str, CodeRule], used: Collection[str]) -> QdaCode:
    rule = rules.get(concept.id)
    description = "\n".join(_lines(rule)) if rule is not None else concept.definition
    parts = tuple(_code(framework, part, rules, used) for part in concept.parts)
    codable = not rules or rule is not None or concept.id in used
    return QdaCode(code_guid(f"{framework}#{concept.id}"), concept.title, description, codable, parts)


def _lines(rule: CodeRule) -> Iterator[str]:
    yield " ".join(rule.definition.split())
    for key, name in LISTS.items():
        yield from (f"{name}: {' '.join(words.split())}" for words in getattr(rule, key))


def codebook_from(codes: Sequence[QdaCode], concepts: Mapping[str, str]) -> ReadCodebook:
    """The rules that a tree of codes holds: one for each code that can be put on text and says when.

    Parameters
    ----------
    codes : as read from a file
    concepts : the id of the concept for identifiers that are known; any other code is called by its name

    Raises
    ------
    ValueError : two codes would have the same id
    """
    head: dict[str, str] = {}
    rules: dict[str, CodeRule] = {}
    for code in (each for top in codes for each in top.walk()):
        if not code.codable and not head:
            head = dict(_head(code))
        name = concepts.get(code.guid) or slug(code.name)
        if not code.codable or name == NONE or not code.description.strip():
            continue
        if name in rules:
            raise ValueError(f"two codes would be called {name!r}; give one of them another name")
        rules[name] = _rule(name, code.description.splitlines())
    return ReadCodebook(head, tuple(rules.values()))


def _head(code: QdaCode) -> Iterator[tuple[str, str]]:
    names = {name: key for key, name in HEAD.items()}
    for line in code.description.splitlines():
        name, _, said = line.partition(": ")
        if name in names and said.strip():
            yield names[name], said.strip()


def _rule(name: str, lines: Iterable[str]) -> CodeRule:
    names = {name: key for key, name in LISTS.items()}
    lists: dict[str, list[str]] = {key: [] for key in LISTS}
    definition: list[str] = []
    for line in lines:
        before, mark, after = line.partition(": ")
        if mark and before in names:
            lists[names[before]].append(after.strip())
        else:
            definition.append(line.strip())
    said = {key: tuple(words) for key, words in lists.items()}
    return CodeRule(name, " ".join(filter(None, definition)), **said)


def slug(name: str) -> str:
    """A name as an id: small letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "code"

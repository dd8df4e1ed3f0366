"""What one person put on one passage: the shape in which work of coding is handed to all functions about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from placebook.types import Codebook, CodeRule, PassageCode

RULED = frozenset({"decided", "rejected"})  # the status of a code that a third person decided on
NONE = "none"  # the concept of a reading that found none to fit, where a row must name one


@dataclass(frozen=True, slots=True)
class Coding:
    """One person's reading of one passage by one codebook. No concepts means: read, and none fits."""

    passage: str
    coder: str
    concepts: tuple[str, ...]  # ids of the codebook, the main one first
    version: str = ""  # of the codebook; "" where nobody said
    role: str = ""
    day: str = ""  # as 2026-11-28
    memo: str = ""


def by_passage(codings: Iterable[Coding]) -> dict[str, tuple[Coding, ...]]:
    """The codings of each passage, passages in the order of their first coding.

    Raises ValueError where one person coded one passage twice: the later one has to take the earlier one's place.
    """
    found: dict[str, dict[str, Coding]] = {}
    for one in codings:
        people = found.setdefault(one.passage, {})
        if one.coder in people:
            raise ValueError(f"{one.coder} coded the passage {one.passage} twice; keep the later coding")
        people[one.coder] = one
    return {passage: tuple(people.values()) for passage, people in found.items()}


def codings_of(codes: Iterable[PassageCode], framework: str) -> tuple[Coding, ...]:
    """What people put on passages by one framework, from rows of one code each: a coding for each person and passage.

    Suggestions of a method, and what a third person decided, are no readings and are left out.
    """
    rows: dict[tuple[str, str], list[PassageCode]] = {}
    for code in codes:
        if code.by and code.status not in RULED and code.concept.startswith(f"{framework}#"):
            rows.setdefault((code.passage, code.by), []).append(code)
    return tuple(_coding(each) for each in rows.values())


def _coding(rows: Sequence[PassageCode]) -> Coding:
    concepts = dict.fromkeys(row.concept.partition("#")[2] for row in rows)
    memo = "; ".join(dict.fromkeys(row.memo for row in rows if row.memo))
    last = rows[-1]
    fitting = tuple(concept for concept in concepts if concept != NONE)
    return Coding(last.passage, last.by, fitting, last.version, last.role, last.date, memo)


class Under(StrEnum):
    """How the codebook that a code was put under stands to the one that is used now."""

    CURRENT = "current version"
    SAME_RULE = "older version, same rule"
    OTHER_RULE = "older version, the rule has changed"
    GONE = "the concept is no longer in the codebook"
    NOT_KNOWN = "older version that is not held"
    NOT_SAID = "version not said"


def under(concept: str, version: str, current: Codebook, older: Mapping[str, Codebook] | None = None) -> Under:
    """Whether a code still means what it meant: a code put under an older version is shown as such.

    Why: a rule that was made wider or narrower changes what a code says, and a count that mixes both says nothing.

    Parameters
    ----------
    concept, version : of the code; "" where nobody said the version
    current : the codebook that is used now
    older : the versions that were kept, by version
    """
    now = _rule(current, concept)
    if now is None:
        return Under.GONE
    if version == current.version:
        return Under.CURRENT
    if not version:
        return Under.NOT_SAID
    held = (older or {}).get(version)
    if held is None:
        return Under.NOT_KNOWN
    return Under.SAME_RULE if _rule(held, concept) == now else Under.OTHER_RULE


def _rule(codebook: Codebook, concept: str) -> CodeRule | None:
    return next((rule for rule in codebook.rules if rule.concept == concept), None)


def concepts_used(codings: Sequence[Coding], codebook: Codebook) -> tuple[str, ...]:
    """The concepts of a codebook that anybody put on a passage, in the order of the codebook."""
    used = {concept for one in codings for concept in one.concepts}
    return tuple(rule.concept for rule in codebook.rules if rule.concept in used)

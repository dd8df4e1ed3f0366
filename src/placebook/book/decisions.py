"""Decisions: a proposal with its options and what each does to every factor, one YAML file each, or a record's body.

The reader is strict about what stands there and asks for nothing but an id and a title: what is not there yet is not
yet answered. Whether it may stand as a draft, or be published, decide/wheel_faults.py says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.decision_pins import pinned_of
from placebook.book.fields import Fields, block, blocks, one_of, text, texts
from placebook.book.withdrawals import withdrawal
from placebook.decide.wheel import (
    EFFECTS,
    JUDGEMENT,
    RESTS_ON,
    TERMS,
    Decision,
    Engagement,
    EvidenceLink,
    Expectation,
    Mitigation,
    Option,
    Review,
    Revision,
    Segment,
    with_as_now,
)
from placebook.types import State

FOLDER = "decisions"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_decision(path: Path) -> Decision:
    """Read one decision. Raises ContentError with the file, the line, what was found and what would be right."""
    return decision_of(yaml.read_yaml(path), path.stem)


def decision_of(said: yaml.Mapping, stem: str) -> Decision:
    """The decision in a block of keys, which may be a record's body; `stem` is the name under which it is kept.

    Raises ContentError as above.
    """
    fields = Fields(said)
    decision = Decision(
        id=fields.take("decision", id_of),
        title=fields.take("title", text),
        version=fields.take("version", text, default="1"),
        **{name: fields.take(name, text, default="") for name in _WORDS},
        **withdrawal(fields),
        areas=fields.take("areas", texts, default=()),
        factor_sets=fields.take("factor_sets", texts, default=()),
        measured_by=_measured_by(fields.take("measured_by", block, default=None)),
        options=with_as_now(tuple(_option(one) for one in fields.take("options", blocks, default=()))),
        engagement=tuple(Engagement(**_texts(one, "engagement", _ASKED)) for one in _blocks(fields, "engagement")),
        reviews=tuple(Review(**_texts(one, "reviews", ("when", "by", "found"))) for one in _blocks(fields, "reviews")),
        revisions=tuple(
            Revision(**_texts(one, "revisions", ("version", "when", "what"))) for one in _blocks(fields, "revisions")
        ),
        pinned=pinned_of(fields.take("pinned", block, default=None)),
    )
    fields.finish()
    if decision.id != stem:
        raise fields.fault(f"it is kept as {stem!r} and holds {decision.id!r}; give both the same name", "decision")
    return decision


_WORDS = (
    "proposal",
    "notice",
    "owner",
    "decided_by",
    "decided_on",
    "chosen",
    "because",
    "superseded_by",
)
_ASKED = ("who", "how", "when", "said", "changed")


def id_of(value: Any) -> str:
    """An id: small letters, digits and single hyphens."""
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(f"{name!r} is not an id; write small letters, digits and single hyphens, as in move-library")
    return name


def _blocks(fields: Fields, key: str) -> tuple[yaml.Mapping, ...]:
    found: tuple[yaml.Mapping, ...] = fields.take(key, blocks, default=())
    return found


def _texts(said: yaml.Mapping, inside: str, names: tuple[str, ...]) -> dict[str, str]:
    fields = Fields(said, inside)
    found = {name: fields.take(name, text, default="") for name in names}
    fields.finish()
    return found


def _measured_by(said: yaml.Mapping | None) -> dict[str, tuple[str, ...]]:
    """Factor -> indicators, from a block for each factor set."""
    return {f"{name}#{factor}": fields.take(factor, texts) for name, factor, fields in _by_factor(said, "measured_by")}


def _by_factor(said: yaml.Mapping | None, inside: str) -> Iterator[tuple[str, str, Fields]]:
    """Each factor set and factor of a block that is laid out by them, with the fields of its set."""
    for name in said or ():
        if not isinstance(said, yaml.Mapping) or not isinstance(said[name], yaml.Mapping):
            raise Fields(said or yaml.Mapping("", 1), inside).fault(f"{name!r} holds no factors; write them below it")
        for factor in said[name]:
            yield name, factor, Fields(said[name], f"{inside}, {name}")


def _option(said: yaml.Mapping) -> Option:
    fields = Fields(said, "options")
    option = Option(
        id=fields.take("id", id_of),
        title=fields.take("title", text, default=""),
        says=fields.take("says", text, default=""),
        segments=_segments(fields.take("effects", block, default=None)),
    )
    fields.finish()
    return option


def _segments(said: yaml.Mapping | None) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for name, factor, fields in _by_factor(said, "effects"):
        terms = Fields(fields.take(factor, block), f"effects, {name}, {factor}")
        held = ((term, terms.take(term, block, default=None)) for term in TERMS)
        found += [_segment(one, f"{name}#{factor}", term) for term, one in held if one is not None]
        terms.finish()
    return tuple(found)


def _segment(said: yaml.Mapping, factor: str, term: str) -> Segment:
    fields = Fields(said, f"{factor}, {term} term")
    segment = Segment(
        factor=factor,
        term=term,
        effect=EFFECTS[fields.take("effect", one_of(*EFFECTS), default=State.NOT_ANSWERED.value)],
        reason=fields.take("reason", text, default=""),
        mitigation=_mitigation(fields.take("mitigation", block, default=None)),
        evidence=tuple(_link(one) for one in _blocks(fields, "evidence")),
        judgement_only=fields.take("rests_on", one_of(*RESTS_ON), default="") == JUDGEMENT,
        expects=_expectation(fields.take("expects", block, default=None)),
    )
    fields.finish()
    return segment


def _mitigation(said: yaml.Mapping | None) -> Mitigation | None:
    return None if said is None else Mitigation(**_texts(said, "mitigation", ("what", "owner", "by")))


def _expectation(said: yaml.Mapping | None) -> Expectation | None:
    return None if said is None else Expectation(**_texts(said, "expects", ("indicator", "direction", "review_on")))


def _link(said: yaml.Mapping) -> EvidenceLink:
    return EvidenceLink(**_texts(said, "evidence", ("case", "source", "page", "address", "says")))

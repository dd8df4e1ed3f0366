"""Scrutiny from YAML: the guide that says what is asked, and the answers of one council about one system."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, day, link, one_of, text, texts, truth
from placebook.book.withdrawals import withdrawal
from placebook.decide.scrutiny import (
    NOT_KNOWING,
    Condition,
    FlagAnswer,
    FollowUp,
    PromptAnswer,
    Scrutiny,
    ScrutinyGuide,
)
from placebook.decide.scrutiny_rules import faults, what_blocks
from placebook.measure.tree import nearest_name
from placebook.types import State

FOLDER = "scrutiny"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNKNOWN = {state.value: state for state in NOT_KNOWING}


def read_scrutiny(path: Path) -> Scrutiny:
    """Read one scrutiny by the guide that it names, which comes with Placebook.

    Raises ContentError with the file, the line, what was found and what would be right: also when it is signed and
    something still keeps it from being signed.
    """
    return scrutiny_of(yaml.read_yaml(path), path.stem)


def scrutiny_of(said: yaml.Mapping, stem: str) -> Scrutiny:
    """The scrutiny in a block of keys; `stem` is the name under which it is kept. Raises ContentError as above."""
    fields = Fields(said)
    guide = _guide(fields)
    made = Scrutiny(
        id=fields.take("scrutiny", text),
        guide=guide.id,
        version=fields.take("version", text),
        title=fields.take("title", text),
        about=fields.take("about", text),
        by=fields.take("by", text),
        on=fields.take("date", day),
        answers=_answers(fields.take("answers", block, default=None)),
        flags={name: _flag(one) for name, one in _each(fields, "flags")},
        follow_ups={name: _follow_up(one) for name, one in _each(fields, "follow_ups")},
        outcome=fields.take("outcome", text, default=""),
        because=fields.take("because", text, default=""),
        conditions=tuple(_condition(one) for one in fields.take("conditions", blocks, default=())),
        **_signed(fields.take("signed", block, default=None)),
        review_on=fields.take("review_on", day, default=""),
        entry=_entry(fields.take("entry", block, default=None)),
        rests_on=_plain(fields.take("rests_on", block, default=None)),
        invented=fields.take("invented", truth, default=False),
        **withdrawal(fields),
    )
    fields.finish()
    if made.id != stem or not _ID.fullmatch(stem):
        raise fields.fault(f"the file of {stem!r} holds {made.id!r}; give both one name of small letters", "scrutiny")
    for wrong in faults(guide, made):
        raise fields.fault(wrong)
    if made.signed_by and (blocks_ := what_blocks(guide, made)):
        raise fields.fault(f"it is signed and cannot be: {blocks_[0]}{_more(blocks_)}", "signed")
    return made


def _more(found: tuple[str, ...]) -> str:
    return f" (and {len(found) - 1} more; placebook scrutiny check lists them)" if len(found) > 1 else ""


def _guide(fields: Fields) -> ScrutinyGuide:
    name = fields.take("guide", text)
    known = shipped_guides()
    if name not in known:
        raise fields.fault(f"no guide is called {name!r}; {nearest_name(name, list(known))}", "guide")
    return known[name]


def _each(fields: Fields, key: str) -> Iterator[tuple[str, Fields]]:
    named: yaml.Mapping | None = fields.take(key, block, default=None)
    if named is not None:
        known = Fields(named, inside=key)
        yield from ((name, Fields(known.take(name, block), inside=f"{key}, {name}")) for name in named)


def _answers(named: yaml.Mapping | None) -> Mapping[str, Mapping[str, PromptAnswer]]:
    if named is None:
        return {}
    attributes = Fields(named, inside="answers")
    return {name: _prompts(Fields(attributes.take(name, block), inside=name)) for name in named}


def _prompts(fields: Fields) -> dict[str, PromptAnswer]:
    return {name: _answer(Fields(fields.take(name, block), inside=f"{fields.inside}, {name}")) for name in fields.block}


def _answer(fields: Fields) -> PromptAnswer:
    made = PromptAnswer(
        says=fields.take("says", text, default=""),
        state=State(fields.take("state", one_of(State.OBSERVED.value, *_UNKNOWN), default=State.OBSERVED.value)),
        evidence=fields.take("evidence", texts, default=()),
        unsure=fields.take("unsure", text, default=""),
        owner=fields.take("owner", text, default=""),
    )
    fields.finish()
    return made


def _flag(fields: Fields) -> FlagAnswer:
    made = FlagAnswer(
        fields.take("said", _yes_no_or_why, default=State.NOT_ANSWERED), fields.take("because", text, default="")
    )
    fields.finish()
    return made


def _yes_no_or_why(value: Any) -> bool | State:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):  # as a form has it
        return bool(value == "yes")
    if value in _UNKNOWN:
        return _UNKNOWN[value]
    raise ValueError(f"{value!r} is no answer; write true, false or one of: {', '.join(_UNKNOWN)}")


def _follow_up(fields: Fields) -> FollowUp:
    made = FollowUp(
        owner=fields.take("owner", text, default=""),
        due=fields.take("due", day, default=""),
        done_on=fields.take("done_on", day, default=""),
        link=fields.take("link", link, default=""),
        says=fields.take("says", text, default=""),
    )
    fields.finish()
    return made


def _condition(said: yaml.Mapping) -> Condition:
    fields = Fields(said, inside="condition")
    made = Condition(
        says=fields.take("says", text),
        owner=fields.take("owner", text),
        due=fields.take("due", day),
        done_on=fields.take("done_on", day, default=""),
        link=fields.take("link", link, default=""),
    )
    fields.finish()
    return made


def _signed(said: yaml.Mapping | None) -> dict[str, str]:
    if said is None:
        return {}
    fields = Fields(said, inside="signed")
    made = {"signed_by": fields.take("by", text), "signed_on": fields.take("date", day)}
    fields.finish()
    return made


def _entry(said: yaml.Mapping | None) -> dict[str, tuple[str, ...]]:
    """Fields of the register entry: one thing said, or a list of things."""
    if said is None:
        return {}
    fields = Fields(said, inside="entry")
    return {name: fields.take(name, once_or_more) for name in said}


def once_or_more(value: Any) -> tuple[str, ...]:
    """Words, or a list of words."""
    return texts(value) if isinstance(value, list) else (text(value),)


def _plain(said: yaml.Mapping | None) -> dict[str, str]:
    if said is None:
        return {}
    fields = Fields(said, inside="rests_on")
    return {name: fields.take(name, text) for name in said}


def guide_for(scrutiny: Scrutiny) -> ScrutinyGuide:
    """The guide by which a scrutiny was read."""
    return shipped_guides()[scrutiny.guide]


def read_scrutinies(folder: Path) -> tuple[Scrutiny, ...]:
    """Every scrutiny that a place book keeps, in the order of file names. Raises ContentError at the first fault."""
    return tuple(read_scrutiny(path) for path in sorted((folder / FOLDER).glob("*.yaml")))


def shipped_guides() -> dict[str, ScrutinyGuide]:
    """Every guide that comes with Placebook, by id."""
    return dict(_shipped())


@cache
def _shipped() -> dict[str, ScrutinyGuide]:
    from placebook.book.scrutiny_guide import read_guide

    found = (read_guide(path) for path in sorted(shipped_folder().glob("*.yaml")))
    return {one.id: one for one in found}


def shipped_folder() -> Path:
    """Where the guides that come with Placebook lie on this machine."""
    return Path(str(files("placebook") / "content" / FOLDER))

"""The guide of a scrutiny, read from one YAML file: attributes with prompts, flags, follow-ups, ways to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from placebook.book import yaml
from placebook.book.fields import Fields, block, one_of, text, texts, truth
from placebook.book.register_standard import shipped_standard
from placebook.decide.scrutiny import (
    CONDITION_RULES,
    FOLLOW_UP_RULES,
    NEEDED,
    NOT_KNOWING,
    Attribute,
    FlagKind,
    FollowUpKind,
    OutcomeKind,
    Prompt,
    ScrutinyGuide,
)
from placebook.types import State

Kind = TypeVar("Kind")


def read_guide(path: Path) -> ScrutinyGuide:
    """Read one guide. Raises ContentError with the file, the line, what was found and what would be right."""
    fields = Fields(yaml.read_yaml(path))
    made = ScrutinyGuide(
        id=fields.take("scrutiny_guide", text),
        version=fields.take("version", text),
        title=fields.take("title", text),
        says=fields.take("says", text),
        does_not_say=fields.take("does_not_say", text),
        source=fields.take("source", text),
        licence=fields.take("licence", text),
        framework=fields.take("framework", text),
        attributes=tuple(_each(fields, "attributes", _attribute)),
        flags=tuple(_each(fields, "flags", _flag)),
        follow_ups=tuple(_each(fields, "follow_ups", _follow_up)),
        outcomes=tuple(_each(fields, "outcomes", _outcome)),
        no_answer=tuple(State(word) for word in fields.take("no_answer", texts) if _is_unknown(fields, word)),
    )
    fields.finish()
    if made.id != path.stem:
        raise fields.fault(f"the file {path.name} holds {made.id!r}; give both the same name", "scrutiny_guide")
    _check(made, fields)
    return made


def _each(fields: Fields, key: str, read: Callable[[str, Fields], Kind]) -> Iterator[Kind]:
    named = fields.take(key, block)
    inside = Fields(named, inside=key)
    for name in named:
        one = Fields(inside.take(name, block), inside=f"{key}, {name}")
        made = read(name, one)
        one.finish()
        yield made


def _is_unknown(fields: Fields, word: str) -> bool:
    if word not in {state.value for state in NOT_KNOWING}:
        raise fields.fault(f"{word!r} is no state of not knowing", "no_answer")
    return True


def _attribute(name: str, fields: Fields) -> Attribute:
    return Attribute(
        id=name,
        title=fields.take("title", text),
        means=fields.take("means", text),
        asks=fields.take("asks", text),
        concept=fields.take("concept", text),
        prompts=tuple(_each(fields, "prompts", _prompt)),
    )


def _prompt(name: str, fields: Fields) -> Prompt:
    return Prompt(
        id=name,
        asks=fields.take("asks", text),
        hint=fields.take("hint", text, default=""),
        field=fields.take("field", text, default=""),
        risk=fields.take("risk", text, default=""),
    )


def _flag(name: str, fields: Fields) -> FlagKind:
    return FlagKind(
        name, fields.take("asks", text), fields.take("raises", texts), fields.take("because", text, default="")
    )


def _follow_up(name: str, fields: Fields) -> FollowUpKind:
    return FollowUpKind(
        id=name,
        title=fields.take("title", text),
        says=fields.take("says", text),
        needed=fields.take("needed", one_of(*NEEDED)),
        assessment=fields.take("assessment", truth, default=False),
        field=fields.take("field", text, default=""),
    )


def _outcome(name: str, fields: Fields) -> OutcomeKind:
    return OutcomeKind(
        id=name,
        title=fields.take("title", text),
        says=fields.take("says", text),
        follow_ups=fields.take("follow_ups", one_of(*FOLLOW_UP_RULES)),
        conditions=fields.take("conditions", one_of(*CONDITION_RULES)),
    )


def _check(guide: ScrutinyGuide, fields: Fields) -> None:
    known = {one.id for one in guide.follow_ups}
    for flag in guide.flags:
        for name in flag.raises:
            if name not in known:
                raise fields.fault(f"the flag {flag.id!r} raises {name!r}, which is not among follow_ups", "flags")
    places = {field.name for field in shipped_standard().fields}
    prompts = [each for one in guide.attributes for each in one.prompts]
    for name in (*(one.field for one in prompts), *(one.field for one in guide.follow_ups)):
        if name and name not in places:
            raise fields.fault(f"the register entry has no field {name!r}; it has {', '.join(sorted(places))}")

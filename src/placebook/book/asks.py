"""Asks and offers: one YAML file each, in asks/ of a book, beside those that come with Placebook."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from placebook.book import yaml
from placebook.book.fields import Fields, one_of, text, texts
from placebook.book.teams import day, team
from placebook.types import Ask

FOLDER = "asks"
KINDS = ("ask", "offer", "not said")
STATES = ("open", "matched", "met", "withdrawn")
LONGEST_QUOTE = 30  # words
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_ask(path: Path) -> Ask:
    """Read one file. Raises ContentError with the file, the line, what was found and what would be right."""
    return ask_of(yaml.read_yaml(path), path.stem)


def ask_of(said: yaml.Mapping, stem: str) -> Ask:
    """An ask or offer in a block of keys, which may be a record's body; `stem` is the name under which it is kept.

    Why strict: the board is public, and what stands on it is answered by others. An owner is a team; a state that says
    that something came of it must say what.

    Raises ContentError with the file or form, the line, what was found and what would be right.
    """
    fields = Fields(said)
    found = Ask(
        id=fields.take("ask", text),
        kind=fields.take("kind", one_of(*KINDS)),
        title=fields.take("title", text),
        says=fields.take("says", text),
        owner=fields.take("owner", team, default=""),
        body=fields.take("body", team, default=""),
        areas=fields.take("areas", texts, default=()),
        words=fields.take("words", texts, default=()),
        concepts=fields.take("concepts", texts, default=()),
        state=fields.take("state", one_of(*STATES), default="open"),
        since=fields.take("since", day, default=""),
        answer=fields.take("answer", text, default=""),
        matched=fields.take("matched", texts, default=()),
        source=fields.take("source", text, default=""),
        page=fields.take("page", text, default=""),
        quote=fields.take("quote", text, default=""),
    )
    fields.finish()
    if found.id != stem:
        raise fields.fault(f"{stem} holds {found.id!r}; give both the same name", "ask")
    _check(found, fields)
    return found


def _check(one: Ask, fields: Fields) -> None:
    if not _ID.fullmatch(one.id):
        raise fields.fault(f"{one.id!r} is no id; write small letters, digits and single hyphens", "ask")
    if not one.owner and not one.source:
        raise fields.fault("says neither owner nor source; name the team that answers for it, or where it is told")
    if len(one.quote.split()) > LONGEST_QUOTE:
        raise fields.fault(f"the quote has {len(one.quote.split())} words; keep to {LONGEST_QUOTE}", "quote")
    if one.state != "open" and not (one.since and one.answer):
        raise fields.fault(f"is {one.state} and does not say since when and with what answer; write since: and answer:")
    if (one.state == "matched") > bool(one.matched) or one.id in one.matched:
        raise fields.fault("is matched with nothing, or with itself; write matched: and the id of another entry")


def shipped_asks() -> dict[str, Ask]:
    """The asks and offers that come with Placebook, by id."""
    return dict(_shipped())


@cache
def _shipped() -> dict[str, Ask]:
    folder = Path(str(files("placebook") / "content" / FOLDER))
    return {path.stem: read_ask(path) for path in sorted(folder.glob("*.yaml"))}


def wrong_asks(
    asks: Iterable[Ask], concepts: Collection[str], areas: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """What leads nowhere: the id of the entry, what is wrong, and what would be right."""
    every = {one.id: one for one in asks}
    for one in every.values():
        for link in one.concepts:
            if link not in concepts:
                yield one.id, f"there is no concept {link!r}", "write framework#concept"
        for code in one.areas:
            if code not in areas:
                yield (
                    one.id,
                    f"no area has the code {code!r}",
                    "write one of the register of UK authorities or the book",
                )
        for other in one.matched:
            if other not in every:
                yield one.id, f"is matched with {other!r}, which is not there", "write the id of an ask or offer"

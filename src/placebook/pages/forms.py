"""Pages of questions as values: what is asked, what was typed, and what is wrong with it. No markup, no web.

A record's body is the same mapping as its file in the place book. A field names its place in it by a path, as in
`options/0/name`. What is left blank is left out of the body: a blank is "not yet answered", never an empty answer.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Body = Mapping[str, Any]
Sent = Mapping[str, Sequence[str]]
LINE, TEXT, LINES, CHOICE, MANY, DATE, NUMBER, LIST = (
    "line", "text", "lines", "choice", "many", "date", "number", "list",
)  # fmt: skip
LONGEST = {LINE: 300, TEXT: 5_000, LINES: 5_000, NUMBER: 40}  # characters
MOST_ITEMS = 60  # of one list
MOST_RADIOS = 10  # choices shown side by side; of more one is picked from a list
PARTS = (("day", "Day"), ("month", "Month"), ("year", "Year"))


def slug(name: str) -> str:
    """A name as an id that HTML and CSS can take."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name)


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `path` is where its answer lies in the body; in a list, below the item.

    kind : line, text (many lines), lines (a list, one a line), choice (one of `choices`), many (several of them),
        date, number (or one of `choices`, in words, where it is not known), or list (of items that each have `fields`)
    choices : value and words, in the order shown
    about : of a list, the field that says what an item is about. Where its answer changes, what other pages asked of
        the item is asked anew
    """

    path: str
    label: str
    kind: str = LINE
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    fields: tuple[Field, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions: its name in the address, its heading, what is said before the questions."""

    name: str
    title: str
    fields: tuple[Field, ...]
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A field as it stands on the page: what is in it now, and what is wrong with that."""

    field: Field
    name: str
    value: Any
    fault: str = ""
    items: tuple[tuple[Question, ...], ...] = ()

    @property
    def id(self) -> str:
        """The name as an id that HTML and CSS can take."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Taken:
    """The body after a page was sent, and what is wrong with what was typed: name of the field and one sentence."""

    body: Body
    faults: Mapping[str, str]


def get(body: Any, path: str) -> Any:
    """What lies at a path, or None."""
    for key in path.split("/"):
        if isinstance(body, Mapping):
            body = body.get(key)
        elif isinstance(body, Sequence) and not isinstance(body, str) and key.isdigit() and int(key) < len(body):
            body = body[int(key)]
        else:
            return None
    return body


def put(body: Body, path: str, value: Any) -> dict[str, Any]:
    """The body with another value at a path; None or an empty value takes it out. Lists are replaced whole."""
    key, _, rest = path.partition("/")
    made = dict(body)
    inner = made.get(key)
    if rest and isinstance(inner, list):
        place, _, below = rest.partition("/")
        items = list(inner)
        items[int(place)] = put(items[int(place)], below, value) if below else value
        value = items
    elif rest:
        value = put(inner if isinstance(inner, Mapping) else {}, rest, value)
    if value is None or value in ("", [], {}):
        made.pop(key, None)
    else:
        made[key] = value
    return made


def questions(step: Step, body: Body, faults: Mapping[str, str] | None = None) -> tuple[Question, ...]:
    """The fields of a step with what the body says. A list shows its items and one blank one after them."""
    return tuple(_question(field, body, field.path, faults or {}) for field in step.fields)


def _question(field: Field, body: Any, name: str, faults: Mapping[str, str]) -> Question:
    value = get(body, name)
    if field.kind != LIST:
        return Question(field, name, value, faults.get(name, ""))
    held = len(value) if isinstance(value, list) else 0
    items = tuple(
        tuple(_question(each, body, f"{name}/{at}/{each.path}", faults) for each in field.fields)
        for at in range(min(held + 1, MOST_ITEMS))
    )
    return Question(field, name, value, faults.get(name, ""), items)


def take(step: Step, body: Body, sent: Sent) -> Taken:
    """The body with what was sent for one step. What is wrong is kept too, so that nobody types it a second time."""
    faults: dict[str, str] = {}
    for field in step.fields:
        value = _taken(field, field.path, sent, faults, get(body, field.path))
        if field.required and value in (None, "", []) and field.path not in faults:
            faults[field.path] = f"{field.label}: this must be answered"
        body = put(body, field.path, value)
    return Taken(body, faults)


def _taken(field: Field, name: str, sent: Sent, faults: dict[str, str], before: Any) -> Any:
    if field.kind == LIST:
        return _items(field, name, sent, faults, before)
    if field.kind == DATE:
        return _date(field, name, sent, faults)
    said = [_clean(one) for one in sent.get(name, ())]
    if field.kind == MANY:
        return [value for value, _ in field.choices if value in said]
    text = said[0] if said else ""
    if field.kind == CHOICE:
        known = [value for value, _ in field.choices]
        if text and text not in known:
            faults[name] = f"{field.label}: choose one of the answers"
        return text if text in known else None
    if len(text) > LONGEST[field.kind]:
        faults[name] = f"{field.label}: write at most {LONGEST[field.kind]:,} characters; this has {len(text):,}"
    if field.kind == LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    return _number(field, name, text, faults) if field.kind == NUMBER else text


def _clean(text: str) -> str:
    kept = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or ord(c) >= 32)
    return kept.strip()


def _number(field: Field, name: str, text: str, faults: dict[str, str]) -> int | float | str | None:
    """A number, or a word that stands for one; what is neither is kept as it was typed, with a fault."""
    if not text:
        return None
    if text.lower() in [value for value, _ in field.choices]:
        return text.lower()
    try:
        found = float(text.replace(",", "").removeprefix("£"))
    except ValueError:
        found = float("nan")
    if not abs(found) < 1e15:
        faults[name] = f"{field.label}: write a number, as in 1250 or 12.5"
        return text
    return int(found) if found == int(found) else found


def _date(field: Field, name: str, sent: Sent, faults: dict[str, str]) -> str | None:
    """A day from three boxes. What is no day is kept as it was typed, with a fault."""
    day, month, year = ((_clean(sent.get(f"{name}-{part}", ("",))[0]))[:10] for part, _ in PARTS)
    if not (day or month or year):
        return None
    if _is_day(year, month, day):
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    faults[name] = f"{field.label}: write a real date, as in 27 3 2027"
    return f"{year}-{month}-{day}"


def _is_day(year: str, month: str, day: str) -> bool:
    if not all(re.fullmatch("[0-9]{1,4}", one) for one in (year, month, day)):
        return False
    return 1900 <= int(year) < 2200 and 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(int(year), int(month))[1]


def date_parts(value: Any) -> dict[str, str]:
    """A day as it stands in three boxes."""
    year, month, day = ((*str(value or "").split("-", 2), "", ""))[:3]
    return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}


def _items(field: Field, name: str, sent: Sent, faults: dict[str, str], before: Any) -> list[Any]:
    """The items of a list: blank ones are left out, keys that no field asks about are kept as they were."""
    held = before if isinstance(before, list) else []
    made: list[Any] = []
    count = max((int(at) for at in (_place(key, name) for key in sent) if at.isdigit() and len(at) < 4), default=-1)
    for at in range(min(count + 1, MOST_ITEMS)):
        item = _still_about(field, held[at], sent.get(f"{name}/{at}/{field.about}")) if at < len(held) else {}
        wrong: dict[str, str] = {}
        for each in field.fields:
            where = f"{name}/{at}/{each.path}"
            item = put(item, each.path, _taken(each, where, sent, wrong, get(item, each.path)))
        if not any(get(item, each.path) is not None for each in field.fields):
            continue
        for each in field.fields:
            if each.required and get(item, each.path) is None:
                wrong.setdefault(f"{name}/{at}/{each.path}", f"{each.label}: this must be answered")
        moved = f"{name}/{len(made)}/"
        faults.update({moved + key.removeprefix(f"{name}/{at}/"): said for key, said in wrong.items()})
        made.append(item)
    return made


def _still_about(field: Field, held: Any, said: Sequence[str] | None) -> Body:
    """An item as it was kept; nothing of it where it is now said to be about something else."""
    item: Body = dict(held) if isinstance(held, Mapping) else {}
    changed = field.about and said is not None and list(said) != [get(item, field.about)]
    return {} if changed else item


def _place(key: str, name: str) -> str:
    return key[len(name) + 1 :].partition("/")[0] if key.startswith(f"{name}/") else ""


def answered(step: Step, body: Body) -> tuple[int, int]:
    """How many fields of a step are answered, and how many it has."""
    return sum(get(body, field.path) is not None for field in step.fields), len(step.fields)


def labels(steps: Sequence[Step]) -> dict[str, str]:
    """What each path is called: paths of items without their number."""
    found: dict[str, str] = {}
    for step in steps:
        for field in step.fields:
            found[field.path] = field.label
            found |= {f"{field.path}/{each.path}": f"{field.label}: {each.label}" for each in field.fields}
    return found


def label_of(path: str, known: Mapping[str, str]) -> str:
    """What a path is called, or the path in words where no field has it."""
    plain = "/".join(key for key in path.split("/") if not key.isdigit())
    number = "".join(f" {int(key) + 1}" for key in path.split("/") if key.isdigit())
    return known.get(path) or (known[plain] + number if plain in known else path.replace("/", ", ").replace("_", " "))


def only(step: Step, names: Sequence[str]) -> Step:
    """A step with some of its fields."""
    return replace(step, fields=tuple(field for field in step.fields if field.path in names))


def _within(path: str, other: str) -> bool:
    return f"{path}/".startswith(f"{other}/")


def as_asked(fault: str, steps: Sequence[Step]) -> tuple[str, str]:
    """What is wrong, in the words of the question that asks for it, and the name of its page.

    The rules of a file name its keys, as in "decided_by: is missing"; people at the desk see questions. A place within
    an answer, as in "options/0/title: option 'move': ...", says by itself where it is. Where no question has the key,
    the sentence stays as it is and the page is "".
    """
    key, colon, rest = fault.partition(": ")
    asked = [(field, step.name) for step in steps if colon for field in step.fields]
    if "/" in key:
        near = [
            (len(field.path), name) for field, name in asked if _within(key, field.path) or _within(field.path, key)
        ]
        return (rest, max(near)[1]) if near else (fault, "")
    for field, name in asked:
        if key in (field.path, field.label):
            return f"{field.label}: {rest}", name
    return fault, ""

"""What kinds of record share whose files are YAML: the body from a file, its text, and faults in words for a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.pages.forms import Body, Step, labels
from placebook.types import ContentError, State

NAMED = "the form"  # in place of a file's name
YES_NO = (("yes", "Yes"), ("no", "No"))
UNKNOWN = (
    (State.NOT_ASKED.value, "Nobody was asked"),
    (State.NOT_MEASURED.value, "Nobody has looked"),
)
NOT_ANSWERED = (State.NOT_ANSWERED.value, "Not yet answered")


def read_body(path: Path) -> Body:
    """The body of a record's file."""
    return {key: plain(value) for key, value in yaml.read_yaml(path).items()}


def plain(value: Any) -> Any:
    """Keys and values without the lines on which they stand."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def in_order(*first: str) -> Callable[[Body], str]:
    """What writes the text of a file with these keys first, in their order, and all others after them."""

    def text(body: Body) -> str:
        known = {key: body[key] for key in first if key in body}
        return yaml.yaml_text(known | {key: value for key, value in body.items() if key not in known})

    return text


AS_TYPED = in_order()


def faults_of(body: Body, read: Callable[[yaml.Mapping], object], steps: tuple[Step, ...] = ()) -> Iterator[str]:
    """What the reader of the file says against a body, if anything: no talk of lines, and keys by their label."""
    try:
        read(yaml.mapping_of(dict(body), NAMED))
    except ContentError as why:
        plain = re.sub(rf"^{NAMED}(, line \d+)?( \((?P<where>.*?)\))?: ", lambda said: _where(said["where"]), str(why))
        gone = re.match(r"the key '(\w+)' is missing", plain)
        label = labels(steps).get(gone[1]) if gone else None
        yield f"“{label}” must be answered" if label else plain


def _where(said: str | None) -> str:
    return f"{said}: " if said else ""

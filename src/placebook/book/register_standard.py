"""The standard of register entries, read from one YAML file: its fields, and what other standards call them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from placebook.book import yaml
from placebook.book.fields import Fields, block, text, truth, whole
from placebook.types import RegisterField, RegisterStandard

MATCHES = ("same", "similar")


def read_register_standard(path: Path) -> RegisterStandard:
    """Read one standard. Raises ContentError with the file, the line, what was found and what would be right."""
    top = Fields(yaml.read_yaml(path))
    others = top.take("others", block)
    standard = RegisterStandard(
        id=top.take("register_standard", text),
        version=top.take("version", text),
        title=top.take("title", text),
        others={name: text(others[name]) for name in others},
        fields=tuple(_fields(top.take("fields", block), tuple(others))),
    )
    top.finish()
    if standard.id != path.stem:
        raise top.fault(f"the file {path.name} holds {standard.id!r}; give both the same name", "register_standard")
    return standard


def _fields(named: yaml.Mapping, others: tuple[str, ...]) -> Iterator[RegisterField]:
    for name in named:
        one = Fields(block(named[name]), inside=f"field {name!r}")
        found = RegisterField(
            name=name,
            title=one.take("title", text),
            tier=one.take("tier", whole),
            category=one.take("category", text),
            required=one.take("required", truth),
            repeats=one.take("repeats", truth),
            others={other: _match(one, other) for other in others if other in one.block},
        )
        one.finish()
        yield found


def _match(field: Fields, other: str) -> tuple[str, str]:
    inside = Fields(field.take(other, block), inside=other)
    name, match = inside.take("name", text), inside.take("match", text)
    inside.finish()
    if match not in MATCHES:
        raise inside.fault(f"{match!r} is no match; write {' or '.join(MATCHES)}, or leave {other} out", "match")
    return name, match


@cache
def shipped_standard() -> RegisterStandard:
    """The standard that comes with Placebook: the UK's."""
    return read_register_standard(Path(str(files("placebook") / "content" / "registers" / "atrs.yaml")))

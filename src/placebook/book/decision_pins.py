"""What was pinned with a decision, out of its file and back: figures, evidence and versions as they stood that day."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, number, optional_text, text, truth, whole
from placebook.decide.wheel import FactorEvidence, FactorFigure, Pinned

KEY = "pinned"


def pinned_of(said: yaml.Mapping | None) -> Pinned | None:
    """What stands under the key `pinned`; None where a decision is a draft."""
    if said is None:
        return None
    fields = Fields(said, KEY)
    sets = fields.take("sets", block)
    pinned = Pinned(
        when=fields.take("when", text),
        build=fields.take("build", text),
        sets={name: text(sets[name]) for name in sets},
        figures=tuple(_figure(one) for one in fields.take("figures", blocks, default=())),
        evidence=tuple(_evidence(one) for one in fields.take("evidence", blocks, default=())),
    )
    fields.finish()
    return pinned


def _figure(said: yaml.Mapping) -> FactorFigure:
    fields = Fields(said, "pinned figures")
    words = ("unit", "period", "state", "trend", "better", "source")
    figure = FactorFigure(
        **{name: fields.take(name, text) for name in ("factor", "indicator", "title", "area", "area_name")},
        **{name: fields.take(name, optional_text, default="") for name in words},
        value=_none_or_number(fields, "value"),
        middle=_none_or_number(fields, "middle"),
        decimals=fields.take("decimals", whole, default=1),
    )
    fields.finish()
    return figure


def _none_or_number(fields: Fields, key: str) -> float | None:
    found: float | None = fields.take(key, number, default=None)
    return found


def _evidence(said: yaml.Mapping) -> FactorEvidence:
    fields = Fields(said, "pinned evidence")
    evidence = FactorEvidence(
        **{name: fields.take(name, text) for name in ("factor", "case", "title", "place", "strength")},
        **{name: fields.take(name, optional_text, default="") for name in ("like", "fits")},
        linked=fields.take("linked", truth, default=False),
    )
    fields.finish()
    return evidence


def pinned_body(pinned: Pinned) -> dict[str, Any]:
    """What was pinned as plain keys and values, as `pinned_of` reads them. What is not there is left out."""
    return {
        "when": pinned.when,
        "build": pinned.build,
        "sets": dict(pinned.sets),
        "figures": [_without_blanks(asdict(one)) for one in pinned.figures],
        "evidence": [_without_blanks(asdict(one)) for one in pinned.evidence],
    }


def _without_blanks(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value not in (None, "")}


def pinned_text(pinned: Pinned) -> str:
    """What was pinned as it is written at the end of a decision's file, one line for each figure and case."""
    body = pinned_body(pinned)
    lines = [f"{KEY}:", *(f"  {key}: {yaml.yaml_text(body[key], line=True)}" for key in ("when", "build", "sets"))]
    for key in ("figures", "evidence"):
        lines += [f"  {key}:", *(f"    - {yaml.yaml_text(one, line=True)}" for one in body[key])] if body[key] else []
    return "\n".join(lines) + "\n"

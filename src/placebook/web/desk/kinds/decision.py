"""Decisions: the proposal, its options, the factors, a page for each option and a few factors, and who was asked.

The pages of questions follow from the answers: what is done about harm is asked of effects that are a harm, and what
an effect rests on is asked where there is one.
"""

from __future__ import annotations

from placebook.book.decision_pins import pinned_body
from placebook.book.decisions import FOLDER, decision_of
from placebook.book.register import register
from placebook.book.yaml import mapping_of
from placebook.decide.wheel import AS_NOW, AS_NOW_TITLE, Decision
from placebook.decide.wheel_faults import Around, publishing_faults
from placebook.pages.decision_figures import pin_of
from placebook.pages.evidence import every_case
from placebook.pages.forms import Body, Step
from placebook.pages.shelf import Shelf
from placebook.types import ContentError
from placebook.web.desk.kinds import Kind
from placebook.web.desk.kinds.decision_steps import all_steps


def starts(name: str, title: str) -> Body:
    """A decision with its name, and the option that every decision has."""
    as_now = {"id": AS_NOW, "title": AS_NOW_TITLE}
    return {"decision": name, "title": title, "version": "1", "options": [as_now]}


def steps(body: Body, shelf: Shelf) -> tuple[Step, ...]:
    """The pages of questions, as far as the answers so far lead."""
    return all_steps(body, _read(body), shelf)


def _read(body: Body) -> Decision | None:
    """The decision in a body; None while something in it cannot be read."""
    try:
        return decision_of(mapping_of(dict(body), "decision"), str(body.get("decision", "")))
    except ContentError:
        return None


def faults(body: Body, shelf: Shelf) -> tuple[str, ...]:
    """What stops it from being published; first what cannot be read at all."""
    try:
        decision = decision_of(mapping_of(dict(body), "decision"), str(body.get("decision", "")))
    except ContentError as why:
        return (str(why).removeprefix("decision, line 1").lstrip(": "),)
    around = Around(
        frameworks=shelf.frameworks,
        areas={*register(), *shelf.by_code},
        indicators=shelf.indicators,
        cases={one.id for one in every_case(shelf)},
    )
    found = publishing_faults(decision, around)
    return tuple(str(one) if one.path == one.where else f"{one.path}: {one}" for one in found)


def pin(body: Body, shelf: Shelf, today: str) -> Body:
    """The body with the figures and the evidence of the day, in place of those of an earlier day."""
    decision = decision_of(mapping_of(dict(body), "decision"), str(body.get("decision", "")))
    return {**body, "pinned": pinned_body(pin_of(shelf, decision, today))}


KIND = Kind(
    name="decision",
    title="Decision",
    plural="Decisions",
    says="A proposal with its options, held against factors: what each does, why, and what nobody knows.",
    folder=FOLDER,
    starts=starts,
    steps=steps,
    faults=faults,
    page=lambda name: f"decisions/{name}.html",
    pin=pin,
)

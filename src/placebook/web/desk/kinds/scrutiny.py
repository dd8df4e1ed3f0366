"""Scrutiny at the desk: what the system is, one prompt a page, flags, the work that they call for, and the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from placebook.book.register_standard import shipped_standard
from placebook.book.scrutiny import FOLDER, scrutiny_of, shipped_guides
from placebook.book.yaml import mapping_of
from placebook.decide.scrutiny import NOT_KNOWING, Attribute, FollowUpKind, Prompt, ScrutinyGuide
from placebook.decide.scrutiny_rules import faults as wrong
from placebook.decide.scrutiny_rules import what_blocks
from placebook.pages.forms import CHOICE, DATE, LINE, LINES, LIST, TEXT, Body, Field, Step, get, put
from placebook.pages.shelf import Shelf
from placebook.types import State
from placebook.web.desk.kinds import Kind
from placebook.web.desk.kinds.parts import NAMED, NOT_ANSWERED, UNKNOWN, YES_NO, faults_of, in_order

GUIDE = "five-attributes"
FLAGS_A_PAGE = 3
_FIRST = (
    "scrutiny", "guide", "version", "title", "about", "by", "date", "answers", "flags", "follow_ups", "outcome",
    "because", "conditions", "signed", "review_on", "rests_on", "entry",
)  # fmt: skip
_EFFECT = (State.EFFECT_UNKNOWN.value, "The effect is not known")
_ENTRY = ("organisation", "team", "contact_email", "external_supplier", "external_supplier_role", "scope", "model_type",
          "phase", "source_data_name", "source_data_description", "data_sharing_agreements")  # fmt: skip
_TEAM = "A team or a role, not a person’s name."


def _guide() -> ScrutinyGuide:
    return shipped_guides()[GUIDE]


def starts(name: str, title: str) -> Body:
    """A scrutiny in which nothing is answered yet."""
    return {"scrutiny": name, "guide": GUIDE, "version": _guide().version, "title": title}


def steps(body: Body, shelf: Shelf) -> tuple[Step, ...]:
    """The pages: one for each prompt, and one for each piece of work that the flags answered so far call for."""
    del shelf
    guide = _guide()
    prompts = (_prompt(one, each) for one in guide.attributes for each in one.prompts)
    return (_about(), *prompts, *_flags(guide), *_work(guide, body), _outcome(guide), _entry())


def _about() -> Step:
    fields = (
        Field("title", "What is the system called?", required=True),
        Field("about", "What does it do?", TEXT, "One or two sentences that a resident would follow.", required=True),
        Field("by", "Which team answers?", LINE, _TEAM, required=True),
        Field("date", "On which day?", DATE, required=True),
    )
    return Step("about", "The system", fields, (_guide().says, f"It does not say: {_guide().does_not_say}"))


def _prompt(attribute: Attribute, prompt: Prompt) -> Step:
    at = f"answers/{attribute.id}/{prompt.id}"
    known = (State.OBSERVED.value, "It is known")
    states = (known, *UNKNOWN, _EFFECT, NOT_ANSWERED)
    fields = (
        Field(f"{at}/state", "Is it known?", CHOICE, "“Not known” is an answer too, with a reason.", states),
        Field(f"{at}/says", "Your answer, or why it is not known", TEXT, prompt.hint),
        Field(f"{at}/evidence", "What shows it?", LINES, "One on each line. Leave it blank for “judgement only”."),
        Field(f"{at}/unsure", "What is uncertain about it?", TEXT),
        Field(f"{at}/owner", "Who owns this?", LINE, _TEAM),
    )
    says = (f"{attribute.title}: {attribute.means.lower()}. {attribute.asks}",)
    return Step(f"{attribute.id}-{prompt.id}", prompt.asks, fields, says)


def _flags(guide: ScrutinyGuide) -> Iterator[Step]:
    """A few flags a page."""
    states = (*YES_NO, *UNKNOWN, _EFFECT, NOT_ANSWERED)
    pages = [guide.flags[at : at + FLAGS_A_PAGE] for at in range(0, len(guide.flags), FLAGS_A_PAGE)]
    for number, some in enumerate(pages, start=1):
        fields = []
        for flag in some:
            fields.append(Field(f"flags/{flag.id}/said", flag.asks, CHOICE, flag.because, states))
            fields.append(Field(f"flags/{flag.id}/because", "Why? (you need not say)", LINE))
        title = f"What the system is like, {number} of {len(pages)}"
        yield Step(f"flags-{number}", title, tuple(fields), ("A yes, or a “not known”, makes work needed.",))


def _work(guide: ScrutinyGuide, body: Body) -> Iterator[Step]:
    for kind in guide.follow_ups:
        raised = [one.id for one in guide.flags if kind.id in one.raises and _raises(get(body, f"flags/{one.id}/said"))]
        if raised or get(body, f"follow_ups/{kind.id}"):
            yield _one_work(kind, raised)


def _raises(said: Any) -> bool:
    return said is True or said == "yes" or said in {one.value for one in NOT_KNOWING} - {State.NOT_ANSWERED.value}


def _one_work(kind: FollowUpKind, raised: list[str]) -> Step:
    at = f"follow_ups/{kind.id}"
    fields = (
        Field(f"{at}/owner", "Who does it?", LINE, _TEAM),
        Field(f"{at}/due", "By which day?", DATE),
        Field(f"{at}/done_on", "On which day was it done?", DATE, "Leave it blank while it is open."),
        Field(f"{at}/link", "Where can it be read?", LINE, "A link, as in https://council.example/paper.html."),
        Field(f"{at}/says", "What came of it?", TEXT),
    )
    why = f"It is needed {kind.needed}, because of: {', '.join(raised)}." if raised else "No flag asks for it."
    return Step(f"work-{kind.id}", kind.title, fields, (kind.says, why))


def _outcome(guide: ScrutinyGuide) -> Step:
    one_condition = (
        Field("says", "What must be so?", TEXT, required=True),
        Field("owner", "Whose task is it?", LINE, required=True),
        Field("due", "By which day?", DATE, required=True),
        Field("done_on", "On which day was it done?", DATE),
        Field("link", "Where can that be read?"),
    )
    fields = (
        Field("outcome", "What is the outcome?", CHOICE, "", tuple((one.id, one.title) for one in guide.outcomes)),
        Field("because", "Why?", TEXT),
        Field("conditions", "Condition", LIST, "Each has an owner and a date.", fields=one_condition),
        Field("review_on", "By which day does somebody look again?", DATE),
        Field("signed/by", "Which role signs it?", LINE, "Not the team that answered. The day is that of publishing."),
    )
    says = tuple(f"{one.title}: {one.says}" for one in guide.outcomes)
    return Step("outcome", "The outcome", fields, says)


def _entry() -> Step:
    titles = {one.name: (one.title, one.repeats) for one in shipped_standard().fields}
    fields = [
        Field(
            f"entry/{name}",
            titles[name][0],
            LINES if titles[name][1] else TEXT,
            "One on each line." if titles[name][1] else "",
        )
        for name in _ENTRY
    ]
    fields += [Field(f"rests_on/{what}", f"The {what} as it is now") for what in ("model", "data", "supplier")]
    says = (
        "This goes into the register entry, beside your answers. What you leave blank is “not yet provided” there.",
    )
    return Step("entry", "For the register", tuple(fields), says)


def faults(body: Body, shelf: Shelf) -> tuple[str, ...]:
    """What cannot be right, and what keeps it from being signed: on the day on which it would be published."""
    name = str(body.get("scrutiny", ""))
    unsigned = {key: value for key, value in body.items() if key != "signed"}
    found = tuple(faults_of(unsigned, lambda said: scrutiny_of(said, name), steps(body, shelf)))
    if found:
        return found
    signed = replace(
        scrutiny_of(mapping_of(unsigned, NAMED), name),
        signed_by=str(get(body, "signed/by") or ""),
        signed_on=str(get(body, "signed/date") or datetime.now(UTC).date().isoformat()),
    )
    if not signed.signed_by:
        return (*what_blocks(_guide(), signed), "no role is named that signs it")
    return (*what_blocks(_guide(), signed), *wrong(_guide(), signed))


def pin(body: Body, shelf: Shelf, today: str) -> Body:
    """Signed on the day on which it is published; a day that is there already stays."""
    del shelf
    return body if get(body, "signed/date") else put(body, "signed/date", today)


KIND = Kind(
    name="scrutiny",
    title="Scrutiny",
    plural="Scrutiny",
    says="A look at a system from five sides, before it is used: few plain prompts, what must follow, and an outcome.",
    folder=FOLDER,
    starts=starts,
    steps=steps,
    faults=faults,
    text=in_order(*_FIRST),
    page=lambda name: f"scrutiny/{name}.html",
    pin=pin,
)

"""Programs at the desk: who makes one, who looks after it, until when it is mended, and how it is guarded."""

from __future__ import annotations

from placebook.book.software import FOLDER, NONE_ANNOUNCED, application_of
from placebook.pages.forms import CHOICE, DATE, LINE, LINES, TEXT, Body, Field, Step
from placebook.pages.shelf import Shelf
from placebook.web.desk.kinds import Kind
from placebook.web.desk.kinds.parts import NOT_ANSWERED, UNKNOWN, YES_NO, faults_of, in_order

_FIRST = (
    "software", "name", "version", "supplier", "owner", "does", "checked_on", "end_of_support", "online", "apart",
    "planned", "plan", "algorithms", "public",
)  # fmt: skip
_ANSWERS = (*YES_NO, *UNKNOWN, NOT_ANSWERED)


def starts(name: str, title: str) -> Body:
    """A program with its name."""
    return {"software": name, "name": title}


def steps(body: Body, shelf: Shelf) -> tuple[Step, ...]:
    """What it is; then how long it is mended, and how it is guarded."""
    del body, shelf
    about = (
        Field("name", "What is the program called?", required=True),
        Field("version", "Which version?"),
        Field("supplier", "Who makes it?", required=True),
        Field("owner", "Who looks after it here?", LINE, "A team or a role, not a person’s name.", required=True),
        Field("does", "What does it do?", TEXT),
        Field("algorithms", "Which entries of the register run in it?", LINES, "The name in the address, one a line."),
        Field("public", "May it stand in the public register?", CHOICE, "How it is guarded is never public.", YES_NO),
    )
    hint = f"A day as 2027-03-04; or: {NONE_ANNOUNCED}, not asked, not measured, not yet answered."
    ends = (
        Field("end_of_support", "When does its maker stop mending it?", LINE, hint, required=True),
        Field("online", "Can it be reached from the internet?", CHOICE, "", _ANSWERS),
        Field("apart", "Is it kept apart from the rest of the network?", CHOICE, "", _ANSWERS),
        Field("planned", "Are there a plan and money to replace it?", CHOICE, "", _ANSWERS),
        Field("plan", "What is the plan?", TEXT),
        Field("checked_on", "When did somebody last look at all this?", DATE, required=True),
    )
    return (Step("about", "The program", about), Step("support", "How long, and how guarded", ends))


def faults(body: Body, shelf: Shelf) -> tuple[str, ...]:
    """What cannot be right."""
    name = str(body.get("software", ""))
    return tuple(faults_of(body, lambda said: application_of(said, name), steps(body, shelf)))


KIND = Kind(
    name="software",
    title="Program",
    plural="Register of software",
    says="Programs in use, with the day on which their makers stop mending them.",
    folder=FOLDER,
    starts=starts,
    steps=steps,
    faults=faults,
    text=in_order(*_FIRST),
    page=lambda name: f"software/index.html#{name}",
)

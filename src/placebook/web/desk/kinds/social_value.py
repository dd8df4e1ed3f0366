"""Social value at the desk: a contract, what was promised, and for each promise what came and who has looked at that.

The pages of questions follow from the answers: what came is asked of each promise, and who has looked at the evidence
where something is known to have come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

from placebook.book.social_value import FOLDER, contract_of, known_packs
from placebook.decide.social_value import MeasuresPack
from placebook.pages.forms import CHOICE, DATE, LINE, LINES, LIST, NUMBER, TEXT, Body, Field, Step, get
from placebook.pages.shelf import Shelf
from placebook.web.desk.kinds import Kind
from placebook.web.desk.kinds.parts import NOT_ANSWERED, UNKNOWN, faults_of, in_order

_FIRST = ("contract", "title", "supplier", "owner", "pack", "starts", "ends", "commitments")
_SHARE = "A share from 0 to 1, as in 0.25. Leave it blank if nobody has worked it out: that is not nought."


def starts(name: str, title: str) -> Body:
    """A contract with its title."""
    return {"contract": name, "title": title}


def _packs() -> Mapping[str, MeasuresPack]:
    return known_packs(Path(settings.BOOK))


def steps(body: Body, shelf: Shelf) -> tuple[Step, ...]:
    """The contract; its promises by the measures of its pack; then what came of each."""
    del shelf
    packs = _packs()
    pack = packs.get(str(body.get("pack", "")))
    if pack is None:
        return (_about(packs),)
    return (_about(packs), _promises(pack), *_each(body, pack))


def _about(packs: Mapping[str, MeasuresPack]) -> Step:
    choices = tuple((one.id, f"{one.title} {one.version}" + _empty(one)) for one in packs.values())
    fields = (
        Field("title", "What is the contract called?", required=True),
        Field("supplier", "Who is the supplier?", required=True),
        Field("owner", "Who looks after it here?", LINE, "A team or a role, not a person’s name.", required=True),
        Field("pack", "Which measures are the promises in?", CHOICE, "", choices, required=True),
        Field("starts", "When does it start?", DATE),
        Field("ends", "When does it end?", DATE),
    )
    return Step("about", "The contract", fields, (f"More measures go into {FOLDER}/packs/ of the place book.",))


def _empty(pack: MeasuresPack) -> str:
    return "" if pack.measures else " (empty)"


def _promises(pack: MeasuresPack) -> Step:
    one = (
        Field("measure", "Measure", CHOICE, "", tuple((m.id, f"{m.title} ({m.unit})") for m in pack.measures), True),
        Field("bid", "How many were promised?", NUMBER, required=True),
    )
    hint = "One for each measure of the bid. Where you choose another measure, what came of it is asked anew."
    fields = (Field("commitments", "Promise", LIST, hint, fields=one, required=True, about="measure"),)
    return Step("promises", "What was promised", fields, (pack.gap,) if pack.gap else ())


def _each(body: Body, pack: MeasuresPack) -> Iterator[Step]:
    commitments = body.get("commitments", ())
    for at, one in enumerate(commitments if isinstance(commitments, list) else ()):
        measure = pack.measure(str(get(one, "measure")))
        if measure is None:
            continue
        said = f"{measure.title}: {get(one, 'bid')} promised, in {measure.unit}."
        yield _came(at, said)
        if isinstance(get(one, "delivered"), int | float):
            yield _assured(at, said)


def _came(at: int, said: str) -> Step:
    path, unknown = f"commitments/{at}", (*UNKNOWN, NOT_ANSWERED)
    words = "A number, or why there is none: " + ", ".join(value for value, _ in unknown) + "."
    fields = (
        Field(f"{path}/delivered", "How many came?", NUMBER, words, unknown),
        Field(f"{path}/as_of", "Counted up to which day?", DATE),
        Field(f"{path}/deadweight", "Which share would have come anyway?", NUMBER, _SHARE),
        Field(f"{path}/attribution", "Which share did others bring about?", NUMBER, _SHARE),
        Field(f"{path}/evidence", "What shows it?", LINES, "One on each line."),
    )
    return Step(f"came-{at + 1}", f"Promise {at + 1}: what came", fields, (said,))


def _assured(at: int, said: str) -> Step:
    path = f"commitments/{at}/assurance"
    fields = (
        Field(f"{path}/by", "Who has looked at the evidence?", LINE, "A team or a body: not supplier nor owner."),
        Field(f"{path}/date", "On which day?", DATE),
        Field(f"{path}/link", "Where can that be read?", LINE, "A link, as in https://council.example/audit."),
        Field(f"{path}/says", "What was found?", TEXT),
    )
    says = (said, "Leave all of it blank while nobody has: then the page says “not verified”.")
    return Step(f"assured-{at + 1}", f"Promise {at + 1}: who has looked at that", fields, says)


def faults(body: Body, shelf: Shelf) -> tuple[str, ...]:
    """What cannot be right. What is not known to have come is no fault: the page says so."""
    name = str(body.get("contract", ""))
    return tuple(faults_of(body, lambda said: contract_of(said, name, _packs()), steps(body, shelf)))


KIND = Kind(
    name="social-value",
    title="Contract",
    plural="Social value",
    says="What a supplier promised beside the work, what came of it, and who has looked at the evidence.",
    folder=FOLDER,
    starts=starts,
    steps=steps,
    faults=faults,
    text=in_order(*_FIRST),
    page=lambda name: f"social-value/{name}.html",
)

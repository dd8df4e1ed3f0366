"""A register of the software in use, and what it says of one common cyber weakness: unsupported software.

What is not known is neither yes nor no: a program whose end of support nobody knows may be out of support.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placebook.types import Assessment, OutcomeAnswer, State

SET, OUTCOME = "unlucky-seven", "unsupported-software"
OUT, SOON, IN, UNKNOWN = "out of support", "ends within two years", "in support", "not known"
STALE_AFTER = 1  # years after which a line wants a new look


@dataclass(frozen=True, slots=True)
class Application:
    """One program in use. It is public only where it says so, and what attackers could use is never public.

    `support` is observed where the end is known: the day in `end_of_support`, or '' for "no end is announced".
    """

    id: str
    name: str
    supplier: str
    owner: str  # a team or a role
    checked_on: str  # ISO: when somebody last looked at this line
    does: str = ""
    version: str = ""
    end_of_support: str = ""  # ISO
    support: State = State.OBSERVED
    online: bool | State = State.NOT_ANSWERED  # whether it can be reached from the internet
    apart: bool | State = State.NOT_ANSWERED  # whether it is kept apart from the rest of the network
    planned: bool | State = State.NOT_ANSWERED  # whether there are a plan and money to replace it
    plan: str = ""
    algorithms: tuple[str, ...] = ()  # register entries of algorithms that run in it
    public: bool = False
    invented: bool = False  # an example
    withdrawn: str = ""  # why, where it was
    withdrawn_on: str = ""  # ISO


def standing(one: Application, on: str) -> str:
    """How the support of a program stands on a day: out of support, ends within two years, in support or not known."""
    if one.support is not State.OBSERVED:
        return UNKNOWN
    if not one.end_of_support:
        return IN
    if one.end_of_support < on:
        return OUT
    return SOON if one.end_of_support < years_after(on, 2) else IN


def years_after(day: str, years: int) -> str:
    """The same day some years on. 29 February becomes a day that sorts where it belongs."""
    return f"{int(day[:4]) + years:04d}{day[4:]}"


def is_stale(one: Application, today: str) -> bool:
    """Whether nobody has looked at a line for a year."""
    return years_after(one.checked_on, STALE_AFTER) < today


Answer = bool | None  # None: not known


def _known(said: bool | State) -> Answer:
    return said if isinstance(said, bool) else None


def _not(one: Answer) -> Answer:
    return None if one is None else not one


def every(answers: Iterable[Answer]) -> Answer:
    """Whether all are so: one no settles it, else one unknown leaves it open."""
    found = set(answers)
    return False if False in found else None if None in found else True


def either(answers: Iterable[Answer]) -> Answer:
    """Whether any is so: one yes settles it, else one unknown leaves it open."""
    return _not(every(_not(one) for one in answers))


def _is(one: Application, on: str, *standings: str) -> Answer:
    found = standing(one, on)
    return None if found == UNKNOWN else found in standings


def weakness(applications: Sequence[Application], on: str) -> OutcomeAnswer:
    """The answers of the question set to unsupported software, with the programs that are its evidence.

    in-use      any of: out of support and reachable from the internet
    dates       all of: the end of support is known, or known not to be announced
    kept-apart  all of: kept apart, if it is out of support
    replaced    all of: plan and money, if support has ended or ends within two years

    by the rules of three values: and, or and not over yes, no and unknown (Kleene 1952, section 64). A program that was
    withdrawn from the register is left out.
    """
    applications = [one for one in applications if not one.withdrawn]
    out = {one.id: _is(one, on, OUT) for one in applications}
    soon = {one.id: _is(one, on, OUT, SOON) for one in applications}
    found = {
        "in-use": either(every((out[one.id], _known(one.online))) for one in applications),
        "dates": every(one.support is State.OBSERVED for one in applications),
        "kept-apart": every(either((_not(out[one.id]), _known(one.apart))) for one in applications),
        "replaced": every(either((_not(soon[one.id]), _known(one.planned))) for one in applications),
    }
    unknown = State.NOT_MEASURED if applications else State.NOT_ANSWERED
    answers = {name: unknown if said is None or not applications else said for name, said in found.items()}
    return OutcomeAnswer(OUTCOME, answers, evidence=tuple(_evidence(applications, on)))


def _evidence(applications: Sequence[Application], on: str) -> Iterable[str]:
    for one in sorted(applications, key=lambda each: (each.end_of_support or "9", each.id)):
        found = standing(one, on)
        if found in (OUT, SOON):
            word = "ended" if found == OUT else "ends"
            yield f"{_called(one)}: support {word} on {one.end_of_support}"
        elif found == UNKNOWN:
            yield f"{_called(one)}: it is not known when support ends"


def _called(one: Application) -> str:
    return " ".join(word for word in (one.name, one.version) if word) + f" ({one.supplier})"


def weakness_assessment(applications: Sequence[Application], version: str, about: str, on: str, by: str) -> Assessment:
    """Answers to the seven weaknesses, as far as the register of software gives them: one outcome of the seven."""
    return Assessment(SET, version, about, on, by, (weakness(applications, on),))

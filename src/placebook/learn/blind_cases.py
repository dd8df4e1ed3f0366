"""Case studies without names: what was done and what came of it, at "a county council in the South West"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placebook.learn.blind import Gazetteer, blind_text
from placebook.learn.blind_check import survivors
from placebook.learn.strength import strength
from placebook.types import CaseStudy

ELSEWHERE = "a place outside the United Kingdom, or no one place"
TOLD = ("problem", "done", "for_whom", "cost", "scale", "outcome", "measured_how")


@dataclass(frozen=True, slots=True)
class BlindCase:
    """One case without names. `told` holds each field that the source speaks of; the rest stays not said."""

    title: str
    where: str
    kind: str
    stage: str
    direction: str
    status: str
    told: tuple[tuple[str, str], ...]
    lessons: tuple[str, ...]
    quotes: tuple[str, ...]
    concepts: tuple[str, ...]
    maryland: str
    nesta: str
    emmie: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in it that a person wrote."""
        return (self.title, self.where, *(words for _, words in self.told), *self.lessons, *self.quotes)


def names_of(case: CaseStudy) -> tuple[str, ...]:
    """The names that a case itself declares: its place, its body and its partners."""
    return tuple(name for name in (case.place, case.body, *case.partners) if name)


def blind_case(
    case: CaseStudy,
    gazetteer: Gazetteer,
    described: Mapping[str, str],
    concepts: Mapping[str, str],
    quotes: bool = True,
) -> BlindCase:
    """A case without the names of bodies, places, people and links.

    Left out altogether: its id, its set, its partners, its sources with their links and pages, its doubts, and who
    replied or audited, since each of these leads to who it was. Its areas give way to what they are called.

    Parameters
    ----------
    case : as told by its source
    gazetteer : names that are to go, those of the case among them
    described : what each area is called without its name, by code
    concepts : titles of concepts, by "framework#concept"
    quotes : False leaves quotes out; a quote can be looked up word for word, whatever is taken out of it
    """

    def blind(text: str) -> str:
        return blind_text(text, gazetteer)

    found = strength(case)
    return BlindCase(
        title=blind(case.title),
        where=" and ".join(dict.fromkeys(described.get(code, ELSEWHERE) for code in case.areas)) or ELSEWHERE,
        kind=case.kind,
        stage=case.stage,
        direction=case.direction,
        status=case.status,
        told=tuple((name, blind(getattr(case, name))) for name in TOLD if getattr(case, name)),
        lessons=tuple(blind(one) for one in case.lessons),
        quotes=tuple(blind(one.quote) for one in case.sources if one.quote and quotes),
        concepts=tuple(concepts.get(one, one) for one in case.concepts),
        maryland=found.maryland.words,
        nesta=found.nesta.words,
        emmie=found.present,
    )


def survivors_of(case: BlindCase, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What in a blind case may still say who it was."""
    return survivors("\n".join(case.texts), gazetteer)

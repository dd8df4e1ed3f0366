"""An empty scrutiny to fill in, with each question beside the place for its answer."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.decide.scrutiny import ScrutinyGuide
from placebook.types import State


def form_text(guide: ScrutinyGuide, name: str) -> str:
    """A YAML file in which nothing is answered yet. Once title, about, by and date are written, it can be read."""
    return "\n".join(_lines(guide, name)) + "\n"


def _lines(guide: ScrutinyGuide, name: str) -> Iterator[str]:
    yield f"# {guide.title}. What is not known is an answer too: leave the state, and write why under says."
    yield from (f"scrutiny: {name}", f"guide: {guide.id}", f'version: "{guide.version}"')
    yield from ('title: ""    # the system', 'about: ""    # what it does, in a sentence or two')
    yield from ('by: ""       # the team that answers', 'date: ""     # the day, as 2026-11-28', "answers:")
    for attribute in guide.attributes:
        yield f"  # {attribute.title}: {attribute.asks}"
        yield f"  {attribute.id}:"
        for prompt in attribute.prompts:
            yield f"    # {prompt.asks}" + (f" {prompt.hint}" if prompt.hint else "")
            yield f"    {prompt.id}: {{state: {State.NOT_ANSWERED}}}    # or says, evidence, unsure, owner"
    yield f"flags:         # true, false, or one of: {', '.join(('not asked', 'not measured', 'effect unknown'))}"
    for flag in guide.flags:
        yield f"  # {flag.asks}"
        yield f"  {flag.id}: {{said: {State.NOT_ANSWERED}}}"
    yield f"# follow_ups: {', '.join(one.id for one in guide.follow_ups)}; each with owner, due, done_on, link, says"
    yield f"# outcome: {', '.join(one.id for one in guide.outcomes)}; with because, and conditions where they belong"
    yield "# signed: {by: a role that did not answer, date: a day}"

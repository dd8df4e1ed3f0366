"""The register entry that a scrutiny can write, in the names of the standard. What nobody answered is left out."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.decide.register import check_entry
from placebook.decide.scrutiny import Prompt, PromptAnswer, Scrutiny, ScrutinyGuide
from placebook.decide.scrutiny_rules import needed
from placebook.types import RegisterEntry, RegisterStandard, State

Found = dict[str, list[str]]


def entry_of_scrutiny(guide: ScrutinyGuide, scrutiny: Scrutiny, standard: RegisterStandard) -> RegisterEntry:
    """The entry as far as the scrutiny can write it; people write the rest, and what is missing is said to be.

    Why: whoever has answered what a system does, to whom, and who has the last word, should not have to type it twice.
    Each prompt and follow-up names its field in the guide. What the scrutiny's own `entry` says stands first. A state
    of not knowing is written out with its reason, as it is an answer; a prompt without an answer writes nothing.

    Raises DataError where the scrutiny names a field that the standard has not.
    """
    found: Found = {name: list(values) for name, values in scrutiny.entry.items()}
    _put(found, "name", scrutiny.title, over=False)
    _put(found, "description", scrutiny.about, over=False)
    for prompt, said in _answered(guide, scrutiny):
        _from_prompt(found, prompt, said)
    for one in needed(guide, scrutiny):
        if one.stands == "done":
            _from_follow_up(found, one.kind.title, one.kind.assessment, one.kind.field, one.work.says)
            if one.kind.assessment:
                _put(found, "impact_assessment_date", f"{one.kind.title}: {one.work.done_on}")
                _put(found, "impact_assessment_link", one.work.link)
    repeats = {field.name: field.repeats for field in standard.fields}
    values = {name: _whole(some, repeats.get(name, True)) for name, some in found.items()}
    entry = RegisterEntry(
        id=scrutiny.id,
        standard=f"{standard.id} {standard.version}",
        version="1",
        values={field.name: values[field.name] for field in standard.fields if values.get(field.name)}
        | {name: some for name, some in values.items() if name not in repeats},
        rests_on=dict(scrutiny.rests_on),
        review_on=scrutiny.review_on,
    )
    return check_entry(entry, standard)


def _answered(guide: ScrutinyGuide, scrutiny: Scrutiny) -> Iterator[tuple[Prompt, PromptAnswer]]:
    for attribute in guide.attributes:
        for prompt in attribute.prompts:
            said = scrutiny.answer(attribute.id, prompt.id)
            if said.says and said.state not in guide.no_answer:
                yield prompt, said


def _from_prompt(found: Found, prompt: Prompt, said: PromptAnswer) -> None:
    words = said.says if said.state is State.OBSERVED else f"{said.state.value.capitalize()}: {said.says}"
    if prompt.field:
        _put(found, prompt.field, words)
    if prompt.risk:
        _put(found, "risk_name", prompt.risk)
        _put(found, "risk_description", f"{prompt.risk}: {words}")


def _from_follow_up(found: Found, title: str, assessment: bool, field: str, says: str) -> None:
    if assessment:
        _put(found, "impact_assessment_name", title)
        if says:
            _put(found, "impact_assessment_description", f"{title}: {says}")
    if field and says:
        _put(found, field, says)


def _put(found: Found, name: str, words: str, over: bool = True) -> None:
    """Add words to a field; without `over`, only where nothing stands there."""
    if words and words not in found.get(name, ()) and (over or not found.get(name)):
        found.setdefault(name, []).append(words)


def _whole(values: list[str], repeats: bool) -> tuple[str, ...]:
    """The values of a field; of one that may stand once, its sentences one after another."""
    return tuple(values) if repeats or len(values) < 2 else (" ".join(values),)

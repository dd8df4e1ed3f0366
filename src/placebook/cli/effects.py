"""What moves the ranks, as lines of plain text for `placebook ranks --causes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placebook.measure.effects import CauseEffects, Effect, Explained

WIDTH = 96
_NOBODY: Mapping[str, str] = {}
_MEANING = (
    "alone: the share of the ups and downs (the variance) that would go if this cause alone were settled.",
    "in all: the share that would stay if every other cause were settled. It counts what the cause does together "
    "with others, too, so these shares can add up to more than 100%. A share below 0 means that none was seen.",
    "In brackets: 90% limits, as these shares come from runs drawn by chance. Closer limits need more runs.",
    "A rank can also be unsure in ways that no run tries: figures that are wrong, or an index that misses the point.",
)


def effects_lines(effects: CauseEffects, names: Mapping[str, str] = _NOBODY) -> list[str]:
    """The effects of each cause as lines of text. `names`: the names of areas by code, where they are known."""
    lines = [f"What moves the ranks: {effects.title}, {effects.period}"]
    if effects.outputs:
        lines.append(f"{effects.runs:,} runs by a Sobol plan of {effects.rows:,} rows (seed {effects.seed}).")
    for output in effects.outputs:
        lines += ["", *_output_lines(output, names)]
    if not effects.moves:
        lines += ["", "Nothing can move the ranks, so there are no effects."]
    lines += ["", *_wrapped(_MEANING)] if any(output.causes for output in effects.outputs) else []
    lines += ["", *[f"{names.get(code, code)}: left out, {why}." for code, why in effects.left_out.items()]]
    if effects.held:
        lines += ["", "Not moved, so nothing is known of its effect:"]
        lines += _wrapped([f"{said}." for said in effects.held], "  ")
    return _without_doubled_blanks(lines)


def _output_lines(output: Explained, names: Mapping[str, str]) -> list[str]:
    if output.area is None:
        heading = f"All areas: a run moves an area by {output.mean:.1f} places on average"
    else:
        area = names.get(output.area, output.area)
        heading = f"{area}: rank {output.published:.0f} as published, {output.mean:.1f} on average over the runs"
    if not output.causes:
        return [f"{heading}.", "  No run moved it, so there is nothing to explain."]
    head = f"  {'cause':<20}{'alone':>7}{'':<16}{'in all':>7}"
    lines = [f"{heading}.", *_wrapped([_largest(output.causes)]), head]
    for effect in output.causes:
        lines.append(_effect_line(effect.cause, effect))
        if effect.cause == "method choices" and len(output.choices) > 1:
            lines += [_effect_line(f"  {kind.cause.replace('_', ' ')}", kind) for kind in output.choices]
    return lines


def _largest(causes: tuple[Effect, ...]) -> str:
    """The cause with the largest total effect, or those that cannot be told from it."""
    if len(causes) == 1:
        return f"The only cause that can move: {causes[0].cause}."
    top = max(causes, key=lambda one: one.total)
    level = [one.cause for one in causes if one.total_high >= top.total_low]
    if len(level) == 1:
        return f"Largest cause: {top.cause}."
    return f"Largest causes, too close to tell apart: {', '.join(level[:-1])} and {level[-1]}."


def _effect_line(label: str, effect: Effect) -> str:
    first = f"{_per_cent(effect.first):>7}{_between(effect.first_low, effect.first_high):<16}"
    total = f"{_per_cent(effect.total):>7}{_between(effect.total_low, effect.total_high)}"
    return f"  {label:<20}{first}{total}".rstrip()


def _per_cent(share: float) -> str:
    return f"{_whole(share)}%"


def _between(low: float, high: float) -> str:
    return "" if low == high else f" ({_whole(low)} to {_whole(high)})"


def _whole(share: float) -> int:
    """Per cent without decimals; adding 0 turns minus nought into nought."""
    return round(100 * share) + 0


def _wrapped(sentences: Sequence[str], indent: str = "") -> list[str]:
    after = f"{indent}  "
    return [line for one in sentences for line in wrap(one, WIDTH, initial_indent=indent, subsequent_indent=after)]


def _without_doubled_blanks(lines: list[str]) -> list[str]:
    kept = [line for line, before in zip(lines, ["", *lines[:-1]], strict=True) if line or before]
    return kept if kept[-1] else kept[:-1]

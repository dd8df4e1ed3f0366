"""The sentences of a scorecard, written from its figures and their ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

from placebook.measure.clear import clearly_first, clearly_last, count_not_clearly_different
from placebook.measure.peers import Peers
from placebook.measure.progress import Progress
from placebook.measure.strengths import Standing
from placebook.pages.score_lines import ScoreLine
from placebook.types import Area, Index, RankRanges

_UNKNOWN = str(Progress.NOT_KNOWN)
_MOST_NAMES = 6  # in one sentence; a longer list is cut and the rest counted


def listed(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    """Names as one would say them: "a", "a and b", "a, b and c", "a, b and 4 others"."""
    shown = list(names) if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} others"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def plural(noun: str) -> str:
    """More than one of a kind of area or part: wards, counties, LSOAs."""
    if not noun:
        return "areas"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun if noun.endswith("s") else f"{noun}s"


def from_to(low: float, high: float) -> str:
    """A rank range in words: "4 to 9", "1 only" where nothing else came of it, or "not known"."""
    if isnan(low):
        return "not known"
    return f"{low:,.0f} only" if low == high else f"{low:,.0f} to {high:,.0f}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 ward", "3 wards"."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def headline(area: Area, whole: ScoreLine, ranges: RankRanges | None, period: str) -> str:
    """The whole in one sentence: score, rank, range, and whether it can be told from others at all."""
    if whole.score is None:
        return f"For {period} {area.name} has no score: too little of it is measured there."
    equal = f", equal with {counted(whole.tied_with, 'other')}" if whole.tied_with else ""
    said = f"In {period} {area.name} scores {whole.score:.1f} and ranks {whole.rank:,} of {whole.out_of:,}"
    return f"{said} {plural(area.kind)}{equal}{_how_sure(area, whole, ranges)}"


def _how_sure(area: Area, whole: ScoreLine, ranges: RankRanges | None) -> str:
    if ranges is None:
        return ". How sure that rank is has not been worked out."
    if whole.rank_low is None or whole.rank_high is None:
        return ". How sure that rank is is not known: no figure comes with limits, and no other way was tried."
    said = f"; its rank range is {from_to(whole.rank_low, whole.rank_high)}."
    if clearly_first(ranges, area.code, whole.part):
        return f"{said} It is clearly first."
    if clearly_last(ranges, area.code, whole.part):
        return f"{said} It is clearly last."
    like, others = count_not_clearly_different(ranges, area.code, whole.part), whole.out_of - 1
    if like == others:
        return f"{said} It is not clearly different from any other {area.kind or 'area'}."
    if like == 0:
        return f"{said} It is clearly different from every other {area.kind or 'area'}."
    return f"{said} It is not clearly different from {like:,} of the other {counted(others, area.kind or 'area')}."


def sentences(index: Index, area: Area, lines: Sequence[ScoreLine]) -> tuple[str, ...]:
    """Three plain sentences: better than similar areas on, not clearly different on, worse on.

    They speak of the level above the indicators ("component"). Where nothing can be compared there
    is one sentence, and it says why.
    """
    level, some = _spoken_of(index, lines)
    by = {word: _titles(some, word) for word in Standing}
    like = f"similar {plural(area.kind)}"
    if not (by[Standing.OVER] or by[Standing.WITHIN] or by[Standing.UNDER]):
        scored = [line for line in some if line.score is not None]
        reasons = sorted({line.standing_because for line in scored}) or ["no score"]
        if scored and not index.recipe.peers.nearest_on:
            reasons = ["the recipe does not say on which figures areas are alike"]
        return (f"This card cannot say where {area.name} does better or worse than {like}: {'; '.join(reasons)}.",)
    better = f"{area.name} does better than {like} on {listed(by[Standing.OVER])}."
    even = f"It is not clearly different from them on {listed(by[Standing.WITHIN])}."
    worse = f"It does worse than them on {listed(by[Standing.UNDER])}."
    return (
        better if by[Standing.OVER] else f"{area.name} is not clearly better than {like} on any {level}.",
        even if by[Standing.WITHIN] else f"There is no {level} on which it is close to them.",
        worse if by[Standing.UNDER] else f"It is not clearly worse than them on any {level}.",
    )


def _spoken_of(index: Index, lines: Sequence[ScoreLine]) -> tuple[str, list[ScoreLine]]:
    """The level that sentences speak of, the one above the indicators, and its lines."""
    levels = index.recipe.levels
    level = levels[-2] if len(levels) > 2 else levels[-1]
    return level, [line for line in lines if line.level == level]


def _titles(lines: Sequence[ScoreLine], standing: Standing) -> list[str]:
    """Titles of the lines with a standing, those furthest from the peers in front."""
    some = [line for line in lines if line.standing == standing]
    return [line.title for line in sorted(some, key=lambda line: -abs(line.better_by or 0.0))]


def cautions(index: Index, lines: Sequence[ScoreLine], ranges: RankRanges | None) -> tuple[str, ...]:
    """What is missing or unsure on this card, one sentence each."""
    return (*_gaps(lines), *_estimates(index, lines), *_unsure(lines, ranges), *_no_progress(lines))


def _gaps(lines: Sequence[ScoreLine]) -> list[str]:
    """Parts without a score, those with the same reason together."""
    by_state: dict[str, list[str]] = {}
    for line in lines:
        if line.score is None:
            by_state.setdefault(line.states[0], []).append(line.title)
    said = []
    for state, titles in by_state.items():
        what, _, why = state.partition(": ")
        said.append(f"{what.capitalize()}: {listed(titles)}.{f' {sentence(why)}' if why else ''}")
    return said


def sentence(text: str) -> str:
    """A text with a capital letter in front and one full stop behind."""
    return f"{text[:1].upper()}{text[1:].rstrip('. ')}."


def _no_progress(lines: Sequence[ScoreLine]) -> list[str]:
    """Why progress is not known, where it is not: of the whole, and for how many rows below it."""
    unknown = [line for line in lines if line.score is not None and line.progress == _UNKNOWN]
    reasons = [line.progress_because for line in unknown]
    if len(set(reasons)) == 1:
        return [f"Progress is not known for {counted(len(unknown), 'row')}: {reasons[0]}."]
    said = [f"Progress of the whole is not known: {line.progress_because}." for line in unknown if line.depth == 0]
    said = said or _seen_in_part(lines[0])
    below = [line.progress_because for line in unknown if line.depth > 0]
    if below:
        most = min(set(below), key=lambda reason: (-below.count(reason), reason))
        said.append(f"Progress is not known for {counted(len(below), 'part')}, most often because: {most}.")
    return said


def _seen_in_part(whole: ScoreLine) -> list[str]:
    """That the progress of the whole was seen in a part of it only, where it was."""
    share = whole.change_seen_in
    if share is None or share == 1:
        return []
    return [
        f"The progress of the whole was seen in {100 * share:.0f}% of its weight; "
        "the rest was not published in enough years to show any."
    ]


def _estimates(index: Index, lines: Sequence[ScoreLine]) -> list[str]:
    figures = [line for line in lines if line.level == index.recipe.levels[-1] and line.score is not None]
    some = sum(line.estimated for line in figures)
    if not some:
        return []
    verb = "is" if some == 1 else "are"
    return [f"{some} of {counted(len(figures), 'figure')} {verb} estimated: carried from another year or filled in."]


def _unsure(lines: Sequence[ScoreLine], ranges: RankRanges | None) -> list[str]:
    """What is not known of the rank ranges."""
    if ranges is None:
        return ["Rank ranges have not been worked out, so no difference here is known to be sure."]
    still = [line for line in lines if line.score is not None and line.part in ranges.parts and line.rank_low is None]
    if not still:
        return []
    return [
        f"The rank range of {counted(len(still), 'row')} is not known, since no limits come with the figures; "
        "there nothing is called over or under."
    ]


def peers_sentence(peers: Peers, area: Area, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Who the similar areas are, on what they are alike, and what was left out of the choice."""
    like = f"similar {plural(area.kind)}"
    left_out = "".join(f" {titles.get(name, name)} was not used: {why}." for name, why in peers.not_used)
    if not peers.found:
        return f"No {like} could be found, so nothing is compared with them." + (left_out or _nothing_declared(peers))
    on = listed([f"{titles.get(n, n)} ({p})" for n, p in zip(peers.compared_on, peers.as_of, strict=True)])
    who = listed([names.get(code, code) for code in peers.areas], most=10)
    said = f"The {like} are the {len(peers.found)} nearest in {on}: {who}."
    if peers.tied:
        said += f" They are {len(peers.found)} and not {peers.wanted} because some are equally near."
    elif len(peers.found) < peers.wanted:
        said += f" The recipe asks for {peers.wanted}, and there are no more."
    if peers.not_compared:
        said += f" Without a figure, and so not compared: {listed([names.get(c, c) for c in peers.not_compared])}."
    return said + left_out


def _nothing_declared(peers: Peers) -> str:
    return "" if peers.compared_on else " The recipe names no figures (peers: nearest_on) on which areas are alike."


def rules(index: Index, area: Area, ranges: RankRanges | None) -> tuple[str, ...]:
    """How the words of the card are given, with every threshold."""
    plan, steps = index.recipe.peers, index.recipe.progress
    scaled = "" if plan.mad_scaled_by == 1 else f" times {plan.mad_scaled_by:g}"
    like = f"similar {plural(area.kind)}"
    said = [
        f"Overperforming, underperforming: the score is more than {plan.mads:g} x MAD{scaled} away from the middle "
        f"score of the {like}, and the whole rank range is better, or worse, than the middle of their ranges. "
        "MAD is the middle distance of their scores from that middle score.",
        f"Progress, in points of score a year towards better: deterioration below {-steps.stagnation:g}, stagnation "
        f"up to {steps.stagnation:g}, steady improvement above that, significant improvement from "
        f"{steps.significant:g} on; too small to tell where both better and worse are possible.",
    ]
    if ranges is not None:
        varied = "; ".join(ranges.varied) or "nothing"
        said.append(f"Rank range: where 90 of 100 of {ranges.runs:,} runs fell. They varied: {varied}.")
    return tuple(said)

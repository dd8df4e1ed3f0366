"""A diagnosis in plain sentences: where to look again, how sure it is, and what each number means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placebook.measure.coherence import Reading, WholeCheck
from placebook.measure.diagnosis import Diagnosis
from placebook.methods.correlate import least_beyond_chance

ALPHA, ADEQUACY, AVAILABLE, CUT_OFF = 0.7, 0.6, 0.65, 0.1
MANY_AREAS, AREAS_FOR_EACH_PART = 100, 5
_MOST_NAMES = 6  # in one sentence
_NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a number means, the rule of thumb for it, and where the rule comes from."""

    name: str
    meaning: str
    rule: str
    source: str


RULES = (
    Rule(
        "alpha",
        "Cronbach's alpha: whether the parts of a whole go up and down together, so that they read as one thing. "
        "It rises with the number of parts. Low alpha is no fault where parts were never meant to go together; "
        "but then the average hides what each part says.",
        "0.7 or more. Below 0: some part runs against the others.",
        "Cronbach (1951), Psychometrika 16(3); Nunnally (1978), Psychometric Theory.",
    ),
    Rule(
        "KMO",
        "The Kaiser-Meyer-Olkin measure: whether what parts share is shared by all of them, and not in pairs only.",
        "0.6 or more; below 0.5 they share too little to be summed up by one number.",
        "Kaiser (1974), Psychometrika 39(1); Kaiser and Rice (1974), Educational and Psychological Measurement 34(1).",
    ),
    Rule(
        "first component",
        "How much of all differences between areas one number can tell (a share of the variance), and in brackets its "
        "eigenvalue: how many single parts that number is worth.",
        "One eigenvalue above 1, and only one. More than one: the whole holds more than one thing.",
        "Kaiser (1960), Educational and Psychological Measurement 20(1); OECD and JRC (2008), Handbook, section 6.",
    ),
    Rule(
        "pairs",
        "Correlation, from -1 to 1, of the scores of two parts. All scores point one way, so parts of one whole should "
        "not go against each other; and two that say the same count one thing twice.",
        "Above 0.92: redundant. Below -0.4 within one whole: the wrong sign.",
        "The limits by which COINr 1.1.14 colours its plots; Becker and others (2022), JOSS 7(78), 4567.",
    ),
    Rule(
        "weight and sway",
        "Weight: an indicator's share of the index by the weights used at every level. Sway: its share of the variance "
        "of the weighted average of all indicators, which is what came of the weight. Alone: the share of the index's "
        "variance that it tells by itself (its squared correlation with the index).",
        "Sway above twice the weight: the indicator rules the index more than was meant. The limit is our own.",
        "Shorrocks (1982), Econometrica 50(1); Paruolo, Saisana and Saltelli (2013), JRSS A 176(3).",
    ),
    Rule(
        "published, estimated, missing",
        "The share of areas that have a published figure, one carried from another year or imputed, or none.",
        "Figures for 65% of areas or more.",
        "The limit is the usual one of COINr 1.1.14 (get_stats).",
    ),
    Rule(
        "hardly varies",
        "An indicator that is nearly the same everywhere cannot tell areas apart, whatever its weight.",
        "More than half of areas with the same score, or a spread below a quarter of the typical one. "
        "The limits are our own.",
        "Our own; COINr 1.1.14 (get_stats) likewise counts how many figures are the same.",
    ),
    Rule(
        "at low and high end",
        "The share of areas at or beyond a goalpost. All areas there get the same score, however far beyond they are.",
        "Above 10% the goalpost should be looked at again. The limit is our own.",
        "UNDP (2024), Human Development Report 2023-24, Technical note 1 (goalposts).",
    ),
)


def how_sure(diagnosis: Diagnosis) -> str:
    """How far the numbers of a diagnosis can be trusted, for so many areas; "" where they are many."""
    needed = max(MANY_AREAS, AREAS_FOR_EACH_PART * max((whole.parts for whole in diagnosis.wholes), default=0))
    if diagnosis.areas >= needed:
        return ""
    few = (
        f"These numbers are themselves unsure: they rest on {diagnosis.areas} areas, and the usual advice is "
        f"{MANY_AREAS}, or {AREAS_FOR_EACH_PART} for each part if that is more (Hatcher 1994, in OECD and JRC 2008)."
    )
    if diagnosis.areas < 3:
        return few
    least = least_beyond_chance(diagnosis.areas)
    return (
        f"{few} Over {diagnosis.areas} areas luck alone takes one in twenty pairs beyond a correlation of {least:.2f}. "
        "After ± stands about how far off a number may be, nine times in ten; (perhaps) is said where that reaches "
        "past the limit."
    )


def look_again(diagnosis: Diagnosis, names: Mapping[str, str] = _NOBODY) -> tuple[str, ...]:
    """Where to look again, one sentence each, most general first. `names`: of areas, by code."""
    return (
        *(f"{gap.title} is not measured: {gap.why.rstrip('.')}." for gap in diagnosis.not_measured),
        *(f"{title} rests on one indicator." for title in diagnosis.rest_on_one),
        *(f"{sentence}." for sentence in diagnosis.warnings),
        *(sentence for whole in diagnosis.wholes for sentence in _about_whole(whole)),
        *_about_pairs(diagnosis),
        *_about_indicators(diagnosis),
        *_about_areas(diagnosis, names),
    )


def _about_whole(whole: WholeCheck) -> list[str]:
    said = []
    if _below(whole.alpha, 0):
        said.append(f"alpha is below zero{_perhaps(whole.alpha, 0)}, so some part runs against the others")
    elif _below(whole.alpha, ALPHA):
        said.append(f"alpha is below {ALPHA:g}{_perhaps(whole.alpha, ALPHA)}")
    if _below(whole.adequacy, ADEQUACY):
        said.append(f"KMO is below {ADEQUACY:g}{_perhaps(whole.adequacy, ADEQUACY)}")
    if whole.above_one is not None and whole.above_one > 1:
        said.append(f"{whole.above_one} eigenvalues are above 1, so it holds more than one thing")
    return [f"{whole.title}: {'; '.join(said)}."] if said else []


def _below(reading: Reading, least: float) -> bool:
    return reading.value is not None and reading.value < least


def _perhaps(reading: Reading, least: float) -> str:
    """A reservation, where other areas might have given enough."""
    if reading.value is None or reading.give_or_take is None or reading.value + reading.give_or_take < least:
        return ""
    return " (perhaps)"


def _about_pairs(diagnosis: Diagnosis) -> list[str]:
    said = []
    for pair in diagnosis.pairs:
        where = f"{pair.whole}: " if pair.whole is not None else ""
        luck = "" if pair.chance is not None and pair.chance <= 0.05 else ", though luck may do as much"
        what = "say the same" if pair.problem == "redundant" else "go against each other"
        said.append(f"{where}{pair.first} and {pair.second} {what} (correlation {pair.r:.2f}{luck}).")
    return said


def _about_indicators(diagnosis: Diagnosis) -> list[str]:
    said = [
        f"{one.title} rules the index: {one.variance_share:.0%} of the variance with {one.weight:.0%} of the weight."
        for one in diagnosis.indicators
        if one.dominates
    ]
    said += [f"{one.title} hardly varies: {one.hardly_varies}." for one in diagnosis.indicators if one.hardly_varies]
    for one in diagnosis.indicators:
        for share, end in ((one.at_low, "lowest"), (one.at_high, "highest")):
            if share is not None and share > CUT_OFF:
                said.append(f"{one.title}: {share:.0%} of areas are at or beyond the goalpost that scores {end}.")
    count = len(diagnosis.indicators)
    few = {one.name: one.title for one in diagnosis.indicators if 1 - one.missing < AVAILABLE}
    old = [one.title for one in diagnosis.indicators if one.published < AVAILABLE and one.name not in few]
    said += _counted(list(few.values()), count, "indicators", f"have figures for fewer than {AVAILABLE:.0%} of areas")
    said += _counted(old, count, "indicators", f"have published figures for fewer than {AVAILABLE:.0%} of areas")
    return said


def _about_areas(diagnosis: Diagnosis, names: Mapping[str, str]) -> list[str]:
    few = [names.get(one.area, one.area) for one in diagnosis.coverage if one.weight < AVAILABLE]
    what = f"have published figures for less than {AVAILABLE:.0%} of the weight"
    return _counted(few, len(diagnosis.coverage), "areas", what)


def _counted(found: Sequence[str], of: int, kind: str, what: str) -> list[str]:
    if not found:
        return []
    if len(found) == of:
        return [f"All {of} {kind} {what}."]
    shown = found if len(found) <= _MOST_NAMES else [*found[:_MOST_NAMES], f"{len(found) - _MOST_NAMES} more"]
    return [f"{len(found)} of {of} {kind} {what}: {'; '.join(shown)}."]

"""A question set small enough to hold in the head, for tests of rules, plans and comparisons."""

from __future__ import annotations

from placebook.types import Assessment, Outcome, OutcomeAnswer, QuestionSet, State, Statement, StatusRule

WORDS: dict[str, bool | State] = {
    "yes": True,
    "no": False,
    "?": State.NOT_ANSWERED,
    "looked at by nobody": State.NOT_MEASURED,
}


def outcome(id: str = "backups") -> Outcome:
    said = (("never", "lost"), ("begun", "made"), ("begun", "kept-apart"), ("sure", "restored"))
    return Outcome(id, id, statements=tuple(Statement(name, level, f"It is {name}.") for level, name in said))


QUESTIONS = QuestionSet(
    id="small",
    version="1",
    title="Small",
    levels={"never": "Never", "begun": "Begun", "sure": "Sure"},
    rules=(
        StatusRule("never", {"never": ("some", "all")}, "A warning holds."),
        StatusRule("sure", {"begun": ("all",), "sure": ("all",)}, "All holds."),
        StatusRule("begun", {"begun": ("all",)}, "All of the first holds."),
        StatusRule("never", {}, "Not all of the first holds."),
    ),
    outcomes=(outcome(), outcome("patches")),
    test_again_after_months=12,
)


def answered(outcomes: dict[str, dict[str, bool | State]], **more: str) -> Assessment:
    """Answers to the small set, by outcome and statement."""
    given = tuple(OutcomeAnswer(name, said) for name, said in outcomes.items())
    return Assessment("small", "1", "us", more.get("on", "2026-03-31"), more.get("by", "Team A"), given)

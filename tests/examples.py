"""How many examples Hypothesis draws: all of them with `--hypothesis-profile whole`, a quarter in the default run."""

from __future__ import annotations

from hypothesis import settings

WHOLE = 100  # the examples of a property that names no number, in the profile "whole"
FEWEST = 5


def examples(whole: int) -> int:
    """The number for a property whose examples are dear, which is checked `whole` times when all are wanted."""
    return max(FEWEST, round(whole * settings.default.max_examples / WHOLE))

"""Integer programs that can be solved by hand."""

from __future__ import annotations

import numpy as np

from placebook.methods.programs import integer_program


def test_the_fewest_coins():
    """Of coins of 5, 4 and 1, the fewest that make 8: two of 4, where the greedy 5 + 1 + 1 + 1 takes four."""
    coins = np.array([[5.0, 4.0, 1.0]])
    found = integer_program(np.ones(3), (coins, [8], [8]), (np.zeros(3), np.full(3, 9.0)))
    assert (found.x.tolist(), found.fun) == ([0, 2, 0], 2)

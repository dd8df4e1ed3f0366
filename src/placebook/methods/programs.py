"""Linear and integer programs, solved by HiGHS through SciPy without a clock: the same question, the same answer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from placebook.types import Numbers


def linear_program(
    aim: Numbers,
    equal: tuple[Any, Numbers],
    limits: tuple[ArrayLike, ArrayLike],
    below: tuple[Any, Numbers] | None = None,
) -> Any:
    """The x that makes aim @ x least, where equal[0] @ x = equal[1], below[0] @ x <= below[1], and x is within limits.

    Returns what scipy.optimize.linprog does: status 0 found, 2 nothing fits, 3 no end to it.

    Source: Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming
    Computation 10, 119-142 (HiGHS).
    """
    from scipy import optimize

    solve: Any = optimize.linprog
    low, high = np.broadcast_arrays(*limits)
    known: dict[str, Any] = {"A_eq": equal[0], "b_eq": equal[1], "bounds": np.column_stack([low, high])}
    if below is not None:
        known |= {"A_ub": below[0], "b_ub": below[1]}
    found = solve(aim, method="highs", **known)
    if found.status == 4:  # "nothing fits, or there is no end to it": without presolve it says which
        found = solve(aim, method="highs", options={"presolve": False}, **known)
    return found


def integer_program(aim: Numbers, rules: tuple[Any, Any, Any], limits: tuple[Any, Any], **options: float) -> Any:
    """The whole numbers x within limits that make aim @ x least, where rules[0] @ x lies from rules[1] to rules[2].

    Returns what scipy.optimize.milp does. `options` are those of milp, such as node_limit.
    """
    from scipy import optimize

    solve: Any = optimize.milp
    return solve(
        aim,
        constraints=optimize.LinearConstraint(*rules),
        bounds=optimize.Bounds(*limits),
        integrality=np.ones(len(aim), np.int64),
        options=options,
    )

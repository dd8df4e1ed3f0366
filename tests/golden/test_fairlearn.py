"""Our measures of disparity equal those of Fairlearn, where the group `fairness` is installed (CI installs it)."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.bias import audit_decisions
from placebook.measure.bias_cells import People
from placebook.types import DisclosureRule

metrics = pytest.importorskip("fairlearn.metrics", reason="the group `fairness` is not installed")


@pytest.mark.parametrize("seed", range(5))
def test_measures_equal_fairlearn(seed):
    random = np.random.default_rng(seed)
    group = random.choice(["A", "B", "C", "D"], 900, p=[0.4, 0.3, 0.2, 0.1])
    outcome = (random.random(900) < 0.45).astype(float)
    decision = (random.random(900) < 0.3 + 0.3 * outcome + 0.1 * (group == "B")).astype(float)
    found = audit_decisions(People({"g": tuple(map(str, group))}, outcome, decision), DisclosureRule(hide_up_to=0))
    ours = dict(found.groupings[0].disparities)
    theirs = {
        "demographic parity difference": metrics.demographic_parity_difference,
        "demographic parity ratio": metrics.demographic_parity_ratio,
        "equalised odds difference": metrics.equalized_odds_difference,
        "equalised odds ratio": metrics.equalized_odds_ratio,
        "equal opportunity difference": metrics.equal_opportunity_difference,
        "equal opportunity ratio": metrics.equal_opportunity_ratio,
    }
    for name, measure in theirs.items():
        assert ours[name] == pytest.approx(measure(outcome, decision, sensitive_features=group), abs=1e-12), name
    from sklearn.metrics import precision_score

    frame = metrics.MetricFrame(
        metrics={"precision": precision_score}, y_true=outcome, y_pred=decision, sensitive_features=group
    )
    assert ours["predictive parity difference"] == pytest.approx(float(frame.difference()["precision"]), abs=1e-12)

"""What every test may ask for. Being here also lets a test write `from drawn import table`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Tests start hundreds of programs. Where Python may not keep what it compiles, each compiles pandas and more anew:
# two CPU seconds every time, half of what all tests take.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER and os.environ.get("PLACEBOOK_DATABASE"):  # a database for each, which .ci/with-postgres made
    os.environ["PLACEBOOK_DATABASE"] += f"_{WORKER}"

# no test hangs on how busy a machine is, so neither deadlines nor how examples are drawn count
UNHURRIED = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much],
}
settings.register_profile("whole", max_examples=100, **UNHURRIED)  # as .ci/run asks
settings.register_profile("placebook", max_examples=25, **UNHURRIED)  # the same on every machine
settings.load_profile("placebook")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data that golden tests check against; the test skips where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the real data of ../shared/data is not on this machine")
    return SHARED

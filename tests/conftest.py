"""What every test may ask for. Being here also lets a test write `from drawn import table`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("whole", deadline=None, derandomize=True, max_examples=100)  # as .ci/run asks
settings.register_profile("placebook", deadline=None, derandomize=True, max_examples=25)  # the same on every machine
settings.load_profile("placebook")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data that golden tests check against; the test skips where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the real data of ../shared/data is not on this machine")
    return SHARED

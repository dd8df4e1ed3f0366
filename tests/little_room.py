"""A disk that is nearly full, without filling one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """While this lasts, no file can grow past this many bytes: what a full disk does, without filling one.

    Nor does Python keep what it compiles meanwhile: it would keep the half that had room, for all tests to come.
    """
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = sys.dont_write_bytecode
    sys.dont_write_bytecode, os.environ["PYTHONDONTWRITEBYTECODE"] = True, "1"
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = kept
        del os.environ["PYTHONDONTWRITEBYTECODE"]

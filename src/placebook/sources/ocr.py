"""Words from the picture of a page, by Tesseract where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from typing import Any

DOTS = 200 / 72  # pixels for each point: 200 to the inch
LONGEST = 60  # seconds a page


@cache
def ocr_reader() -> Callable[[Any], str] | None:
    """A function from a page of PDFium to the words on it, or None where Tesseract is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None

    def words_on(page: Any) -> str:
        picture = page.render(scale=DOTS, grayscale=True)
        head = f"P5 {picture.width} {picture.height} 255\n".encode()
        rows = bytes(picture.buffer)
        if picture.stride != picture.width:
            rows = b"".join(
                rows[at : at + picture.width] for at in range(0, picture.stride * picture.height, picture.stride)
            )
        try:
            done = subprocess.run(  # noqa: S603
                [program, "stdin", "stdout"],
                input=head + rows,
                capture_output=True,
                timeout=LONGEST,
                check=False,
                # its threads wait by computing: one alone takes a third of the computing, and less time
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode("utf-8", "replace").replace("\f", "") if done.returncode == 0 else ""

    return words_on

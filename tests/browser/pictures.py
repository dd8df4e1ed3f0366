"""Pictures of two pages for the README: uv run python tests/browser/pictures.py

Builds and bakes the example, opens it in Chromium, and writes docs/site-home.png and docs/site-area.png with few
colours, so that they are small. Needs ImageMagick (`convert`) for that.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from every_kind import WARD
from looking import NO_CHROMIUM, chromium, looked_at, new_browser

DOCS = Path(__file__).resolve().parents[2] / "docs"
COLOURS, MOST = 64, 150_000
PICTURES = {"site-home.png": ("index.html", (1200, 1240)), "site-area.png": (f"areas/{WARD}.html", (1200, 800))}


def take(out: Path = DOCS) -> None:
    """Write both pictures into a folder."""
    if chromium() is None:
        sys.exit(NO_CHROMIUM)
    with TemporaryDirectory() as folder, new_browser() as browser:
        book = Path(folder) / "book"
        subprocess.run(
            [sys.executable, "-m", "placebook", "demo", str(book), "--no-serve"], check=True, capture_output=True
        )
        for name, (path, size) in PICTURES.items():
            with looked_at(browser, (book / "site" / path).as_uri(), size) as look:
                look.page.screenshot(path=Path(folder) / name)
            few = ["-strip", "+dither", "-colors", str(COLOURS), "-define", "png:compression-level=9"]
            subprocess.run(["convert", str(Path(folder) / name), *few, f"PNG8:{out / name}"], check=True)
            if (out / name).stat().st_size > MOST:
                sys.exit(f"{out / name} is over {MOST:,} bytes; use fewer colours")


if __name__ == "__main__":
    take()

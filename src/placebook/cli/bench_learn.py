"""placebook bench learn: how fast documents are read and cut into passages on this machine.

The documents are made up: plans of forty pages, each with a running head, a heading and two columns, as PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

WORDS = (  # made up
    *("the", "council", "and", "its", "partners", "will", "work", "with", "residents", "to", "make", "warm", "homes"),
    *("safe", "streets", "clean", "air", "better", "buses", "more", "trees", "good", "jobs", "young", "people", "care"),
    *("parks", "schools", "energy", "flood", "risk", "local", "business", "support", "skills", "budget", "target"),
)
PAGES = 40


class Text(NamedTuple):
    """Words on a page: points from its left and from its top, and the size of the letters."""

    left: float
    top: float
    words: str
    size: float = 11
    bold: bool = False


def pdf(
    pages: Sequence[Sequence[Text]],
    rules: Sequence[tuple[float, float, float, float]] = (),
    stream: bytes = b"",
    filters: str = "",
) -> bytes:
    """A PDF of A4 pages: words at their places, and lines from point to point on every page. Same in, same out."""
    packed = f"/Filter {filters}" if filters else ""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = stream or b"\n".join([*map(_shown, page), *map(_ruled, rules)])
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            + f"/Contents {6 + 2 * number} 0 R >>".encode()
        )
        bodies.append(f"<< /Length {len(drawn)} {packed} >>\nstream\n".encode() + drawn + b"\nendstream")
    return _numbered(bodies)


def _shown(text: Text) -> bytes:
    words = text.words.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        words = words.replace(sign, b"\\" + sign)
    font = "F2" if text.bold else "F1"
    return f"BT /{font} {text.size} Tf {text.left} {842 - text.top} Td (".encode() + words + b") Tj ET"


def _ruled(rule: tuple[float, float, float, float]) -> bytes:
    left, top, right, bottom = rule
    return f"0.5 w {left} {842 - top} m {right} {842 - bottom} l S".encode()


def _numbered(bodies: Sequence[bytes]) -> bytes:
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    at = len(made)
    made += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode()
    made += f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(made)


def made_up_pages(seed: int, pages: int = PAGES) -> list[list[Text]]:
    """A plan: every page has a head, a heading, two columns of text in file order, and a page number."""
    import numpy as np

    random = np.random.default_rng(seed)
    made = []
    for number in range(1, pages + 1):
        page = [Text(72, 40, f"A made-up plan, number {seed}", 9), Text(72, 90, f"Part {number}", 16, bold=True)]
        for left in (60, 310):
            for line in range(38):
                words = " ".join(random.choice(WORDS, 7))
                page.append(Text(left, 120 + 14 * line, f"{words.capitalize()}." if line % 4 == 3 else words, 10))
        page.append(Text(290, 810, str(number), 9))
        made.append(page)
    return made


def measured(count: int, at_once: int) -> Iterator[str]:
    """Read so many documents, with programs apart as `library add` does, and say how fast it went, line by line."""
    import time

    from placebook.sources.reading import Limits, ToRead, read_all

    with TemporaryDirectory() as folder:
        wanted = [_written(Path(folder), number) for number in range(count)]
        start, cpu = time.perf_counter(), _cpu_of_readers()
        found = [answer for _, answer in read_all([ToRead(p.name, p.name, p) for p in wanted], Limits(), at_once)]
        seconds, computed = time.perf_counter() - start, _cpu_of_readers() - cpu
    pages = sum(len(each["pages"]) for each in found)
    sizes = [passage[5] for each in found for passage in each["passages"]]
    yield f"{count:,} made-up documents, {pages:,} pages, {len(sizes):,} passages, {at_once} at a time"
    yield f"documents a minute by the clock   {60 * count / seconds:10,.0f}"
    if computed:
        yield f"pages a second of computing       {pages / computed:10,.0f}"
    yield f"passages of 80 to 180 words       {sum(80 <= n <= 180 for n in sizes) / max(1, len(sizes)):10.1%}"


def _written(folder: Path, number: int) -> Path:
    path = folder / f"plan-{number}.pdf"
    path.write_bytes(pdf(made_up_pages(number)))
    return path


def _cpu_of_readers() -> float:
    """Seconds that the programs which read have computed, once they have ended; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

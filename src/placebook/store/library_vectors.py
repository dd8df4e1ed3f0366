"""Vectors of passages on the disk, beside the passages: some hundred at a time, so that a stop loses little.

library/vectors/MODEL/part-0001.npy holds vectors as numbers of 16 bits, and part-0001.txt the ids of their passages,
one a line. A part is whole when its list of ids is there. Vectors of passages that are gone are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from placebook.store.whole import whole_file
from placebook.types import DataError, Numbers

AT_ONCE = 512  # passages in a part
DIGITS = 6  # of a likeness that count: further ones differ between kinds of processor


@dataclass(frozen=True)
class PassageVectors:
    """One vector of length 1 for each passage, in the order of their ids."""

    passages: tuple[str, ...]
    values: NDArray[np.float32]  # shape (passages, dimensions)

    def nearest(self, vector: Numbers, within: set[str] | None, most: int) -> list[str]:
        """The passages whose vectors lie nearest to one, nearest first, of equals by id. Every one is looked at."""
        if not len(self.values):
            return []
        # not @: the threads that it starts wait by computing, which costs five times as much as the product itself
        near = np.round(np.einsum("ij,j->i", self.values, vector.astype(np.float32)), DIGITS)
        rows = np.arange(len(near))
        if within is not None:
            rows = np.array([at for at, name in enumerate(self.passages) if name in within], dtype=np.intp)
        if len(rows) > most:  # only those as near as the last wanted one need to be put in order
            rows = rows[near[rows] >= np.partition(near[rows], -most)[-most]]
        order = rows[np.argsort(-near[rows], kind="stable")]
        return [self.passages[at] for at in order[:most]]

    def of(self, passage: str) -> Numbers | None:
        """The vector of a passage, or None."""
        at = int(np.searchsorted(np.array(self.passages), passage)) if self.passages else 0
        if at >= len(self.passages) or self.passages[at] != passage:
            return None
        found: Numbers = self.values[at].astype(np.float64)
        return found


class VectorFolder:
    """The vectors that one model made of the passages of a library."""

    def __init__(self, library: Path, model: str) -> None:
        self.folder = library / "vectors" / re.sub(r"[^A-Za-z0-9]+", "-", model).strip("-")

    def stamp(self) -> tuple[tuple[str, int], ...]:
        """What changes when vectors come or go."""
        return tuple((one.name, one.stat().st_mtime_ns) for one in sorted(self.folder.glob("part-*.txt")))

    def names(self) -> set[str]:
        """The passages that have a vector."""
        return {name for path in sorted(self.folder.glob("part-*.txt")) for name in _names(path)}

    def add(
        self, passages: Iterable[tuple[str, str]], make: Callable[[list[str]], Numbers], tell: Callable[[int], None]
    ) -> int:
        """Make a vector for every passage, as (id, text), that has none. Gives how many were made."""
        made, there = 0, self.names()
        for part in _parts(one for one in passages if one[0] not in there):
            self._keep([name for name, _ in part], make([text for _, text in part]))
            made += len(part)
            tell(len(part))
        return made

    def clear(self) -> None:
        """Take all vectors away, lists of ids first."""
        for ending in ("txt", "npy"):
            for path in self.folder.glob(f"part-*.{ending}"):
                path.unlink()

    def read(self) -> PassageVectors:
        """All vectors. Raises DataError when a part is not what its list of ids says."""
        return _read(self.folder, self.stamp())

    def _keep(self, names: list[str], vectors: Numbers) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.stem.partition("-")[2]) for path in self.folder.glob("part-*.txt")]
        path = self.folder / f"part-{max(taken, default=0) + 1:04d}.npy"
        with whole_file(path) as partial, partial.open("wb") as file:
            np.save(file, vectors.astype("<f2"), allow_pickle=False)
        with whole_file(path.with_suffix(".txt")) as partial:
            partial.write_text("".join(f"{name}\n" for name in names), encoding="utf-8", newline="\n")


@lru_cache(maxsize=2)
def _read(folder: Path, stamp: tuple[tuple[str, int], ...]) -> PassageVectors:
    held: dict[str, NDArray[np.float32]] = {}
    for name, _ in stamp:
        path = (folder / name).with_suffix(".npy")
        names = _names(folder / name)
        try:
            vectors = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            raise DataError(f"{path}: cannot be read; run placebook library vectors --again") from None
        if vectors.ndim != 2 or len(vectors) != len(names):
            raise DataError(
                f"{path}: does not hold one vector for each of {len(names)} passages; "
                "run placebook library vectors --again"
            )
        held.update(zip(names, vectors.astype(np.float32), strict=True))
    ordered = tuple(sorted(held))
    values = np.stack([held[name] for name in ordered]) if ordered else np.zeros((0, 1), np.float32)
    return PassageVectors(ordered, values)


def _names(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


def _parts(passages: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    part: list[tuple[str, str]] = []
    for one in passages:
        part.append(one)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part

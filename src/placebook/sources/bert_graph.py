"""The arithmetic of a BERT encoder as a graph that onnxruntime runs, made from a model's weights.

Why our own: the usual way to make one brings a training framework of gigabytes. The parts are those of Devlin and
others (2019), BERT, with the mean over tokens and the length of 1 of Reimers and Gurevych (2019), Sentence-BERT.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

OPSET, IR = 18, 9
FAR = -1e4  # added to the attention of a token that only fills up a row
KEPT_WHOLE = re.compile(r"encoder\.layer\.\d+\.output\.dense")  # the matrices that 8 bits harm most


class _Graph:
    """Operations and weights, collected one by one. Each word adds an operation and names what comes out of it."""

    def __init__(self, weights: dict[str, Any], config: dict[str, Any]) -> None:
        self.weights = weights
        self.heads = int(config["num_attention_heads"])
        self.size = int(config["hidden_size"])
        self.layers = int(config["num_hidden_layers"])
        self.epsilon = float(config.get("layer_norm_eps", 1e-12))
        self.prefix = "" if "embeddings.word_embeddings.weight" in weights else "bert."
        self.operations: list[Any] = []
        self.constants: dict[str, Any] = {}

    def add(self, kind: str, *into: str, **options: Any) -> str:
        """One operation on named values."""
        from onnx import helper

        out = f"v{len(self.operations)}"
        self.operations.append(helper.make_node(kind, list(into), [out], **options))
        return out

    def constant(self, value: Any) -> str:
        """A fixed value, kept once."""
        held = np.ascontiguousarray(value)
        name = f"c{len(self.constants)}"
        self.constants[name] = held
        return name

    def weight(self, name: str) -> Any:
        """A weight of the model by its name."""
        return self.weights[self.prefix + name]

    def linear(self, x: str, name: str) -> str:
        """x times a matrix, plus a bias."""
        product = self.add("MatMul", x, self.constant(self.weight(f"{name}.weight").T), name=name)
        return self.add("Add", product, self.constant(self.weight(f"{name}.bias")))

    def normal(self, x: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        scale, shift = self.constant(self.weight(f"{name}.weight")), self.constant(self.weight(f"{name}.bias"))
        return self.add("LayerNormalization", x, scale, shift, axis=-1, epsilon=self.epsilon)

    def heads_of(self, x: str, order: list[int]) -> str:
        """Split the last axis over the heads."""
        shape = self.constant(np.array([0, 0, self.heads, self.size // self.heads]))
        return self.add("Transpose", self.add("Reshape", x, shape), perm=order)


def bert_graph(weights: Path, config: dict[str, Any]) -> Any:
    """A model that takes `ids` and `mask`, shape (texts, tokens), and gives vectors of length 1, (texts, size)."""
    from onnx import TensorProto, checker, helper, numpy_helper
    from safetensors.numpy import load_file

    graph = _Graph(load_file(str(weights)), config)
    last = _pooled(graph, _encoded(graph))
    made = helper.make_graph(
        graph.operations,
        "sentence",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"]),
            helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["texts", "tokens"]),
        ],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, ["texts", graph.size])],
        [numpy_helper.from_array(value, name) for name, value in graph.constants.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    checker.check_model(model)
    return model


def _encoded(graph: _Graph) -> str:
    """Tokens to vectors that know of each other."""
    words = graph.add("Gather", graph.constant(graph.weight("embeddings.word_embeddings.weight")), "ids")
    length = graph.add("Shape", "ids", start=1)
    places = graph.constant(graph.weight("embeddings.position_embeddings.weight"))
    x = graph.add("Add", words, graph.add("Slice", places, graph.constant(np.array([0])), length))
    x = graph.add("Add", x, graph.constant(graph.weight("embeddings.token_type_embeddings.weight")[0]))
    x = graph.normal(x, "embeddings.LayerNorm")
    filling = graph.add("Sub", graph.constant(np.float32(1)), "mask")
    filling = graph.add("Mul", filling, graph.constant(np.float32(FAR)))
    filling = graph.add("Unsqueeze", filling, graph.constant(np.array([1, 2])))
    for layer in range(graph.layers):
        x = _layer(graph, x, filling, f"encoder.layer.{layer}.")
    return x


def _layer(graph: _Graph, x: str, filling: str, name: str) -> str:
    mixed = graph.linear(_attention(graph, x, filling, f"{name}attention.self."), f"{name}attention.output.dense")
    x = graph.normal(graph.add("Add", x, mixed), f"{name}attention.output.LayerNorm")
    inner = _gelu(graph, graph.linear(x, f"{name}intermediate.dense"))
    return graph.normal(graph.add("Add", x, graph.linear(inner, f"{name}output.dense")), f"{name}output.LayerNorm")


def _attention(graph: _Graph, x: str, filling: str, name: str) -> str:
    """Softmax of (query . key) / root of the size of a head, times value."""
    query = graph.heads_of(graph.linear(x, f"{name}query"), [0, 2, 1, 3])
    key = graph.heads_of(graph.linear(x, f"{name}key"), [0, 2, 3, 1])
    value = graph.heads_of(graph.linear(x, f"{name}value"), [0, 2, 1, 3])
    scale = graph.constant(np.float32(1 / np.sqrt(graph.size // graph.heads)))
    likeness = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), filling)
    mixed = graph.add("MatMul", graph.add("Softmax", likeness, axis=-1), value)
    joined = graph.add("Transpose", mixed, perm=[0, 2, 1, 3])
    return graph.add("Reshape", joined, graph.constant(np.array([0, 0, graph.size])))


def _gelu(graph: _Graph, x: str) -> str:
    """x * (1 + erf(x / root of 2)) / 2."""
    bend = graph.add("Erf", graph.add("Div", x, graph.constant(np.float32(np.sqrt(2)))))
    product = graph.add("Mul", x, graph.add("Add", bend, graph.constant(np.float32(1))))
    return graph.add("Mul", product, graph.constant(np.float32(0.5)))


def _pooled(graph: _Graph, x: str) -> str:
    """The mean over the tokens that are there, brought to length 1."""
    there = graph.add("Unsqueeze", "mask", graph.constant(np.array([2])))
    along = graph.constant(np.array([1]))
    total = graph.add("ReduceSum", graph.add("Mul", x, there), along, keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", there, along, keepdims=0))
    return graph.add("Div", mean, graph.add("ReduceL2", mean, along, keepdims=1))


def in_eight_bits(graph: Any) -> bytes:
    """The same model with its matrices in whole numbers of 8 bits, each column on a scale of its own.

    But for the last matrix of each layer: of what goes into it a few numbers are very large, and 8 bits that must hold
    those are too coarse for all the others. With it whole, vectors lie half as far from those of the exact model.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().addFilter(_no_advice := lambda record: "pre-processing" not in record.getMessage())
    try:
        with TemporaryDirectory() as folder:
            whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
            onnx.save(graph, str(whole))
            quantize_dynamic(
                whole,
                small,
                per_channel=True,
                op_types_to_quantize=["MatMul"],
                weight_type=QuantType.QInt8,
                nodes_to_exclude=[node.name for node in graph.graph.node if KEPT_WHOLE.fullmatch(node.name)],
                extra_options={"MatMulConstBOnly": True},
            )
            return small.read_bytes()
    finally:
        logging.getLogger().removeFilter(_no_advice)

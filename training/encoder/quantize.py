"""Weights in eight bits: the embedding a row at a time in the model, matrix products by onnxruntime."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn


class QuantizedEmbedding(nn.Module):
    """An embedding whose rows are signed bytes with a scale each: a quarter of the size, and next to no error."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        weights = embedding.weight.detach()
        scale = weights.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.rows: Tensor
        self.scale: Tensor
        self.register_buffer("rows", (weights / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids [...] to states [..., width]."""
        return self.rows[ids].to(self.scale.dtype) * self.scale[ids]


def quantize_products(source: Path, target: Path, samples: Iterable[dict[str, NDArray[np.int64]]]) -> None:
    """Write the graph at `source` with matrix products in eight bits: weights by column, what they meet by its range.

    Ranges are those that `samples`, the graph's inputs by name, give. Taken from each batch instead, they would make a
    text's answers depend on what it shares a batch with. Weights keep to seven bits, as processors without VNNI
    instructions overflow on eight.
    """
    # Only where something is written: the package draws in all of onnx.
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    class Samples(CalibrationDataReader):
        def __init__(self) -> None:
            self._left = iter(samples)

        def get_next(self) -> dict[str, NDArray[np.int64]] | None:
            return next(self._left, None)

    quantize_static(
        source, target, Samples(), quant_format=QuantFormat.QDQ, op_types_to_quantize=["MatMul"], per_channel=True,
        reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "OpTypesToExcludeOutputQuantization": ["MatMul"]},
    )  # fmt: skip

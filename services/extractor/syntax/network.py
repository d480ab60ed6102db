"""The trained network: an ONNX graph run by onnxruntime, every head's answer from one pass of the encoder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Read when it is imported: without it, it keeps a session of its own in the temporary folder and reports to its makers.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

WEIGHTS = Path(__file__).parent.parent / "weights"
GRAPH = "encoder.onnx"
VOCABULARY = "vocab.txt"
LABELS = "labels.json"
CANDIDATES = 4
"""The heads of a word whose relation is scored: its best ones."""
MIN_WORDS = CANDIDATES
"""A batch is padded to as many words, so that there are as many candidates."""


class WeightsError(Exception):
    """The network's files are missing or can't be read. The message says what to do."""


class Network:
    """The graph in a session of one thread: a service runs as many processes as it has cores."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Load the graph, which takes a few tenths of a second. Raises `WeightsError`."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # Sentences come in every length, and what is remembered of one shape is no use to the next.
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
        # onnxruntime's exceptions have no base class but this.
        except Exception as error:
            raise WeightsError(
                f"{folder / GRAPH} can't be loaded ({error}): install Tocsin again, or train it (docs/model-card.md)"
            ) from error
        self.outputs = tuple(output.name for output in self._session.get_outputs())
        """The names of what the heads answer."""

    def __call__(self, ids: NDArray[np.int64], first: NDArray[np.int64], outputs: Sequence[str]) -> list[Any]:
        """Run the graph on one batch.

        Args:
            ids, first: as `inputs.arrays` makes them.
            outputs: the names of the outputs wanted.

        Returns:
            An array for each of them.
        """
        return list(self._session.run(list(outputs), {"ids": ids, "first": first}))

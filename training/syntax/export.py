"""Writes the trained model for the extractor: an ONNX graph with eight-bit weights, its vocabulary and labels."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor, nn

from services.extractor.syntax.inputs import arrays, windows_of
from services.extractor.syntax.network import CANDIDATES, GRAPH, LABELS, MIN_WORDS, VOCABULARY, Network
from services.extractor.syntax.parser import OUTPUTS
from services.extractor.syntax.wordpiece import WordPiece

from ..encoder import weights
from ..encoder.quantize import QuantizedEmbedding, quantize_products
from .model import CLASSIFIERS, SyntaxModel
from .train import trained_model

OPSET = 18
MAX_MEGABYTES = 30
TOLERANCE = 2e-3
"""Largest difference between a score of an arc in the graph and in the model, before quantization."""
MIN_AGREEMENT = {"upos": 98.5, "xpos": 98.5, "lemma": 97.5, "entity": 98.5, "candidates": 97.0, "relations": 97.0}
"""Least share of words, in percent, on which the quantized graph and the model agree."""


class ExportError(Exception):
    """What was written is not what was trained."""


class Graph(nn.Module):
    """The model as the extractor runs it: numbers of labels, not their scores, but for arcs, which make a tree."""

    def __init__(self, model: SyntaxModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Subwords and positions of words' first ones to `OUTPUTS`."""
        _, nodes = self.model.nodes(ids, first)
        scores = self.model.heads.classify(nodes[:, 1:])
        arcs = self.model.heads.arc_scores(nodes, first > 0)
        candidates = arcs.topk(CANDIDATES, dim=-1).indices
        relations = self.model.heads.relation_scores(nodes, candidates)
        # A word under the root is its `root`, relation 0, and no other word is.
        named = relations[..., 1:].argmax(-1) + 1
        named = torch.where(candidates == 0, torch.zeros_like(named), named)
        told = 1 - scores["event"].softmax(-1)[..., 0]
        likeliest = {name: scores[name].argmax(-1) for name in CLASSIFIERS}
        # Whether a word is a trigger is for the reader to decide, by `told`; this says of what.
        for name in ("event", "filler"):
            likeliest[name] = scores[name][..., 1:].argmax(-1) + 1
        filled = 1 - scores["filler"].softmax(-1)[..., 0]
        linked = self.model.heads.link.project(nodes[:, 1:])
        return (
            *(likeliest[name] for name in CLASSIFIERS if name in OUTPUTS),
            told,
            filled,
            arcs,
            candidates,
            named,
            *linked,
        )


def export(
    folder: Path, out: Path, samples: Sequence[Sequence[Sequence[str]]], calibration: Sequence[Sequence[Sequence[str]]]
) -> dict[str, float]:
    """Write what `train` left in `folder` to `out`.

    Args:
        folder: has `model.pt` and `labels.json`.
        out: gets the graph, the vocabulary and the labels.
        samples: documents, as sentences of words, on which the graph is compared with the model.
        calibration: documents of training, which tell the ranges of what is multiplied.

    Returns:
        The share of words, in percent, of which the written graph says what the trained model says, by output; the
        largest difference between scores of arcs before the weights were quantized (`largest_difference`); and the
        graph's size (`megabytes`).

    Raises:
        FileNotFoundError: `folder` has no trained model.
        ExportError: the graph is not the trained model within `TOLERANCE` and `MIN_AGREEMENT`, or larger than
            `MAX_MEGABYTES`.
    """
    model, _ = trained_model(folder)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(weights.vocabulary_file(), out / VOCABULARY)
    shutil.copyfile(folder / LABELS, out / LABELS)
    wordpiece = WordPiece.read(out / VOCABULARY)
    inputs = _inputs(wordpiece, samples)
    with TemporaryDirectory() as temporary:
        exact = Path(temporary) / GRAPH
        write_graph(model, exact, small_embedding=False)
        difference = _largest_difference(model, Network(exact.parent), inputs)
        write_graph(model, exact, small_embedding=True)
        seen = _inputs(wordpiece, calibration)
        quantize_products(exact, out / GRAPH, ({"ids": ids.numpy(), "first": first.numpy()} for ids, first in seen))
    found = _agreement(model, Network(out), inputs)
    found |= {"largest_difference": difference, "megabytes": (out / GRAPH).stat().st_size / 1e6}
    _refuse_if_unlike(found)
    return found


def _refuse_if_unlike(found: dict[str, float]) -> None:
    if found["largest_difference"] > TOLERANCE:
        raise ExportError(f"scores of arcs differ by {found['largest_difference']:.5f}, more than {TOLERANCE}")
    for output, least in MIN_AGREEMENT.items():
        if found[output] < least:
            raise ExportError(f"{output}: quantized and trained agree on {found[output]:.2f} % of words, not {least}")
    if found["megabytes"] > MAX_MEGABYTES:
        raise ExportError(f"the graph has {found['megabytes']:.0f} MB, and must not have more than {MAX_MEGABYTES}")


def _inputs(wordpiece: WordPiece, documents: Sequence[Sequence[Sequence[str]]]) -> list[tuple[Tensor, Tensor]]:
    """Each window as a batch of its own."""
    return [
        tuple(map(torch.from_numpy, arrays(wordpiece, [window])))
        for number, sentences in enumerate(documents)
        for window in windows_of(wordpiece, number, sentences)
    ]


def _largest_difference(model: SyntaxModel, network: Network, inputs: list[tuple[Tensor, Tensor]]) -> float:
    largest = 0.0
    for ids, first in inputs:
        with torch.inference_mode():
            arcs = dict(zip(OUTPUTS, Graph(model).eval()(ids, first), strict=True))["arcs"]
        (found,) = network(ids.numpy(), first.numpy(), ["arcs"])
        largest = max(largest, float((arcs - torch.from_numpy(found)).abs().max()))
    return largest


def _agreement(model: SyntaxModel, network: Network, inputs: list[tuple[Tensor, Tensor]]) -> dict[str, float]:
    """By output, the share of words with the same label, best head (`candidates`), and relation to it."""
    words = 0
    same = dict.fromkeys(MIN_AGREEMENT, 0)
    for ids, first in inputs:
        with torch.inference_mode():
            trained = dict(zip(OUTPUTS, Graph(model).eval()(ids, first), strict=True))
        found = dict(zip(OUTPUTS, map(torch.from_numpy, network(ids.numpy(), first.numpy(), OUTPUTS)), strict=True))
        is_word = first > 0
        words += int(is_word.sum())
        for output in same:
            pair = trained[output], found[output]
            left, right = (values[..., 0] if values.dim() == 3 else values for values in pair)
            same[output] += int(((left == right) & is_word).sum())
    return {output: 100 * count / words for output, count in same.items()}


def write_graph(model: SyntaxModel, path: Path, *, small_embedding: bool) -> None:
    """Write the graph with matrix products in full precision, and with the embedding in eight bits if so wished."""
    graph = Graph(model).eval()
    embedding = model.encoder.words
    if small_embedding and isinstance(embedding, nn.Embedding):
        model.encoder.words = QuantizedEmbedding(embedding)
    ids = torch.randint(1000, 2000, (3, 12))
    first = torch.arange(1, MIN_WORDS + 3).repeat(3, 1)
    try:
        torch.onnx.export(
            graph,
            (ids, first),
            str(path),
            input_names=["ids", "first"],
            output_names=list(OUTPUTS),
            dynamic_axes={"ids": {0: "windows", 1: "subwords"}, "first": {0: "sentences", 1: "words"}},
            opset_version=OPSET,
            dynamo=False,
        )
    finally:
        model.encoder.words = embedding

"""Scores while training, with every word's best head: quick, and close to what decoded trees get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from services.extractor.syntax.labels import Labels
from services.extractor.syntax.spans import entity_spans

from .batches import Example, tensors
from .model import CLASSIFIERS, IGNORED, SyntaxModel


@dataclass
class Tally:
    """Counts of what was right."""

    words: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    """`gold`, `found` and `right` spans."""

    def percentages(self) -> dict[str, float]:
        """Accuracy of each classifier, `uas`, `las`, and `entity_f1` over whole spans with their label."""
        shares = {name: 100 * self.right[name] / max(1, self.words[name]) for name in self.words}
        found, gold = self.entities["found"], self.entities["gold"]
        shares["entity_f1"] = 200 * self.entities["right"] / max(1, found + gold)
        return shares

    def __str__(self) -> str:
        return " ".join(f"{name} {value:.2f}" for name, value in self.percentages().items())


def tally(model: SyntaxModel, rounds: Sequence[list[Example]], labels: Labels, device: torch.device) -> Tally:
    """Score a model over batches; words without a label don't count."""
    counts = Tally()
    with torch.inference_mode():
        for examples in rounds:
            batch = tensors(examples, device)
            _, nodes = model.nodes(batch.ids, batch.first)
            scores = model.heads.classify(nodes[:, 1:])
            chosen = {name: scores[name].argmax(-1) for name in CLASSIFIERS}
            for name in CLASSIFIERS:
                _count(counts, name, chosen[name], batch.labels[name])
            heads = model.heads.arc_scores(nodes, batch.first > 0).argmax(-1)
            _count(counts, "uas", heads, batch.labels["heads"])
            relations = model.heads.relation_scores(nodes, heads[:, :, None])[:, :, 0].argmax(-1)
            wrong_head = heads != batch.labels["heads"]
            _count(counts, "las", relations.masked_fill(wrong_head, -1), batch.labels["relations"])
            for i, example in enumerate(examples):
                words = len(example.first)
                gold = set(_spans(labels, example.labels["entity"]))
                found = set(_spans(labels, chosen["entity"][i, :words].tolist()))
                counts.entities.update(gold=len(gold), found=len(found), right=len(gold & found))
    return counts


def _count(counts: Tally, name: str, chosen: torch.Tensor, labels: torch.Tensor) -> None:
    known = labels != IGNORED
    counts.words[name] += int(known.sum())
    counts.right[name] += int(((chosen == labels) & known).sum())


def _spans(labels: Labels, numbers: list[int]) -> list[tuple[int, int, str]]:
    return entity_spans([labels.entity[number] for number in numbers if number != IGNORED])

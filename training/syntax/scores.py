"""Scores while training, with every word's best head: quick, and close to what decoded trees get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from services.extractor.syntax.labels import Labels
from services.extractor.syntax.spans import entity_spans

from .batches import Example, tensors
from .model import CLASSIFIERS, IGNORED, SyntaxModel, link_pairs

SPANS = ("entity", "event", "role", "filler")
"""The classifiers that label spans."""


@dataclass
class Tally:
    """Counts of what was right."""

    words: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    spans: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in (*SPANS, "link")})
    """`gold`, `found` and `right` spans of each classifier that labels spans, and pairs of `link`."""

    def percentages(self) -> dict[str, float]:
        """Accuracy of each classifier, `uas`, `las`, and F1 over whole spans with their label."""
        shares = {name: 100 * self.right[name] / max(1, self.words[name]) for name in self.words}
        for name, spans in self.spans.items():
            shares[f"{name}_f1"] = 200 * spans["right"] / max(1, spans["found"] + spans["gold"])
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
            for kind in SPANS:
                spans = counts.spans[kind]
                names = getattr(labels, kind)
                told = [row for example in examples for row in example.labels[kind]]
                for row, guessed in zip(told, chosen[kind].tolist(), strict=True):
                    if IGNORED not in row:
                        gold, found = set(_spans(names, row)), set(_spans(names, guessed[: len(row)]))
                        spans.update(gold=len(gold), found=len(found), right=len(gold & found))
            asked, same = link_pairs(batch.marks)
            linked = (model.link_scores(nodes[:, 1:], batch.marks) > 0)[asked] if asked.numel() else asked.flatten()
            same = same[asked]
            counts.spans["link"].update(gold=int(same.sum()), found=int(linked.sum()), right=int((same & linked).sum()))
    return counts


def _count(counts: Tally, name: str, chosen: torch.Tensor, labels: torch.Tensor) -> None:
    known = labels != IGNORED
    counts.words[name] += int(known.sum())
    counts.right[name] += int(((chosen == labels) & known).sum())


def _spans(names: Sequence[str], numbers: list[int]) -> list[tuple[int, int, str]]:
    return entity_spans([names[number] for number in numbers])

"""The encoder with its syntax heads: what is trained."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from ..encoder.model import WIDTH, Encoder
from .heads import SyntaxHeads

IGNORED = -100
"""The label of a word that nobody labelled."""
CLASSIFIERS = ("upos", "xpos", "lemma", "entity", "event", "kind", "role", "modality", "attribution", "filler", "crime")
LOSS_WEIGHTS = {
    "upos": 0.5,
    "xpos": 0.5,
    "lemma": 0.3,
    "entity": 0.5,
    "event": 1.5,
    "kind": 1.0,
    "role": 1.5,
    "modality": 0.5,
    "attribution": 0.5,
    "filler": 1.5,
    "crime": 0.5,
    "link": 1.0,
    "arcs": 1.0,
    "relations": 1.0,
}
"""How much each loss counts: what is hardest to learn, most."""


@dataclass(frozen=True)
class Batch:
    """Windows of about the same length."""

    ids: Tensor
    """Subwords [windows, subwords], padded with 0."""
    first: Tensor
    """The position of each word's first subword in all of `ids`, flattened [sentences, words], padded with 0."""
    marks: Tensor
    """What belongs to which event [marks, 4]: the word's number in `first`, flattened; its window; its events in bits;
    whether it is a trigger."""
    labels: dict[str, Tensor]
    """By classifier, `heads` and `relations`: [sentences, words], `IGNORED` where unknown."""


class SyntaxModel(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Encoder, classes: dict[str, int], relations: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = SyntaxHeads(WIDTH, classes, relations)

    def nodes(self, ids: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """States of subwords, and of each sentence's root (the mark before it) with the words behind it."""
        states = self.encoder(ids)
        root_and_words = torch.cat([first[:, :1] - 1, first], 1)
        return states, states.flatten(0, 1)[root_and_words]

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The loss of each head, the mean over its labelled words."""
        _, nodes = self.nodes(batch.ids, batch.first)
        is_word = batch.first > 0
        losses = {name: _loss(scores, batch.labels[name]) for name, scores in self.heads.classify(nodes[:, 1:]).items()}
        heads = batch.labels["heads"]
        losses["arcs"] = _loss(self.heads.arc_scores(nodes, is_word), heads)
        scores = self.heads.relation_scores(nodes, heads.clamp(min=0)[:, :, None])
        losses["relations"] = _loss(scores[:, :, 0], batch.labels["relations"])
        losses["link"] = self._link_loss(nodes[:, 1:], batch.marks)
        return losses

    def link_scores(self, words: Tensor, marks: Tensor) -> Tensor:
        """Scores [marks, triggers] of every mark with every trigger."""
        if not len(marks):
            return words.new_zeros(0, 0)
        as_words, as_triggers = self.heads.link.project(self.heads.dropout(words.flatten(0, 1)[marks[:, 0]]))
        scores: Tensor = as_words @ as_triggers[marks[:, 3] > 0].T
        return scores

    def _link_loss(self, words: Tensor, marks: Tensor) -> Tensor:
        asked, same = link_pairs(marks)
        if not bool(asked.any()):
            return words.new_zeros(()).float()
        scores = self.link_scores(words, marks).float()
        return binary_cross_entropy_with_logits(scores[asked], same[asked].float())


def link_pairs(marks: Tensor) -> tuple[Tensor, Tensor]:
    """Of every mark with every trigger of its window [marks, triggers]: whether to ask, whether they share an event."""
    triggers = marks[marks[:, 3] > 0]
    asked = (marks[:, None, 1] == triggers[None, :, 1]) & (marks[:, None, 0] != triggers[None, :, 0])
    return asked, (marks[:, None, 2] & triggers[None, :, 2]) > 0


def _loss(scores: Tensor, labels: Tensor) -> Tensor:
    total = cross_entropy(scores.flatten(0, 1).float(), labels.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (labels != IGNORED).sum().clamp(min=1)

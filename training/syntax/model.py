"""The encoder with its syntax heads: what is trained."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ..encoder.model import WIDTH, Encoder
from .heads import SyntaxHeads

IGNORED = -100
"""The label of a word that nobody labelled."""
CLASSIFIERS = ("upos", "xpos", "lemma", "entity", "event", "kind", "role", "modality")
LOSS_WEIGHTS = {
    "upos": 0.5,
    "xpos": 0.5,
    "lemma": 0.3,
    "entity": 0.5,
    "event": 1.5,
    "kind": 1.0,
    "role": 1.5,
    "modality": 0.5,
    "arcs": 1.0,
    "relations": 1.0,
}
"""How much each loss counts: what is hardest to learn, most."""


@dataclass(frozen=True)
class Batch:
    """Sentences of about the same length."""

    ids: Tensor
    """Subwords [sentences, subwords], padded with 0."""
    first: Tensor
    """The position of each word's first subword [sentences, words], padded with 0."""
    labels: dict[str, Tensor]
    """By classifier, `heads` and `relations`: [sentences, words], `IGNORED` where unknown."""


class SyntaxModel(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Encoder, classes: dict[str, int], relations: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = SyntaxHeads(WIDTH, classes, relations)

    def nodes(self, ids: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """States of subwords, and of the root (the text's first subword) with the words behind it."""
        states = self.encoder(ids)
        root_and_words = nn.functional.pad(first, (1, 0))
        return states, states.gather(1, root_and_words[:, :, None].expand(-1, -1, states.shape[-1]))

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The loss of each head, the mean over its labelled words."""
        _, nodes = self.nodes(batch.ids, batch.first)
        is_word = batch.first > 0
        losses = {name: _loss(scores, batch.labels[name]) for name, scores in self.heads.classify(nodes[:, 1:]).items()}
        heads = batch.labels["heads"]
        losses["arcs"] = _loss(self.heads.arc_scores(nodes, is_word), heads)
        scores = self.heads.relation_scores(nodes, heads.clamp(min=0)[:, :, None])
        losses["relations"] = _loss(scores[:, :, 0], batch.labels["relations"])
        return losses


def _loss(scores: Tensor, labels: Tensor) -> Tensor:
    total = cross_entropy(scores.flatten(0, 1).float(), labels.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (labels != IGNORED).sum().clamp(min=1)

"""The heads: linear classifiers of words, and the biaffine parser of Dozat and Manning (2017)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

ARC_WIDTH = 256
RELATION_WIDTH = 128
LINK_WIDTH = 128
HEAD_DROPOUT = 0.2
_MASKED = -1e4


class Biaffine(nn.Module):
    """Scores pairs of words, `classes` for each pair."""

    def __init__(self, width: int, projected: int, classes: int) -> None:
        super().__init__()
        self.dependent = nn.Linear(width, projected)
        self.head = nn.Linear(width, projected)
        # One matrix, not one a class: so that it is quantized like every other.
        self.pair = nn.Parameter(torch.empty(projected, classes * projected))
        self.of_head = nn.Linear(projected, classes, bias=False)
        self.of_dependent = nn.Linear(projected, classes)
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        nn.init.normal_(self.pair, std=1 / projected)
        self.classes = classes

    def project(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Words [texts, words, width] as dependents and as heads, both [texts, words, projected]."""
        return (
            self.dropout(nn.functional.gelu(self.dependent(words))),
            self.dropout(nn.functional.gelu(self.head(words))),
        )

    def every_pair(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores [texts, dependents, heads] of one class."""
        mixed = dependents @ self.pair
        return mixed @ heads.transpose(1, 2) + self.of_head(heads).transpose(1, 2) + self.of_dependent(dependents)

    def of_pairs(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores [texts, dependents, candidates, classes]; heads are [texts, dependents, candidates, projected]."""
        texts, words, width = dependents.shape
        mixed = (dependents @ self.pair).view(texts, words, self.classes, width)
        scores: Tensor = heads @ mixed.transpose(2, 3) + self.of_head(heads) + self.of_dependent(dependents)[:, :, None]
        return scores


class Link(nn.Module):
    """Scores whether a word belongs to the event that a trigger tells: its roles, its effects, its other tellings."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.word = nn.Linear(width, LINK_WIDTH)
        self.trigger = nn.Linear(width, LINK_WIDTH)

    def project(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Words [..., width] as words and as triggers, both [..., `LINK_WIDTH`]; the score is their inner product."""
        return nn.functional.gelu(self.word(words)), self.trigger(words) / LINK_WIDTH**0.5


class SyntaxHeads(nn.Module):
    """Everything said of a word and of its head, from the states of the words' first subwords."""

    def __init__(self, width: int, classes: dict[str, int], relations: int) -> None:
        """`classes`: the number of labels of each classifier, by its name."""
        super().__init__()
        self.classifiers = nn.ModuleDict({name: nn.Linear(width, size) for name, size in classes.items()})
        self.arcs = Biaffine(width, ARC_WIDTH, 1)
        self.relations = Biaffine(width, RELATION_WIDTH, relations)
        self.link = Link(width)
        self.dropout = nn.Dropout(HEAD_DROPOUT)

    def classify(self, words: Tensor) -> dict[str, Tensor]:
        """Scores [texts, words, labels] by classifier."""
        words = self.dropout(words)
        return {name: classifier(words) for name, classifier in self.classifiers.items()}

    def arc_scores(self, nodes: Tensor, is_word: Tensor) -> Tensor:
        """Scores [texts, words, nodes] of each node as a word's head.

        Args:
            nodes: [texts, 1 + words, width]; the first is the root.
            is_word: [texts, words], False where a text has no such word.
        """
        dependents, heads = self.arcs.project(nodes)
        scores = self.arcs.every_pair(dependents[:, 1:], heads)
        allowed = torch.cat([torch.ones_like(is_word[:, :1]), is_word], 1)
        return scores + (~allowed)[:, None, :].to(scores.dtype) * _MASKED

    def relation_scores(self, nodes: Tensor, candidates: Tensor) -> Tensor:
        """Scores [texts, words, candidates, relations] of each word with its candidate heads (numbers of nodes)."""
        dependents, heads = self.relations.project(nodes)
        texts, words, count = candidates.shape
        flat = candidates.reshape(texts, words * count, 1).expand(-1, -1, heads.shape[-1])
        chosen = heads.gather(1, flat).view(texts, words, count, heads.shape[-1])
        return self.relations.of_pairs(dependents[:, 1:], chosen)

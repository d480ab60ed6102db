"""CEAF-REE, the entity-based score of document-level role fillers.

Du, Rush and Cardie, "GRIT: Generative Role-filler Transformers for Document-level Event Entity Extraction", EACL 2021,
section 3: within a document and a role, predicted entities are aligned with gold ones one to one; a predicted entity
agrees with a gold one (φ strict) when each of its mentions is a mention of the gold entity. Precision is agreeing pairs
over predicted entities, recall over gold ones, summed over documents; the micro average sums over roles too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .assignment import best_assignment
from .role_fillers import Entity


@dataclass
class Counts:
    """What precision, recall and F1 are computed from; the two numerators differ only in GTT's score of templates."""

    right_predicted: float = 0
    predicted: float = 0
    right_expected: float = 0
    expected: float = 0

    def add(self, other: Counts) -> None:
        """Add another's counts to these."""
        self.right_predicted += other.right_predicted
        self.predicted += other.predicted
        self.right_expected += other.right_expected
        self.expected += other.expected

    @property
    def precision(self) -> float:
        """In percent; 0 where nothing was predicted."""
        return 100 * self.right_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """In percent; 0 where nothing was expected."""
        return 100 * self.right_expected / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def agrees(predicted: Entity, gold: Entity) -> bool:
    """φ strict: whether every mention of the predicted entity is one of the gold entity."""
    return predicted <= gold


def aligned(predicted: Sequence[Entity], gold: Sequence[Entity]) -> list[tuple[int, int]]:
    """Pairs of (predicted, gold) that agree, under the alignment that has most of them."""
    gains = [[float(agrees(entity, other)) for other in gold] for entity in predicted]
    return [(row, column) for row, column in best_assignment(gains) if gains[row][column]]


def count(predicted: Mapping[str, Sequence[Entity]], gold: Mapping[str, Sequence[Entity]]) -> dict[str, Counts]:
    """The counts of one document by role."""
    found = {}
    for role, entities in gold.items():
        right = len(aligned(predicted[role], entities))
        found[role] = Counts(right, len(predicted[role]), right, len(entities))
    return found

"""Which template of a response answers which of the key, and what came of it.

As in MUC-4's scorer (guidelines 3.2.1) two templates may be paired only when they share content: at least in part a
perpetrator, a physical or a human target. MUC asks for the type to agree in part as well; here it need not, so that the
figure for the type can be wrong, but where no such string is shared the same type with the same date or place will
do. Of the alignments the one with the greatest credit over all slots counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .assignment import best_assignment
from .keys import KeyTemplate, Slot
from .slot_scores import SlotScore, score_slot

COMPARED: tuple[Slot, ...] = tuple(slot for slot in Slot if slot not in {Slot.message, Slot.template})
_CONTENT = (
    Slot.perpetrator_individual,
    Slot.perpetrator_organization,
    Slot.physical_id,
    Slot.human_name,
    Slot.human_description,
)


@dataclass(frozen=True)
class Pair:
    """A template of the response and one of the key, compared."""

    response: KeyTemplate
    key: KeyTemplate
    slots: dict[Slot, SlotScore]

    @property
    def credit(self) -> float:
        """Over all slots."""
        return sum(score.tally.credit for score in self.slots.values())

    @property
    def shares_content(self) -> bool:
        """Whether the two may be paired."""
        if any(self._credit(slot) for slot in _CONTENT):
            return True
        same_type = self.slots[Slot.type].tally.correct
        return bool(same_type and (self.slots[Slot.date].tally.correct or self.slots[Slot.location].tally.correct))

    def _credit(self, slot: Slot) -> float:
        return self.slots[slot].tally.credit if slot in self.slots else 0.0


def compare(response: KeyTemplate, key: KeyTemplate, published: date | None) -> Pair:
    """The slots of two templates, but for those that don't apply to the key's type of incident."""
    slots: dict[Slot, SlotScore] = {
        slot: score_slot(slot, response.slots.get(slot, []), key.slots[slot], published)
        for slot in COMPARED
        if slot in key.slots
    }
    return Pair(response, key, slots)


def align(responses: list[KeyTemplate], keys: list[KeyTemplate], published: date | None) -> list[Pair]:
    """The pairs of the best alignment of one article's templates."""
    pairs = [[compare(response, key, published) for key in keys] for response in responses]
    gains = [[pair.credit if pair.shares_content else 0.0 for pair in row] for row in pairs]
    return [pairs[row][column] for row, column in best_assignment(gains) if gains[row][column]]

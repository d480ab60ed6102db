"""The score of whole templates: incident type and five roles, micro-averaged.

Du, Rush and Cardie, "Template Filling with Generative Transformers" (GTT), NAACL 2021, section 4, and its published
evaluation: the predicted templates of a document are mapped to gold ones, each to one or to none, and only to one whose
type has the predicted type among its alternatives; of all mappings the one with the best micro F1 of the document
counts. Under a mapping the type counts as one filler; a predicted filler is right when each of its mentions is one of
some gold filler of the same role, a gold filler when some predicted filler is right by it. Fillers of templates that
are not mapped are wrong, or missed.
"""

from __future__ import annotations

from collections.abc import Sequence

from .ceaf_ree import Counts, agrees
from .role_fillers import ROLES, Template

TYPE = "incident_type"


def best_mapping(predicted: Sequence[Template], gold: Sequence[Template]) -> list[tuple[int, int]]:
    """Pairs of (predicted, gold) of the mapping with the best micro F1.

    Exact: F1 grows with both counts of right fillers, so that for each set of gold templates used it is enough to keep
    the mappings that no other beats in both.
    """
    states: dict[int, list[tuple[int, int, tuple[tuple[int, int], ...]]]] = {0: [(0, 0, ())]}
    for number, template in enumerate(predicted):
        grown = {used: list(options) for used, options in states.items()}
        for other, key in enumerate(gold):
            if not same_type(template, key):
                continue
            right = _total(_compared(template, key))
            gain = int(right.right_predicted), int(right.right_expected)
            for used, options in states.items():
                if not used >> other & 1:
                    more = [(p + gain[0], r + gain[1], (*pairs, (number, other))) for p, r, pairs in options]
                    grown[used | 1 << other] = grown.get(used | 1 << other, []) + more
        states = {used: _unbeaten(options) for used, options in grown.items()}
    whole = _total(count(predicted, gold, []))
    options = [option for kept in states.values() for option in kept]
    best = max(options, key=lambda option: Counts(option[0], whole.predicted, option[1], whole.expected).f1)
    return list(best[2])


def count(
    predicted: Sequence[Template], gold: Sequence[Template], mapping: Sequence[tuple[int, int]]
) -> dict[str, Counts]:
    """The counts of one document by role and for the type, under a mapping."""
    found = {name: Counts() for name in (TYPE, *ROLES)}
    for template in predicted:
        found[TYPE].predicted += 1
        for role in ROLES:
            found[role].predicted += len(template.roles[role])
    for template in gold:
        found[TYPE].expected += 1
        for role in ROLES:
            found[role].expected += len(template.roles[role])
    for number, other in mapping:
        for name, right in _compared(predicted[number], gold[other]).items():
            found[name].add(right)
    return found


def same_type(predicted: Template, gold: Template) -> bool:
    """Whether the predicted type is among those that the key allows (`bombing / attack`)."""
    return predicted.incident_type in gold.incident_type.split(" / ")


def _compared(predicted: Template, gold: Template) -> dict[str, Counts]:
    """The right fillers of a mapped pair; the totals are counted elsewhere."""
    found = {TYPE: Counts(right_predicted=1, right_expected=1)}
    for role in ROLES:
        given, wanted = predicted.roles[role], gold.roles[role]
        found[role] = Counts(
            right_predicted=sum(any(agrees(entity, other) for other in wanted) for entity in given),
            right_expected=sum(any(agrees(entity, other) for entity in given) for other in wanted),
        )
    return found


def _total(counts: dict[str, Counts]) -> Counts:
    whole = Counts()
    for one in counts.values():
        whole.add(one)
    return whole


def _unbeaten(
    options: list[tuple[int, int, tuple[tuple[int, int], ...]]],
) -> list[tuple[int, int, tuple[tuple[int, int], ...]]]:
    kept: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    most_expected = -1
    for option in sorted(options, key=lambda one: (-one[0], -one[1])):
        if option[1] > most_expected:
            kept.append(option)
            most_expected = option[1]
    return kept

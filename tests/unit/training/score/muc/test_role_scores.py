"""CEAF-REE and the score of templates, against counts worked out by hand and by trying every mapping."""

from __future__ import annotations

import json
import random
from itertools import product
from pathlib import Path

import pytest

from training.score.muc import ceaf_ree, template_f1
from training.score.muc.ceaf_ree import Counts
from training.score.muc.role_fillers import ROLES, Entity, Template, merged, read_documents
from training.score.scorer import BadDataError


def _entity(*mentions: str) -> Entity:
    return frozenset(mentions)


def _template(kind: str, **roles: list[Entity]) -> Template:
    return Template(kind, {role: roles.get(role, []) for role in ROLES})


def test_an_entity_with_one_wrong_mention_is_wrong() -> None:
    gold = [_entity("guerrillas", "rebels")]
    assert ceaf_ree.aligned([_entity("rebels")], gold) == [(0, 0)]
    assert ceaf_ree.aligned([_entity("rebels", "soldiers")], gold) == []


def test_two_predictions_of_one_entity_count_once() -> None:
    gold = {role: [_entity("guerrillas", "rebels")] if role == "PerpInd" else [] for role in ROLES}
    predicted = {role: [_entity("rebels"), _entity("guerrillas")] if role == "PerpInd" else [] for role in ROLES}
    counts = ceaf_ree.count(predicted, gold)["PerpInd"]
    assert (counts.precision, counts.recall) == (50.0, 100.0)
    assert counts.f1 == pytest.approx(200 / 3)


def test_alignment_takes_the_entity_that_leaves_the_other_free() -> None:
    gold = [_entity("bomb", "car bomb"), _entity("bomb")]
    assert len(ceaf_ree.aligned([_entity("bomb"), _entity("car bomb")], gold)) == 2


def test_entities_of_several_templates_are_merged_when_one_is_within_the_other() -> None:
    first = _template("attack", PerpInd=[_entity("rebels", "guerrillas")])
    second = _template("arson", PerpInd=[_entity("rebels")], Target=[_entity("truck")])
    fillers = merged([first, second])
    assert fillers["PerpInd"] == [_entity("rebels", "guerrillas")]
    assert fillers["Target"] == [_entity("truck")]


def test_a_template_of_another_type_is_spurious_and_its_key_missed() -> None:
    predicted = [_template("arson", Target=[_entity("truck")])]
    gold = [_template("attack", Target=[_entity("truck")])]
    mapping = template_f1.best_mapping(predicted, gold)
    assert mapping == []
    assert template_f1.count(predicted, gold, mapping)["Target"] == Counts(0, 1, 0, 1)


def test_a_key_with_two_types_takes_either() -> None:
    gold = [_template("bombing / attack")]
    assert template_f1.best_mapping([_template("attack")], gold) == [(0, 0)]
    assert template_f1.best_mapping([_template("robbery")], gold) == []


def _micro_f1(predicted: list[Template], gold: list[Template], mapping: list[tuple[int, int]]) -> float:
    whole = Counts()
    for counts in template_f1.count(predicted, gold, mapping).values():
        whole.add(counts)
    return whole.f1


@pytest.mark.parametrize("seed", range(30))
def test_mapping_is_the_best_of_all(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311

    def one() -> Template:
        fillers = {role: [_entity(word) for word in chance.sample("abcd", chance.randint(0, 3))] for role in ROLES}
        return _template(chance.choice(["attack", "bombing"]), **fillers)

    predicted, gold = ([one() for _ in range(chance.randint(0, 4))] for _ in range(2))
    every = [
        [(row, column) for row, column in enumerate(columns) if column >= 0]
        for columns in product(range(-1, len(gold)), repeat=len(predicted))
    ]
    allowed = [
        pairs
        for pairs in every
        if len({column for _, column in pairs}) == len(pairs)
        and all(template_f1.same_type(predicted[row], gold[column]) for row, column in pairs)
    ]
    best = max(_micro_f1(predicted, gold, pairs) for pairs in allowed)
    assert _micro_f1(predicted, gold, template_f1.best_mapping(predicted, gold)) == pytest.approx(best)


def test_documents_are_read_with_mentions_normalized_and_repeated_templates_once(tmp_path: Path) -> None:
    template = {"incident_type": "attack", **{role: [] for role in ROLES}, "Target": [[["The Old Mill.", 3]]]}
    file = tmp_path / "dev.json"
    line = {"docid": "X-1", "doctext": "they attacked the old mill.", "templates": [template, template]}
    file.write_text(json.dumps(line) + "\n\n")
    (document,) = read_documents(file)
    assert [one.roles["Target"] for one in document.templates] == [[_entity("old mill")]]


def test_a_line_in_another_format_is_named(tmp_path: Path) -> None:
    file = tmp_path / "dev.json"
    file.write_text('{"docid": "X-1", "text": "?"}\n')
    with pytest.raises(BadDataError, match="line 1, is not"):
        list(read_documents(file))

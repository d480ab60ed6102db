"""Templates of what the trained model marks as fillers."""

from __future__ import annotations

import numpy as np
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from services.extractor.annotations import register
from services.extractor.syntax.links import Links
from training.score.muc.fillers import fillers_of, templates_of

NLP = English()
TEXT = "The two rebels blew up a bridge and rebels of another front took a mayor"
LEAST = dict.fromkeys(("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"), 0.5)


def marked(*fillers: tuple[int, int, str, float, str], window: int = 0) -> Doc:
    register()
    doc = NLP(TEXT)
    spans = []
    for start, end, label, told, crime in fillers:
        span = Span(doc, start, end, label=label)
        span._.told, span._.crime = told, crime
        spans.append(span)
    doc.spans["fillers"] = spans
    states = np.eye(len(doc), dtype=np.float32)
    doc._.links = Links(states, 8 * states - 4, np.full(len(doc), window))
    return doc


def test_a_string_counts_where_it_is_likeliest_and_without_its_quantifier() -> None:
    doc = marked((0, 3, "perpetrator_individual", 0.4, "bombing"), (8, 9, "perpetrator_individual", 0.9, "bombing"))
    assert [(told.string, told.role, told.told) for told in fillers_of(doc, LEAST)] == [("rebels", "PerpInd", 0.9)]


def test_what_is_not_likely_enough_is_left_out() -> None:
    assert fillers_of(marked((5, 7, "physical_target", 0.3, "bombing")), LEAST) == []


def test_types_of_incident_make_templates_of_their_own() -> None:
    doc = marked((5, 7, "physical_target", 0.9, "bombing"), (14, 15, "human_target", 0.9, "kidnapping"))
    assert [(t.incident_type, t.roles["Target"], t.roles["Victim"]) for t in templates_of(doc, LEAST)] == [
        ("bombing", [frozenset({"bridge"})], []),
        ("kidnapping", [], [frozenset({"mayor"})]),
    ]


def test_fillers_of_one_type_that_are_linked_apart_fill_two_templates() -> None:
    doc = marked((5, 7, "physical_target", 0.9, "attack"), (14, 15, "human_target", 0.9, "attack"))
    assert len(templates_of(doc, LEAST)) == 2
    doc._.links = None
    assert len(templates_of(doc, LEAST)) == 1

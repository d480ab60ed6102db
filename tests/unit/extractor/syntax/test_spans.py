"""BIO labels to spans."""

from services.extractor.syntax.spans import entity_spans


def test_neighbours_that_both_begin_are_two() -> None:
    assert entity_spans(["B-LOC", "B-LOC", "O"]) == [(0, 1, "LOC"), (1, 2, "LOC")]


def test_a_span_goes_on_while_its_label_does() -> None:
    assert entity_spans(["B-PERSON", "I-PERSON", "O", "B-ORG"]) == [(0, 2, "PERSON"), (3, 4, "ORG")]


def test_an_inside_that_continues_nothing_begins_a_span() -> None:
    assert entity_spans(["I-ORG", "I-ORG", "I-LOC"]) == [(0, 2, "ORG"), (2, 3, "LOC")]


def test_a_gap_ends_a_span() -> None:
    assert entity_spans(["B-ORG", "O", "I-ORG"]) == [(0, 1, "ORG"), (2, 3, "ORG")]

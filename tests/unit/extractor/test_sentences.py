"""Sentences of a wire story end where they end, not at its abbreviations."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from services.extractor.components import sentences


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    assert sentences  # importing it registers the step
    pipeline.add_pipe("tocsin_sentences")
    return pipeline


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Col. Ali Hassan of the U.S. Army met Gen. Omar on Jan. 5 in Tripoli.",
        "The U.S. Embassy in Baghdad was hit.",
        "J. K. Mwangi, a farmer, was shot.",
        "Rockets hit St. Petersburg vs. nothing at all.",
    ],
)
def test_an_abbreviation_ends_no_sentence(nlp: Language, text: str) -> None:
    assert len(list(nlp(text).sents)) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The base was run by the U.S. The army left.", 2),
        ("“We fled.” Police came later.", 2),
        ("What happened? Nobody knows! They left.", 3),
        ("A headline without a stop\n\nThe body begins here.", 2),
        ("wrapped at the\nend of a line. Next one.", 2),
        ("He died at 5 p.m. Police opened an inquiry.", 2),
    ],
)
def test_a_sentence_ends_at_its_stop_and_at_a_blank_line(nlp: Language, text: str, count: int) -> None:
    assert len(list(nlp(text).sents)) == count


def test_a_text_without_stops_is_cut_into_bounded_pieces(nlp: Language) -> None:
    lengths = [len(sent) for sent in nlp("rockets and mortars " * 1000).sents]
    assert max(lengths) <= sentences.MAX_TOKENS + 1

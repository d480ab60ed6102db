"""Lemmas from classes of endings, and from the table of irregular forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.syntax.lemmas import KEEP, lemma_class, lemma_of


@given(st.text(st.characters(max_codepoint=0x17F, categories=["L"]), min_size=1), st.text("abcde", min_size=1))
def test_a_class_makes_the_lemma_it_was_read_from(form: str, lemma: str) -> None:
    assert lemma_of(form, lemma_class(form, lemma), "XX") == lemma


def test_a_class_serves_other_words_of_its_kind() -> None:
    assert lemma_of("Firing", lemma_class("taking", "take"), "VBG") == "fire"


def test_names_keep_their_capitals() -> None:
    assert lemma_of("Kabul", KEEP, "NNP") == "Kabul"


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("shot", "VBD", "shoot"),
        ("shot", "VBP", "shoot"),
        ("fought", "VBN", "fight"),
        ("fell", "VBD", "fall"),
        ("fell", "VB", "fell"),
        ("Gunmen", "NNS", "gunman"),
        ("policewomen", "NNS", "policewoman"),
        ("men", "NNS", "man"),
        ("children", "NNS", "child"),
    ],
)
def test_irregular_forms_are_looked_up(form: str, tag: str, lemma: str) -> None:
    assert lemma_of(form, KEEP, tag) == lemma


def test_an_irregular_form_is_left_alone_where_it_is_another_word() -> None:
    assert lemma_of("shot", KEEP, "NN") == "shot"


@pytest.mark.parametrize(
    ("form", "name", "tag", "lemma"),
    [
        ("Closed", "2+", "VBD", "close"),
        ("planned", "2+", "VBN", "plan"),
        ("shelling", "4+", "VBG", "shell"),
        ("carries", "1+", "VBZ", "carry"),
    ],
)
def test_what_is_no_word_gives_way_to_a_regular_form_that_is(form: str, name: str, tag: str, lemma: str) -> None:
    known = {"close", "plan", "shell", "carry"}
    assert lemma_of(form, name, tag, known.__contains__) == lemma


def test_of_unknown_words_the_classifier_has_its_way() -> None:
    assert lemma_of("gribbled", "2+", "VBD", lambda _: False) == "gribbl"


def test_a_class_for_longer_words_leaves_a_short_one_as_it_is() -> None:
    assert lemma_of("Is", "5+be", "VBZ") == "is"

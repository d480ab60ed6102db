"""Who stands where in a clause, on trees drawn by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Token

from services.extractor.dependencies import agents, head_of, is_passive, objects, phrase_of, spans_at, subjects

NLP = spacy.blank("en")
Rows = list[tuple[str, str, int, str]]

KILLED_AND_HURT: Rows = [
    ("Gunmen", "NOUN", 1, "nsubj"),
    ("attacked", "VERB", 1, "ROOT"),
    ("Jos", "PROPN", 1, "obj"),
    (",", "PUNCT", 4, "punct"),
    ("killing", "VERB", 1, "advcl"),
    ("five", "NUM", 6, "nummod"),
    ("men", "NOUN", 4, "obj"),
    ("and", "CCONJ", 8, "cc"),
    ("wounding", "VERB", 4, "conj"),
    ("ten", "NUM", 4, "obj"),  # hung on the first verb, as parsers do
]
PASSIVE: Rows = [
    ("Two", "NUM", 1, "nummod"),
    ("guards", "NOUN", 3, "nsubj:pass"),
    ("were", "AUX", 3, "aux:pass"),
    ("shot", "VERB", 3, "ROOT"),
    ("and", "CCONJ", 5, "cc"),
    ("burned", "VERB", 3, "conj"),
    ("by", "ADP", 7, "case"),
    ("raiders", "NOUN", 3, "obl:agent"),
    ("and", "CCONJ", 9, "cc"),
    ("rebels", "NOUN", 7, "conj"),
]
RELATIVE: Rows = [
    ("rebels", "NOUN", 4, "nsubj"),
    ("who", "PRON", 2, "nsubj"),
    ("hold", "VERB", 0, "acl:relcl"),
    ("Goma", "PROPN", 2, "obj"),
    ("fled", "VERB", 4, "ROOT"),
]
MEMBERS: Rows = [
    ("Members", "NOUN", 4, "nsubj"),
    ("of", "ADP", 3, "case"),
    ("the", "DET", 3, "det"),
    ("militia", "NOUN", 0, "nmod"),
    ("fired", "VERB", 4, "ROOT"),
]


def parsed(rows: Rows) -> Doc:
    words, pos, heads, deps = (list(column) for column in zip(*rows, strict=True))
    return Doc(NLP.vocab, words=words, pos=pos, heads=heads, deps=deps)


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def test_what_a_participle_leaves_unsaid_is_the_subject_of_its_clause() -> None:
    doc = parsed(KILLED_AND_HURT)
    assert texts(subjects(doc[4])) == texts(subjects(doc[8])) == ["Gunmen"]


def test_each_of_two_joined_verbs_has_the_object_that_follows_it() -> None:
    doc = parsed(KILLED_AND_HURT)
    assert (texts(objects(doc[4])), texts(objects(doc[8]))) == (["men"], ["ten"])


def test_a_joined_verb_shares_voice_subject_and_agent() -> None:
    doc = parsed(PASSIVE)
    for verb in (doc[3], doc[5]):
        assert is_passive(verb)
        assert texts(subjects(verb)) == ["guards"]
        assert texts(agents(verb)) == ["raiders", "rebels"]


def test_a_verb_with_an_object_is_active_even_if_its_subject_was_misread() -> None:
    doc = parsed([("strike", "NOUN", 1, "nsubj:pass"), ("killed", "VERB", 1, "ROOT"), ("ten", "NUM", 1, "obj")])
    assert not is_passive(doc[1])


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    assert texts(subjects(parsed(RELATIVE)[2])) == ["rebels"]


def test_members_of_a_group_are_the_group() -> None:
    doc = parsed(MEMBERS)
    group = doc[2:4]
    assert spans_at(subjects(doc[4]), [group]) == [group]
    assert spans_at(subjects(doc[4]), [group], owned=False) == []


def test_a_noun_phrase_holds_its_modifiers_and_no_clause() -> None:
    assert phrase_of(parsed(MEMBERS)[0]).text == "Members of the militia"
    assert phrase_of(parsed(RELATIVE)[0]).text == "rebels"


@pytest.mark.parametrize(("start", "end", "head"), [(0, 2, "attacked"), (5, 7, "men")])
def test_the_head_of_words_is_their_verb_if_they_have_one(start: int, end: int, head: str) -> None:
    assert head_of(parsed(KILLED_AND_HURT)[start:end]).text == head

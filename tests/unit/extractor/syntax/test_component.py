"""`tocsin_syntax` with the weights that ship: what later steps hang frames on."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import get_lang_class

from services.extractor.components import sentences as _sentences  # noqa: F401 - registers its factory
from services.extractor.components import syntax as _syntax  # noqa: F401 - registers its factory
from services.extractor.syntax.network import WeightsError
from services.extractor.syntax.parser import Parser


def pipeline() -> Language:
    nlp = get_lang_class("en")()
    nlp.add_pipe("tocsin_sentences")
    nlp.add_pipe("tocsin_syntax")
    return nlp


NLP = pipeline()


def parsed(text: str, *, relevant: bool = True) -> Doc:
    doc = NLP.make_doc(text)
    doc._.relevant = relevant
    return NLP(doc)


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


def relations_of(words: list[str]) -> tuple[str, ...]:
    """Run in a process of a pool."""
    return Parser().parse([[words]])[0][0].relations


def relation(doc: Doc, text: str) -> tuple[str, str]:
    return word(doc, text).dep_, word(doc, text).head.text


def test_an_active_clause_has_its_subject_and_object() -> None:
    doc = parsed("Rebels attacked the barracks in Gao on Friday.")
    assert relation(doc, "Rebels") == ("nsubj", "attacked")
    assert relation(doc, "barracks") == ("obj", "attacked")
    assert word(doc, "attacked").dep_ == "ROOT"


def test_a_passive_clause_has_its_subject_and_agent() -> None:
    doc = parsed("Four soldiers were killed by militants near the village.")
    assert relation(doc, "soldiers") == ("nsubj:pass", "killed")
    assert relation(doc, "militants") == ("obl:agent", "killed")
    assert relation(doc, "were") == ("aux:pass", "killed")


def test_an_agent_far_behind_its_verb_is_found() -> None:
    doc = parsed("The mayor of the town was shot dead outside his house on Sunday night by two masked men.")
    assert relation(doc, "mayor") == ("nsubj:pass", "shot")
    assert relation(doc, "men") == ("obl:agent", "shot")


def test_who_did_it_is_told_from_who_says_so() -> None:
    doc = parsed("Police said the bomb was planted by separatists.")
    assert relation(doc, "Police") == ("nsubj", "said")
    assert relation(doc, "separatists") == ("obl:agent", "planted")
    assert relation(doc, "planted") == ("ccomp", "said")


def test_a_relative_clause_hangs_on_its_noun() -> None:
    doc = parsed("The commander, who led the assault, was arrested.")
    assert relation(doc, "led") == ("acl:relcl", "commander")
    assert relation(doc, "commander") == ("nsubj:pass", "arrested")


def test_tags_and_lemmas_are_filled() -> None:
    doc = parsed("Gunmen stormed houses and killed three policemen.")
    assert [token.lemma_ for token in doc] == ["gunman", "storm", "house", "and", "kill", "three", "policeman", "."]
    assert [token.pos_ for token in doc] == ["NOUN", "VERB", "NOUN", "CCONJ", "VERB", "NUM", "NOUN", "PUNCT"]
    assert [token.tag_ for token in doc] == ["NNS", "VBD", "NNS", "CC", "VBD", "CD", "NNS", "."]


def test_names_of_persons_and_places_are_entities() -> None:
    doc = parsed("The minister, Ahmed Hassan, visited Baghdad.")
    assert {(span.text, span.label_) for span in doc.ents} >= {("Ahmed Hassan", "PERSON"), ("Baghdad", "LOC")}


def test_capitals_make_no_difference() -> None:
    text = "Four soldiers were killed by militants near the village."
    assert [token.dep_ for token in parsed(text.upper())] == [token.dep_ for token in parsed(text)]


def test_white_space_is_no_word_of_the_sentence() -> None:
    doc = parsed("  The troops \n left\n\nThe shells fell.\n")
    assert {(token.pos_, token.tag_) for token in doc if token.is_space} == {("SPACE", "_SP")}
    assert relation(doc, "troops") == ("nsubj", "left")
    assert relation(doc, "shells") == ("nsubj", "fell")


def test_sentences_stay_as_the_step_before_set_them() -> None:
    text = "Rebels attacked on Monday. The army, it said, fought back. Calm returned"
    before = NLP.make_doc(text)
    before._.relevant = True
    wanted = [sentence.text for sentence in NLP.get_pipe("tocsin_sentences")(before).sents]
    assert [sentence.text for sentence in parsed(text).sents] == wanted
    assert len(wanted) == 3


def test_every_sentence_has_one_root_and_every_word_comes_up_to_it() -> None:
    for sentence in parsed("Rebels attacked on Monday. The army, it said, fought back. Calm returned").sents:
        assert [token for token in sentence if token.dep_ == "ROOT"] == [sentence.root]
        assert all(sentence.root in (token, *token.ancestors) for token in sentence)


def test_an_irrelevant_document_is_not_parsed() -> None:
    doc = parsed("Rebels attacked the barracks.", relevant=False)
    assert not doc.has_annotation("DEP")


def test_an_empty_document_stays_empty() -> None:
    assert len(parsed("")) == 0


def test_a_document_of_white_space_has_no_words_to_parse() -> None:
    doc = parsed(" \n\n ")
    assert all(token.pos_ == "SPACE" for token in doc)


def test_a_document_without_sentences_is_one() -> None:
    nlp = get_lang_class("en")()
    doc = nlp.make_doc("Rebels attacked the barracks.")
    doc._.relevant = True
    doc = nlp.add_pipe("tocsin_syntax")(doc)
    assert relation(doc, "Rebels") == ("nsubj", "attacked")


def test_a_sentence_beyond_the_encoders_length_is_one_tree() -> None:
    starts: list[bool | int | None] = [True, *[False] * 1199]
    doc = Doc(NLP.vocab, words=["shells", "fell", ",", "and"] * 300, sent_starts=starts)
    doc._.relevant = True
    doc = NLP.get_pipe("tocsin_syntax")(doc)
    assert len(list(doc.sents)) == 1
    assert sum(token.dep_ == "ROOT" for token in doc) == 1
    assert "parataxis" in {token.dep_ for token in doc}


def test_documents_together_get_what_each_gets_alone() -> None:
    texts = ["Rebels attacked the barracks.", "", "Four soldiers were killed by militants.", "Nothing here."] * 6
    docs = []
    for i, text in enumerate(texts):
        docs.append(NLP.make_doc(text))
        docs[-1]._.relevant = i % 4 != 3
    for doc, i in zip(NLP.pipe(docs), range(len(texts)), strict=True):
        alone = parsed(texts[i], relevant=i % 4 != 3)
        assert [(token.dep_, token.head.i, token.tag_) for token in doc] == [
            (token.dep_, token.head.i, token.tag_) for token in alone
        ]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_gets_a_tree_for_each_of_its_sentences(text: str) -> None:
    doc = parsed(text)
    for sentence in doc.sents:
        assert sum(token.head.i == token.i for token in sentence) == 1
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)


def test_missing_weights_are_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="install Tocsin again"):
        Parser(tmp_path).parse([[["Troops", "fired"]]])


def test_a_fresh_process_can_load_and_parse() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(relations_of, ["The", "shells", "fell", "."]).result() == ("det", "nsubj", "root", "punct")

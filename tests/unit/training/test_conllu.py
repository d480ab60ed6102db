"""Treebanks are read as they are meant: contractions apart, empty nodes left out, spaces where the text has them."""

import gzip
from pathlib import Path

import pytest

from training.syntax.conllu import ConlluError, read

from .treebank import CONLLU, write


def test_words_heads_and_relations_are_read(tmp_path: Path) -> None:
    first, second = read(write(tmp_path))
    assert second.words == ["The", "shops", "have", "closed", "."]
    assert second.heads == [2, 4, 4, 0, 4]
    assert second.relations == ["det", "nsubj", "aux", "root", "punct"]
    assert (second.upos[1:4], second.xpos[1:4]) == (["NOUN", "AUX", "VERB"], ["NNS", "VBP", "VBN"])
    assert second.lemmas[1:4] == ["shop", "have", "close"]
    assert first.document == second.document == "GUM_news_market"
    assert first.opens_paragraph


def test_the_parts_of_a_contraction_are_words_without_a_space_between(tmp_path: Path) -> None:
    sentence = read(write(tmp_path))[0]
    assert sentence.words[7:10] == ["did", "n't", "resign"]
    assert sentence.spaces[7:9] == [False, True]


def test_empty_nodes_are_no_words(tmp_path: Path) -> None:
    assert "ghost" not in read(write(tmp_path))[0].words


def test_gzipped_files_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "own.conllu.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(CONLLU)
    assert read(path) == read(write(tmp_path))


def test_a_line_that_is_no_conllu_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text("# newdoc id = x\n1\tonly\tthree\n", encoding="utf-8")
    with pytest.raises(ConlluError, match=r"bad\.conllu:2: 3 columns"):
        read(path)


def test_a_head_that_is_no_number_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text("1\tShops\tshop\tNOUN\tNNS\t_\ttwo\tnsubj\t_\t_\n", encoding="utf-8")
    with pytest.raises(ConlluError, match="two"):
        read(path)

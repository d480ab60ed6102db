"""Words to subwords: what the encoder was trained with is what it must get."""

from hypothesis import given
from hypothesis import strategies as st

from services.extractor.syntax.network import VOCABULARY, WEIGHTS
from services.extractor.syntax.wordpiece import MAX_SUBWORDS, WordPiece

SHIPPED = WordPiece.read(WEIGHTS / VOCABULARY)
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "gun", "##men", "##man", "-", "cafe", "un", "##known", "a", "##b"]


def pieces(word: str) -> list[str]:
    return [PIECES[i] for i in WordPiece(PIECES).subwords(word)]


def test_the_longest_match_wins() -> None:
    assert pieces("gunmen") == ["gun", "##men"]


def test_case_and_accents_do_not_matter() -> None:
    assert pieces("CAFÉ") == ["cafe"]


def test_punctuation_stands_alone_within_a_word() -> None:
    assert pieces("a-gunman") == ["a", "-", "gun", "##man"]


def test_a_word_that_cannot_be_covered_is_unknown_as_a_whole() -> None:
    assert pieces("gunx") == ["[UNK]"]


def test_a_word_of_nothing_but_marks_still_has_a_subword() -> None:
    assert pieces("\u200e") == ["[UNK]"]


def test_a_web_address_takes_no_more_than_its_share() -> None:
    assert len(pieces("a-" * 50)) == MAX_SUBWORDS


@given(st.text(min_size=1, max_size=300))
def test_any_word_gets_ids_of_the_vocabulary(word: str) -> None:
    found = SHIPPED.subwords(word)
    assert 1 <= len(found) <= MAX_SUBWORDS
    assert all(0 <= i < 30_522 for i in found)

"""Sentences beyond the encoder's length are cut, and lose no word."""

from hypothesis import given
from hypothesis import strategies as st

from services.extractor.syntax.windows import MAX_SUBWORDS, MAX_WORDS, packed, windows

SIZES = st.lists(st.integers(1, 12), max_size=700)


def test_an_ordinary_sentence_is_one_window() -> None:
    assert windows(["word"] * 40, [1] * 40) == [(0, 40)]


def test_no_words_have_no_window() -> None:
    assert windows([], []) == []


@given(SIZES)
def test_windows_cover_every_word_once_and_fit(sizes: list[int]) -> None:
    found = windows(["word"] * len(sizes), sizes)
    assert [i for start, end in found for i in range(start, end)] == list(range(len(sizes)))
    for start, end in found:
        assert end - start <= MAX_WORDS
        assert sum(sizes[start:end]) + 2 <= MAX_SUBWORDS


def test_a_cut_comes_behind_a_semicolon_rather_than_at_the_limit() -> None:
    words = ["word"] * 200
    words[120] = ";"
    words[140] = ","
    assert windows(words, [1] * 200)[0] == (0, 121)


def test_a_cut_comes_before_a_conjunction_where_there_is_no_punctuation() -> None:
    words = ["word"] * 200
    words[120] = "and"
    assert windows(words, [1] * 200)[0] == (0, 120)


@given(st.lists(st.integers(1, MAX_SUBWORDS - 2), max_size=60))
def test_sentences_share_windows_in_their_order_and_fit(widths: list[int]) -> None:
    found = packed(widths)
    assert [i for start, end in found for i in range(start, end)] == list(range(len(widths)))
    assert all(1 + sum(width + 1 for width in widths[start:end]) <= MAX_SUBWORDS for start, end in found)


def test_a_text_a_little_too_long_is_cut_in_halves_rather_than_into_a_whole_and_a_rest() -> None:
    assert packed([29] * 10) == [(0, 5), (5, 10)]


def test_a_short_text_is_one_window() -> None:
    assert packed([20, 30, 10]) == [(0, 3)]

"""Windows of sentences as the network reads them."""

from services.extractor.syntax.inputs import arrays, windows_of
from services.extractor.syntax.network import MIN_WORDS, VOCABULARY, WEIGHTS
from services.extractor.syntax.wordpiece import WordPiece

WORDPIECE = WordPiece.read(WEIGHTS / VOCABULARY)


def test_every_word_is_found_at_its_first_subword_and_behind_its_sentences_mark() -> None:
    documents = [[["Troops", "fired"], ["Counterinsurgents", "fled", "."]], [["Rain", "fell"]]]
    windows = [window for n, sentences in enumerate(documents) for window in windows_of(WORDPIECE, n, sentences)]
    ids, first = arrays(WORDPIECE, windows)
    flat = ids.flatten().tolist()
    words = [words for sentences in documents for words in sentences]
    assert first.shape == (3, MIN_WORDS)
    for row, sentence in zip(first.tolist(), words, strict=True):
        assert [flat[at] for at in row[: len(sentence)]] == [WORDPIECE.subwords(word)[0] for word in sentence]
        assert flat[row[0] - 1] in {WORDPIECE.start, WORDPIECE.end}
        assert row[len(sentence) :] == [0] * (MIN_WORDS - len(sentence))


def test_a_sentence_beyond_a_window_is_cut_into_pieces_of_the_same_sentence() -> None:
    (first, *others) = windows_of(WORDPIECE, 0, [["word"] * 400])
    pieces = [piece for window in (first, *others) for piece in window.pieces]
    assert {piece.sentence for piece in pieces} == {0}
    assert sum(len(piece.words) for piece in pieces) == 400

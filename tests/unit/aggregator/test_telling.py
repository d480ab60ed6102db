"""What was told before a crash, and is never so again when the same messages are done in another order."""

from __future__ import annotations

import pytest

from schemas import Override
from services.aggregator import telling

from .factories import BAGHDAD, BASRA, article, override, report
from .tables import Message, Tables, active, at, run

ONE = report(article("wire", published=at(8)), 1, place=BAGHDAD, killed=2)
OTHER = report(article("paper", published=at(9)), 2, place=BASRA, killed=7)
MERGED = override("merge", [ONE, OTHER], at=at(10))
REJECTED = override("reject", [OTHER], at=at(10))


@pytest.mark.parametrize("word", [MERGED, REJECTED])
def test_what_a_word_does_away_with_from_the_start_is_taken_back(word: Override) -> None:
    tables = told_and_lost([ONE, OTHER])
    assert len(active(tables)) == 2
    recovered = tables.load()
    tables.write(recovered.recover(at(12)))
    assert not tables.told
    assert not tables.reports, "the mark is left"
    run([word, ONE, OTHER], tables, recovered)
    unharmed = run([ONE, OTHER, word])
    assert active(tables) == active(unharmed)
    assert len(active(tables)) == 1


def test_what_was_told_last_is_told_anew_though_no_row_changes() -> None:
    tables = run([ONE])
    before = active(tables)
    told_and_lost([OTHER, MERGED], tables)
    assert active(tables) != before
    recovered = tables.load()
    tables.write(recovered.recover(at(12)))
    assert active(tables) == before
    [incident] = tables.told.values()
    assert incident.revision > 2, "a consumer that keeps the highest revision would keep what was lost"


def told_and_lost(messages: list[Message], tables: Tables | None = None) -> Tables:
    """A group is marked and told of; then the power fails."""
    tables = tables or Tables()
    state = tables.load()
    outgoing = {told.id: told for message in messages for told in state.apply(message).outgoing}
    tables.reports[telling.ROW_KEY] = telling.row_of(outgoing)
    for told in outgoing.values():
        tables.told[told.id] = told
    return tables

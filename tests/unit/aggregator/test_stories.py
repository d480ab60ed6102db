"""Which articles tell one story."""

from __future__ import annotations

from services.aggregator.stories import story_of

from .factories import article, report
from .tables import at


def test_copies_of_copies_and_updates_share_the_story_of_the_first() -> None:
    wire = report(article("wire", published=at(8)))
    copy = report(article("portal", published=at(9), story="wire", rewritten=0.4))
    update = report(article("portal", published=at(9), story="another text", content="second"))
    own = report(article("paper", published=at(10)))
    stories = story_of([wire, copy, update, own])
    assert stories[wire.id] == stories[copy.id] == stories[update.id] == wire.article.id
    assert stories[own.id] == own.article.id

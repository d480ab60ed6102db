"""Strategies: what a few outlets publish, correct and withdraw about a few places on a few days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from schemas import (
    ActorKind,
    AttributionValue,
    IncidentReport,
    Override,
    ReportActor,
    ReportPlace,
    ReportWeapon,
    Status,
    SubEventType,
    TimePrecision,
    WeaponKind,
)
from schemas.slots import Quantity

from . import factories as make
from .tables import Message

PLACES: list[ReportPlace] = [
    make.BAGHDAD,
    make.BAGHDAD,
    make.BAGHDAD_AIRPORT,
    make.BAGHDAD_EMBASSY,
    make.BAGHDAD_PROVINCE,
    make.AIN_AL_ASAD,
    make.ANBAR,
    make.IRAQ,
    make.DAMASCUS,
    make.NOWHERE,
]
TYPES = [
    SubEventType.remote_explosive_landmine_ied,
    SubEventType.suicide_bomb,
    SubEventType.attack,
    SubEventType.peaceful_protest,
]
ACTORS: list[list[ReportActor]] = [
    [],
    [],
    [make.actor("islamic-state")],
    [make.actor("islamic-state", said=[AttributionValue.denied])],
    [make.actor("kataib-hezbollah", said=[AttributionValue.accused])],
    [make.actor(None), make.victim(None)],
    [make.actor(None, kind=ActorKind.unknown), make.victim("iraqi-police", ActorKind.state_forces)],
]
WEAPONS: list[list[ReportWeapon]] = [
    [],
    [ReportWeapon(kind=WeaponKind.ied, text="bomb", count=Quantity(min=1, max=1))],
    [ReportWeapon(kind=WeaponKind.ied, text="bombs", count=Quantity(min=3, max=3))],
    [ReportWeapon(kind=WeaponKind.drone, name="Shahed", text="drones")],
]
FIRST = datetime(2022, 1, 5, 6, tzinfo=UTC)


@st.composite
def places_near(draw: st.DrawFn) -> ReportPlace:
    """Any kind of place, on a small map that straddles a meridian of 180 degrees."""
    if draw(st.booleans()):
        return draw(st.sampled_from(PLACES))
    admin1 = draw(st.sampled_from(["01", "07", None]))
    latitude = draw(st.floats(32.8, 33.6))
    longitude = draw(st.sampled_from([179.95, -179.95, 44.0, 44.3]))
    name = draw(st.sampled_from(["Baghdad", "Taji"]))
    if draw(st.booleans()):
        return make.city(name, latitude, longitude, admin1)
    return make.spot(name, latitude, longitude, admin1, radius_km=draw(st.floats(0, 40)))


@st.composite
def reports(draw: st.DrawFn, told_in: object, number: int, place: ReportPlace | None = None) -> IncidentReport:
    """A report in the given article."""
    start = draw(st.sampled_from([date(2022, 1, 4), date(2022, 1, 5), date(2022, 1, 5), date(2022, 1, 5), None]))
    return make.report(
        told_in,  # type: ignore[arg-type]
        number,
        type_=draw(st.sampled_from(TYPES)),
        status=draw(
            st.sampled_from([Status.accomplished] * 4 + [Status.attempted, Status.thwarted, Status.threatened])
        ),
        historical=draw(st.sampled_from([False] * 6 + [True])),
        start=start,
        precision=draw(st.sampled_from([TimePrecision.day] * 3 + [TimePrecision.week, TimePrecision.month])),
        place=place or draw(st.sampled_from(PLACES)),
        actors=draw(st.sampled_from(ACTORS)),
        weapons=draw(st.sampled_from(WEAPONS)),
        killed=draw(st.sampled_from([None, None, 0, 2, 3, (5, None), 40])),
        evidence=draw(st.sampled_from(["a blast in the market", "a blast at the gate"])),
        confidence=draw(st.sampled_from([0.3, 0.8])),
    )


@dataclass(frozen=True, repr=False)
class History:
    """Messages in the order in which one extractor would send them, and the same as a broker may deliver them."""

    sent: list[Message]
    delivered: list[Message]

    def __repr__(self) -> str:
        """Short: the messages themselves are too long for a test to show."""
        return f"History({', '.join(f'{type(each).__name__} {each.id[:8]}' for each in self.delivered)})"


@st.composite
def histories(draw: st.DrawFn, max_articles: int = 5) -> History:
    """Articles in one to three versions; a later version takes back what the earlier said. Delivery is in any order,
    some of it twice."""
    sent: list[tuple[datetime, Message]] = []
    for index in range(draw(st.integers(1, max_articles))):
        published = FIRST + timedelta(minutes=20 * draw(st.integers(0, 12)))
        story = draw(st.sampled_from([None, "wire"]))
        before: list[IncidentReport] = []
        for version in range(draw(st.sampled_from([1, 1, 2, 3]))):
            revised = published + timedelta(hours=version)
            told_in = make.article(
                f"outlet-{index}",
                published=published,
                revised=revised,
                story=story,
                rewritten=draw(st.sampled_from([0.0, 0.3, 0.7])),
                content=f"version {version}",
            )
            now = [draw(reports(told_in, number)) for number in range(draw(st.integers(0, 3)))]
            sent += [(revised, each) for each in now]
            sent += [(revised, make.retraction(each, after=revised - each.article.revised_at)) for each in before]
            before = now
        told_again = draw(st.booleans())
        if before and told_again:  # taken back, and told again by a later fetch of the same page
            sent.append((FIRST + timedelta(hours=5), make.retraction(before[0], after=timedelta(hours=5))))
            back = before[0].article.model_copy(
                update={"revised_at": FIRST + timedelta(days=1), "fetched_at": FIRST + timedelta(days=1)}
            )
            sent.append((FIRST + timedelta(days=1), before[0].model_copy(update={"article": back})))
    sent.sort(key=lambda each: each[0])
    messages = [message for _, message in sent]
    twice = draw(st.lists(st.sampled_from(messages), max_size=4)) if messages else []
    return History(messages, draw(st.permutations(messages + twice)))


def words_about(draw: st.DrawFn, told: list[IncidentReport]) -> list[Override]:
    """What a few analysts say, one after another or at once, of reports of Iraq (and now and then of others)."""
    said: list[Override] = []
    for index in range(draw(st.integers(0, 5))):
        at = FIRST + timedelta(hours=draw(st.integers(0, 5)))
        kind = draw(st.sampled_from(["confirm", "reject", "merge", "merge", "split", "correct", "undo", "undo"]))
        some = draw(st.lists(st.sampled_from(told), min_size=2, max_size=4, unique_by=lambda each: each.id))
        sole = draw(st.booleans())
        by = f"analyst-{index}"
        if kind == "undo":
            if said:
                said.append(make.override(kind, undoes=draw(st.sampled_from(said)), at=at, by=by))
        elif kind == "split":
            said.append(make.override(kind, some[:1], apart_from=some[1:], at=at, by=by, with_articles=sole))
        elif kind == "correct":
            slots = draw(st.sampled_from(CORRECTIONS))
            said.append(make.override(kind, some, at=at, by=by, with_articles=sole, correction=slots))
        else:
            said.append(make.override(kind, some, at=at, by=by, with_articles=sole))
    return said


CORRECTIONS: list[dict[str, object]] = [
    {"killed": Quantity(min=7, max=7)},
    {"killed": Quantity(min=0)},
    {"status": Status.threatened, "killed": Quantity(min=1, max=1)},
    {"sub_event_type": SubEventType.suicide_bomb, "actors": []},
    {"place": make.BASRA.model_dump(exclude={"span"})},
]


@st.composite
def overruled_histories(draw: st.DrawFn, max_articles: int = 4) -> History:
    """The same with what analysts say of it, before, between or after the reports that they mean."""
    history = draw(histories(max_articles))
    told = list({each.id: each for each in history.sent if isinstance(each, IncidentReport)}.values())
    if len(told) < 2:
        return history
    said: list[Message] = list(words_about(draw, told))
    twice = draw(st.lists(st.sampled_from(said), max_size=2)) if said else []
    return History(history.sent + said, draw(st.permutations(history.delivered + said + twice)))

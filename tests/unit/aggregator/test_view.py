"""The JSON view over real partitions: pages, filters, counts, and what is asked for wrongly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from schemas import Incident
from schemas.ids import incident_id
from services.aggregator.atlas import Atlas, Spot
from services.aggregator.state import PartitionState
from services.aggregator.view import HEADERS, BadQueryError, View
from services.runtime.settings import ExplicitSettings

from .factories import AIN_AL_ASAD, BAGHDAD, BASRA, DAMASCUS, actor, article, report, retraction
from .tables import at

ATLAS = Atlas(spots={"SY/-": Spot("Syria", 35.0, 38.0)})
PLACES = (BAGHDAD, BASRA, DAMASCUS)
GONE = report(article("gone", published=at(6)), 7, place=AIN_AL_ASAD)


def clock(state: PartitionState) -> datetime | None:
    return state.newest_published_at


@pytest.fixture(scope="module")
def view() -> View:
    iraq, syria = PartitionState(), PartitionState()
    for number, place in enumerate(PLACES):
        state = syria if place.country == "SY" else iraq
        state.apply(
            report(
                article(f"wire{number}", published=at(8 + number)),
                number,
                place=place,
                killed=2 + number,
                actors=[actor("islamic-state")],
            )
        )
    iraq.apply(GONE)
    iraq.apply(retraction(GONE))
    return View({2: iraq, 5: syria, 6: PartitionState()}, clock, ATLAS)


def test_newest_first_and_whole(view: View) -> None:
    told = view.incidents({})
    incidents = [Incident.model_validate(each) for each in told["incidents"]]
    assert [incident.place.name for incident in incidents] == ["Damascus", "Basra", "Baghdad"]
    assert told["next"] is None


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_walk_through_everything_once(view: View, limit: int) -> None:
    found: list[Any] = []
    cursor = ""
    for _ in range(10):
        page = view.incidents({"limit": str(limit), "cursor": cursor})
        assert 1 <= len(page["incidents"]) <= limit
        found += [each["id"] for each in page["incidents"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [each["id"] for each in view.incidents({})["incidents"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"country": "iq"}, ["Basra", "Baghdad"]),
        ({"location": "IQ/02"}, ["Basra"]),
        ({"actor": "islamic-state", "country": "SY"}, ["Damascus"]),
        ({"actor": "nobody"}, []),
        ({"since": "2022-01-05T09:00Z"}, ["Damascus", "Basra"]),
        ({"until": "2022-01-05T09:00:00+00:00"}, ["Baghdad"]),
        ({"since": "2022-01-06"}, []),
    ],
)
def test_filters(view: View, query: dict[str, str], names: list[str]) -> None:
    assert [each["place"]["name"] for each in view.incidents(query)["incidents"]] == names


def test_counts_are_those_of_all_partitions(view: View) -> None:
    by_actor = view.tallies({"by": "actor"})
    assert by_actor["rows"][0] == {"actor": "islamic-state", "role": "perpetrator", "incidents": 3, "deaths": 9}
    by_place = view.tallies({"by": "location", "window": "30d", "limit": "2"})
    assert [row["incidents"] for row in by_place["rows"]] == [1, 1]
    assert by_place["total_rows"] == 3
    assert by_place["clock"] == "2022-01-05T10:00:00+00:00"
    assert {row["location"] for row in view.tallies({"by": "location_actor"})["rows"]} == {"IQ/07", "IQ/02", "SY/13"}
    assert view.tallies({"by": "type"})["rows"][0]["incidents"] == 3


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "501"},
        {"limit": "many"},
        {"limit": "²"},
        {"since": "yesterday"},
        {"cursor": "x"},
        {"cursor": "2022-01-05T09:00:00_id"},
        {"page": "2"},
    ],
)
def test_what_is_asked_for_wrongly_is_told(view: View, query: dict[str, str]) -> None:
    with pytest.raises(BadQueryError, match=next(iter(query))):
        view.incidents(query)
    for wrong in ({"window": "2h"}, {"by": "colour"}):
        with pytest.raises(BadQueryError, match="one of"):
            view.tallies(wrong)


async def test_over_http(view: View) -> None:
    app = web.Application()
    app.router.add_routes(view.routes())
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/api/v1/incidents", params={"limit": "1"})
        body = await answer.json()
        assert (answer.status, body["partitions"]) == (200, [2, 5, 6])
        assert HEADERS.items() <= dict(answer.headers).items()
        [first] = body["incidents"]
        assert (await (await client.get(f"/api/v1/incidents/{first['id']}")).json())["incident"] == first
        gone = await (await client.get(f"/api/v1/incidents/{incident_id(GONE.id)}")).json()
        assert gone["incident"]["state"] == "retracted"
        missing = await client.get("/api/v1/incidents/none")
        assert missing.status == 404
        assert "2, 5, 6" in (await missing.json())["error"]
        wrong = await client.get("/api/v1/tallies", params={"window": "2h"})
        assert (wrong.status, "1h, 24h, 7d, 30d" in (await wrong.json())["error"]) == (400, True)


@pytest.mark.parametrize(
    ("host", "asked", "served"),
    [
        ("127.0.0.1", "auto", True),
        ("localhost", "auto", True),
        ("::1", "auto", True),
        ("0.0.0.0", "auto", False),  # noqa: S104
        ("news.example.com", "auto", False),
        ("0.0.0.0", "on", True),  # noqa: S104
        ("127.0.0.1", "off", False),
    ],
)
def test_it_is_served_to_this_machine_alone_unless_asked_for(host: str, asked: str, served: bool) -> None:
    assert ExplicitSettings.model_validate({"web_host": host, "view": asked}).serves_view is served

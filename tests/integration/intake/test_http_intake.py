"""POST /articles on a real web port: what is taken, and what is refused with which answer."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from backports import zstd

from schemas.ids import article_id
from services.ingest.sources import http_intake
from services.ingest.sources.http_intake import HttpIntake, Taken
from services.runtime.errors import BrokenDependencyError, ConfigurationError
from services.runtime.settings import ExplicitSettings
from services.runtime.web import WebServer

ARTICLE = {"text": "Gunmen killed three people in Mosul, Iraq, on Monday, police said.", "title": "Attack"}
WITH_URL = ARTICLE | {"url": "https://www.desk.example.com/1?utm_source=x"}


class Door:
    """A web server with the endpoint, what came in, and a client."""

    def __init__(self, **settings: Any) -> None:
        self.taken: list[Taken] = []
        self.broken = False
        self._settings = ExplicitSettings(http_intake=True, **settings)
        self._server = WebServer(
            dict,
            host="127.0.0.1",
            port=0,
            routes=[HttpIntake(self._settings, self._send, max_article_bytes=5_000).route()],
        )

    async def _send(self, articles: Sequence[Taken]) -> None:
        if self.broken:
            raise BrokenDependencyError("no broker")
        self.taken += articles

    async def start(self) -> None:
        await self._server.on_start()
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self._session.close()
        await self._server.on_stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/articles"

    @property
    def port(self) -> int:
        return self._server.port

    async def post(
        self, body: Any, kind: str = "application/json", **headers: str
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        data = body if isinstance(body, bytes) or hasattr(body, "__aiter__") else json.dumps(body).encode()
        sent = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        async with self._session.post(self.url, data=data, headers=sent) as answer:
            told = {str(name): value for name, value in answer.headers.items()}
            return answer.status, await answer.json(), told


Open = Callable[..., AbstractAsyncContextManager[Door]]


@asynccontextmanager
async def opened(**settings: Any) -> AsyncIterator[Door]:
    door = Door(**settings)
    await door.start()
    try:
        yield door
    finally:
        await door.stop()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as running:
        yield running


async def test_one_article_is_taken_with_an_id_that_stays_the_same(door: Door) -> None:
    status, answer, _ = await door.post(WITH_URL)
    assert status == 202
    assert answer == {"accepted": 1, "ids": [article_id("https://www.desk.example.com/1", "")]}
    assert json.loads(door.taken[0].value) == WITH_URL
    _, again, _ = await door.post(WITH_URL)
    assert again == answer


async def test_the_id_is_in_the_trace_context(door: Door) -> None:
    _, answer, _ = await door.post(ARTICLE)
    [taken] = door.taken
    assert taken.traceparent.split("-")[1] == answer["ids"][0].replace("-", "")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (json.dumps([ARTICLE, WITH_URL]).encode(), "application/json; charset=utf-8"),
        (json.dumps(ARTICLE).encode() + b"\r\n\n" + json.dumps(WITH_URL).encode(), "application/x-ndjson"),
    ],
    ids=["array", "lines"],
)
async def test_a_batch_is_taken_in_order(door: Door, body: bytes, kind: str) -> None:
    status, answer, _ = await door.post(body, kind)
    assert (status, answer["accepted"]) == (202, 2)
    assert [json.loads(taken.value) for taken in door.taken] == [ARTICLE, WITH_URL]
    assert answer["ids"] == [taken.id for taken in door.taken]


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
async def test_bodies_may_be_compressed(door: Door, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    status, _, _ = await door.post(pack(json.dumps(ARTICLE).encode()), Content_Encoding=encoding)
    assert status == 202
    assert json.loads(door.taken[0].value) == ARTICLE


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
async def test_a_compressed_bomb_is_refused(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(20_000_000))
    async with opened(http_intake_max_bytes=1_000_000) as door:
        assert len(bomb) < 1_000_000
        status, answer, _ = await door.post(bomb, Content_Encoding=encoding)
        assert status == 413
        assert "more than 1000000 bytes" in answer["error"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "told"),
    [
        (b"", "application/json", 400, "empty"),
        (b"\n\n", "application/x-ndjson", 400, "no article"),
        (b"[]", "application/json", 400, "no article"),
        (b'{"text": ', "application/json", 400, "line 1, column 10"),
        (b'{"text": "a"}\n{"text": "b"}', "application/json", 400, "application/x-ndjson"),
        (b"[" * 100_000, "application/json", 400, "nested"),
        (b'{"text": "caf\xe9"}', "application/json", 400, "UTF-8"),
        (b'{"n": ' + b"9" * 5_000 + b"}", "application/json", 400, "not JSON"),
        (b'{"title": "no text"}', "application/json", 422, "neither `text` nor `html`"),
        (b'{"text": 5}', "application/json", 422, "`text` is a JSON number"),
        (b'"words"', "application/json", 422, "a JSON object"),
        (b"text=words", "application/x-www-form-urlencoded", 415, "application/json"),
        (b'{"text": "' + b"a" * 6_000 + b'"}', "application/json", 413, "an article"),
    ],
)
async def test_what_is_no_article_is_refused_with_the_reason(
    door: Door, body: bytes, kind: str, status: int, told: str
) -> None:
    got, answer, _ = await door.post(body, kind)
    assert (got, door.taken) == (status, [])
    assert told in answer["error"]


async def test_a_batch_with_faults_is_refused_whole_and_each_fault_is_named(door: Door) -> None:
    lines = [json.dumps(ARTICLE).encode(), b"{broken", b'{"title": "no text"}', b"words"]
    status, answer, _ = await door.post(b"\n".join(lines), "application/x-ndjson")
    assert (status, door.taken) == (422, [])
    assert [(fault["number"], fault["reason"]) for fault in answer["articles"]] == [
        (1, "not_json"),
        (2, "missing_text"),
        (3, "wrong_type"),
    ]


async def test_half_a_character_is_no_crash(door: Door) -> None:
    status, _, _ = await door.post(b'[{"text": "The town \\ud800 fell."}]')
    assert status == 202
    assert json.loads(door.taken[0].value) == {"text": "The town \ud800 fell."}


async def test_limits_of_size_and_number_are_told(door: Door) -> None:
    async with opened(http_intake_max_bytes=2_000, http_intake_max_articles=3) as small:
        assert (await small.post([ARTICLE] * 4))[0] == 413
        assert (await small.post(b"[" + b" " * 3_000 + b"]"))[0] == 413

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(1_000):
                yield b" " * 1_000

        assert (await small.post(endless()))[0] == 413
        assert small.taken == []


async def test_the_rate_is_limited_and_the_client_told_when_to_come_again() -> None:
    async with opened(http_intake_rate=0.5, http_intake_max_articles=4) as door:
        assert (await door.post([ARTICLE] * 3))[0] == 202
        status, _, headers = await door.post([ARTICLE] * 3)
        assert status == 429
        assert headers["Retry-After"] == "4"
        assert len(door.taken) == 3


async def test_the_token_is_asked_for() -> None:
    async with opened(http_intake_token="hush-hush") as door:
        assert (await door.post(ARTICLE))[0] == 401
        assert (await door.post(ARTICLE, Authorization="Bearer hush"))[0] == 401
        assert (await door.post(ARTICLE, Authorization="Basic hush-hush"))[0] == 401
        status, _, headers = await door.post(ARTICLE, Authorization="Bearer h\u00fcsh")
        assert (status, "WWW-Authenticate" in headers) == (401, True)
        assert door.taken == []
        assert (await door.post(ARTICLE, Authorization="Bearer hush-hush"))[0] == 202


async def test_without_a_token_it_is_for_this_machine_alone_and_not_for_its_browsers(door: Door) -> None:
    for host in ("0.0.0.0", "10.0.0.5", "::", "news.example.com"):  # noqa: S104
        with pytest.raises(ConfigurationError, match="TOCSIN_HTTP_INTAKE_TOKEN"):
            Door(web_host=host)
    assert (await door.post(ARTICLE, Origin="https://evil.example.com"))[0] == 403


async def test_a_slow_client_is_given_up(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_intake, "BODY_SECONDS", 0.3)

    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(
        b"POST /articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b'Content-Length: 500\r\n\r\n{"text":'
    )
    async with asyncio.timeout(5):
        assert b" 408 " in await reader.readline()
    writer.close()
    assert (await door.post(ARTICLE))[0] == 202, "the next client is served"


async def test_a_broker_that_takes_nothing_is_told_and_not_hidden(door: Door) -> None:
    door.broken = True
    status, _, headers = await door.post(ARTICLE)
    assert (status, "Retry-After" in headers) == (503, True)
    door.broken = False
    assert (await door.post(ARTICLE))[0] == 202

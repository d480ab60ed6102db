"""Fetching from servers as they are: slow, endless, redirecting, malformed, compressed, refusing."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from services.ingest.sources.fetch import Fetcher, FetchError, FetchFault, FetchLimits, Validators
from services.ingest.sources.hosts import Hosts

from .servers import Site, endless, raw_server, site, slow

LIMITS = FetchLimits(seconds=0.7, max_bytes=200_000, max_redirects=3)


@pytest.fixture
async def news() -> AsyncIterator[Site]:
    async with site() as served:
        yield served


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(Hosts(0.0), limits=LIMITS, private=True) as opened:
        yield opened


async def fault_of(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    return caught.value


async def test_a_page_comes_with_its_validators_and_says_who_asked(news: Site, fetcher: Fetcher) -> None:
    news.answers["/a"] = {
        "body": "café".encode("cp1252"),
        "headers": {
            "ETag": '"1"',
            "Last-Modified": "Wed, 05 Jan 2022 10:00:00 GMT",
            "Content-Type": "text/html; charset=cp1252",
        },
    }
    got = await fetcher.fetch(news.url("/a"))
    assert got is not None
    assert got.body == "café".encode("cp1252")
    assert got.charset == "cp1252"
    assert got.validators == Validators('"1"', "Wed, 05 Jan 2022 10:00:00 GMT")
    assert news.requests[0][2]["User-Agent"].startswith("Tocsin/")


async def test_304_is_told_from_an_answer(news: Site, fetcher: Fetcher) -> None:
    async def conditional(request: web.Request) -> web.Response:
        same = request.headers.get("If-None-Match") == '"1"' and request.headers.get("If-Modified-Since") == "yesterday"
        return web.Response(status=304 if same else 200)

    news.answers["/a"] = conditional
    assert await fetcher.fetch(news.url("/a"), Validators('"1"', "yesterday")) is None
    assert await fetcher.fetch(news.url("/a"), Validators('"2"', "yesterday")) is not None


async def test_a_slow_server_is_given_up(news: Site, fetcher: Fetcher) -> None:
    news.answers["/a"] = slow
    assert (await fault_of(fetcher, news.url("/a"))).fault is FetchFault.timeout


async def test_an_endless_answer_is_cut_off(news: Site, fetcher: Fetcher) -> None:
    news.answers["/a"] = endless
    assert (await fault_of(fetcher, news.url("/a"))).fault is FetchFault.too_large


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_unfolds_without_end_is_cut_off(news: Site, fetcher: Fetcher, encoding: str) -> None:
    zeros = bytes(20_000_000)
    packed = gzip.compress(zeros) if encoding == "gzip" else zlib.compress(zeros)
    assert len(packed) < LIMITS.max_bytes
    news.answers["/a"] = {"body": packed, "headers": {"Content-Encoding": encoding}}
    assert (await fault_of(fetcher, news.url("/a"))).fault is FetchFault.too_large


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"words")),
        ("gzip", gzip.compress(b"wo") + gzip.compress(b"rds")),
        ("deflate", zlib.compress(b"words")),
        ("deflate", zlib.compress(b"words", wbits=-15)),
        ("identity", b"words"),
    ],
)
async def test_compressed_answers_are_unfolded(news: Site, fetcher: Fetcher, encoding: str, packed: bytes) -> None:
    news.answers["/a"] = {"body": packed, "headers": {"Content-Encoding": encoding}}
    got = await fetcher.fetch(news.url("/a"))
    assert got is not None
    assert got.body == b"words"


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip", b"not gzip"), ("gzip", gzip.compress(b"words" * 99)[:-9]), ("br", b"words")]
)
async def test_a_body_that_is_not_what_it_says_is_malformed(
    news: Site, fetcher: Fetcher, encoding: str, body: bytes
) -> None:
    news.answers["/a"] = {"body": body, "headers": {"Content-Encoding": encoding}}
    assert (await fault_of(fetcher, news.url("/a"))).fault is FetchFault.malformed


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"",
    ],
    ids=["not http", "short", "bad chunk", "huge header", "nothing"],
)
async def test_an_answer_that_is_no_http_is_an_error_and_no_crash(fetcher: Fetcher, answer: bytes) -> None:
    async with raw_server(answer) as url:
        assert (await fault_of(fetcher, url)).fault in {FetchFault.malformed, FetchFault.connection}


async def test_redirects_are_followed_to_their_end_and_no_further_than_the_limit(news: Site, fetcher: Fetcher) -> None:
    for number in range(3):
        news.answers[f"/{number}"] = {"status": 302, "headers": {"Location": f"/{number + 1}"}}
    news.answers["/3"] = {"text": "here"}
    got = await fetcher.fetch(news.url("/0"))
    assert got is not None
    assert got.url == news.url("/3")
    news.answers["/3"] = {"status": 308, "headers": {"Location": "/0"}}
    assert (await fault_of(fetcher, news.url("/0"))).fault is FetchFault.too_many_redirects


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1/", "mailto:desk@example.com", "http://[::1"]
)
async def test_a_redirect_to_what_is_no_web_address_is_refused(news: Site, fetcher: Fetcher, target: str) -> None:
    news.answers["/a"] = {"status": 301, "headers": {"Location": target}}
    error = await fault_of(fetcher, news.url("/a"))
    assert error.fault in {FetchFault.refused_address, FetchFault.malformed}


@pytest.mark.parametrize("status", [404, 410, 500, 503])
async def test_a_status_is_told_with_whether_it_is_for_good(news: Site, fetcher: Fetcher, status: int) -> None:
    news.answers["/a"] = {"status": status}
    error = await fault_of(fetcher, news.url("/a"))
    assert error.fault is FetchFault.http_status
    assert str(status) in str(error)
    assert error.gone is (status < 500)


async def test_a_host_that_asks_to_be_left_alone_is_not_asked_again(news: Site, fetcher: Fetcher) -> None:
    news.answers["/a"] = {"status": 429, "headers": {"Retry-After": "120"}}
    first = await fault_of(fetcher, news.url("/a"))
    assert (first.fault, first.retry_after, first.gone) == (FetchFault.http_status, 120.0, False)
    second = await fault_of(fetcher, news.url("/b"))
    assert second.fault is FetchFault.resting
    assert second.retry_after == pytest.approx(120, abs=2)
    assert news.asked.total() == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"]
)
async def test_private_addresses_are_refused_however_they_are_written(news: Site, host: str) -> None:
    port = news.base.rsplit(":", 1)[1]
    async with Fetcher(Hosts(0.0), limits=LIMITS) as public:
        error = await fault_of(public, f"http://{host}:{port}/a")
    assert error.fault is FetchFault.refused_address
    assert news.asked.total() == 0


async def test_a_host_that_nobody_answers_at_is_an_error(fetcher: Fetcher) -> None:
    error = await fault_of(fetcher, "http://127.0.0.1:1/")
    assert error.fault is FetchFault.connection
    assert not error.gone

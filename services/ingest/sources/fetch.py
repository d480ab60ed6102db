"""Fetches one address: politely, conditionally, and within bounds of time, size, redirects and reach.

Every hop of a redirect is a request like any other: it waits for its host's turn, and its address is checked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from .addresses import PrivateAddressError, PublicResolver, check_literal
from .compression import BodyDecoder, BodyTooLargeError, DecompressionError
from .hosts import HostRestsError, Hosts

USER_AGENT = "Tocsin/0.1 (news intake)"
MAX_RETRY_AFTER = 24 * 3600.0
"""Longest that a host is left alone, whatever it asks for."""
MAX_REQUESTS = 64
"""Requests under way at once, of all hosts together."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_OK = 200
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"


class FetchFault(StrEnum):
    """Why a fetch failed: a closed vocabulary, for metrics."""

    timeout = "timeout"
    too_large = "too_large"
    too_many_redirects = "too_many_redirects"
    refused_address = "refused_address"
    connection = "connection"
    http_status = "http_status"
    malformed = "malformed"
    resting = "resting"


class FetchError(Exception):
    """A fetch that gave nothing.

    Args:
        fault: the kind.
        error: what was wrong, in one line.
        retry_after: seconds that the host asked for.
        gone: whether it is no use to ask again (404, 410 and the like).
    """

    def __init__(self, fault: FetchFault, error: str, *, retry_after: float | None = None, gone: bool = False) -> None:
        super().__init__(error)
        self.fault = fault
        self.retry_after = retry_after
        self.gone = gone


@dataclass(frozen=True)
class FetchLimits:
    """Bounds on one fetch."""

    seconds: float = 30.0
    """Of one request, from its turn at the host to the last byte; each redirect is another."""
    max_bytes: int = 10_000_000
    """Size of the body, unfolded."""
    max_redirects: int = 5


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask by whether something has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Fetched:
    """An answer."""

    url: str
    """Where it came from in the end."""
    body: bytes
    content_type: str
    """As the server says, charset and all; empty when it says nothing."""
    charset: str | None
    validators: Validators


class Fetcher:
    """Fetches addresses; an async context manager.

    Args:
        hosts: whose turn it is.
        limits: of each fetch.
        user_agent: says who asks, and should say where to complain.
        private: whether addresses of private networks may be asked.
    """

    def __init__(
        self,
        hosts: Hosts,
        *,
        limits: FetchLimits | None = None,
        user_agent: str = USER_AGENT,
        private: bool = False,
    ) -> None:
        self._hosts = hosts
        self._limits = limits or FetchLimits()
        self._user_agent = user_agent
        self._private = private
        # Waited for before the request's time begins: many slow hosts make others late, and don't make them fail.
        self._slots = asyncio.Semaphore(MAX_REQUESTS)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open; cookies are not kept, and what the environment says of proxies and passwords is not used."""
        resolver = None if self._private else PublicResolver()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            # Without `br`: nothing here unfolds it within bounds.
            headers={"User-Agent": self._user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=10.0),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        if self._session is not None:
            await self._session.close()

    async def fetch(self, url: str, known: Validators | None = None) -> Fetched | None:
        """The answer to a GET, or None when it is as `known` says it was.

        Raises `FetchError`, and nothing else for any answer of any server.
        """
        headers = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        for _ in range(self._limits.max_redirects + 1):
            answer = await self._one(url, headers)
            if not isinstance(answer, str):
                return answer
            url = answer
        raise FetchError(FetchFault.too_many_redirects, f"more than {self._limits.max_redirects} redirects")

    async def _one(self, url: str, headers: Mapping[str, str]) -> Fetched | str | None:
        """One request: the answer, where it redirects to, or None for 304."""
        target = _checked(url)
        host = target.host or ""
        try:
            if not self._private:
                check_literal(host)
            async with self._hosts.turn(host), self._slots, asyncio.timeout(self._limits.seconds):
                return await self._ask(target, headers)
        except HostRestsError as rests:
            raise FetchError(FetchFault.resting, str(rests), retry_after=rests.seconds) from rests
        except TimeoutError as error:
            raise FetchError(FetchFault.timeout, f"no whole answer within {self._limits.seconds:g} s") from error
        except PrivateAddressError as error:
            raise _refused(error) from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, PrivateAddressError):
                raise _refused(error.os_error) from error
            raise FetchError(FetchFault.connection, f"{host} can't be reached ({error.os_error})") from error
        except aiohttp.InvalidURL as error:
            raise FetchError(FetchFault.refused_address, f"{url[:200]} is not an address", gone=True) from error
        except (aiohttp.ClientError, OSError) as error:
            # A malformed answer and a line that breaks look alike from here; both are worth another try.
            fault = FetchFault.malformed if isinstance(error, aiohttp.ClientResponseError) else FetchFault.connection
            raise FetchError(fault, f"{type(error).__name__}: {str(error)[:200]}") from error
        except ValueError as error:  # what aiohttp raises for some addresses and headers
            raise FetchError(FetchFault.malformed, f"{type(error).__name__}: {str(error)[:200]}") from error

    async def _ask(self, target: URL, headers: Mapping[str, str]) -> Fetched | str | None:
        if self._session is None:
            raise RuntimeError("a Fetcher is opened with `async with`")
        async with self._session.get(target, headers=headers, allow_redirects=False) as response:
            if response.status == _NOT_MODIFIED:
                return None
            if response.status in _REDIRECTS and (location := response.headers.get("Location")):
                return str(target.join(URL(location)))
            if response.status != _OK:
                raise self._status_error(target.host or "", response)
            return Fetched(
                url=str(target),
                body=await self._body(response),
                content_type=response.headers.get("Content-Type", ""),
                charset=_charset(response),
                validators=Validators(response.headers.get("ETag"), response.headers.get("Last-Modified")),
            )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        limit = self._limits.max_bytes
        try:
            decoder = BodyDecoder(response.headers.get("Content-Encoding", ""), limit)
            async for chunk in response.content.iter_any():
                decoder.feed(chunk)
            return decoder.end()
        except BodyTooLargeError as error:
            raise FetchError(FetchFault.too_large, f"the answer has more than {limit} bytes") from error
        except (DecompressionError, ValueError) as error:
            raise FetchError(FetchFault.malformed, str(error)) from error

    def _status_error(self, host: str, response: aiohttp.ClientResponse) -> FetchError:
        retry_after = parse_retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if retry_after is not None:
            self._hosts.rest(host, retry_after)
        return FetchError(
            FetchFault.http_status,
            f"HTTP status {response.status}",
            retry_after=retry_after,
            gone=response.status in {400, 401, 403, 404, 405, 406, 410, 451},
        )


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header (seconds, or a date) asks for, at most `MAX_RETRY_AFTER`; None without one."""
    if value is None:
        return None
    seconds: float | None = None
    if value.strip().isascii() and value.strip().isdigit():
        seconds = float(value.strip()[:9])
    else:
        with suppress(ValueError, TypeError):
            moment = parsedate_to_datetime(value)
            seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return None if seconds is None else min(max(0.0, seconds), MAX_RETRY_AFTER)


def _checked(url: str) -> URL:
    try:
        target = URL(url)
    except ValueError as error:
        raise FetchError(FetchFault.refused_address, f"{url[:200]} is not an address", gone=True) from error
    if target.scheme not in {"http", "https"} or not target.host:
        raise FetchError(FetchFault.refused_address, f"{url[:200]} is not an http or https address", gone=True)
    # A user name and password are not sent to where a redirect leads.
    return target.with_user(None).with_fragment(None)


def _charset(response: aiohttp.ClientResponse) -> str | None:
    with suppress(RuntimeError, ValueError, LookupError):
        return response.charset
    return None


def _refused(error: PrivateAddressError) -> FetchError:
    advice = "set TOCSIN_FETCH_PRIVATE=true if addresses of private networks may be fetched"
    return FetchError(FetchFault.refused_address, f"{error}; {advice}", gone=True)

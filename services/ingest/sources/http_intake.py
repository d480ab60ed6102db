"""`POST /articles`: articles by HTTP, onto `news.raw.v1`. Off unless TOCSIN_HTTP_INTAKE asks for it.

A body is one JSON object, a JSON array of them, or one object a line (NDJSON), plain or compressed with gzip, deflate
or zstd. A request is taken whole, which is answered with 202 and an id for each article, or not at all, with a 4xx that
names every article at fault. Sent again, an article gets the same id, so a client may repeat a request that it got no
answer to.

An article's id is its key on `news.raw.v1`, and on the dead letters; and its trace id (W3C `traceparent`), which the
headers of everything that follows from it carry. It is the id of the `Article` where there is a `url`, unless the page
itself declares another one.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from math import ceil

import structlog
from aiohttp import web

from schemas import DeadLetterReason
from schemas.ids import NAMESPACE, article_id
from services.runtime import metrics
from services.runtime.errors import BrokenDependencyError, ConfigurationError
from services.runtime.settings import Settings

from ..canonical_url import canonical_url
from ..decoding import decode
from ..outcome import RejectedError
from ..raw_fields import read_fields
from .compression import BodyDecoder, BodyTooLargeError, DecompressionError
from .rate_limit import TokenBucket

PATH = "/articles"
BODY_SECONDS = 30.0
"""How long a client may take to send its body."""
MAX_REQUESTS = 8
"""Bodies held at once; more are told to come again in a second."""
_JSON = frozenset({"application/json"})
_LINES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"})

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Taken:
    """An article to send."""

    id: str
    value: bytes

    @property
    def traceparent(self) -> str:
        """W3C trace context that makes it known by its id downstream."""
        trace = uuid.UUID(self.id).hex
        return f"00-{trace}-{trace[16:]}-01"


Send = Callable[[Sequence[Taken]], Awaitable[None]]
"""Gives articles to the broker; returns when it has them. Raises `BrokenDependencyError`."""


class RefusedError(Exception):
    """A request that is not taken.

    Args:
        status: of the answer.
        error: what was wrong and what to do.
        headers: of the answer.
        articles: each article at fault: its number from 0, a reason code and what was wrong.
    """

    def __init__(
        self,
        status: HTTPStatus,
        error: str,
        *,
        headers: dict[str, str] | None = None,
        articles: list[dict[str, object]] | None = None,
    ) -> None:
        super().__init__(error)
        self.status = status
        self.headers = headers or {}
        self.articles = articles or []


class HttpIntake:
    """The endpoint.

    Args:
        settings: those that begin with `http_intake_`.
        send: where articles go.
        max_article_bytes: largest article that is taken.

    Raises:
        ConfigurationError: it could be reached from other machines, and there is no token.
    """

    def __init__(self, settings: Settings, send: Send, *, max_article_bytes: int) -> None:
        token = settings.http_intake_token
        self._token = token.get_secret_value() if token is not None else ""
        if not self._token and not settings.is_local:
            raise ConfigurationError(
                f"TOCSIN_HTTP_INTAKE is on and TOCSIN_WEB_HOST is {settings.web_host}, which other machines can reach: "
                "set TOCSIN_HTTP_INTAKE_TOKEN, or bind to 127.0.0.1."
            )
        self._settings = settings
        self._send = send
        self._max_article_bytes = max_article_bytes
        self._bucket = TokenBucket(settings.http_intake_rate, settings.http_intake_max_articles)
        self._under_way = 0

    def route(self) -> web.RouteDef:
        """Where it listens."""
        return web.post(PATH, self.post)

    async def post(self, request: web.Request) -> web.Response:
        """Answer one request."""
        try:
            ids = await self._take(request)
        except RefusedError as refused:
            metrics.intake_refused.labels(str(int(refused.status))).inc()
            answer: dict[str, object] = {"error": str(refused)}
            if refused.articles:
                answer["articles"] = refused.articles
            return web.json_response(answer, status=refused.status, headers=refused.headers)
        metrics.intake_articles.labels("http").inc(len(ids))
        return web.json_response({"accepted": len(ids), "ids": ids}, status=HTTPStatus.ACCEPTED)

    async def _take(self, request: web.Request) -> list[str]:
        self._check_client(request)
        kind = request.content_type.lower()
        if kind not in _JSON | _LINES:
            raise RefusedError(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json or application/x-ndjson"
            )
        if self._under_way >= MAX_REQUESTS:
            raise RefusedError(
                HTTPStatus.SERVICE_UNAVAILABLE, "too many requests at once; try again", headers={"Retry-After": "1"}
            )
        self._under_way += 1
        try:
            body = await self._body(request)
            # In a thread: ten megabytes of JSON take a while, in which the consumer must go on.
            articles = await asyncio.to_thread(self._articles, body, lines=kind in _LINES)
            self._check_rate(len(articles))
            await self._send(articles)
        except BrokenDependencyError as error:
            log.warning("articles by HTTP were not delivered", error=str(error))
            raise RefusedError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "Kafka did not take the articles; send the request again",
                headers={"Retry-After": "5"},
            ) from error
        finally:
            self._under_way -= 1
        return [article.id for article in articles]

    def _check_client(self, request: web.Request) -> None:
        if self._token:
            scheme, _, given = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not hmac.compare_digest(
                _header_bytes(given.strip()), self._token.encode()
            ):
                raise RefusedError(
                    HTTPStatus.UNAUTHORIZED,
                    "send the token as `Authorization: Bearer ...`",
                    headers={"WWW-Authenticate": 'Bearer realm="tocsin"'},
                )
        elif "Origin" in request.headers:
            # Without a token, a page in a browser on this machine could post here.
            raise RefusedError(HTTPStatus.FORBIDDEN, "browsers are served only where a token is set")

    async def _body(self, request: web.Request) -> bytes:
        limit = self._settings.http_intake_max_bytes
        too_large = f"the body has more than {limit} bytes: send fewer articles at once"
        if (request.content_length or 0) > limit:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large)
        try:
            decoder = BodyDecoder(request.headers.get("Content-Encoding", ""), limit)
        except ValueError as error:
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"{error}: use gzip, deflate or zstd") from error
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for chunk in request.content.iter_any():
                    decoder.feed(chunk)
            return decoder.end()
        except TimeoutError as error:
            raise RefusedError(
                HTTPStatus.REQUEST_TIMEOUT, f"the body did not come within {BODY_SECONDS:g} s"
            ) from error
        except BodyTooLargeError as error:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large) from error
        except DecompressionError as error:
            raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from error

    def _articles(self, body: bytes, *, lines: bool) -> list[Taken]:
        values, is_batch = (_lines(body), True) if lines else _json(body)
        limit = self._settings.http_intake_max_articles
        if not values:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "the body has no article")
        if len(values) > limit:
            raise RefusedError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{len(values)} articles are over the limit of {limit} a request"
            )
        taken: list[Taken] = []
        faults: list[dict[str, object]] = []
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        for number, value in enumerate(values):
            if len(value) > self._max_article_bytes:
                status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                error = f"{len(value)} bytes are over the limit of {self._max_article_bytes} an article"
                faults.append({"number": number, "reason": "too_large", "error": error})
                continue
            try:
                taken.append(Taken(_id(value), value))
            except RejectedError as error:
                faults.append({"number": number, "reason": error.reason.value, "error": error.outcome().error})
        if faults:
            what = f"{len(faults)} of {len(values)} articles can't be used, and none was taken"
            text = what if is_batch else f"the article can't be used: {faults[0]['error']}"
            raise RefusedError(status, text, articles=faults[:100])
        return taken

    def _check_rate(self, count: int) -> None:
        if (wait := self._bucket.take(count)) > 0:
            raise RefusedError(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"more than {self._settings.http_intake_rate:g} articles a second: try again in {wait:.0f} s",
                headers={"Retry-After": str(ceil(wait))},
            )


def _id(value: bytes) -> str:
    """Id of an article that ingest can read; raises `RejectedError` with what it would be a dead letter for."""
    if not value.startswith(b"{"):
        raise RejectedError(DeadLetterReason.wrong_type, "an article is a JSON object")
    fields = read_fields(decode(value))
    if (url := canonical_url(fields.url)) is not None:
        return article_id(url, "")
    return str(uuid.uuid5(NAMESPACE, f"raw:{hashlib.sha256(value).hexdigest()}"))


def _header_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _lines(body: bytes) -> list[bytes]:
    return [line for line in (line.strip() for line in body.removeprefix(b"\xef\xbb\xbf").split(b"\n")) if line]


def _json(body: bytes) -> tuple[list[bytes], bool]:
    """Each article of an object or array, and whether it was an array."""
    if not body.strip():
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body is empty")
    try:
        value = json.loads(body)
    except RecursionError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the JSON is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body is not UTF-8") from error
    except json.JSONDecodeError as error:
        hint = "; send lines of JSON as application/x-ndjson" if error.msg == "Extra data" else ""
        where = f"line {error.lineno}, column {error.colno}"
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"the body is not JSON: {error.msg} ({where}){hint}") from error
    except ValueError as error:  # an integer of thousands of digits
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"the body is not JSON: {error}") from error
    if isinstance(value, list):
        return [_dumped(one) for one in value], True
    return [body.strip()], False


def _dumped(value: object) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a character, which only JSON's own notation can write
        return json.dumps(value).encode()

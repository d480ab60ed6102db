"""The doors of a real ingest worker: closed unless asked for, and what comes through them becomes articles."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest

from tests.brokers import RunningBroker
from tests.integration.pipeline.pipeline import Pipeline

TEXT = "Gunmen killed three people at a market in Mosul, Iraq, on Monday, police said."
DOCUMENT = (
    '<rss version="2.0"><channel><title>Desk</title><item><guid>1</guid><link>https://desk.example.com/1</link>'
    f"<pubDate>Tue, 04 Jan 2022 10:00:00 GMT</pubDate><description>{TEXT}</description></item></channel></rss>"
)
START_SECONDS = 240.0
"""How long a worker may take to be ready and to pass an article on, on a machine that has other things to do."""


class FeedServer(BaseHTTPRequestHandler):
    """Serves one feed."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(DOCUMENT.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def post(pipeline: Pipeline, token: str) -> tuple[int, dict[str, Any]]:
    """POST one article to the worker; the status and the answer."""
    url = pipeline.metrics_url(pipeline.of("ingest")[0]).replace("/metrics", "/articles")
    body = json.dumps({"text": TEXT, "published": "2022-01-04"}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310  (our own worker)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, {}


def started(pipeline: Pipeline) -> Pipeline:
    """Start the worker, and wait until its web port listens."""
    worker = pipeline.start("ingest", 0)
    deadline = monotonic() + START_SECONDS
    while not worker.log_path.exists() or "metrics=http" not in worker.log_path.read_text():
        assert monotonic() < deadline, worker.log_tail()
        assert worker.poll() is None, worker.log_tail()
        sleep(0.2)
    return pipeline


@pytest.mark.timeout(600)
def test_articles_by_http_and_from_a_feed_come_out_as_articles(embedded_broker: RunningBroker, tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), FeedServer)
    Thread(target=server.serve_forever, daemon=True).start()
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text(f"feeds: [{{url: 'http://127.0.0.1:{server.server_port}/', pages: false}}]", encoding="utf-8")
    env = {
        "TOCSIN_HTTP_INTAKE": "true",
        "TOCSIN_HTTP_INTAKE_TOKEN": "hush",
        "TOCSIN_FEEDS": str(feeds),
        "TOCSIN_FETCH_PRIVATE": "true",
    }
    pipeline = Pipeline(embedded_broker, tmp_path, env=env)
    try:
        started(pipeline)
        assert post(pipeline, "wrong")[0] == 401
        status, answer = post(pipeline, "hush")
        assert status == 202
        deadline = monotonic() + START_SECONDS
        while len(articles := pipeline.read("news.articles.v1")) < 2:
            assert monotonic() < deadline, pipeline.logs()
            sleep(0.5)
        traces = {message.headers.get("traceparent", b"--").decode().split("-")[1] for message in articles}
        assert answer["ids"][0].replace("-", "") in traces
        assert {message.json()["url"] for message in articles} == {None, "https://desk.example.com/1"}
        assert {message.json()["text"] for message in articles} == {TEXT}
    finally:
        pipeline.supervisor.stop()
        server.shutdown()
        server.server_close()


@pytest.mark.timeout(600)
def test_the_doors_are_closed_unless_asked_for(embedded_broker: RunningBroker, tmp_path: Path) -> None:
    pipeline = Pipeline(embedded_broker, tmp_path)
    try:
        assert post(started(pipeline), "any")[0] == 404
    finally:
        pipeline.supervisor.stop()

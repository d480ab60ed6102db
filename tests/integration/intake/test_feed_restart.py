"""A feed of 10,000 articles that is killed in the middle, and its ingest worker too: one outcome for each article."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from schemas.ids import article_id
from services.commands.feed.marks import number_of
from services.commands.feed.position import FOLDER, Position
from tests.brokers import RunningBroker
from tests.integration.pipeline.articles import SPANISH, stream
from tests.integration.pipeline.pipeline import Message, Pipeline

ARTICLES = 10_000

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(1800)]


class Feed:
    """`tocsin feed` in a process of its own."""

    def __init__(self, pipeline: Pipeline, file: Path, *options: str) -> None:
        broker = pipeline.broker
        env = os.environ | {
            "TOCSIN_BOOTSTRAP": broker.bootstrap,
            "TOCSIN_TOPIC_PREFIX": broker.prefix,
            "TOCSIN_DATA_DIR": str(pipeline.folder),
        }
        command = [sys.executable, "-m", "services.cli", "feed", str(file), *options]
        self._process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def kill_when(self, pipeline: Pipeline, messages: int) -> None:
        """SIGKILL it once the topic holds so many."""
        deadline = monotonic() + 120
        while pipeline.progress("ingest")[1] < messages:
            assert self._process.poll() is None, self._process.communicate()
            assert monotonic() < deadline
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()
        assert self._process.returncode == -signal.SIGKILL, "it ended before it could be killed: nothing is proved"

    def end(self, pipeline: Pipeline) -> str:
        """Let it end; what it said. Workers that end meanwhile are started again, as a supervisor would."""
        deadline = monotonic() + 1500
        while self._process.poll() is None:
            pipeline.supervisor.check()
            assert monotonic() < deadline, pipeline.logs()
            sleep(0.2)
        out, err = self._process.communicate()
        assert self._process.returncode == 0, err
        return out


@pytest.fixture
def pipeline(broker: RunningBroker, tmp_path: Path) -> Iterator[Pipeline]:
    """One ingest worker, and no other service."""
    running = Pipeline(broker, tmp_path, env={"TOCSIN_PROCESSES": "2"})
    running.start("ingest", 0)
    try:
        yield running
    finally:
        running.supervisor.stop()


def test_ten_thousand_articles_in_a_feed_and_a_worker_that_are_killed_have_one_outcome_each(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    values = list(stream(ARTICLES, seed=7))
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n".join(value.replace(b"\n", b" ") for value in values), compresslevel=1))

    Feed(pipeline, file, "--wait", "0").kill_when(pipeline, 3_000)
    [kept] = (tmp_path / FOLDER).glob("*.json")
    assert 0 <= Position.model_validate_json(kept.read_bytes()).taken < ARTICLES
    [worker] = pipeline.of("ingest")
    while pipeline.progress("ingest")[0] < 500:
        sleep(0.1)
    worker.kill()
    Feed(pipeline, file, "--resume", "--wait", "0").kill_when(pipeline, 6_500)
    said = Feed(pipeline, file, "--resume", "--wait", "240").end(pipeline)

    assert "Outcomes:" in said, f"{said}\n{pipeline.lags()}\n{pipeline.logs()}"
    trace = Position.model_validate_json(kept.read_bytes()).trace
    fed = Counter(number_of(message.headers, trace) for message in pipeline.read("news.raw.v1"))
    assert fed == Counter(range(1, ARTICLES + 1)), "an article was lost or sent twice"

    outcomes = outcomes_by_number(pipeline, trace)
    expected = {number: expected_outcome(value) for number, value in enumerate(lines(file), start=1)}
    unsupported = {number for number, outcome in expected.items() if outcome == "unsupported_language"}
    assert outcomes == {number: {outcome} for number, outcome in expected.items() if number not in unsupported}
    told = Counter("published" if outcome.startswith("published") else outcome for outcome in expected.values())
    for outcome, count in told.items():
        assert f"{count} {outcome}" in said


def lines(file: Path) -> list[bytes]:
    """The articles of the file."""
    return [line.strip() for line in gzip.decompress(file.read_bytes()).split(b"\n") if line.strip()]


def outcomes_by_number(pipeline: Pipeline, trace: str) -> dict[int, set[str]]:
    """The different outcomes of each article that left a message: one, if all is well."""
    found: dict[int, set[str]] = defaultdict(set)

    def add(message: Message, outcome: str) -> None:
        number = number_of(message.headers, trace)
        assert number is not None, "a message that is of no article of the feed"
        found[number].add(outcome)

    for message in pipeline.read("news.articles.v1"):
        add(message, f"published {message.json()['id']}")
    for message in pipeline.read("news.raw.v1-dlq"):
        add(message, f"dead_lettered: {message.headers['dlq_reason'].decode()}")
    return dict(found)


def expected_outcome(value: bytes) -> str:
    """What the generator of the articles meant it to be."""
    try:
        article = json.loads(value)
    except ValueError:
        return f"dead_lettered: {'not_json' if value.startswith(b'{') else 'not_text'}"
    if not isinstance(article, dict) or not isinstance(article.get("text"), str | None):
        return "dead_lettered: wrong_type"
    if "text" not in article:
        return "dead_lettered: missing_text"
    if article["text"].startswith(SPANISH[:12]):
        return "unsupported_language"
    return f"published {article_id(article['url'], '')}"


def test_a_feed_that_is_complete_sends_only_what_was_added_since(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b"".join(value + b"\n" for value in stream(20, seed=3)))
    Feed(pipeline, file, "--wait", "0").end(pipeline)
    assert "0 fed" in Feed(pipeline, file, "--resume", "--wait", "0").end(pipeline)
    with file.open("ab") as more:
        more.write(b'{"text": "Gunmen killed two people in Mosul, Iraq, on Monday, police said."}\n')
    assert "1 fed" in Feed(pipeline, file, "--resume", "--wait", "0").end(pipeline)
    assert pipeline.progress("ingest")[1] == 21


def test_files_that_changed_are_not_gone_on_with(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    values = list(stream(20, seed=3))
    file.write_bytes(b"".join(value + b"\n" for value in values))
    Feed(pipeline, file, "--wait", "0").end(pipeline)
    file.write_bytes(b"".join(value + b"\n" for value in values[1:]))
    with pytest.raises(AssertionError, match="no longer those"):
        Feed(pipeline, file, "--resume", "--wait", "0").end(pipeline)
    assert pipeline.progress("ingest")[1] == 20

"""How tests get a broker.

Most tests need none: the work of the services is plain functions. Those that do ask for one of three fixtures:

- `broker` runs the test twice, on the embedded broker and on a real Apache Kafka, and is what most integration tests
  should use. A test marked `kafka` runs on the real one alone: message sizes, several members of a group, restarts.
- `embedded_broker` is a fresh embedded broker, for what is only true of it or where a real one would prove no more.
- `kafka_node` is the real node itself, one for the whole run, started at first use; for tests that stop and kill it.

Topic names are fixed by contract, so tests are kept apart by a topic prefix: `broker.prefix` is new for every test, all
topics of the contracts exist under it, and services are given it as `TOCSIN_TOPIC_PREFIX`, which makes their consumer
groups the test's own too. The embedded broker is fresh for every test besides; the real one is shared, and a test's
topics are deleted after it.

Kafka's jars come from Maven into the user's cache. Without Java or Maven the tests that need them are skipped, and the
end of the run says so. When a test on the real node fails, the node's log is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import pytest

from schemas.topics import load_topics

from .brokers import KafkaNode, RunningBroker, embedded, kafka_jars, real, what_is_missing

_LEFT_OUT = pytest.StashKey[Counter[str]]()
_missing = cache(what_is_missing)


@pytest.fixture(scope="session")
def kafka_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaNode]:
    """A real Apache Kafka, the same for all tests. Leave it running, or it is started again."""
    if missing := _missing():
        pytest.skip(f"no Apache Kafka: {missing}")
    kafka_jars()
    node = KafkaNode(tmp_path_factory.mktemp("kafka")).start()
    try:
        yield node
    finally:
        node.stop()


@pytest.fixture
def embedded_broker() -> Iterator[RunningBroker]:
    """A fresh embedded broker with all topics of the contracts."""
    with embedded(load_topics()) as broker:
        yield broker


@pytest.fixture
def broker(request: pytest.FixtureRequest) -> Iterator[RunningBroker]:
    """The test's broker, with all topics of the contracts under a prefix of its own."""
    if request.param == "embedded":
        yield request.getfixturevalue("embedded_broker")
    else:
        with real(request.getfixturevalue("kafka_node"), load_topics()) as running:
            yield running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `broker` over both, or over Kafka alone when it is marked so."""
    if "broker" in metafunc.fixturenames:
        brokers = [pytest.param("kafka", marks=pytest.mark.kafka)]
        if metafunc.definition.get_closest_marker("kafka") is None:
            brokers.insert(0, pytest.param("embedded"))
        metafunc.parametrize("broker", brokers, indirect=True)


@pytest.hookimpl(trylast=True)  # after those that were not asked for are gone
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs a real Kafka where there can be none, and remember it for the end of the run."""
    needy = [item for item in items if item.get_closest_marker("kafka") is not None]
    missing = _missing() if needy else None
    if missing is None:
        return
    for item in needy:
        item.add_marker(pytest.mark.skip(reason=f"no Apache Kafka: {missing}"))
    root = config.rootpath
    config.stash[_LEFT_OUT] = Counter(str(Path(item.path).parent.relative_to(root)) for item in needy)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end which suites were left out, and why."""
    left_out = config.stash.get(_LEFT_OUT, None)
    if left_out:
        suites = ", ".join(f"{folder} ({count})" for folder, count in sorted(left_out.items()))
        terminalreporter.section("left out: tests on a real Apache Kafka", yellow=True)
        terminalreporter.line(f"{_missing()}. Not run: {suites}.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the node's log under a failure of a test that used it."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        node = item.funcargs.get("kafka_node")
        running = item.funcargs.get("broker")
        if node is None and isinstance(running, RunningBroker):
            node = running.node
        if isinstance(node, KafkaNode):
            report.sections.append(("Apache Kafka's log", node.log_tail()))
    return report

"""Reports a second of one worker: ours, Faust's hopping tables, Quix Streams and a plain loop, on one Kafka.

All read the same topic, in turn, several times over; the result of each is checked. Time runs from the moment at which
a worker that is at work gets the stream until it has committed the last of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from schemas.topics import load_topics
from tests.brokers import RunningBroker
from tests.brokers.kafka_node import KafkaNode
from tests.brokers.running import real
from tests.chaos.report_stream import Message

from .contestants import Contestant, contestants
from .stream import feed, messages_of, standing

WARM_UP = 100
START_SECONDS = 120.0
RUN_SECONDS = 900.0
LOOK_SECONDS = 0.2


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=2500, help="that the stream tells of (twice as many messages)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quix-python", help="a Python that has quixstreams; without it Quix Streams is left out")
    options = parser.parse_args()
    messages = messages_of(options.incidents)
    rates: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        node = KafkaNode(Path(folder) / "kafka")
        node.start()
        try:
            for repeat in range(options.repeats):
                for number in range(4 if options.quix_python else 3):
                    with real(node, load_topics()) as broker:
                        at_work = Path(folder) / f"{repeat}-{number}"
                        one = contestants(broker, at_work, options.quix_python)[number]
                        rates[one.name].append(measure(one, broker, messages))
                        sys.stdout.write(f"{one.name}: {rates[one.name][-1]:,.0f} a second\n")
                        sys.stdout.flush()
        finally:
            node.stop()
    sys.stdout.write(
        f"\n{len(messages):,} messages of {standing(messages):,} incidents, {options.repeats} times, medians\n\n"
    )
    ours = median(rates["Tocsin"])
    sys.stdout.write(f"{'':24}{'a second':>10}{'to ours':>10}{'spread':>16}\n")
    for name, found in rates.items():
        spread = f"{min(found):,.0f} to {max(found):,.0f}"
        sys.stdout.write(f"{name:24}{median(found):>10,.0f}{median(found) / ours:>10.2f}{spread:>16}\n")


def measure(contestant: Contestant, broker: RunningBroker, messages: list[Message]) -> float:
    """Messages a second."""
    contestant.start()
    try:
        feed(broker, messages[:WARM_UP])
        _wait(contestant, WARM_UP, START_SECONDS)
        started = monotonic()
        feed(broker, messages[WARM_UP:])
        _wait(contestant, len(messages), RUN_SECONDS)
        seconds = monotonic() - started
    finally:
        contestant.stop()
    contestant.check(messages)
    return (len(messages) - WARM_UP) / seconds


def _wait(contestant: Contestant, number: int, limit: float) -> None:
    deadline = monotonic() + limit
    while contestant.done() < number:
        if monotonic() > deadline:
            raise TimeoutError(f"{contestant.name} did {contestant.done()} of {number} messages in {limit:g} s")
        sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main()

"""What may happen to the workers of one service, and to the broker, in an order that a seed gives."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from time import sleep

from services.runtime.settings import Service
from tests.integration.pipeline.pipeline import Pipeline

Fault = Callable[[], None]


class Faults:
    """The faults of one pipeline.

    Args:
        pipeline: whose workers and broker they befall.
        service: whose workers they are.
        seed: gives the order, and who is hit.
    """

    def __init__(self, pipeline: Pipeline, service: Service, seed: int) -> None:
        self._pipeline = pipeline
        self._service = service
        self._chance = random.Random(seed)  # noqa: S311
        self._numbers = count(100)
        self.told: list[str] = []
        """What was done, for the message of a failure."""

    def schedule(self) -> list[Fault]:
        """Each fault once, in the order of the seed."""
        faults: list[Fault] = [self.kill, self.leave, self.join, self.rolling_restart, self.restart_broker]
        self._chance.shuffle(faults)
        return faults

    def kill(self) -> None:
        """SIGKILL of one worker, which is started again a second later."""
        worker = self._chance.choice(self._pipeline.of(self._service))
        self.told.append(f"kill {worker.name}")
        worker.kill()
        sleep(1)
        self._pipeline.supervisor.check()

    def leave(self) -> None:
        """One worker stops for good."""
        worker = self._chance.choice(self._pipeline.of(self._service))
        self.told.append(f"leave {worker.name}")
        self._pipeline.supervisor.workers.remove(worker)
        worker.terminate()
        worker.wait()

    def join(self) -> None:
        """One more worker starts."""
        number = next(self._numbers)
        self.told.append(f"join {number}")
        self._pipeline.start(self._service, number)

    def rolling_restart(self) -> None:
        """Every worker stops and starts again, one after the other."""
        self.told.append("rolling restart")
        for worker in self._pipeline.of(self._service):
            worker.terminate()
            worker.wait()
            worker.start()
            sleep(2)

    def restart_broker(self) -> None:
        """The broker stops and starts again."""
        self.told.append("restart of the broker")
        node = self._pipeline.broker.node
        if node is None:
            raise ValueError("only a broker with a node of its own can be started again")
        node.restart()

"""The set of reports of one partition, live and retracted: the truth that everything else follows from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import ItemsView, Iterable, Iterator
from datetime import datetime

from schemas.ids import incident_id

from .register import Register


class ReportSet:
    """The registers by report id, and who inherits from whom."""

    def __init__(self) -> None:
        self._registers: dict[str, Register] = {}
        self._inheriting: defaultdict[str, set[str]] = defaultdict(set)
        """For each heir, the retracted reports that name it."""
        self._newest: datetime | None = None

    def __getitem__(self, report_id: str) -> Register:
        return self._registers[report_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._registers)

    def __contains__(self, report_id: object) -> bool:
        return report_id in self._registers

    def __len__(self) -> int:
        return len(self._registers)

    def get(self, report_id: str) -> Register | None:
        """The register of an id; None when nothing was heard of it."""
        return self._registers.get(report_id)

    def items(self) -> ItemsView[str, Register]:
        """All ids with their registers."""
        return self._registers.items()

    @property
    def newest_published_at(self) -> datetime | None:
        """Newest `published_at` of the live and of the retracted; None when there is none."""
        return self._newest

    def put(self, report_id: str, register: Register) -> None:
        """Sets the register of an id."""
        before = self._registers.get(report_id)
        if before is not None and before.heir is not None:
            self._inheriting[before.heir].discard(report_id)
        self._registers[report_id] = register
        if register.heir is not None:
            self._inheriting[register.heir].add(report_id)
        if before is not None and before.published_at != register.published_at:
            self._newest = self._find_newest()
        elif register.published_at is not None and (self._newest is None or register.published_at > self._newest):
            self._newest = register.published_at

    def drop(self, report_ids: Iterable[str]) -> list[str]:
        """Forgets these ids. Retracted reports whose heir goes no longer stand for an incident; returns their ids."""
        disinherited: dict[str, None] = {}
        for report_id in report_ids:
            gone = self._registers.pop(report_id)
            if gone.heir is not None:
                self._inheriting[gone.heir].discard(report_id)
            for inheriting in sorted(self._inheriting.pop(report_id, ())):
                register = self._registers[inheriting]
                register.founded, register.heir, register.brief = False, None, None
                disinherited[inheriting] = None
        self._newest = self._find_newest()
        return [report_id for report_id in disinherited if report_id in self._registers]

    def has_dependants(self, report_id: str) -> bool:
        """Whether a retracted report names this one as its heir."""
        return bool(self._inheriting.get(report_id))

    def with_dependants(self, report_ids: Iterable[str]) -> set[str]:
        """These reports, and the retracted ones that inherit from them, over any number of steps."""
        found = set(report_ids)
        todo = list(found)
        while todo:
            for report_id in self._inheriting.get(todo.pop(), ()):
                if report_id not in found:
                    found.add(report_id)
                    todo.append(report_id)
        return found

    def live_heir(self, report_id: str) -> str | None:
        """The report itself where it stands, else its heir, or the heir's heir; None when none of them stands."""
        passed: set[str] = set()
        heir: str | None = report_id
        while heir is not None and heir not in passed:
            passed.add(heir)
            register = self._registers.get(heir)
            if register is None:
                return None
            if register.live:
                return heir
            heir = register.heir
        return None

    def founded(self) -> set[str]:
        """Ids of all incidents that a report held has ever founded."""
        return {incident_id(report_id) for report_id, register in self._registers.items() if register.founded}

    def _find_newest(self) -> datetime | None:
        return max((each.published_at for each in self._registers.values() if each.published_at), default=None)

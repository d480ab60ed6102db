"""The analysts' words of one partition: which of them stand, and which live reports they are about.

All of it is a function of the words and the live reports held. A word names reports; where a report is gone and was all
that its article told, the word passes to the one report of the article's newer version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schemas import Override, OverrideKind, OverrideTarget

from .change import Row
from .features import Features

ROW_PREFIX = "override:"
"""Before an override's id in the keys of the `reports` table: both are the truth, written in one order."""

_VERDICTS = (OverrideKind.confirm, OverrideKind.reject)
_GROUPING = (OverrideKind.merge, OverrideKind.split)


def row_key(override_id: str) -> str:
    """Key of an override's row."""
    return ROW_PREFIX + override_id


def row_of(word: Override) -> Row:
    """The row of an override."""
    return {"override": word.model_dump(mode="json")}


def is_row(row: Any) -> bool:
    """Whether a row of the `reports` table is an override's."""
    return "override" in row


def of_row(row: Any) -> Override:
    """The override of a row; raises `ValueError` for what is none."""
    return Override.model_validate(row["override"])


def rank(word: Override) -> tuple[datetime, bytes]:
    """The greatest of one id wins, should two differ, so that order leaves no trace even then."""
    return (word.at, word.to_json())


@dataclass(slots=True)
class Rulings:
    """What holds between some reports: `groups` that are one incident, and pairs of reports that are `apart`."""

    groups: list[list[str]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)


class Overrides:
    """The words by id, and the live reports that any of them may be about."""

    def __init__(self) -> None:
        self._words: dict[str, Override] = {}
        self._undoing: defaultdict[str, set[str]] = defaultdict(set)
        """By the id of an override, those that take it back."""
        self._of_report: defaultdict[str, set[str]] = defaultdict(set)
        """Words by the reports that they name."""
        self._of_article: defaultdict[str, set[str]] = defaultdict(set)
        """Words by the articles that they name."""
        self._present: dict[str, tuple[str, str]] = {}
        """Country and article of each live report that a word may be about."""
        self._telling: defaultdict[str, set[str]] = defaultdict(set)
        """The present reports of each article."""

    def __len__(self) -> int:
        return len(self._words)

    def get(self, override_id: str) -> Override | None:
        """The word of an id."""
        return self._words.get(override_id)

    # What changes it

    def put(self, word: Override, live: Iterable[Features]) -> None:
        """Takes a word in, in place of one with its id. `live` are the live reports held."""
        self.drop(word.id)
        self._words[word.id] = word
        if word.undoes is not None:
            self._undoing[word.undoes].add(word.id)
        for target in _targets(word):
            self._of_report[target.report].add(word.id)
            if target.article is not None:
                self._of_article[target.article].add(word.id)
        if _targets(word):
            for report in live:
                self.appear(report)

    def drop(self, override_id: str) -> None:
        """Forgets a word."""
        word = self._words.pop(override_id, None)
        if word is None:
            return
        if word.undoes is not None:
            _discard(self._undoing, word.undoes, override_id)
        for target in _targets(word):
            _discard(self._of_report, target.report, override_id)
            if target.article is not None:
                _discard(self._of_article, target.article, override_id)

    def appear(self, report: Features) -> None:
        """A report is live now."""
        if report.id in self._of_report or report.article in self._of_article:
            self._present[report.id] = (report.where.country, report.article)
            self._telling[report.article].add(report.id)

    def vanish(self, report_id: str) -> None:
        """A report is live no longer."""
        country_and_article = self._present.pop(report_id, None)
        if country_and_article is not None:
            _discard(self._telling, country_and_article[1], report_id)

    # What follows

    def stands(self, word: Override) -> bool:
        """Whether no later word that stands takes it back."""
        return not any(
            undo.order > word.order and undo.country == word.country and self.stands(undo)
            for undo in (self._words[id_] for id_ in self._undoing.get(word.id, ()))
        )

    def reached(self, override_id: str) -> set[str]:
        """The live reports of which something else may be said without this word: its own, or those of what it undoes,
        over any number of steps."""
        found: set[str] = set()
        seen: set[str] = set()
        next_id: str | None = override_id
        while next_id is not None and next_id not in seen:
            seen.add(next_id)
            word = self._words.get(next_id)
            if word is None:
                break
            found.update(self._anchors(word, _targets(word)))
            next_id = word.undoes
        return found

    def concerned(self, report_id: str, article: str) -> set[str]:
        """All live reports of the words that may be about this report."""
        ids = self._of_report.get(report_id, set()) | self._of_article.get(article, set())
        return {anchor for id_ in ids for anchor in self.reached(id_)}

    def _anchors(self, word: Override, targets: Iterable[OverrideTarget]) -> list[str]:
        """The live reports that `targets` of a word mean, each once, in their order."""
        found: dict[str, None] = {}
        for target in targets:
            here = self._present.get(target.report)
            if here is None and target.article is not None:
                telling = self._telling.get(target.article, set())
                # Articles of one report alone: of several nobody could say which is meant.
                report_id = next(iter(telling)) if len(telling) == 1 else None
            else:
                report_id = target.report if here is not None else None
            if report_id is not None and self._present[report_id][0] == word.country:
                found[report_id] = None
        return list(found)

    def _about(self, report_ids: Iterable[str], kinds: Collection[OverrideKind]) -> list[Override]:
        """The standing words of these kinds that are about any of these reports, the earliest first."""
        found: dict[str, Override] = {}
        for report_id in report_ids:
            here = self._present.get(report_id)
            if here is None:
                continue
            for id_ in self._of_report.get(report_id, set()) | self._of_article.get(here[1], set()):
                word = self._words[id_]
                if word.kind in kinds and id_ not in found and self.stands(word):
                    found[id_] = word
        return sorted(found.values(), key=lambda word: word.order)

    def joined(self, report_id: str) -> Iterator[str]:
        """Live reports that a merge names together with this one, overruled or not."""
        if report_id not in self._present:
            return
        for word in self._about([report_id], (OverrideKind.merge,)):
            anchors = self._anchors(word, word.reports)
            if report_id in anchors:
                yield from anchors

    def rulings(self, members: Collection[str]) -> Rulings:
        """What merges and splits say between these reports. A later word outranks an earlier one, pair by pair."""
        words = self._about(members, _GROUPING) if self._present else []
        if not words:
            return Rulings()
        group = {member: member for member in members}
        apart: list[tuple[str, str]] = []

        def root(member: str) -> str:
            while group[member] != member:
                member = group[member]
            return member

        for word in reversed(words):
            first = [each for each in self._anchors(word, word.reports) if each in group]
            if word.kind is OverrideKind.split:
                second = [each for each in self._anchors(word, word.apart_from) if each in group]
                apart += [(one, other) for one in first for other in second if root(one) != root(other)]
                continue
            for place, one in enumerate(first):
                for other in first[place + 1 :]:
                    both = {root(one), root(other)}
                    if len(both) == 2 and not any({root(x), root(y)} == both for x, y in apart):
                        group[max(both)] = min(both)
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for member in sorted(members):
            groups[root(member)].append(member)
        return Rulings([each for each in groups.values() if len(each) > 1], apart)

    def of(self, cluster: Sequence[str]) -> tuple[Override, ...]:
        """The words that hold for the incident of these reports, the earliest first.

        A verdict is about every incident that has one of its reports; a correction about that one alone which has the
        first of its reports that still stands, so that no figure is counted twice.
        """
        if not self._present:
            return ()
        held = set(cluster)
        found: list[Override] = []
        verdicts: list[Override] = []
        corrected: set[str] = set()
        for word in reversed(self._about(cluster, tuple(OverrideKind))):
            anchors = self._anchors(word, word.reports)
            if word.kind in _VERDICTS and not held.isdisjoint(anchors):
                if not verdicts:
                    verdicts.append(word)
            elif word.kind is OverrideKind.correct and word.correction and anchors and anchors[0] in held:
                slots = set(word.correction.slots) - corrected
                corrected |= slots
                if slots:
                    found.append(word)
            elif word.kind is OverrideKind.merge and len(held.intersection(anchors)) > 1:
                found.append(word)
            elif word.kind is OverrideKind.split:
                others = self._anchors(word, word.apart_from)
                # Where a later merge has brought them together again, there is nothing to show.
                if held.isdisjoint(anchors) != held.isdisjoint(others):
                    found.append(word)
        return tuple(sorted(found + verdicts, key=lambda word: word.order))

    def outlived(self, horizon: datetime, known: Collection[str]) -> list[str]:
        """Ids of the words that were said before `horizon` and mean nothing that is held.

        `known` are the ids of the reports held, retracted ones too.
        """
        going: list[str] = []
        for word in sorted(self._words.values(), key=lambda each: each.order):
            if word.at >= horizon or (word.undoes in self._words and word.undoes not in going):
                continue
            named = any(
                target.report in known or (target.article is not None and target.article in self._telling)
                for target in _targets(word)
            )
            if not named:
                going.append(word.id)
        return going


def _targets(word: Override) -> list[OverrideTarget]:
    return [*word.reports, *word.apart_from]


def _discard(index: defaultdict[str, set[str]], key: str, value: str) -> None:
    index[key].discard(value)
    if not index[key]:
        del index[key]

"""The state of one partition: live reports, what analysts said, and the incidents and tallies that follow.

A report id is a last-writer-wins register: the greatest `version` is the word that counts. The incidents and tallies
follow from the registers and the overrides alone; nothing is ever incremented. So a replay, a duplicate or another
order of arrival ends in the same rows.

What was ever told to consumers follows from the registers too: a report that was ever the first of its incident is
marked `founded` in its own row. So an id that a consumer may know is never forgotten, even when a crash loses the
incident's row: it is active, or part of the incident that its report (or, when that is retracted, its heir) now belongs
to, or retracted.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from schemas import Incident, IncidentReport, IncidentState, Override, Retraction
from schemas.ids import incident_id

from . import overrides, telling
from .change import Change, Outcome, Row
from .features import features
from .incident_rows import IncidentRows, closed, follows, incident_row, says, seen, stands
from .merge import brief, content_hash, departed, merge
from .overrides import Overrides
from .overrule import overrule
from .register import Register
from .report_set import ReportSet
from .resolution import Cluster, Resolver
from .retention import Retention
from .tallies import LONGEST_WINDOW, Counted, Tallies, WindowCounts, counted, counted_of

Rows = Iterable[tuple[str, Mapping[str, Any]]]


class PartitionState:
    """One partition's reports, incidents and tallies, in memory.

    Every method that returns a `Change` has made it in memory already; the caller sends its messages and writes its
    rows. Not safe for threads. A message costs what the reports of its time and place cost, not the number held.
    """

    def __init__(self, retention: Retention | None = None) -> None:
        self.retention = retention or Retention()
        self._reports = ReportSet()
        self._overrides = Overrides()
        self._resolver = Resolver(overrides=self._overrides)
        self._incident_of: dict[str, str] = {}
        """Incident id of each live report."""
        self._rows = IncidentRows()
        """The incidents table."""
        self._rejected: set[str] = set()
        """Incidents that analysts reject."""
        self._telling: dict[str, int] = {}
        """Of a state just loaded: revisions that may have been told, though no row remembers, by incident id."""
        self._tallies = Tallies()
        self._stored: dict[str, bytes] = {}
        """Digest of each row of the tallies table."""

    @classmethod
    def load(
        cls, reports: Rows, incidents: Rows, tallies: Rows, *, retention: Retention | None = None
    ) -> PartitionState:
        """From the rows of the three tables of one partition, taken as they are. Call `recover` next.

        Raises `ValueError` (pydantic's included) or `KeyError` for rows that this version can't read.
        """
        state = cls(retention)
        for key, row in reports:
            if overrides.is_row(row):
                state._overrides.put(overrides.of_row(row), ())
            elif telling.is_row(row):
                state._telling = telling.of_row(row)
            else:
                register, report = Register.load(row)
                state._reports.put(sys.intern(key), register)
                if report is not None:
                    state._resolver.add(features(report))
        for seen_as in state._resolver.features() if state._overrides else ():
            state._overrides.appear(seen_as)
        state._relate(state._reports)
        for key, row in incidents:
            id_, said = sys.intern(key), dict(row)
            state._rows[id_] = said
            if stands(said) and said["state"] == IncidentState.rejected:
                state._rejected.add(id_)
        state._stored = {key: _digest(row) for key, row in tallies}
        return state

    # What it holds

    @property
    def newest_published_at(self) -> datetime | None:
        """The event clock: the newest `published_at` among the reports held, live and retracted; None without any."""
        return self._reports.newest_published_at

    @property
    def live_reports(self) -> int:
        """Reports that stand."""
        return len(self._resolver)

    @property
    def active_incidents(self) -> int:
        """Incidents that stand, and are not rejected."""
        return len(set(self._incident_of.values()) - self._rejected)

    @property
    def pairs_scored(self) -> int:
        """Pairs of reports compared so far: what resolution costs."""
        return self._resolver.pairs_scored

    def windows(self, now: datetime) -> WindowCounts:
        """The rolling counts of the windows that end at `now`."""
        return self._tallies.windows(now)

    def first_reported(self) -> dict[str, datetime]:
        """The active incidents, and when each was first reported: cheaper than to merge them."""
        times: dict[str, datetime] = {}
        for report_id, id_ in self._incident_of.items():
            published = self._reports[report_id].published_at
            if id_ not in self._rejected and published is not None and (id_ not in times or published < times[id_]):
                times[id_] = published
        return times

    def counted(self, id_: str) -> Counted | None:
        """What an incident brings to the counts; None where it is not counted."""
        return self._tallies.counted(id_)

    def tally_rows(self) -> dict[str, Row]:
        """The rows of the tallies table, by key."""
        rows = ((key, self._tallies.row(key)) for key in list(self._tallies.keys()))
        return {key: row for key, row in rows if row is not None}

    def late(self, now: datetime) -> int:
        """Counted incidents that were first reported before the longest window that ends at `now`: they are in none."""
        return self._tallies.late(now)

    def incident(self, id_: str) -> Incident | None:
        """What is now said of an incident id; None for one that is unknown, or whose reports' retention has ended."""
        row = self._rows.get(id_)
        if row is None or row["closed"]:
            return None
        if not stands(row):
            return departed(row["brief"], row["revision"], row["merged_into"])
        members = [self._reports.get(member) for member in row["members"]]
        reports = [register.report() for register in members if register and register.live]
        return overrule(merge(reports, row["revision"]), self._overrides.of(row["members"])) if reports else None

    def incidents(self) -> Iterator[Incident]:
        """The active incidents, in no particular order."""
        for id_ in dict.fromkeys(self._incident_of.values()):
            incident = self.incident(id_) if id_ not in self._rejected else None
            if incident is not None:
                yield incident

    # What changes it

    def apply(self, message: IncidentReport | Retraction | Override, now: datetime | None = None) -> Change:
        """Takes one message. `now` is the clock that lateness goes by; None is the event clock."""
        if isinstance(message, Override):
            return self._override(message)
        held, word = self._reports.get(message.id), Register.of(message)
        if held is not None and word.rank <= held.rank:
            return Change(Outcome.unchanged if word.rank == held.rank else Outcome.superseded)
        touched = {message.id}
        article = message.article.id if isinstance(message, IncidentReport) else message.article_id
        meant = self._meant(message.id, article)
        touched |= self._connected(meant)
        if held is not None:
            touched |= self._succeed(message.id, held, word)
            self._overrides.vanish(message.id)
        self._reports.put(message.id, word)
        if isinstance(message, IncidentReport):
            seen_as = features(message)
            touched |= self._resolver.add(seen_as)
            self._overrides.appear(seen_as)
        meant |= self._meant(message.id, article)
        touched |= self._connected(meant)
        change = Change(late=self._is_late(word, now))
        change.reports[message.id] = None  # holds the first place; the row is known at the end
        dirty = self._derive(touched, {message.id} | meant, change)
        self._settle(dirty, change)
        change.reports[message.id] = word.row()
        return change

    def _override(self, word: Override) -> Change:
        """Takes an analyst's word."""
        held = self._overrides.get(word.id)
        if held is not None and overrides.rank(word) <= overrides.rank(held):
            return Change(Outcome.unchanged if word == held else Outcome.superseded)
        meant = self._overrides.reached(word.id)
        touched = self._connected(meant)
        self._overrides.put(word, self._resolver.features())
        meant |= self._overrides.reached(word.id)
        touched |= self._connected(meant)
        change = Change()
        change.reports[overrides.row_key(word.id)] = overrides.row_of(word)
        self._settle(self._derive(touched, meant, change), change)
        return change

    def _meant(self, report_id: str, article: str) -> set[str]:
        """The live reports that analysts' words mean which may be about a report, or mean another when it changes."""
        if not self._overrides:
            return set()
        known = self._resolver.get(report_id)
        articles = {article, known.article} if known is not None else {article}
        return {meant for each in articles for meant in self._overrides.concerned(report_id, each)}

    def _connected(self, report_ids: Iterable[str]) -> set[str]:
        """These live reports, and all whose clusters theirs may take part in."""
        found: set[str] = set()
        for report_id in report_ids:
            if report_id not in found:
                found |= self._resolver.component(report_id)
        return found

    def recover(self, now: datetime) -> Change:
        """To be called once after `load`: drops what has expired by `now`, and makes the rows agree with the reports.

        After a crash rows may be missing or ahead. What was about to be told is told anew; an incident whose reports
        are missing ends, until the messages that were not yet committed are replayed and bring it back.
        """
        change = Change()
        self._relate(self._expire(now, change))
        self._derive(set(self._reports), set(), change, recovering=True)
        self._tell_anew(change)
        self._settle({*self._tallies.keys(), *self._stored}, change)
        return change

    def reconcile(self) -> Change:
        """Works everything out anew from the reports. What differs from the rows comes back, as the rows to assign.

        Its size is the drift, which is 0. For the background, and not too often: it costs as much as taking in all
        reports, at once.
        """
        change = Change()
        everything = set(self._reports)
        resolver = Resolver(overrides=self._overrides)
        for each in self._resolver.features():
            resolver.add(each)
        resolver.pairs_scored += self._resolver.pairs_scored
        self._resolver = resolver
        self._incident_of.clear()
        self._tallies = Tallies()
        self._derive(everything, everything, change)
        for id_ in self._active_without_founder():
            row = self._rows[id_]
            self._put(departed(row["brief"], 1, None), (), row["seen"], row["brief"], change)
        self._settle({*self._tallies.keys(), *self._stored}, change)
        return change

    def expire(self, now: datetime) -> Change:
        """Lets go of what is older than its retention.

        Reports go with their whole incident, silently; so do the traces of retracted ones. An incident's id gets its
        tombstone (`Change.ended`) when its own retention ends.
        """
        change = Change()
        staying = self._expire(now, change)
        self._settle(self._derive(staying, staying, change), change)
        return change

    # How incidents follow from reports

    def _succeed(self, report_id: str, held: Register, word: Register) -> set[str]:
        """Hands on to a newer word what the older one leaves: what was published, and who inherits.

        Returns the reports whose incidents may be other ones without the older word.
        """
        word.founded = held.founded
        if not word.live:
            word.published_at = held.published_at
            word.heir, word.brief = held.heir, held.brief
            if held.live:
                cluster = next(each for each in self._resolver.clusters([report_id]) if report_id in each)
                word.heir = next((member for member in cluster if member != report_id), None)
                word.brief = brief(held.report()) if held.founded else None
        return self._resolver.remove(report_id) if held.live else set()

    def _relate(self, touched: Iterable[str]) -> list[Cluster]:
        """Clusters the components of the touched reports, and notes whose incident each is part of."""
        touched = list(touched)
        for report_id in touched:
            self._incident_of.pop(report_id, None)
        clusters = self._resolver.clusters(touched)
        for cluster in clusters:
            self._incident_of.update(dict.fromkeys(cluster, sys.intern(incident_id(cluster[0]))))
        return clusters

    def _related(self) -> list[Cluster]:
        """The clusters of all live reports, as they were related before."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for report_id, id_ in self._incident_of.items():
            members[id_].append(report_id)
        return self._resolver.in_order(members.values())

    def _derive(self, touched: set[str], changed: set[str], change: Change, *, recovering: bool = False) -> set[str]:
        """Works out the incidents of the touched reports, of which `changed` say something else than before.

        Where it is `recovering`, of a state just loaded, any may say something else than the rows that they left: those
        that follow from what the reports say now are taken as they are.

        Returns the keys of the tallies that may be other.
        """
        dirty: set[str] = set()
        for cluster in self._related() if recovering else self._relate(touched):
            dirty |= self._stand(cluster, changed, change, recovering=recovering)
        for report_id in sorted(self._reports.with_dependants(touched)):
            dirty |= self._depart(report_id, touched if recovering else changed, change)
        return dirty

    def _stand(self, cluster: Cluster, changed: set[str], change: Change, *, recovering: bool) -> set[str]:
        """The active incident of a cluster."""
        first = self._reports[cluster[0]]
        if not first.founded:
            first.founded = True
            change.reports[cluster[0]] = first.row()
        id_ = incident_id(cluster[0])
        row = self._rows.get(id_)
        known = row is not None and stands(row) and row["members"] == [*cluster]
        said = self._overrides.of(cluster)
        members = [self._reports[member] for member in cluster]
        if row is not None and known:
            if recovering and row.get("follows") == follows(members, said):
                return self._tallies.assign(id_, counted_of(id_, row["counted"]))
            if not recovering and changed.isdisjoint(cluster):
                return set()
        reports = [register.report() for register in members]
        incident = overrule(merge(reports), said)
        return self._put(incident, cluster, seen(members), brief(reports[0]), change, follows(members, said))

    def _depart(self, report_id: str, changed: set[str], change: Change) -> set[str]:
        """The last word about the incident that a report founded, where it is the first of none now."""
        register = self._reports.get(report_id)
        if register is None or not register.founded:
            return set()
        heir = self._reports.live_heir(report_id)
        successor = self._incident_of[heir] if heir is not None else None
        id_ = incident_id(report_id)
        if successor == id_:
            return set()
        row = self._rows.get(id_)
        if row is not None and row["closed"]:
            return set()
        state = IncidentState.retracted if successor is None else IncidentState.merged
        if says(row, state, successor) and report_id not in changed:
            return set()
        remains = brief(register.report()) if register.live else register.brief
        if remains is None:
            raise ValueError(f"the row of retracted report {report_id} lacks the brief of the incident it founded")
        return self._put(departed(remains, 1, successor), (), seen([register]), remains, change)

    def _put(
        self,
        incident: Incident,
        members: Iterable[str],
        heard: list[str],
        remains: dict[str, Any],
        change: Change,
        source: str | None = None,
    ) -> set[str]:
        """Says of an incident id what is now so, if it is not what was said last. Returns the keys of its tallies."""
        (self._rejected.add if incident.state is IncidentState.rejected else self._rejected.discard)(incident.id)
        row, digest = self._rows.get(incident.id), content_hash(incident)
        is_news = row is None or row["hash"] != digest
        revision = row["revision"] + is_news if row else 1
        incident = incident.model_copy(update={"revision": revision})
        fresh = incident_row(incident, digest, [*members], heard, remains, source)
        if fresh != row:
            self._rows[incident.id] = fresh
            change.incidents[incident.id] = fresh
        if is_news:
            change.outgoing.append(incident)
        return self._tallies.assign(incident.id, counted(incident))

    def _tell_anew(self, change: Change) -> None:
        """Tells of all that the mark names what is so now, or that there is no such incident, with a later revision."""
        if not self._telling:
            return
        news = {incident.id: place for place, incident in enumerate(change.outgoing)}
        founded = self._reports.founded()
        for id_, revision in sorted(self._telling.items()):
            row = self._rows.get(id_)
            if row is None or (id_ not in founded and not row["closed"]):
                if row is not None:
                    del self._rows[id_]
                self._rejected.discard(id_)
                change.incidents[id_] = None
                change.ended.append(id_)
                continue
            now = change.outgoing[news[id_]] if id_ in news else self.incident(id_)
            if now is None:
                continue
            again = now.model_copy(update={"revision": max(row["revision"], revision) + 1})
            change.incidents[id_] = self._rows[id_] = {**row, "revision": again.revision}
            if id_ in news:
                change.outgoing[news[id_]] = again
            else:
                change.outgoing.append(again)
        change.reports[telling.ROW_KEY] = None
        self._telling = {}

    def _settle(self, keys: Iterable[str], change: Change) -> None:
        """Turns tallies that may be other into rows, where they are."""
        for key in sorted(keys):
            row = self._tallies.row(key)
            digest = _digest(row) if row else None
            if digest == self._stored.get(key):
                continue
            change.tallies[key] = row
            if digest is None:
                del self._stored[key]
            else:
                self._stored[key] = digest

    def _active_without_founder(self) -> list[str]:
        """Of the active incidents' rows those that are ahead of the reports."""
        return [id_ for id_ in self._without_founder() if stands(self._rows[id_])]

    def _without_founder(self) -> list[str]:
        """Ids of incident rows that no report held has founded."""
        return sorted(self._rows.keys() - self._reports.founded())

    def _is_late(self, word: Register, now: datetime | None) -> bool:
        clock = now if now is not None else self.newest_published_at
        return bool(word.live and word.published_at and clock and word.published_at <= clock - LONGEST_WINDOW)

    # How they end

    def _expire(self, now: datetime, change: Change) -> set[str]:
        """Returns the reports that stay whose incidents may be other ones: with a rival gone, a vague report may be of
        the incident that is left."""
        retention, horizon = self.retention, now - self.retention.reports
        going = self._last_heard_before(horizon)
        dirty: set[str] = set()
        staying: set[str] = set()
        for report_id in going:
            seen_as = self._resolver.get(report_id)
            article = seen_as.article if seen_as is not None else ""
            staying |= self._meant(report_id, article)
            staying |= self._resolver.remove(report_id)
            self._overrides.vanish(report_id)
            staying |= self._meant(report_id, article)
            dirty |= self._tallies.assign(self._incident_of.pop(report_id), None)
        going += [
            report_id
            for report_id, register in sorted(self._reports.items())
            if not (register.live or self._reports.has_dependants(report_id) or retention.heard(register) >= horizon)
        ]
        change.reports.update(dict.fromkeys(going))
        for report_id in self._reports.drop(going):
            change.reports[report_id] = self._reports[report_id].row()
        for override_id in self._overrides.outlived(horizon, self._reports):
            self._overrides.drop(override_id)
            change.reports[overrides.row_key(override_id)] = None
        for id_ in self._without_founder():
            row = self._rows[id_]
            if not row["closed"] and retention.last_heard(row["seen"]) < horizon:
                change.incidents[id_] = self._rows[id_] = closed(row)
                self._rejected.discard(id_)
                dirty |= self._tallies.assign(id_, None)
        for id_, is_closed, heard in self._rows.heard():
            if is_closed and retention.last_heard(heard) < now - retention.incidents:
                del self._rows[id_]
                change.incidents[id_] = None
                change.ended.append(id_)
        self._settle(dirty, change)
        return self._connected(staying.difference(going))

    def _last_heard_before(self, horizon: datetime) -> list[str]:
        """Reports of the incidents whose newest report was heard of before `horizon`.

        If a crash leaves some of them over, they are older than `horizon` still, and go when the state is recovered.
        """
        members: defaultdict[str, list[str]] = defaultdict(list)
        for report_id, id_ in self._incident_of.items():
            members[id_].append(report_id)
        found: list[str] = []
        for _, reports in sorted(members.items()):
            if all(self.retention.heard(self._reports[report_id]) < horizon for report_id in reports):
                found += sorted(reports)
        return found


def _digest(row: Mapping[str, Any]) -> bytes:
    return hashlib.blake2b(json.dumps(row, sort_keys=True).encode(), digest_size=16).digest()

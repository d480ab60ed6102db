"""What must hold whatever arrives, in whatever order, and wherever the power fails."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import Incident, IncidentReport, Override, OverrideKind
from schemas.ids import incident_id
from services.aggregator import resolution, telling
from services.aggregator.change import Change, Row
from services.aggregator.clustering import CLEARLY
from services.aggregator.features import features
from services.aggregator.merge import canonical, merge
from services.aggregator.overrule import overrule
from services.aggregator.pair import ATTACHED, SAME, TOLERATED, pair_score
from services.aggregator.retention import Retention
from services.aggregator.state import PartitionState
from services.aggregator.tallies import counted

from . import factories as make
from .histories import FIRST, History, overruled_histories
from .tables import Message, Tables, active, assign, everything_told, run, without_revisions

thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def live(messages: list[Message]) -> list[IncidentReport]:
    """The newest word on each report id, where it is not a retraction, in canonical order."""
    newest: dict[str, Message] = {}
    for message in messages:
        held = newest.get(message.id)
        if isinstance(message, Override):
            continue
        assert not isinstance(held, Override)
        if held is None or message.version > held.version:
            newest[message.id] = message
    return sorted((each for each in newest.values() if isinstance(each, IncidentReport)), key=canonical)


Scores = dict[tuple[int, int], float]


def mean(scores: Scores, one: set[int], other: set[int]) -> float | None:
    """Of all pairs between two clusters; None where one of them is not tolerated."""
    pairs = [(min(a, b), max(a, b)) for a in one for b in other]
    return sum(scores[pair] for pair in pairs) / len(pairs) if all(pair in scores for pair in pairs) else None


def standing(messages: list[Message]) -> list[Override]:
    """The words that no later word that stands takes back, the latest first."""
    found: list[Override] = []
    undone: set[str] = set()
    words = {each.id: each for each in messages if isinstance(each, Override)}
    for word in sorted(words.values(), key=lambda each: each.order, reverse=True):
        if word.id not in undone:
            found.append(word)
            if word.undoes is not None and words[word.undoes].order < word.order:
                undone.add(word.undoes)
    return found


Meant = dict[str, tuple[list[int], list[int]]]


def meant_by(words: list[Override], reports: list[IncidentReport]) -> Meant:
    """By override, which reports it means, and which it parts them from."""
    place = {each.id: index for index, each in enumerate(reports)}
    told_by: defaultdict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(reports):
        told_by[each.article.id].append(index)

    def of(word: Override, *, apart: bool) -> list[int]:
        found: dict[int, None] = {}
        for target in word.apart_from if apart else word.reports:
            others = told_by[target.article] if target.article else []
            index = place.get(target.report, others[0] if len(others) == 1 else None)
            if index is not None and reports[index].place.country == word.country:
                found[index] = None
        return list(found)

    return {word.id: (of(word, apart=False), of(word, apart=True)) for word in words}


def ruled_by(words: list[Override], meant: Meant, count: int) -> tuple[list[set[int]], list[set[int]]]:
    """What is one by analysts, singles included, and which pairs are apart; the latest word goes first."""
    groups = [{index} for index in range(count)]
    apart: list[set[int]] = []

    def of(index: int) -> set[int]:
        return next(group for group in groups if index in group)

    for word in words:
        first, second = meant[word.id]
        if word.kind is OverrideKind.split:
            apart += [{a, b} for a in first for b in second if of(a) is not of(b)]
        elif word.kind is OverrideKind.merge:
            for a, b in combinations(first, 2):
                one, other = of(a), of(b)
                if one is not other and not any(pair & one and pair & other for pair in apart):
                    groups = [*(each for each in groups if each is not one and each is not other), one | other]
    return groups, apart


def united(clusters: list[set[int]], groups: list[set[int]], apart: list[set[int]]) -> list[set[int]]:
    """Clusters that hold reports of one group are one; where that brings together what is apart, groups go alone."""
    wholes = [set(each) for each in clusters]
    for group in groups:
        wholes = [
            *(each for each in wholes if not each & group),
            set().union(*(each for each in wholes if each & group)),
        ]
    found: list[set[int]] = []
    for whole in wholes:
        if any(pair <= whole for pair in apart):
            here = [group for group in groups if group <= whole and len(group) > 1]
            parts = [each - set().union(*here) for each in clusters if each <= whole]
            found += [*here, *(each for each in parts if each)]
        else:
            found.append(whole)
    return found


def holding(words: list[Override], meant: Meant, cluster: set[int]) -> list[Override]:
    """The words that hold for one incident, the earliest first."""
    found: list[Override] = []
    judged = False
    slots: set[str] = set()
    for word in words:
        first, second = meant[word.id]
        if word.kind in (OverrideKind.confirm, OverrideKind.reject):
            if cluster & set(first) and not judged:
                judged = True
                found.append(word)
        elif word.kind is OverrideKind.correct and word.correction:
            if first and first[0] in cluster and not set(word.correction.slots) <= slots:
                slots |= set(word.correction.slots)
                found.append(word)
        elif (word.kind is OverrideKind.merge and len(cluster & set(first)) > 1) or (
            word.kind is OverrideKind.split and bool(cluster & set(first)) != bool(cluster & set(second))
        ):
            found.append(word)
    return found[::-1]


def agglomerated(clusters: list[set[int]], scores: Scores) -> list[set[int]]:
    """Clusters by average linkage: of all pairs of clusters the best is joined, and all means are taken anew."""
    while True:
        means = [
            (-value, min(one), min(other), one, other)
            for one, other in combinations(clusters, 2)
            if (value := mean(scores, one, other)) is not None and value >= SAME
        ]
        if not means:
            return clusters
        *_, one, other = min(means, key=lambda each: each[:3])
        clusters = sorted([*(each for each in clusters if each not in (one, other)), one | other], key=min)


def attached(clusters: list[set[int]], scores: Scores, vague: set[int]) -> list[set[int]]:
    """Each cluster of vague reports with the one that it clearly fits best, the best fits first."""
    wanted = set()
    for one in clusters:
        means = [(mean(scores, one, other), min(other)) for other in clusters if other is not one]
        fits = sorted((-value, other) for value, other in means if value is not None and value >= ATTACHED)
        if one <= vague and fits and not any(value - fits[0][0] < CLEARLY for value, _ in fits[1:]):
            wanted.add((fits[0][0], *sorted((min(one), fits[0][1]))))
    for _, first, second in sorted(wanted):
        one, other = (next(each for each in clusters if index in each) for index in (first, second))
        if one is not other and mean(scores, one, other) is not None:
            clusters = [*(each for each in clusters if each not in (one, other)), one | other]
    return clusters


def recount(messages: list[Message]) -> tuple[dict[str, dict[str, Any]], dict[str, set[tuple[object, ...]]]]:
    """Incidents and tallies worked out plainly: every pair compared, clusters agglomerated one merge at a time."""
    reports = live(messages)
    seen_as = [features(each) for each in reports]
    scores = {}
    for one, other in combinations(range(len(reports)), 2):
        score = pair_score(seen_as[one], seen_as[other])
        if score is not None and score >= TOLERATED:
            scores[one, other] = score
    vague = {index for index, each in enumerate(seen_as) if each.vague}
    fitting: defaultdict[int, set[object]] = defaultdict(set)
    for (one, other), score in scores.items():
        for index, there in ((one, other), (other, one)):
            if score >= ATTACHED and seen_as[there].where.spot is not None:
                fitting[index].add(seen_as[there].where.spot)
    lost = {index for index in vague if len(fitting[index]) > resolution.CROWD}
    scores = {
        pair: score for pair, score in scores.items() if score >= resolution.UNMISTAKABLE or lost.isdisjoint(pair)
    }
    words = standing(messages)
    meant = meant_by(words, reports)
    groups, apart = ruled_by(words, meant, len(reports))
    barred = [next(one | other for one in groups for other in groups if pair <= one | other) for pair in apart]
    scores = {pair: score for pair, score in scores.items() if not any({*pair} <= each for each in barred)}
    clusters = attached(agglomerated([{index} for index in range(len(reports))], scores), scores, vague - lost)
    clusters = united(clusters, groups, apart)
    incidents = {}
    rows: dict[str, set[tuple[object, ...]]] = {}
    for cluster in clusters:
        incident = overrule(merge([reports[index] for index in cluster]), holding(words, meant, cluster))
        assert incident.id == incident_id(reports[min(cluster)].id)
        incidents[incident.id] = incident.model_dump(mode="json", exclude={"revision"})
        found = counted(incident)
        for key in found.row_keys() if found else []:
            assert found is not None
            rows.setdefault(key, set()).add(found.entry)
    return incidents, rows


def not_gone(tables: Tables) -> dict[str, dict[str, Any]]:
    """What the consumer knows of incidents that are active or rejected, revisions aside."""
    return {id_: said for id_, said in everything_told(tables).items() if said["state"] in ("active", "rejected")}


def tallied(tables: Tables) -> dict[str, set[tuple[object, ...]]]:
    for row in tables.tallies.values():
        assert row["entries"] == sorted(row["entries"])
    return {key: {tuple(entry) for entry in row["entries"]} for key, row in tables.tallies.items()}


@thorough
@given(overruled_histories())
def test_any_order_and_duplicates_end_in_the_incidents_and_tallies_of_a_plain_recount(history: History) -> None:
    incidents, rows = recount(history.sent)
    for messages in (history.sent, history.delivered, history.delivered + history.sent):
        tables = run(messages)
        assert not_gone(tables) == incidents
        assert tallied(tables) == rows


@thorough
@given(overruled_histories())
def test_a_crowd_of_reports_that_a_vague_one_fits_leaves_no_trace_of_its_order(history: History) -> None:
    with patch.object(resolution, "CROWD", 1):
        incidents, rows = recount(history.sent)
        tables = run(history.delivered)
        assert not_gone(tables) == incidents
        assert tallied(tables) == rows


@thorough
@given(overruled_histories(), st.timedeltas(timedelta(), timedelta(hours=12)))
def test_what_stays_when_others_expire_is_what_a_recount_of_it_finds(history: History, later: timedelta) -> None:
    with patch.object(resolution, "CROWD", 1):
        retention = Retention(clock="event")
        tables = Tables()
        state = PartitionState(retention)
        run(history.delivered, tables, state)
        tables.write(state.expire(FIRST + retention.reports + later))
        assert not state.reconcile()


@thorough
@given(overruled_histories())
def test_reconcile_finds_nothing_to_mend_after_any_sequence_nor_after_recovery(history: History) -> None:
    tables = Tables()
    state = tables.load()
    run(history.delivered, tables, state)
    assert not state.reconcile()
    recovered = tables.load()
    assert not recovered.recover(FIRST + timedelta(days=1))
    assert not recovered.reconcile()
    assert recovered.newest_published_at == state.newest_published_at
    assert recovered.windows(make.NOON) == state.windows(make.NOON)


@thorough
@given(overruled_histories())
def test_every_id_that_a_consumer_knows_is_active_or_leads_to_one_that_is_or_is_retracted(history: History) -> None:
    tables = Tables()
    state = tables.load()
    for message in history.delivered:
        run([message], tables, state)
        standing_now = {id_ for id_, row in tables.incidents.items() if row["state"] in ("active", "rejected")}
        assert standing_now == not_gone(tables).keys()
        assert active(tables).keys() == {incident.id for incident in state.incidents()}
        for incident in tables.told.values():
            assert state.incident(incident.id) == incident
            assert incident.merged_into is None or incident.merged_into in standing_now
        members = [member for row in tables.incidents.values() for member in row["members"]]
        assert len(members) == len(set(members)) == state.live_reports


Write = tuple[str, Row | None]


@thorough
@given(overruled_histories())
def test_tables_that_are_lost_follow_from_the_reports_and_so_does_every_id_that_went(history: History) -> None:
    tables = run(history.delivered)
    lost = Tables()
    lost.reports = tables.reports
    lost.write(lost.load().recover(FIRST + timedelta(days=1)))
    assert without_revisions(lost.incidents) == without_revisions(tables.incidents)
    assert lost.tallies == tables.tallies
    assert everything_told(lost) == everything_told(tables)


@dataclass
class Crash:
    """Where the power fails: how many messages were committed and processed, and how much of each table is kept."""

    committed: int
    processed: int
    group: int
    told_of_next: bool
    kept: list[float]
    again: list[Message]
    """What is not committed, as it is done again: in order within each topic, in any order between them."""


@st.composite
def crashes(draw: st.DrawFn, messages: list[Message], *, in_order: bool) -> Crash:
    processed = draw(st.integers(0, len(messages)))
    committed = draw(st.integers(0, processed))
    rest = messages[committed:]
    return Crash(
        committed=committed,
        processed=processed,
        group=draw(st.integers(1, 5)),
        told_of_next=draw(st.booleans()),
        kept=[draw(st.sampled_from([0.0, 1.0]) | st.floats(0, 1)) for _ in range(3)],
        again=rest if in_order else draw(interleaved(rest)),
    )


@st.composite
def interleaved(draw: st.DrawFn, messages: list[Message]) -> list[Message]:
    """In order within each of the two topics, in any order between them."""
    reports = iter([each for each in messages if not isinstance(each, Override)])
    words = iter([each for each in messages if isinstance(each, Override)])
    of_words = draw(st.permutations([isinstance(each, Override) for each in messages]))
    return [next(words if is_word else reports) for is_word in of_words]


def crash_and_replay(messages: list[Message], crash: Crash) -> Tables:
    """Of the rows written since the last commit each table keeps some from the front, whatever the others keep.

    Messages are taken in groups: what is about to be told is marked, of each incident the last word of the group is
    told, of derived rows the last is written, and report rows are written one after another, and then the mark is taken
    away. A mark is waited for, and with it all that the reports table was given before.
    """
    tables = Tables()
    state = tables.load()
    run(messages[: crash.committed], tables, state)
    written: tuple[list[Write], list[Write], list[Write]] = ([], [], [])
    kept_of_reports = 0
    for start in range(crash.committed, crash.processed, crash.group):
        group = [state.apply(message) for message in messages[start : min(start + crash.group, crash.processed)]]
        outgoing = {each.id: each for change in group for each in change.outgoing}
        kept_of_reports = mark(written[0], outgoing) or kept_of_reports
        tables.send(Change(outgoing=list(outgoing.values())))
        written[0].extend(item for change in group for item in change.reports.items())
        written[0].append((telling.ROW_KEY, None))
        written[1].extend({key: row for change in group for key, row in change.incidents.items()}.items())
        written[2].extend({key: row for change in group for key, row in change.tallies.items()}.items())
    if crash.told_of_next and crash.processed < len(messages):
        last = state.apply(messages[crash.processed])
        kept_of_reports = mark(written[0], {each.id: each for each in last.outgoing}) or kept_of_reports
        tables.send(last)
    assign(tables.reports, written[0][:kept_of_reports])
    stored = (tables.reports, tables.incidents, tables.tallies)
    for table, writes, share in zip(stored, (written[0][kept_of_reports:], *written[1:]), crash.kept, strict=True):
        assign(table, writes[: round(len(writes) * share)])
    recovered = tables.load()
    tables.write(recovered.recover(FIRST + timedelta(days=1)))
    run(crash.again, tables, recovered)
    assert not recovered.reconcile()
    return tables


def mark(written: list[Write], outgoing: dict[str, Incident]) -> int:
    """Marks what is about to be told; how many writes are safe then."""
    if outgoing:
        written.append((telling.ROW_KEY, telling.row_of(outgoing)))
    return len(written) if outgoing else 0


@settings(thorough, max_examples=150)
@given(st.data(), overruled_histories())
def test_a_crash_at_any_point_loses_nothing_and_counts_nothing_twice(data: st.DataObject, history: History) -> None:
    unharmed = run(history.delivered)
    tables = crash_and_replay(history.delivered, data.draw(crashes(history.delivered, in_order=True)))
    assert tables.reports == unharmed.reports
    assert without_revisions(tables.incidents) == without_revisions(unharmed.incidents)
    assert tables.tallies == unharmed.tallies
    assert everything_told(tables) == everything_told(unharmed)


@settings(thorough, max_examples=150)
@given(st.data(), overruled_histories())
def test_what_is_done_again_in_another_order_ends_in_the_same_incidents_and_counts(
    data: st.DataObject, history: History
) -> None:
    unharmed = run(history.delivered)
    tables = crash_and_replay(history.delivered, data.draw(crashes(history.delivered, in_order=False)))
    standing_now = not_gone(unharmed)
    assert not_gone(tables) == standing_now
    assert tables.tallies == unharmed.tallies
    for told in tables.told.values():
        assert told.merged_into is None or told.merged_into in standing_now


@thorough
@given(overruled_histories())
def test_what_is_sent_is_news_and_its_revision_is_the_next(history: History) -> None:
    tables = Tables()
    state = tables.load()
    for message in history.delivered:
        before = everything_told(tables)
        change = state.apply(message)
        for incident in change.outgoing:
            known = tables.told.get(incident.id)
            assert incident.revision == (known.revision + 1 if known else 1)
            assert incident.model_dump(mode="json", exclude={"revision"}) != before.get(incident.id)
        tables.write(change)

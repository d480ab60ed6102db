"""How much speaks for two reports telling the same incident.

The score is a sum of points, each a judgement on one slot; the same two reports always score the same, whichever comes
first. `None` means that they cannot be the same: nothing that other reports say can then bring them together.
Two reports that agree on day, town and type, and on which nothing conflicts, stand at 5.5, well over `SAME`.

What may differ and what may not is as tests/quality/resolution/README.md has it: tolls, who did it and how closely the
place is told always differ; hours, targets and named places do not. Points are multiples of a quarter, so that sums
of them are exact in any order.
"""

from __future__ import annotations

from schemas import TargetKind
from schemas.fingerprint import is_same_story

from .alike import is_gathering, near_types, same_family, some_kind_of, status_points
from .distance import distance_km
from .features import Features, Level, Range, When, Where

SAME = 3.75
"""From here on two reports are taken to tell the same incident, and two clusters whose mean score is that to be one.

Tuned by `python -m training.score.resolution.thresholds tests/quality/resolution/dev`."""

ATTACHED = 3.0
"""From here on a report that tells place or time vaguely tells what a cluster tells, if it fits no other as well.

On day and type alone it stands at 3.5, under `SAME`."""

TOLERATED = 2.5
"""From here on two reports may be in one incident if others link them; below it they are kept apart."""

REACH_KM = 30.0
"""Places further apart than this are never the same, whatever their radii."""

_SPOT_SLACK_KM = 3.0
"""Two gazetteers put one base or airport up to this far apart."""

_NEIGHBOURS_KM = 20.0
"""An act between two towns is told by the one and by the other."""

_ANYWHERE = frozenset({TargetKind.private_citizens_property.value})
"""People and their houses are hit wherever something is: a target beside them is not quite another one."""

_SLACK_HOURS = 1.0
"""Acts whose hours are further apart are two."""


def pair_score(one: Features, other: Features) -> float | None:
    """Points for `one` and `other` telling the same incident; `None` when they cannot."""
    if one.said_in == other.said_in or one.where.country != other.where.country:
        return None
    type_points = _type_points(one, other)
    if type_points is None:
        return None
    time_points = _time_points(one, other)
    if time_points is None:
        return None
    place_points = _place_points(one.where, other.where)
    if place_points is None:
        return None
    score = type_points + time_points + place_points + _people_points(one, other) + _means_points(one, other)
    # An update gives new figures, and so may a copy that was brought up to date: within a story they are no evidence.
    if one.article == other.article or is_same_story(one.fingerprint, other.fingerprint):
        return score + _wording_points(one, other)
    return score + _toll_points(one, other) - (2.5 if _counts_contradict(one, other) else 0.0)


def _type_points(one: Features, other: Features) -> float | None:
    """Points for type and status. A threat is an incident of its own; what was done and what was stopped hardly are
    one."""
    points = status_points(one.status, other.status)
    if points is None:
        return None
    if one.sub_event_type is other.sub_event_type:
        return points + 1.5
    if near_types(one.sub_event_type, other.sub_event_type):
        return points + 0.5
    return points - 0.5 if same_family(one.sub_event_type, other.sub_event_type) else None


def _time_points(one: Features, other: Features) -> float | None:
    mine, theirs = one.when, other.when
    if mine.clock and theirs.clock:
        gap = max(mine.clock[0], theirs.clock[0]) - min(mine.clock[1], theirs.clock[1])
        if gap > mine.clock[2] + theirs.clock[2]:
            return None
    apart = _hours_apart(mine, theirs)
    by_day = mine.by_day and theirs.by_day
    if not mine.days.isdisjoint(theirs.days):
        if apart > _SLACK_HOURS:
            return None
        if by_day:
            return 2.0
        return -0.75 if mine.window is None or theirs.window is None else 0.0
    # Of a day as well as a place that is not quite the same, too much fits.
    if not by_day or Level.specific > min(one.where.level, other.where.level):
        return None
    if mine.near_days.isdisjoint(theirs.days):
        return None
    if apart < 0:
        return 1.5  # "late on Monday" and "early on Tuesday"
    # A crowd that comes again on the next day makes another incident.
    return None if is_gathering(one.sub_event_type) and is_gathering(other.sub_event_type) else 0.0


def _hours_apart(one: When, other: When) -> float:
    """Hours between the last in which the one and the first in which the other may have been; less than 0 where they
    overlap."""
    if one.clock and other.clock:
        return 0.0  # told in hours of some zone, and compared as such
    if one.window is None or other.window is None:
        return 0.0
    return max(one.window[0], other.window[0]) - min(one.window[1], other.window[1])


def _place_points(one: Where, other: Where) -> float | None:
    if one.level is Level.unknown or other.level is Level.unknown:
        return -1.0
    if one.level is Level.specific and other.level is Level.specific:
        return _spot_points(one, other)
    both_known = one.admin1 and other.admin1 and Level.country not in (one.level, other.level)
    return None if both_known and one.admin1 != other.admin1 else 0.0


def _spot_points(one: Where, other: Where) -> float | None:
    """Points for two towns or spots. A town is compared by name or distance, two spots by distance alone."""
    town = one.is_town or other.is_town
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return 2.0 if town else 3.0
    distance = distance_km(one.point, other.point) if one.point and other.point else None
    if (town or distance is None) and _same_name(one, other):
        return 2.0
    if distance is None or distance > REACH_KM:
        return None
    if distance <= _SPOT_SLACK_KM and not town:
        return 3.0
    if distance <= one.radius_km + other.radius_km:
        return 1.5
    return None if one.is_spot or other.is_spot or distance > _NEIGHBOURS_KM else 0.0


def _same_name(one: Where, other: Where) -> bool:
    if one.admin1 and other.admin1 and one.admin1 != other.admin1:
        return False
    return not one.names.isdisjoint(other.names)


def _people_points(one: Features, other: Features) -> float:
    points = _doer_points(one, other)
    if one.victims and other.victims:
        points += 1.0 if one.victims & other.victims else -1.0
    if one.target_names & other.target_names:
        points += 1.0
    elif one.target_kinds and other.target_kinds:
        points += _target_points(one.target_kinds, other.target_kinds)
    return points


def _target_points(mine: frozenset[str], theirs: frozenset[str]) -> float:
    if mine & theirs:
        return 0.5
    return -0.5 if mine <= _ANYWHERE or theirs <= _ANYWHERE else -1.0


def _doer_points(one: Features, other: Features) -> float:
    if not one.suspects or not other.suspects:
        return 0.0
    if one.suspects & other.suspects:
        return 1.5
    if one.suspects & other.victims or one.victims & other.suspects:
        return 0.5  # a fight, told from both sides
    if one.suspect_countries & other.suspect_countries:
        return 0.0  # a navy and its state
    # Who is accused, suspected or claims it often changes; whom an article names in its own voice, seldom.
    return -2.0 if one.stated and other.stated else -0.5


def _means_points(one: Features, other: Features) -> float:
    if not one.weapons or not other.weapons:
        return 0.0
    if one.weapons & other.weapons:
        return 0.5
    if some_kind_of(one.weapons, other.weapons) or some_kind_of(other.weapons, one.weapons):
        return 0.25
    return -1.0


def _counts_contradict(one: Features, other: Features) -> bool:
    """Whether a kind of weapon is counted by both, and no count of the one can be a count of the other."""
    for kind in {kind for kind, _ in one.counts} & {kind for kind, _ in other.counts}:
        mine = [count for counted, count in one.counts if counted is kind]
        theirs = [count for counted, count in other.counts if counted is kind]
        if not any(_overlap(count, count_there) for count in mine for count_there in theirs):
            return True
    return False


def _overlap(one: Range, other: Range) -> bool:
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def _toll_points(one: Features, other: Features) -> float:
    """The same figure says much; another one little, for tolls differ however far."""
    points = 0.0
    for mine, theirs in ((one.killed, other.killed), (one.injured, other.injured)):
        if mine is None or theirs is None:
            continue
        if _overlap(mine, theirs):
            points += 1.5 if mine == theirs and mine[0] > 0 else 0.25
            continue
        low, high = sorted((mine, theirs))
        ratio = (high[0] + 1) / ((low[1] or 0) + 1)
        points -= 0.25 if ratio <= 2 else 1.0 if ratio <= 5 else 1.5
    return max(points, -1.5)


def _wording_points(one: Features, other: Features) -> float:
    """Copies of a story tell one incident in one wording, and two in two."""
    return -1.0 if set(one.wording).isdisjoint(other.wording) else 2.0

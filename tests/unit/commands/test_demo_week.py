"""The generated week: in order, in its hours, and with a bit of everything."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

from services.commands.demo.week import HOURS, SURGE, by_hour, week

UNTIL = datetime(2026, 3, 8, 12, tzinfo=UTC)


def test_it_is_the_same_each_time_and_in_order() -> None:
    told = week(UNTIL)
    assert told == week(UNTIL)
    assert [each.published for each in told] == sorted(each.published for each in told)
    assert UNTIL - timedelta(hours=HOURS) <= told[0].published
    assert told[-1].published <= UNTIL
    assert 500 < len(told) < 2000


def test_each_hour_has_its_own_and_none_is_lost() -> None:
    told = week(UNTIL, hours=30)
    hours = list(by_hour(told, UNTIL, hours=30))
    assert [end for end, _ in hours] == [UNTIL - timedelta(hours=29 - hour) for hour in range(30)]
    assert [value for _, values in hours for value in values] == [each.value for each in told]


def test_it_has_a_bit_of_everything() -> None:
    kinds: Counter[str] = Counter()
    addresses: Counter[str] = Counter()
    for each in week(UNTIL):
        try:
            message = json.loads(each.value)
        except ValueError:
            kinds["broken"] += 1
            continue
        if not isinstance(message, dict) or "text" not in message:
            kinds["broken"] += 1
            continue
        addresses[message["url"]] += 1
        kinds["surge" if SURGE[0] in message["text"] else "spanish" if "gobierno" in message["text"] else "other"] += 1
        assert datetime.fromisoformat(message["published"]) == each.published
    assert set(addresses.values()) == {1}
    assert kinds["other"] > 400
    assert min(kinds["broken"], kinds["spanish"], kinds["surge"]) >= 5

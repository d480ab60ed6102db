"""The dashboards: made by the generator, and fit for any Grafana that has a Prometheus."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "deploy" / "grafana"
BOARDS = sorted((FOLDER / "dashboards").glob("*.json"))


def panels(path: Path) -> Iterator[dict[str, Any]]:
    yield from json.loads(path.read_text())["panels"]


def test_the_files_are_what_the_generator_makes() -> None:
    made = runpy.run_path(str(FOLDER / "generate.py"))["texts"]()
    assert {path.name: path.read_text() for path in BOARDS} == made, "run python deploy/grafana/generate.py"


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_a_dashboard_has_a_name_that_stays_and_no_number(path: Path) -> None:
    board = json.loads(path.read_text())
    assert board["uid"] == f"tocsin-{path.stem}"
    assert board.get("id") is None
    assert board["templating"]["list"][0]["name"] == "datasource"
    others = {f"/d/tocsin-{other.stem}" for other in BOARDS if other != path}
    assert {link["url"] for link in board["links"]} == others


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_each_panel_has_unit_thresholds_source_and_place(path: Path) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels(path):
        title = panel["title"]
        assert panel["type"] in ("stat", "timeseries", "bargauge", "table", "geomap"), title
        assert panel["fieldConfig"]["defaults"]["unit"] in ("short", "s", "ops", "bytes"), title
        assert panel["fieldConfig"]["defaults"]["thresholds"]["steps"], title
        assert panel["options"] is not None, title
        assert {each["datasource"]["uid"] for each in [panel, *panel["targets"]]} == {"${datasource}"}, title
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24, title
        assert taken.isdisjoint(cells), title
        taken |= cells

"""Prometheus' settings and rules, by promtool; and that they speak of metrics and alerts that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from services.runtime.metrics_doc import PAGE, page

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "prometheus"
RUNBOOK = ROOT / "docs" / "runbook.md"
PROMTOOL = shutil.which("promtool")
RULES = sorted((FOLDER / "rules").glob("*.yml"))

needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="no promtool (Debian: apt-get install prometheus)")


def promtool(*arguments: str) -> str:
    done = subprocess.run([str(PROMTOOL), *arguments], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@needs_promtool
def test_the_settings_and_rules_are_valid() -> None:
    assert "SUCCESS" in promtool("check", "config", "prometheus.yml")


@needs_promtool
def test_each_alert_fires_when_it_should_and_not_otherwise() -> None:
    assert "SUCCESS" in promtool("test", "rules", "tests/alerts.yml")


def alerts() -> dict[str, dict[str, object]]:
    groups = yaml.safe_load((FOLDER / "rules" / "alerts.yml").read_text())["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


def test_each_alert_is_tested_firing_and_not_firing() -> None:
    told: dict[str, set[bool]] = {}
    for test in yaml.safe_load((FOLDER / "tests" / "alerts.yml").read_text())["tests"]:
        for case in test.get("alert_rule_test", []):
            told.setdefault(case["alertname"], set()).add(bool(case["exp_alerts"]))
    assert told == {name: {True, False} for name in alerts()}


def test_each_alert_says_how_bad_it_is_and_has_its_section_in_the_runbook() -> None:
    headings = re.findall(r"^#+ (.+)$", RUNBOOK.read_text(), re.MULTILINE)
    anchors = {f"docs/runbook.md#{heading.lower().replace(' ', '-')}" for heading in headings}
    for name, rule in alerts().items():
        labels, notes = rule["labels"], rule["annotations"]
        assert isinstance(labels, dict)
        assert isinstance(notes, dict)
        assert labels["severity"] in ("critical", "warning"), name
        assert {"summary", "description", "runbook"} <= notes.keys(), name
        assert notes["runbook"] in anchors, name


def test_rules_speak_of_metrics_that_there_are() -> None:
    known = set(re.findall(r"`(tocsin_[a-z_]+)`", page()))
    for path in RULES:
        for group in yaml.safe_load(path.read_text())["groups"]:
            for rule in group["rules"]:
                for name in re.findall(r"(?<![:\w])tocsin_[a-z_]+", rule["expr"]):
                    assert name.removesuffix("_bucket") in known, f"{path.name}: {name}"


def test_the_page_of_metrics_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m services.runtime.metrics_doc"

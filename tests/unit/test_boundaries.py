"""Who may import whom: a service imports the contracts and the runtime, never another service."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("ingest", "extractor", "aggregator")


def imported(path: Path) -> Iterator[str]:
    """Absolute names of the modules that a file imports."""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: -node.level] if node.level and path.name != "__init__.py" else package[: -1 * node.level]
            module = node.module or ""
            yield ".".join([*base, module]) if node.level else module


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_no_other_service(service: str) -> None:
    allowed = {"runtime", service}
    for path in (ROOT / "services" / service).rglob("*.py"):
        of_services = {name.split(".")[1] for name in imported(path) if name.startswith("services.")}
        assert of_services <= allowed, path


def test_the_runtime_imports_no_service_and_the_contracts_nothing_of_ours() -> None:
    for path in (ROOT / "services" / "runtime").rglob("*.py"):
        of_services = {name.split(".")[1] for name in imported(path) if name.startswith("services.")}
        assert of_services <= {"runtime"}, path
    for path in (ROOT / "schemas").rglob("*.py"):
        assert not [name for name in imported(path) if name.startswith(("services", "training"))], path

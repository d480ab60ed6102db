"""The test part of every labelled set is the one that was frozen: nobody has mended an item to fit the code."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

SETS = ("gold", "pages", "copies", "resolution")
HASHES = "test.sha256"
_LINE = re.compile(r"(?P<hash>[0-9a-f]{64}) [ *](?P<name>\S.*)")


def differences(folder: Path) -> list[str]:
    """How the files of `test/` differ from `test.sha256`, which is as `sha256sum test/*` writes it from the folder."""
    written = (folder / HASHES).read_text(encoding="utf-8").splitlines() if (folder / HASHES).exists() else []
    lines = [_LINE.fullmatch(line) for line in written]
    if not all(lines):
        return [f"{HASHES} has a line that is not of sha256sum's form"]
    expected = {line["name"].removeprefix("./").removeprefix("test/"): line["hash"] for line in lines if line}
    part = folder / "test"
    files = {file.relative_to(part).as_posix(): file for file in part.rglob("*") if file.is_file()}
    found = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
    return [
        *(f"{name} is gone" for name in sorted(expected.keys() - found.keys())),
        *(f"{name} was added" for name in sorted(found.keys() - expected.keys())),
        *(f"{name} was changed" for name in sorted(expected.keys() & found.keys()) if expected[name] != found[name]),
    ]


@pytest.mark.parametrize("name", SETS)
def test_the_test_part_is_as_it_was_frozen(name: str) -> None:
    folder = Path(__file__).parent / name
    assert (folder / HASHES).exists()
    assert differences(folder) == []


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "a.yaml").write_bytes(b"[]\n")
    (tmp_path / HASHES).write_text(f"{hashlib.sha256(b'[]' + bytes([10])).hexdigest()}  test/a.yaml\n")
    return tmp_path


def test_an_untouched_part_passes(frozen: Path) -> None:
    assert differences(frozen) == []


def test_a_part_that_does_not_exist_yet_passes(tmp_path: Path) -> None:
    assert differences(tmp_path) == []


def test_a_changed_file_is_found(frozen: Path) -> None:
    (frozen / "test" / "a.yaml").write_bytes(b"[]")
    assert differences(frozen) == ["a.yaml was changed"]


def test_an_added_file_is_found(frozen: Path) -> None:
    (frozen / "test" / "b.yaml").write_bytes(b"[]")
    assert differences(frozen) == ["b.yaml was added"]


def test_a_missing_file_is_found(frozen: Path) -> None:
    (frozen / "test" / "a.yaml").unlink()
    assert differences(frozen) == ["a.yaml is gone"]


def test_hashes_that_cannot_be_read_are_found(frozen: Path) -> None:
    (frozen / HASHES).write_text("a.yaml\n")
    assert differences(frozen) == [f"{HASHES} has a line that is not of sha256sum's form"]

"""Reading files and folders for `tocsin feed`: nothing is lost, nothing is read at once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.json_stream import json_values
from services.ingest.sources import RawItem, Skipped, count_items, read_items

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def items(*paths: Path, published: str | None = None) -> list[RawItem]:
    return [item for item in read_items(paths, published=published) if isinstance(item, RawItem)]


def skipped(*paths: Path) -> list[Skipped]:
    return [item for item in read_items(paths) if isinstance(item, Skipped)]


def test_text_and_html_become_objects_with_the_given_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rockets hit a café.", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>Page</p>", encoding="utf-8")

    values = [json.loads(item.value) for item in items(tmp_path, published="2022-01-05")]

    assert values == [
        {"text": "Rockets hit a café.", "published": "2022-01-05"},
        {"html": "<p>Page</p>", "published": "2022-01-05"},
    ]


def test_text_in_another_charset_keeps_its_characters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("The café’s owner fled.".encode("cp1252"))

    assert json.loads(items(tmp_path)[0].value) == {"text": "The café’s owner fled."}


def test_a_binary_file_named_as_text_is_passed_on_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\x00\x01")

    assert items(tmp_path)[0].value == b"\x89PNG\x00\x01"


def test_lines_of_json_are_passed_on_as_they_are_also_bad_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "one"}\r\n\n{"text": broken\n\xff\xfe\n{"text": "last"}')

    found = items(path)

    assert [item.value for item in found] == [b'{"text": "one"}', b'{"text": broken', b"\xff\xfe", b'{"text": "last"}']
    assert [item.origin for item in found] == [f"{path}:{line}" for line in (1, 3, 4, 5)]


def test_keys_are_stable_and_differ_within_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text('{"text": "a"}\n{"text": "b"}\n', encoding="utf-8")

    keys = [item.key for item in items(path)]

    assert keys == [item.key for item in items(path)]
    assert len(set(keys)) == 2


def test_json_files_hold_an_object_an_array_or_several_objects(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text('{"text": "one"}', encoding="utf-8")
    (tmp_path / "2.json").write_text('[{"text": "two"},\n {"text": "three"}]\n', encoding="utf-8")
    (tmp_path / "3.json").write_text('{"text": "four"}\n{"text": "five"}\n', encoding="utf-8")

    found = items(tmp_path)

    assert [json.loads(item.value)["text"] for item in found] == ["one", "two", "three", "four", "five"]
    assert found[2].origin == f"{tmp_path / '2.json'}:2"


def test_the_rest_of_a_broken_json_file_is_one_item(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"text": "good"}, {"text": oops}, {"text": "lost"}]', encoding="utf-8")

    assert [item.value for item in items(tmp_path)] == [b'{"text": "good"}', b'{"text": oops}, {"text": "lost"}]']


def test_folders_are_read_in_order_and_the_rest_is_reported(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "notes.md", ".hidden.txt", ".git/config.json", "noext"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.", encoding="utf-8")

    assert [item.origin for item in items(tmp_path)] == [
        str(tmp_path / name) for name in ("a.txt", "b/1.txt", "b/2.txt")
    ]
    assert {Path(item.origin).name: item.reason.split(";")[0] for item in skipped(tmp_path)} == {
        ".git": "hidden",
        ".hidden.txt": "hidden",
        "notes.md": "unknown kind of file .md",
        "noext": "unknown kind of file (no suffix)",
    }


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)

    assert len(items(tmp_path)) == 1


def test_a_missing_path_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_items([tmp_path, tmp_path / "nowhere"])


def test_a_file_that_can_not_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "b.txt").write_text("Text.", encoding="utf-8")

    assert len(items(tmp_path)) == 1
    assert "can't be read" in skipped(tmp_path)[0].reason


def test_items_over_the_limit_are_skipped_and_the_next_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 101, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"a": "' + "x" * 500 + '"}\n{"text": "b"}\n', encoding="utf-8")

    found = list(read_items([tmp_path], max_bytes=100))

    assert [item.value for item in found if isinstance(item, RawItem)] == [b'{"text": "b"}']
    assert [item.cause for item in found if isinstance(item, Skipped)] == ["too large", "too large"]


def test_the_count_is_of_what_will_be_sent(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n\nbad\n', encoding="utf-8")
    (tmp_path / "b.json").write_text('[{"text": "b"}, {"text": "c"}]', encoding="utf-8")
    (tmp_path / "c.md").write_text("no", encoding="utf-8")

    assert count_items([tmp_path]) == 4


@given(st.lists(JSON, max_size=6), st.sampled_from([None, 1]))
def test_an_array_streams_as_its_elements(values: list[object], indent: int | None) -> None:
    file = io.BytesIO(json.dumps(values, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass"))

    assert [json.loads(value or b"") for value in json_values(file, max_bytes=10_000)] == values


def test_a_big_array_is_never_held_whole() -> None:
    class Counting(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            Counting.largest = max(Counting.largest, size or 0)
            return super().read(size)

    element = {"text": "x" * 1000}
    file = Counting(json.dumps([element] * 3000).encode())

    assert sum(1 for _ in json_values(file, max_bytes=1_000_000)) == 3000
    assert 0 < Counting.largest <= 1 << 17


def test_a_value_over_the_limit_ends_the_file() -> None:
    file = io.BytesIO(json.dumps(["a" * 300_000, "b"]).encode())

    assert list(json_values(file, max_bytes=100_000)) == [None]

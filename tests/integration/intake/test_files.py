"""Files as users have them, written to disk: archives, compressed ones, damaged ones, bombs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backports import zstd

from services.ingest.normalize import to_article
from services.ingest.outcome import Published
from services.ingest.sources import RawItem, Skipped, read_items
from services.ingest.sources.compression import FREE_BYTES, MAX_RATIO

from .warc import record, response

TEXT = "Gunmen killed three people at a market in Mosul, Iraq, on Monday, police said."
PAGE = f"<html><body><article><p>{TEXT}</p></article></body></html>"


def packed_fast(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=1)


PACK: dict[str, Callable[[bytes], bytes]] = {".gz": packed_fast, ".zst": zstd.compress}
EACH_PACKING = pytest.mark.parametrize("suffix", PACK)


def read(path: Path) -> tuple[list[RawItem], list[Skipped]]:
    found = list(read_items([path]))
    return [one for one in found if isinstance(one, RawItem)], [one for one in found if isinstance(one, Skipped)]


@EACH_PACKING
@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.txt", TEXT.encode(), 1),
        ("a.html", PAGE.encode(), 1),
        ("a.json", json.dumps([{"text": TEXT}, {"html": PAGE}]).encode(), 2),
        ("a.jsonl", b'{"text": "one"}\n{"text": "two"}\n', 2),
        ("a.ndjson", b'{"text": "one"}\n', 1),
        ("a.warc", response("https://desk.example.com/1", PAGE.encode()), 1),
        ("a.warc.wet", record("conversion", "https://desk.example.com/1", TEXT.encode(), "text/plain"), 1),
    ],
)
def test_every_kind_of_file_gives_the_same_compressed(
    tmp_path: Path, suffix: str, name: str, content: bytes, count: int
) -> None:
    plain, packed = tmp_path / name, tmp_path / f"{name}{suffix}"
    plain.write_bytes(content)
    packed.write_bytes(PACK[suffix](content))
    items, skipped = read(packed)
    assert [item.value for item in items] == [item.value for item in read(plain)[0]]
    assert (len(items), skipped) == (count, [])


@EACH_PACKING
def test_a_file_of_several_compressed_parts_is_read_to_its_end(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(PACK[suffix](b'{"text": "one"}\n') + PACK[suffix](b'{"text": "two"}\n'))
    assert [item.value for item in read(path)[0]] == [b'{"text": "one"}', b'{"text": "two"}']


@EACH_PACKING
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.txt", "a.warc"])
def test_a_bomb_is_given_up_and_the_next_file_is_read(tmp_path: Path, suffix: str, name: str) -> None:
    (tmp_path / f"{name}{suffix}").write_bytes(PACK[suffix](bytes(40_000_000)))
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    items, skipped = read(tmp_path)
    assert [Path(item.origin).name for item in items] == ["z.txt"]
    assert len(skipped) == 1
    assert skipped[0].cause in {"can't be read", "too large"}


def test_a_bomb_of_good_lines_is_cut_off_after_the_bound(tmp_path: Path) -> None:
    line = b'{"text": "' + b"word " * 200 + b'"}\n'
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(zstd.compress(line * 40_000))
    items, skipped = read(path)
    assert 0 < len(items) * len(line) <= FREE_BYTES + MAX_RATIO * path.stat().st_size
    assert "decompression bomb" in skipped[0].reason


def test_news_that_repeats_itself_a_lot_is_no_bomb(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "%s number %d"}\n' % (TEXT.encode() * 10, number) for number in range(20_000))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(lines))
    items, skipped = read(path)
    assert (len(items), skipped) == (20_000, [])


@EACH_PACKING
@pytest.mark.parametrize("damage", ["cut", "changed", "not compressed"])
def test_damaged_compression_is_told_and_what_came_before_is_kept(tmp_path: Path, suffix: str, damage: str) -> None:
    lines = b"".join(b'{"text": "number %d of %d"}\n' % (number, number * 7919 % 10007) for number in range(30_000))
    packed = bytearray(PACK[suffix](lines))
    if damage == "cut":
        del packed[len(packed) * 3 // 4 :]
    elif damage == "changed":
        middle = len(packed) * 3 // 4
        packed[middle : middle + 64] = bytes(64)
    else:
        packed = bytearray(lines)
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packed)
    items, skipped = read(path)
    assert [one.cause for one in skipped] == ["can't be read"]
    assert (len(items) == 0) is (damage == "not compressed")
    assert len(items) < 30_000


def test_an_archive_gives_its_pages_with_address_and_time_and_tells_what_it_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    records = [
        record("warcinfo", "", b"software: own writing", "application/warc-fields"),
        response("https://desk.example.com/1", PAGE.encode()),
        response("https://desk.example.com/2", gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"}),
        response("https://desk.example.com/3", b"5\r\n<p>ok\r\n0\r\n\r\n", headers={"Transfer-Encoding": "chunked"}),
        response("https://desk.example.com/4", PAGE.encode(), headers={"Content-Encoding": "gzip"}),
        response("https://desk.example.com/none", PAGE.encode(), status="404 Not Found"),
        response("https://desk.example.com/photo", b"\xff\xd8\xff", kind="image/jpeg"),
        response(
            "https://desk.example.com/bomb", gzip.compress(bytes(20_000_000)), headers={"Content-Encoding": "gzip"}
        ),
        response(
            "https://desk.example.com/5", "Взрыв в городе".encode("cp1251"), kind="text/html; charset=windows-1251"
        ),
        record("conversion", "https://desk.example.com/6", TEXT.encode(), "text/plain"),
    ]
    path.write_bytes(b"".join(gzip.compress(one) for one in records))
    items, skipped = read(path)
    values = [json.loads(item.value) for item in items]
    assert [value["url"].rsplit("/", 1)[1] for value in values] == ["1", "2", "3", "4", "5", "6"]
    assert [value.get("html", value.get("text")) for value in values] == [
        PAGE, PAGE, "<p>ok", PAGE, "Взрыв в городе", TEXT,
    ]  # fmt: skip
    assert values[0]["fetched"] == "2022-01-05T10:00:00+00:00"
    assert [one.cause for one in skipped] == ["no page", "neither HTML nor text", "too large"]
    assert len({item.key for item in items}) == len(items)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (response("https://desk.example.com/1", PAGE.encode())[:-80], 0),
        (response("https://desk.example.com/1", PAGE.encode()) + b"no archive from here\r\n\r\n", 1),
        (b"no archive at all", 0),
        (gzip.compress(b"WARC/1.0\r\n"), 0),
    ],
    ids=["cut", "damaged", "something else", "compressed under another name"],
)
def test_a_damaged_archive_is_told_and_what_came_before_is_kept(tmp_path: Path, content: bytes, kept: int) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(content)
    items, skipped = read(path)
    assert (len(items), len(skipped)) == (kept, 1)


def test_an_archived_page_becomes_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(response("https://desk.example.com/1", PAGE.encode()))
    [item], _ = read(path)
    outcome = to_article(item.value, received_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert isinstance(outcome, Published)
    assert outcome.article.url == "https://desk.example.com/1"
    assert outcome.article.text == TEXT
    assert outcome.article.fetched_at == datetime(2022, 1, 5, 10, tzinfo=UTC)

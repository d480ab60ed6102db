"""The page's files: all there, of this port alone, and nothing that the policy forbids."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from services.aggregator.atlas import Atlas, Spot
from services.aggregator.page import POLICY, STATIC, page_routes

FILES = sorted(STATIC.iterdir())
ATLAS = Atlas(countries=(Spot("Iraq", 33.0, 44.0),), named_towns=(Spot("Baghdad", 33.3, 44.4),), towns=b"\1\0\2\0")


@pytest_asyncio.fixture
async def client() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.router.add_routes(page_routes(ATLAS))
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_all_that_the_page_names_is_served(client: TestClient[web.Request, web.Application]) -> None:
    html = await (await client.get("/")).text()
    named = set(re.findall(r'(?:href|src)="(/page/[^"]+)"', html))
    named |= {f"/page/{name}" for path in FILES for name in re.findall(r'from "\./([^"]+)"', path.read_text())}
    assert {"/page/main.js", "/page/page.css", "/page/map.js"} <= named
    for path in sorted(named):
        answer = await client.get(path)
        assert answer.status == 200, path
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_the_map_is_drawn_with(client: TestClient[web.Request, web.Application]) -> None:
    places = await (await client.get("/page/places.json")).json()
    assert places["countries"] == [["Iraq", 33.0, 44.0]]
    assert places["towns"] == [["Baghdad", 33.3, 44.4]]
    assert await (await client.get("/page/towns.bin")).read() == b"\1\0\2\0"


async def test_nothing_else_of_the_folder_or_beyond_is_served(client: TestClient[web.Request, web.Application]) -> None:
    for path in ("/page/", "/page/../__init__.py", "/page/%2e%2e/__init__.py", "/page/index.html"):
        assert (await client.get(path)).status == 404


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_breaks_the_policy(path: Path) -> None:
    text = path.read_text()
    addresses = re.findall(r"https?://[^\s\"']+", text)
    assert all(address.startswith("http://www.w3.org/2000/svg") for address in addresses)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
    if path.suffix == ".html":
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text)


def test_the_policy_allows_this_port_alone() -> None:
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "*" not in POLICY

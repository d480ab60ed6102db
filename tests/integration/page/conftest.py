"""A page served over real partitions, and a headless Chromium to look at it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, async_playwright

from services.aggregator.atlas import load_atlas
from services.aggregator.page import page_routes
from services.aggregator.state import PartitionState
from services.aggregator.view import View
from services.extractor.bake import load_gazetteer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass
class Served:
    """A page and what it shows."""

    address: str
    states: dict[int, PartitionState]
    runner: web.AppRunner


def _clock(state: PartitionState) -> datetime | None:
    return state.newest_published_at


@pytest_asyncio.fixture
async def served() -> AsyncIterator[Served]:
    """The page of a worker that holds one empty partition."""
    states = {0: PartitionState()}
    load_gazetteer()  # bakes the atlas where need be
    atlas = load_atlas()
    app = web.Application()
    app.router.add_routes([*View(states, _clock, atlas).routes(), *page_routes(atlas)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Served(f"http://127.0.0.1:{runner.addresses[0][1]}/", states, runner)
    await runner.cleanup()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser; skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        await launched.close()

"""What an analyst sees and does on the live page."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from services.aggregator.state import PartitionState
from tests.unit.aggregator.factories import BAGHDAD, BASRA, DAMASCUS, actor, article, override, report, retraction
from tests.unit.aggregator.tables import at

from .conftest import Served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

SIZES = {"wide": (1360, 900), "narrow": (360, 760)}
HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
GONE = report(article("gone", published=at(6)), 7, place=BASRA, killed=90)


def fill(state: PartitionState) -> None:
    """Three incidents, one of them told by two outlets that differ, and one that was withdrawn."""
    for number, place in enumerate((BAGHDAD, BASRA, DAMASCUS)):
        told = report(
            article(f"wire{number}", published=at(8 + number)),
            number,
            place=place,
            killed=2 + number,
            actors=[actor("islamic-state")],
        )
        state.apply(told)
    state.apply(report(article("paper", published=at(9)), 9, place=BAGHDAD, killed=5, actors=[actor("islamic-state")]))
    state.apply(GONE)
    state.apply(retraction(GONE))


async def opened(browser: Browser, served: Served, *, size: str = "wide", scheme: Any = "light") -> Page:
    """The page, whose every error fails the test."""
    width, height = SIZES[size]
    page = await browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)

    def fail(error: object) -> None:
        pytest.fail(f"the page fails: {error}")

    page.on("pageerror", fail)
    await page.goto(served.address)
    return page


async def test_it_shows_incidents_counts_and_marks(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    page = await opened(browser, served)
    await expect(page.locator("#incidents button")).to_have_count(3)
    await expect(page.locator("#incidents li").first).to_contain_text("Damascus")
    await expect(page.locator("#incidents")).to_contain_text("sources differ on 1")
    await expect(page.locator("#totals")).to_have_text(re.compile(r"Incidents3Deaths9Places3"))
    await expect(page.locator("#clock")).to_contain_text("2022-01-05 10:00 UTC")
    await expect(page.locator(".mark")).to_have_count(3)
    places = page.locator(".ranking", has_text="Places")
    await expect(places).to_contain_text("Baghdad, Iraq")
    drawn = await page.locator("#map canvas").evaluate(
        "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0)"
    )
    assert drawn, "the map shows no town"


async def test_an_incident_shows_its_evidence_sources_and_disputes(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    page = await opened(browser, served)
    await page.locator("#incidents button", has_text="Baghdad").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Killed: 2 (wire0.example); 5 (paper.example)")
    await expect(dialog).to_contain_text("Sources (2; 2 independent stories)")
    assert await dialog.locator("blockquote").count() >= 1
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    assert "#" not in page.url


async def test_what_analysts_say_is_shown_and_a_rejected_incident_leaves_the_counts(
    browser: Browser, served: Served
) -> None:
    fill(served.states[0])
    told = report(article("more", published=at(11)), 12, place=BASRA, killed=1)
    served.states[0].apply(told)
    served.states[0].apply(override("correct", [told], by="R. Aziz", correction={"killed": {"min": 4, "max": 4}}))
    page = await opened(browser, served)
    await page.locator("#incidents button", has_text="Basra").first.click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Corrected killed by R. Aziz: as I know")
    await expect(dialog).to_contain_text("4 killed")
    served.states[0].apply(override("reject", [told], by="S. Khan"))
    await page.reload()
    await expect(dialog).to_contain_text("Rejected by an analyst: counted nowhere.")
    await expect(dialog).to_contain_text("Rejected by S. Khan: as I know")
    await page.keyboard.press("Escape")
    await expect(page.locator("#incidents")).not_to_contain_text("Basra")


async def test_an_address_opens_its_incident_and_says_what_is_unknown(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    id_ = next(each.id for each in served.states[0].incidents() if each.place.name == "Basra")
    page = await opened(browser, served)
    await page.goto(f"{served.address}#/incident/{id_}")
    await expect(page.get_by_role("dialog")).to_contain_text("Basra")
    await page.goto(f"{served.address}#/incident/nobody-knows-it")
    await expect(page.get_by_role("dialog")).to_contain_text("no such incident")


async def test_a_row_narrows_the_list_and_all_can_be_shown_again(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    page = await opened(browser, served)
    await page.locator(".ranking button", has_text="Baghdad, Iraq").click()
    await expect(page.locator("#incidents button")).to_have_count(1)
    await expect(page.locator("#filter")).to_contain_text("Only: Baghdad, Iraq")
    await page.get_by_role("button", name="Show all", exact=True).click()
    await expect(page.locator("#incidents button")).to_have_count(3)


async def test_a_window_counts_its_own(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    page = await opened(browser, served)
    await page.locator("#windows label", has_text="1 h").click()
    await expect(page.locator("#totals")).to_have_text(re.compile(r"Incidents1Deaths4"))
    await expect(page.locator("#incidents button")).to_have_count(1)
    assert "window=1h" in page.url
    await page.reload()
    await expect(page.locator("#totals")).to_have_text(re.compile(r"Incidents1Deaths4"))


async def test_by_keyboard_alone(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    page = await opened(browser, served)
    await page.locator(".mark").first.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await page.get_by_role("button", name="Close").focus()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()


async def test_news_comes_in_by_itself_and_what_stays_keeps_the_focus(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    page = await opened(browser, served)
    await page.locator("#incidents button", has_text="Basra").focus()
    served.states[0].apply(report(article("late", published=at(11)), 20, place=BASRA, start=date(2021, 12, 1)))
    await expect(page.locator("#incidents button")).to_have_count(4, timeout=15_000)
    await expect(page.locator("#incidents li.fresh")).to_have_count(1)
    await expect(page.locator("#incidents button:focus")).to_contain_text("Basra")


async def test_what_articles_say_stays_text(browser: Browser, served: Served) -> None:
    hostile = report(article("wire"), place=BAGHDAD, killed=1, actors=[actor("islamic-state")])
    ref = hostile.article.model_copy(update={"title": HOSTILE, "source": HOSTILE, "url": "javascript:alert(1)"})
    who = hostile.actors[0].model_copy(update={"name": HOSTILE})
    served.states[0].apply(hostile.model_copy(update={"article": ref, "actors": [who]}))
    page = await opened(browser, served)
    await page.locator("#incidents button").first.click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text(HOSTILE)
    assert await page.title() == "Tocsin: incidents"
    assert await dialog.locator("img, script, a").count() == 0


async def test_an_aggregator_that_does_not_answer_is_told_and_asked_again(browser: Browser, served: Served) -> None:
    fill(served.states[0])
    page = await opened(browser, served)
    await expect(page.locator("#incidents button")).to_have_count(3)
    await page.route("**/api/**", lambda route: route.abort())
    await expect(page.get_by_role("alert")).to_contain_text("No answer from the aggregator", timeout=15_000)
    await expect(page.locator("#incidents button")).to_have_count(3)
    await page.unroute("**/api/**")
    await expect(page.get_by_role("alert")).to_be_hidden(timeout=30_000)


async def test_without_news_it_says_so(browser: Browser, served: Served) -> None:
    page = await opened(browser, served)
    await expect(page.locator("#clock")).to_have_text("No news yet.")
    await expect(page.locator("#incidents")).to_contain_text("None in this window.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off_or_too_faint(browser: Browser, served: Served, size: str, scheme: str) -> None:
    fill(served.states[0])
    page = await opened(browser, served, size=size, scheme=scheme)
    await expect(page.locator("#incidents button")).to_have_count(3)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.locator("#incidents button", has_text="Baghdad").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
    ground, *inks = await page.evaluate(
        "['--sheet', '--ink', '--quiet', '--accent'].map("
        "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim())"
    )
    assert all(contrast(ground, ink) >= 4.5 for ink in inks)


def contrast(one: str, other: str) -> float:
    """Ratio of two colours' luminance, as WCAG 2 defines it: 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""The pages as a person sees them, in Debian's Chromium over a real connection."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import httpx2
import pytest

from quotetrail.api import examples

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here: apt-get install chromium"),
]

# As root Chromium has no sandbox; the rest keeps it from calling home, which a closed network would refuse.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the page's console says is wrong, a breach of the content policy among it."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(live: str) -> str:
    """A server that holds the example articles."""
    for number in (0, 1):
        httpx2.post(f"{live}/v1/articles", json=examples.article(number)).raise_for_status()
    return live


def test_swagger_executes_an_example(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(f"{address}/docs")
    operation = page.locator("#operations-extract-extract")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    status = operation.locator(".live-responses-table tr.response .response-col_status").first
    expect(status).to_contain_text("200")
    expect(operation.locator(".live-responses-table")).to_contain_text("Zauresh Shekenova")
    assert complaints == []


def test_swagger_shows_a_chain(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(f"{address}/docs")
    operation = page.locator("#operations-statements-get_chain")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table")
    expect(answer.locator("tr.response .response-col_status").first).to_contain_text("200")
    expect(answer).to_contain_text(examples.identifiers().statement)
    expect(answer).to_contain_text("Harbour Gazette")
    assert complaints == []


def test_a_pasted_quote_leads_to_a_picture_of_its_chain(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(address)
    page.get_by_label("A quote, pasted").fill(examples.quoted())
    page.get_by_role("button", name="Find where it comes from").click()
    chain = page.locator("#chain")
    expect(chain.locator(".appearance")).to_have_count(2)
    expect(chain.locator("li.origin")).to_contain_text("Zauresh Shekenova")
    expect(chain.locator("path.arc")).to_have_count(2)
    assert complaints == []


def test_a_link_to_a_statement_opens_its_chain(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(f"{address}/#{examples.identifiers().statement}")
    expect(page.locator("#chain .appearance")).to_have_count(2)
    assert complaints == []


def test_markup_in_an_article_stays_text(page: Page, address: str, complaints: list[str]) -> None:
    evil = {
        "text": "“<img src=x onerror=document.title='broken'> <b>we are packing</b> now,” said Nikol Pashinyan.",
        "outlet": "<script>document.title='broken'</script>",
    }
    posted = httpx2.post(f"{address}/v1/articles", json=evil).json()
    statement = httpx2.get(f"{address}/v1/quotes/{posted['quote_ids'][0]}").json()["statement_id"]
    page.goto(f"{address}/#{statement}")
    expect(page.locator("#chain blockquote")).to_contain_text("<b>we are packing</b>")
    assert page.title() == "Quotetrail"
    assert page.locator("#chain img, #chain b").count() == 0
    assert complaints == []

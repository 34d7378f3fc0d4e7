"""One page of each kind for those who use no mouse, and for those whose browser runs no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_reader import PAGES

# The tests themselves ask the database nothing: the mark makes pytest-django prepare it for the site.
pytestmark = pytest.mark.django_db

SMALL = {"width": 320, "height": 640}
# What has the focus: its place among the stops (null for nothing, -1 for what is none of them), and whether it can be seen.
FOCUS = """() => {
    const e = document.activeElement;
    const marked = e.closest('svg') ? e.querySelector('rect') || e : e, style = getComputedStyle(marked), box = e.getBoundingClientRect();
    const shown = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3) || (e.closest('svg') && parseFloat(style.strokeWidth) >= 3);
    return {
        place: e === document.body ? null : stops.indexOf(e),
        html: e.outerHTML.slice(0, 120),
        isSeen: shown && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
# Notes the elements that Tab should reach, in the order in which they stand, and counts them; of radio buttons with one name, one.
STOPS = """() => (window.stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true })
        && !(e.type === 'radio' && !e.checked && document.querySelector(`input[type=radio][name="${e.name}"]:checked`)))
    ).length"""


@pytest.fixture(scope="module")
def shared_page(browser, reader_site):
    with browser.new_context(viewport=SMALL, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize("name", PAGES)
def test_tab_goes_through_the_whole_page_in_order_and_out_of_it_and_is_always_seen(shared_page, reader_site, name):
    page = shared_page
    page.goto(reader_site + PAGES[name])
    expect(page.locator("[data-save]:disabled")).to_have_count(0)  # their script comes after the first paint
    count = page.evaluate(STOPS)

    walked, unseen = [], []
    for _press in range(count):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        walked.append(focus["place"])
        unseen += [] if focus["isSeen"] else [focus["html"]]

    assert page.evaluate("stops[0].innerText") == "Skip to the content"
    assert walked == list(range(count))
    assert unseen == []
    # The next press leaves the page: nothing holds the focus.
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["place"] in (None, 0)


# --- Without JavaScript -----------------------------------------------------------------------------------------

# What a part of a page says, and what can be followed and filled in there.
CONTENT = """e => [e.innerText.replace(/\\s+/g, ' ').trim(), [...e.querySelectorAll('a[href], form, input, button')]
    .filter(e => e.checkVisibility()).map(e => e.getAttribute('href') || e.getAttribute('action') || e.name || e.textContent.trim())]"""
# Keeping pages on a device needs it; the page says so, and offers paper.
NEEDS_JAVASCRIPT = {"offline reading", "not saved"}


@pytest.fixture(scope="module")
def plain_page(browser, reader_site):
    with browser.new_context(java_script_enabled=False, viewport=SMALL) as context:
        yield context.new_page()


@pytest.mark.parametrize("name", sorted(set(PAGES) - NEEDS_JAVASCRIPT))
def test_a_page_is_complete_without_javascript(shared_page, plain_page, reader_site, name):
    for page in (shared_page, plain_page):
        page.goto(reader_site + PAGES[name])

    # A leaflet has a button that prints, above its text, and a sentence that says how to print without.
    part = "main" if name.startswith("leaflet") else "body"
    assert plain_page.locator(part).evaluate(CONTENT) == shared_page.locator(part).evaluate(CONTENT)


def test_reading_offline_needs_javascript_and_says_so(plain_page, reader_site):
    plain_page.goto(reader_site + PAGES["offline reading"])

    assert "It needs JavaScript" in plain_page.locator("main").inner_text()


def test_a_reader_without_javascript_searches_narrows_and_compares(plain_page, reader_site):
    page, main = plain_page, plain_page.locator("main")

    page.goto(reader_site)
    main.locator("input[name=q]").fill("burnign feet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=burnign+feet")
    assert main.locator(".results h3").first.inner_text().startswith("Burning pain")
    filters = page.get_by_role("navigation", name="Narrow the results")
    filters.get_by_role("link", name="Symptoms").click()
    expect(filters.get_by_role("link", name="Remove the filter: Symptoms")).to_be_visible()
    assert {kind.lower() for kind in main.locator(".results .kind:first-child").all_inner_texts()} == {"symptom"}

    page.goto(f"{reader_site}/compare/?symptom=nerve-pain")
    for name in ("Duloxetine", "Pregabalin"):
        main.get_by_role("checkbox", name=name).check()
    main.get_by_role("button", name="Compare").click()
    expect(main.get_by_role("table")).to_have_count(1)
    assert {"Duloxetine", "Pregabalin"} <= set(main.get_by_role("columnheader").all_inner_texts())

"""The search box offers names while a reader types: with the keyboard, a mouse and a finger, on a small screen and in the dark."""

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import note_problems, tab_to
from tools import axe

pytestmark = pytest.mark.django_db

FIELD = "main input[name=q]"
ADDRESS = "**/suggest.json?*"


@pytest.fixture
def home(page, reader_site):
    """The first page of the site, with the focus in its search box; fails on any error in the browser's console."""
    problems = []
    note_problems(page, problems)
    open_and_wait(page, reader_site)
    page.locator(FIELD).focus()
    yield page
    assert problems == []


def open_and_wait(page, address):
    """Opens a page and waits until the script of its search box is there, which comes after all else."""
    page.goto(address)
    expect(page.locator("input[name=q][role=combobox]").first).to_be_attached()


def answer_with(page, *texts):
    """Suggestions of our own, without a page, in place of the site's."""
    rows = [{"text": text, "label": f"About {text}", "kind": "symptom", "url": None} for text in texts]
    page.route(ADDRESS, lambda route: route.fulfill(json={"query": "", "suggestions": rows}))


def options(page):
    return page.get_by_role("option")


def chosen(page):
    """The text of the option that a screen reader would name, or None."""
    return page.evaluate(
        "(() => { const o = document.getElementById(document.activeElement.getAttribute('aria-activedescendant')); return o && o.firstChild.data; })()"
    )


def test_the_page_is_painted_before_the_script_is_asked_for(home):
    painted, asked_for = home.evaluate(
        "[performance.getEntriesByName('first-contentful-paint'), performance.getEntriesByType('resource').filter(e => /suggestions/.test(e.name))]"
        ".map(([entry]) => entry?.startTime ?? Infinity)"
    )

    assert painted <= asked_for


# --- With the keyboard ------------------------------------------------------------------------------------------


def test_what_is_typed_is_offered_as_a_list(home):
    box = home.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")

    home.keyboard.type("ting")

    expect(options(home).first).to_contain_text("Tingling (pins and needles)")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == home.get_by_role("listbox", name="Suggestions").get_attribute("id")
    expect(home.locator("form [role=status]")).to_have_text(f"Suggestions: {options(home).count()}")
    assert chosen(home) is None


def test_arrows_go_through_the_list_and_around(home):
    answer_with(home, "one", "two", "three")
    home.keyboard.type("xy")
    expect(options(home)).to_have_count(3)

    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        home.keyboard.press(key)
        walked.append(chosen(home))

    assert walked == ["one", "two", "three", "one", "three", "two"]
    expect(home.get_by_role("option", selected=True)).to_have_text("two About two")
    assert home.locator(FIELD).input_value() == "xy"


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft", "ArrowRight", "x"])
def test_keys_of_the_field_lead_back_to_it(home, key):
    answer_with(home, "one", "two")
    home.keyboard.type("xy")
    expect(options(home)).to_have_count(2)
    home.keyboard.press("ArrowDown")
    assert chosen(home) == "one"

    home.keyboard.press(key)

    assert chosen(home) is None
    expect(home.get_by_role("option", selected=True)).to_have_count(0)


def test_enter_on_a_suggestion_opens_its_page(home):
    home.keyboard.type("burning pain")
    expect(options(home).first).to_be_visible()

    home.keyboard.press("ArrowDown")
    home.keyboard.press("Enter")

    home.wait_for_url("**/symptoms/burning-pain/")


def test_enter_on_a_suggestion_without_a_page_searches_for_it(home):
    answer_with(home, "one", "two words")
    home.keyboard.type("xy")
    expect(options(home)).to_have_count(2)

    home.keyboard.press("ArrowUp")
    home.keyboard.press("Enter")

    home.wait_for_url("**/search/?q=two+words")
    expect(home.locator(FIELD)).to_have_value("two words")


def test_enter_without_a_choice_searches_for_what_was_typed(home):
    answer_with(home, "one", "two")
    home.keyboard.type("xy")
    expect(options(home)).to_have_count(2)

    home.keyboard.press("Enter")

    home.wait_for_url("**/search/?q=xy")


def test_escape_closes_the_list_and_then_empties_the_field(home):
    answer_with(home, "one", "two")
    home.keyboard.type("xy")
    expect(options(home)).to_have_count(2)

    home.keyboard.press("Escape")
    expect(home.locator("[role=listbox]")).to_be_hidden()
    expect(home.locator("form [role=status]")).to_be_empty()
    expect(home.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    assert home.locator(FIELD).input_value() == "xy"

    home.keyboard.press("Alt+ArrowDown")
    expect(options(home)).to_have_count(2)
    assert chosen(home) is None

    home.keyboard.press("Escape")
    home.keyboard.press("Escape")
    assert home.locator(FIELD).input_value() == ""
    home.keyboard.press("ArrowDown")
    expect(home.locator("[role=listbox]")).to_be_hidden()


def test_tab_leaves_the_field_and_chooses_nothing(home):
    answer_with(home, "one", "two")
    home.keyboard.type("xy")
    expect(options(home)).to_have_count(2)
    home.keyboard.press("ArrowDown")

    home.keyboard.press("Tab")

    expect(home.locator("[role=listbox]")).to_be_hidden()
    assert home.evaluate("document.activeElement.textContent") == "Search"
    assert home.locator(FIELD).input_value() == "xy"


def test_the_search_box_of_any_page_offers_names(page, reader_site):
    open_and_wait(page, reader_site + "/about/")
    tab_to(page, "e.matches('header input[name=q]')", "the search box")

    page.keyboard.type("dulox")

    expect(options(page)).to_have_text(["Duloxetine treatment · Standard care"])


# --- With a mouse or a finger -----------------------------------------------------------------------------------


def test_a_click_on_a_suggestion_opens_its_page(home):
    home.keyboard.type("burning pain")

    options(home).first.click()

    home.wait_for_url("**/symptoms/burning-pain/")


def test_a_tap_on_a_suggestion_on_a_phone_opens_its_page(new_context, reader_site):
    page = new_context(has_touch=True, is_mobile=True, viewport={"width": 320, "height": 640}).new_page()
    open_and_wait(page, reader_site)
    page.locator(FIELD).tap()
    page.keyboard.type("burning pain")

    options(page).first.tap()

    page.wait_for_url("**/symptoms/burning-pain/")


def test_a_click_elsewhere_closes_the_list(home):
    answer_with(home, "one")
    home.keyboard.type("xy")
    expect(options(home)).to_have_count(1)

    home.locator("h1").click()

    expect(home.locator("[role=listbox]")).to_be_hidden()


# --- What is asked, and what comes too late ---------------------------------------------------------------------


def test_only_the_last_answer_counts(home):
    held = []

    def hold_the_first(route):
        text = route.request.url.rpartition("=")[2]
        rows = [{"text": f"answer to {text}", "label": "", "kind": "symptom", "url": None}]
        if held:
            route.fulfill(json={"query": text, "suggestions": rows})
        else:
            held.append((route, rows))

    home.route(ADDRESS, hold_the_first)
    with home.expect_request(ADDRESS):
        home.keyboard.type("xy")
    with home.expect_event("requestfailed"):
        home.keyboard.type("z")
    expect(options(home)).to_have_text("answer to xyz")

    route, rows = held[0]
    route.fulfill(body=json.dumps({"query": "xy", "suggestions": rows}))

    expect(options(home)).to_have_text("answer to xyz")


def test_a_pause_in_typing_asks_once_and_a_single_letter_never(home):
    home.clock.install()
    home.clock.pause_at(datetime(2100, 1, 1, tzinfo=UTC))
    asked = []
    home.on("request", lambda request: asked.append(request.url) if "suggest" in request.url else None)
    home.keyboard.type("t")
    home.clock.run_for(1000)
    home.keyboard.type("ing")
    home.clock.run_for(100)
    assert asked == []

    with home.expect_response(ADDRESS):
        home.clock.run_for(100)

    assert [url.rpartition("?")[2] for url in asked] == ["q=ting"]


def test_a_site_that_does_not_answer_offers_nothing_and_says_nothing(page, reader_site):
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_and_wait(page, reader_site)
    page.locator(FIELD).focus()
    answer_with(page, "one")
    page.keyboard.type("xy")
    expect(options(page)).to_have_count(1)

    for failing in (lambda route: route.abort(), lambda route: route.fulfill(status=429, body="{}"), lambda route: route.fulfill(body="no JSON")):
        page.route(ADDRESS, failing)
        page.keyboard.type("z")
        expect(page.locator("[role=listbox]")).to_be_hidden()
        expect(page.locator("form [role=status]")).to_be_empty()
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=xyzzz")
    assert wrong == []


def test_names_are_shown_as_text(home):
    answer_with(home, "<img src=x onerror=alert(1)>")

    home.keyboard.type("xy")

    expect(options(home)).to_contain_text("<img src=x onerror=alert(1)>")
    assert home.locator(".suggestions img").count() == 0


def test_nothing_is_stored_and_nobody_else_is_asked(home, context, reader_site):
    requests = []
    home.on("request", lambda request: requests.append(request))
    with home.expect_response(ADDRESS):
        home.keyboard.type("ting")

    assert [request.url.startswith(f"{reader_site}/suggest.json?q=") for request in requests] == [True]
    assert "cookie" not in requests[0].all_headers()
    assert context.cookies() == []
    assert home.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_without_javascript_the_form_is_plain(new_context, reader_site):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(reader_site)
    page.locator(FIELD).fill("burning feet")

    assert page.locator("[role=combobox], [role=listbox]").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=burning+feet")


# --- What it looks like -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/conditions/diabetic-peripheral-neuropathy/"])
def test_the_open_list_is_accessible(page, reader_site, address):
    open_and_wait(page, reader_site + address)
    page.locator("input[name=q]").focus()
    page.keyboard.type("numb")
    expect(options(page)).to_have_count(8)
    page.keyboard.press("ArrowDown")

    assert axe.findings(page, views=[(1280, "light"), (1280, "dark")]) == []


# The header has its box on screens that are not small.
@pytest.mark.parametrize(("address", "width", "text"), [("/", 1280, 1), ("/", 320, 1), ("/", 320, 2), ("/about/", 1280, 1), ("/about/", 768, 2)])
def test_the_open_list_fits_the_screen(page, reader_site, address, width, text):
    root = "document.documentElement"
    page.set_viewport_size({"width": width, "height": 700})
    open_and_wait(page, reader_site + address)
    page.evaluate(f"{root}.style.fontSize = '{112.5 * text}%'")
    page.locator("input[name=q]").focus()
    page.keyboard.type("numb")
    expect(options(page)).to_have_count(8)

    for _option in range(8):
        page.keyboard.press("ArrowDown")
    boxes = options(page).evaluate_all("es => es.map(e => { const box = e.getBoundingClientRect(); return [box.left, box.right, box.height]; })")

    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    assert all(left >= 0 and right <= width and height >= 43.5 for left, right, height in boxes)
    expect(options(page).last).to_be_in_viewport(ratio=0.99)


def test_the_chosen_one_can_be_told_without_our_colours(page, reader_site):
    page.emulate_media(forced_colors="active")
    open_and_wait(page, reader_site)
    page.locator(FIELD).focus()
    page.keyboard.type("numb")
    expect(options(page)).to_have_count(8)

    page.keyboard.press("ArrowDown")

    styles = options(page).evaluate_all("es => es.map(e => getComputedStyle(e).outlineStyle)")
    assert styles == ["solid", *["none"] * 7]

"""How a reader asks, in a browser: with words and without, by keyboard, without JavaScript and on a small screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import tab_to

# The tests themselves ask the database nothing: the mark makes pytest-django prepare it for the site.
pytestmark = pytest.mark.django_db

SMALL = {"width": 320, "height": 640}
PAGES = (
    "/search/?q=burning+feet+at+night",
    "/search/?q=face+drooping",
    "/search/?q=xyzzy",
    "/search/?q=nerve+pain&kind=treatment&stage=experimental",
    "/search/symptoms/?s=tingling",
    "/search/symptoms/?area=feet&s=tremor",
    "/search/symptoms/?area=all",
)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def small_screen(request, new_context):
    """A reader with a small screen, with and without JavaScript."""
    return new_context(java_script_enabled=request.param, viewport=SMALL, reduced_motion="reduce").new_page()


def chip(page, name):
    return page.get_by_role("link", name=f"Remove: {name}")


def test_symptoms_are_chosen_on_the_picture_by_keyboard_and_lead_to_an_answer(small_screen, reader_site):
    page = small_screen
    page.goto(reader_site)

    tab_to(page, "e.matches('main a') && e.pathname === '/search/symptoms/'", "the way in without words")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/symptoms/")
    tab_to(page, "e.closest('svg') && e.getAttribute('href').endsWith('area=feet')", "the feet of the picture")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/symptoms/?area=feet")
    tab_to(page, "e.matches('[name=s][value=tingling]')", "tingling")
    page.keyboard.press("Space")
    tab_to(page, "e.matches('button[formaction]')", "the button for another part of the body")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/symptoms/?s=tingling")
    expect(chip(page, "Tingling")).to_be_visible()
    tab_to(page, "e.closest('nav ul') && e.getAttribute('href').endsWith('area=hands')", "the hands of the list")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/symptoms/?s=tingling&area=hands")
    expect(page.get_by_role("checkbox", name="Tingling")).to_be_checked()
    tab_to(page, "e.matches('[name=s][value=tremor]')", "tremor")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?s=\w+&s=\w+$"))

    expect(chip(page, "Tingling")).to_be_visible()
    expect(chip(page, "Shaking or tremor")).to_be_visible()
    expect(page.get_by_text("This search explains, it does not diagnose.")).to_be_visible()


def test_what_was_understood_is_removed_and_more_is_added(small_screen, reader_site):
    page = small_screen
    page.goto(f"{reader_site}/search/?q=burning+feet")

    chip(page, "Burning pain").click()
    expect(chip(page, "Burning pain")).to_have_count(0)
    page.get_by_role("link", name="Add another symptom").or_(page.get_by_role("link", name="Choose symptoms from a list")).click()
    expect(page.get_by_text("Your words: “burning feet”")).to_be_visible()
    page.get_by_role("navigation", name="as a list").get_by_role("link", name="All symptoms in one list").click()
    page.get_by_role("checkbox", name="Foot drop").check()
    page.get_by_role("button", name="Show what fits").click()

    expect(chip(page, "Foot drop")).to_be_visible()
    expect(chip(page, "Burning pain")).to_have_count(0)
    expect(page.locator("main input[name=q]")).to_have_value("burning feet")
    page.get_by_role("link", name="Take back what you removed").click()
    expect(chip(page, "Burning pain")).to_be_visible()


def test_results_are_narrowed_by_links_and_widened_again(small_screen, reader_site):
    page = small_screen
    page.goto(f"{reader_site}/search/?q=burning+feet")
    filters = page.get_by_role("navigation", name="Narrow the results")

    filters.get_by_role("link", name="Symptoms").click()
    expect(filters.get_by_role("link", name="Remove the filter: Symptoms")).to_be_visible()
    kinds = set(page.locator(".results .kind:first-child").all_inner_texts())
    assert {kind.lower() for kind in kinds} == {"symptom"}
    filters.get_by_text("More filters").click()
    filters.get_by_role("list", name="Part of the body").get_by_role("link", name="Feet").click()
    expect(filters.get_by_role("link", name="Remove the filter: Feet")).to_be_visible()
    filters.get_by_role("link", name="Remove the filter: Symptoms").click()
    filters.get_by_role("link", name="Remove the filter: Feet").click()

    expect(page).to_have_url(f"{reader_site}/search/?q=burning+feet")


@pytest.mark.parametrize("address", PAGES)
def test_everything_that_can_be_pressed_is_large_enough(page, reader_site, address):
    page.set_viewport_size(SMALL)
    page.goto(reader_site + address)
    page.locator("details").evaluate_all("es => es.forEach(e => e.open = true)")

    small = """es => es.filter(e => { const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24; }).map(e => e.outerHTML.slice(0, 150))"""
    assert (
        page.locator("main :is(svg a, button, input:not([type=hidden]), summary, .chip, .filters a, .browse a, .pager a, .add):visible").evaluate_all(
            small
        )
        == []
    )


def test_the_links_of_the_picture_are_named_and_lead_to_the_part(page, reader_site):
    page.goto(f"{reader_site}/search/symptoms/")
    picture = page.get_by_role("navigation", name="as a picture")

    for name in ("Head", "Throat and neck", "Stomach and bowel", "Bladder and genitals", "Hands", "Feet"):
        expect(picture.get_by_role("link", name=name, exact=True)).to_be_visible()
    # The drawn foot itself, not its label.
    picture.get_by_role("link", name="Feet").locator("path").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Feet: what do you feel or see there?")


def test_the_answer_on_paper_is_without_what_is_only_for_the_screen(page, reader_site):
    page.goto(f"{reader_site}/search/?q=burning+feet")

    page.emulate_media(media="print")

    for hidden in (".filters", ".search-box", ".understood__ways", ".chip__cross"):
        assert page.locator(hidden).count() >= 1
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    for shown in (".urgent-line", ".chip", ".results", ".unproven"):
        assert page.locator(f"{shown}:visible").count() >= 1, shown

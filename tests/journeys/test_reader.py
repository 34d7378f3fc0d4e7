"""What a reader does, in a browser: with the keyboard, without JavaScript, on a small screen, in the dark, on paper."""

import math
import re
from collections import Counter
from itertools import combinations
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from playwright.sync_api import expect

from editorial.markup import plain_text
from tests.journeys.conftest import tab_to
from tests.web.pdf import text_of_pdf
from tools import axe
from tools.storage import STORED
from treatments import comparing

# The tests themselves ask the database nothing: the mark makes pytest-django prepare it for the site.
pytestmark = pytest.mark.django_db

PAGES = {
    "home": "/",
    "symptoms": "/symptoms/",
    "treatments": "/treatments/",
    "condition": "/conditions/diabetic-peripheral-neuropathy/",
    "cause": "/causes/diabetes/",
    "symptom": "/symptoms/burning-pain/",
    "treatment": "/treatments/spinal-cord-stimulation/",
    "experimental treatment": "/treatments/mesenchymal-stem-cells/",
    "choosing what to compare": "/compare/",
    "comparison": "/compare/?symptom=nerve-pain&t=duloxetine&t=tens&t=pregabalin&t=topical-lidocaine",
    "evidence ladder": "/evidence-ladder/",
    "no studies yet": "/trials/",
    "article": "/articles/stem-cells-for-neuropathy/",
    "glossary": "/glossary/",
    "urgent signs": "/urgent-signs/",
    "tag": "/tags/diabetes/",
    "results": "/search/?q=burning+feet",
    "unproven results": "/search/?q=stem+cells",
    "urgent results": "/search/?q=my+face+is+drooping",
    "corrected results": "/search/?q=carpel+tunel",
    "no results": "/search/?q=xyzzy",
    "nothing that fits well": "/search/?q=weather+in+spain",
    "filtered results": "/search/?q=nerve+pain&kind=treatment&page=2",
    "results for chosen symptoms": "/search/?s=tingling&s=foot-drop&s=numbness",
    "empty search": "/search/",
    "parts of the body": "/search/symptoms/?s=tingling",
    "symptoms of the feet": "/search/symptoms/?area=feet&s=tingling&s=tremor",
    "all symptoms": "/search/symptoms/?area=all",
    "not found": "/no-such-page/",
    "policy": "/editorial-policy/",
    "leaflet": "/leaflet/treatment/spinal-cord-stimulation/",
    "leaflet in large print": "/leaflet/condition/diabetic-peripheral-neuropathy/?size=large",
    "offline reading": "/offline/",
    "not saved": "/offline/not-saved/",
}
# Width in pixels, and how much larger than usual the text is, besides those at which axe looks.
SIZES = ((768, 1), (640, 2), (320, 2))


@pytest.fixture(scope="module")
def shared_page(browser, reader_site):
    """One tab for all tests that only look at pages: a new one for each takes longer than the look."""
    with browser.new_context() as context:
        yield context.new_page()


def visit(page, reader_site, name):
    page.goto(reader_site + PAGES[name])


# --- From a question to a source --------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_a_question_to_a_source_and_back_by_keyboard(new_context, reader_site, scripts):
    context = new_context(java_script_enabled=scripts, reduced_motion="reduce")
    page, requests = context.new_page(), []
    page.on("request", lambda request: requests.append(request.url))
    visit(page, reader_site, "home")

    tab_to(page, "e.matches('main input[name=q]')", "the search box")
    page.keyboard.type("burning feet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=burning+feet")
    tab_to(page, "e.closest('.results') && e.pathname === '/symptoms/burning-pain/'", "the symptom among the results")
    page.keyboard.press("Enter")
    page.wait_for_url("**/symptoms/burning-pain/")
    tab_to(page, "e.matches('main a') && e.pathname.startsWith('/treatments/') && e.pathname.length > 12", "a treatment of the symptom")
    page.keyboard.press("Enter")
    page.wait_for_url("**/treatments/*/")
    tab_to(page, "e.matches('sup a')", "a footnote")
    footnote = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/treatments/*/#source-*")

    number = page.url.rpartition("-")[2]
    assert footnote == f"Source [{number}]"
    assert page.locator(f"#source-{number}").evaluate("e => { const box = e.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }")
    page.go_back()  # Alt+Left: a key of the browser's window, which a headless one does not have
    assert "#" not in page.url
    assert page.locator("sup a", has_text=footnote).first.evaluate("e => e.getBoundingClientRect().top < innerHeight")

    assert {urlsplit(url).netloc for url in requests} == {urlsplit(reader_site).netloc}
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_first_tab_skips_to_the_content(page, reader_site):
    visit(page, reader_site, "condition")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    assert page.locator(":focus").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_the_search_box_of_a_page_searches(page, reader_site):
    visit(page, reader_site, "condition")

    page.locator("header input[name=q]").fill("numb toes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=numb+toes")

    assert page.locator("main input[name=q]").input_value() == "numb toes"
    assert page.locator(".results h3").first.inner_text() == "Numbness or loss of feeling"


# --- Two layers -------------------------------------------------------------------------------------------------

FOLDED = ".more details > div"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_link_to_a_folded_section_opens_it(new_context, reader_site, scripts):
    page = new_context(java_script_enabled=scripts, reduced_motion="reduce").new_page()
    page.goto(reader_site + PAGES["treatment"] + "#how-it-works")

    heading = page.get_by_role("heading", name="How it may work")

    expect(page.locator("#how-it-works > :first-child")).to_be_in_viewport()
    expect(heading).to_be_in_viewport()
    assert page.locator(f"{FOLDED}:visible").count() == 1


def test_more_detail_opens_and_closes_by_keyboard(page, reader_site):
    visit(page, reader_site, "condition")

    tab_to(page, "e.matches('.more summary')", "the first heading of more detail")
    page.keyboard.press("Enter")
    expect(page.locator(FOLDED).first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(FOLDED).first).to_be_hidden()


@pytest.mark.parametrize("name", ["condition", "treatment", "article"])
def test_all_detail_is_open_on_paper(page, reader_site, name):
    visit(page, reader_site, name)
    assert page.locator(f"{FOLDED}:visible").count() == 0

    page.emulate_media(media="print")

    assert page.locator(f"{FOLDED}:visible").count() == page.locator(FOLDED).count() >= 3


# --- Words explained ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_word_is_explained_by_keyboard(new_context, reader_site, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    visit(page, reader_site, "experimental treatment")
    meaning = page.locator(".meaning:popover-open")
    tab_to(page, "e.matches('.word')", "a word that is explained")

    page.keyboard.press("Enter")
    expect(meaning).to_have_count(1)
    expect(meaning).to_be_in_viewport()
    assert page.locator(":focus").evaluate("e => e.matches('.word')")
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)

    assert page.locator(":focus").evaluate("e => e.matches('.word')")


def test_a_word_is_explained_by_touch_on_a_small_screen(new_context, reader_site):
    page = new_context(viewport={"width": 320, "height": 640}, has_touch=True).new_page()
    visit(page, reader_site, "experimental treatment")
    meaning = page.locator(".meaning:popover-open")

    page.locator(".word:visible").first.tap()
    box = meaning.bounding_box()
    page.touchscreen.tap(160, 630 if box["y"] + box["height"] < 600 else 5)

    assert 0 <= box["x"] <= box["x"] + box["width"] <= 320
    expect(meaning).to_have_count(0)


# --- Small screens, large text ----------------------------------------------------------------------------------


def test_a_badge_and_status_are_seen_first_on_a_phone(page, reader_site):
    page.set_viewport_size({"width": 320, "height": 640})
    visit(page, reader_site, "experimental treatment")

    box = page.locator(".page__header .status").bounding_box()

    assert box["y"] + box["height"] <= 640
    assert page.locator(".page__header .stage").inner_text().endswith("Experimental")


@pytest.mark.parametrize("name", ["home", "condition", "symptoms", "tag", "no results", "glossary"])
def test_what_a_finger_hits_is_large_enough(page, reader_site, name):
    page.set_viewport_size({"width": 320, "height": 800})
    visit(page, reader_site, name)

    targets = (
        ".site-header a, .site-footer nav a, button, input, .tags a, .letters a, .pager a, .browse a, .home-box a, .page-list > li > a:first-child"
    )
    small = "es => es.filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"

    assert page.locator(f":is({targets}):not(.stage):visible").evaluate_all(small) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_menu_of_a_phone_opens_and_closes(new_context, reader_site, scripts):
    page = new_context(java_script_enabled=scripts, viewport={"width": 320, "height": 640}).new_page()
    visit(page, reader_site, "condition")
    menu = page.get_by_role("navigation", name="Main")
    assert not menu.is_visible()

    page.get_by_role("button", name="Menu").press("Enter")
    page.keyboard.press("Tab")

    assert page.locator(":focus").inner_text() == "Symptoms"
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name="Treatments").click()
    page.wait_for_url("**/treatments/")


def test_the_first_screen_of_a_phone_reaches_the_first_key_point(page, reader_site):
    page.set_viewport_size({"width": 320, "height": 640})
    visit(page, reader_site, "condition")

    tops = [page.locator(part).first.bounding_box()["y"] for part in (".urgent-line", "h1", ".notice", ".key-points li")]

    assert tops == sorted(tops)
    assert tops[1] < 200
    assert tops[3] < 640 - 2 * 18


LINES = """() => [...document.querySelectorAll('.page :is(section, details > div) > p')].flatMap((paragraph) => {
    const counts = {}, nodes = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node; (node = nodes.nextNode()); ) {
        if (node.parentElement.closest('sup, .meaning')) continue;
        for (let at = 0; at < node.length; at++) {
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const line = Math.round(range.getBoundingClientRect().bottom / 8);
            counts[line] = (counts[line] ?? 0) + 1;
        }
    }
    return Object.values(counts).slice(0, -1);
})"""


def test_lines_are_short_enough_to_read(page, reader_site):
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, reader_site, "condition")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")

    lines = page.evaluate(LINES)

    assert len(lines) > 20
    assert 60 <= sum(lines) / len(lines) <= 70


@pytest.mark.parametrize("name", ["condition", "treatment", "home", "results", "glossary"])
def test_text_is_large_enough_to_read(page, reader_site, name):
    page.set_viewport_size({"width": 320, "height": 640})
    visit(page, reader_site, name)

    sizes = page.locator(":is(main, header, .urgent-line) :is(p, li, a, span, dd, button, label):not(sup *, svg *):visible").evaluate_all(
        "es => es.filter(e => e.textContent.trim()).map(e => parseFloat(getComputedStyle(e).fontSize))"
    )

    assert min(sizes) >= 16
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18


# --- Accessible, and no wider than the screen --------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_never_scrolls_sideways(shared_page, reader_site, name):
    visit(shared_page, reader_site, name)

    found = [finding for width, times in SIZES for finding in axe.sideways(shared_page, width, times)]

    assert found + axe.findings(shared_page) == []


# --- Private, and on paper --------------------------------------------------------------------------------------


def test_no_page_asks_another_host_or_stores_anything(page, context, reader_site):
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(urlsplit(request.url).netloc))
    page.on("console", lambda message: complaints.append(message.text) if "404 (Not Found)" not in message.text else None)

    for name in PAGES:
        visit(page, reader_site, name)

    assert set(requests) == {urlsplit(reader_site).netloc}
    assert complaints == []
    assert context.cookies() == []
    assert page.evaluate(STORED) == {"cookies": 0, "local storage": 0, "session storage": 0, "databases": 0, "caches": 0, "workers": 0}


@pytest.mark.parametrize(("name", "drawn"), [("treatment", "maskImage"), ("leaflet", "backgroundImage")])
def test_signs_beside_words_are_printed(page, reader_site, name, drawn):
    """Browsers leave out what lies behind the text, unless it is marked."""
    visit(page, reader_site, name)
    page.emulate_media(media="print")

    signs = page.locator(".stage, .certainty, .care-card__level").evaluate_all(
        "(es, drawn) => es.map(e => getComputedStyle(e, '::before')).map(s => [s[drawn].slice(0, 9), s.printColorAdjust])", drawn
    )

    assert len(signs) > 1
    assert set(map(tuple, signs)) == {('url("data', "exact")}


@pytest.mark.parametrize("name", ["condition", "treatment"])
def test_paper_shows_the_text_without_what_is_only_for_the_screen(page, reader_site, name):
    visit(page, reader_site, name)

    page.emulate_media(media="print")

    for hidden in (".site-nav", ".site-header form", ".breadcrumb", ".tags", ".site-footer nav", ".skip-link"):
        assert page.locator(hidden).count() >= 1
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    for shown in (".urgent-line", "h1", ".key-points", ".sources", ".stamp", ".notice"):
        assert page.locator(f"{shown}:visible").count() >= 1, shown
    after = page.locator(".sources a[href^=http]").first.evaluate("e => getComputedStyle(e, '::after').content")
    assert "://" in after


def test_a_comparison_of_the_longest_four_fits_on_one_sheet(page, reader_site):
    addresses = list(_comparisons_of_the_longest_four())
    assert len(addresses) >= 15

    for address in addresses:
        page.goto(f"{reader_site}{address}&t=gone")
        expect(page.locator("main > .notice")).to_be_visible()  # on the screen only
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
        assert sheets == 1, address


def test_a_comparison_on_paper_says_what_kind_each_source_is_and_when_they_were_read(page, reader_site):
    visit(page, reader_site, "comparison")
    entries = page.locator(".sources li").all_inner_texts()
    kinds = page.locator(".sources .source-kind").all_inner_texts()
    [day] = {re.search(r"Read on (.+?)\.", entry)[1] for entry in entries}

    words = text_of_pdf(page.pdf(format="A4", prefer_css_page_size=True))

    assert len(kinds) == len(entries) > 3
    assert {kind: words.count(f". {kind}.") for kind in kinds} == Counter(kinds)
    assert words.count(f"All read on {day}.") == 1


def _comparisons_of_the_longest_four():
    """Addresses: for everything with four treatments those five choices of four that fill most of a sheet."""
    for kind, (model, _effects) in comparing.TARGETS.items():
        for target in model.objects.published():
            query = f"{kind}={target.slug}"
            offered = [column.slug for column in _compared(query).offered]
            rows = {
                slug: _rows(_compared(f"{query}&t={slug}&t={next(other for other in offered if other != slug)}"), slug)
                for slug in offered
                if len(offered) >= 4
            }
            # A row is as high as its highest cell. What the sources add is only counted for the highest tables.
            tables = {f"{query}&t={'&t='.join(four)}": sum(map(max, zip(*map(rows.get, four), strict=True))) for four in combinations(rows, 4)}
            highest = sorted(tables, key=tables.__getitem__)[-200:]
            sheets = {query: tables[query] + _lines_of_sources(_compared(query)) for query in highest}
            for query in sorted(sheets, key=sheets.__getitem__)[-5:]:
                yield f"/compare/?{query}"


def _compared(query):
    return comparing.Comparison(QueryDict(query), "en")


def _rows(comparison, slug):
    """About how many lines of some 55 characters one treatment has in each row."""
    column = next(column for column in comparison.columns if column.slug == slug)
    statements = [effect.outcome + effect.statement for effect in column.effects]
    cells = [statements, *([plain_text(point) for point in points] for points in column.points.values())]
    return [2 * len(statements), *(sum(math.ceil(len(text) / 55) for text in texts) for texts in cells)]


def _lines_of_sources(comparison):
    return sum(len(source.title + source.publisher) for source in comparison.sources) / 150

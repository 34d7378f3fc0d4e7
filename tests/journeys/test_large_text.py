"""For readers who see little: letters of twice the size with wide spaces, colours of their own, nothing that moves, leaflets in large print."""

import pytest

# The tests themselves ask the database nothing: the mark makes pytest-django prepare it for the site.
pytestmark = pytest.mark.django_db

PAGES = {
    "home": "/",
    "condition": "/conditions/diabetic-peripheral-neuropathy/",
    "treatment with numbers": "/treatments/spinal-cord-stimulation/",
    "experimental treatment": "/treatments/mesenchymal-stem-cells/",
    "treatments": "/treatments/",
    "symptoms": "/symptoms/?letter=T",
    "urgent results": "/search/?q=my+face+is+drooping",
    "comparison": "/compare/?symptom=nerve-pain&t=duloxetine&t=tens&t=pregabalin&t=topical-lidocaine",
    "parts of the body": "/search/symptoms/?s=tingling",
    "offline reading": "/offline/",
    "leaflet": "/leaflet/treatment/spinal-cord-stimulation/",
}
# WCAG 2.2, 1.4.4 and 1.4.12: twice as large, and spaces that a reader may ask for, both at once. Written into the style sheet as a reader's
# own would be: the policy of the site allows no other.
LARGE = """() => {
    const root = document.documentElement, sheet = document.styleSheets[0];
    root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + "px";
    for (const rule of ["* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }", "p { margin-block-end: 2em !important; }"])
        sheet.insertRule(rule, sheet.cssRules.length);
}"""
# Text that is wider than the window, that lies on other text, or that its box cuts off.
UNREADABLE = """() => {
    const found = [], lines = [], root = document.documentElement;
    const aside = (e) => !e.checkVisibility() || e.closest(".visually-hidden, .skip-link, sup");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text; (text = texts.nextNode()); ) {
        if (!text.data.trim() || aside(text.parentElement)) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) if (box.width > 1) lines.push({ box, text });
    }
    lines.sort((a, b) => a.box.top - b.box.top);
    if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth}`);
    lines.forEach(({ box, text }, number) => {
        if (box.left < -1 || box.right > innerWidth + 1) found.push(`outside: ${text.data}`);
        for (const other of lines.slice(number + 1)) {
            if (other.box.top >= box.bottom - 5) break;
            const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
            if (other.text !== text && across > 3 && Math.min(box.bottom, other.box.bottom) - other.box.top > 5)
                found.push(`overlap: ${text.data} | ${other.text.data}`);
        }
    });
    // The words in a field scroll inside it.
    for (const e of document.querySelectorAll("body :not(input, svg *)")) {
        const { overflowX, overflowY } = getComputedStyle(e);
        const isCut = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
        if (isCut && !aside(e) && [overflowX, overflowY].some((how) => how !== "visible")) found.push(`cut off: ${e.outerHTML.slice(0, 80)}`);
    }
    return found.slice(0, 5);
}"""


@pytest.fixture(scope="module")
def large(browser, reader_site):
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def own_colours(browser, reader_site):
    with browser.new_context(forced_colors="active", reduced_motion="reduce", color_scheme="dark") as context:
        yield context.new_page()


@pytest.mark.parametrize("name", PAGES)
def test_text_of_twice_the_size_with_wide_spaces_is_whole(large, reader_site, name):
    for width in (1280, 320):
        large.set_viewport_size({"width": width, "height": 800})
        large.goto(reader_site + PAGES[name])
        large.evaluate(LARGE)

        assert large.evaluate(UNREADABLE) == [], width


@pytest.mark.parametrize("name", ["treatment with numbers", "treatments", "home"])
def test_no_word_of_a_badge_is_broken_in_twice_the_size(large, reader_site, name):
    large.set_viewport_size({"width": 320, "height": 800})
    large.goto(reader_site + PAGES[name])
    large.evaluate("document.documentElement.style.fontSize = '200%'")

    broken = large.locator(":is(.stage, .certainty):visible").evaluate_all("""badges => badges.flatMap(badge =>
        [...badge.childNodes].filter(node => node.nodeType === 3).flatMap(node => [...node.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            return range.getClientRects().length > 1;
        }).map(([word]) => word)))""")

    assert broken == []


@pytest.mark.parametrize("name", ["condition", "experimental treatment", "symptoms", "offline reading", "leaflet"])
def test_nothing_moves_for_readers_who_asked_for_it(own_colours, reader_site, name):
    own_colours.goto(reader_site + PAGES[name])

    moving = """es => es.map(e => [e, getComputedStyle(e)]).filter(([e, s]) =>
        s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === 'smooth').map(([e]) => e.outerHTML.slice(0, 80))"""
    assert own_colours.locator("*").evaluate_all(moving) == []


def test_what_colour_said_is_still_there_in_colours_of_the_readers_own(own_colours, reader_site):
    own_colours.goto(reader_site + PAGES["experimental treatment"])
    badge = own_colours.locator(".page__header .stage")
    assert badge.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") > 0
    sign = badge.evaluate("e => (({ maskImage, backgroundColor }) => [maskImage, backgroundColor])(getComputedStyle(e, '::before'))")
    assert sign[0].startswith('url("data:image/svg+xml')
    assert sign[1] == badge.evaluate("e => getComputedStyle(e).color")
    for box in (".status", ".warning", ".notice", ".key-points", ".care-card"):
        width = own_colours.locator(box).first.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)")
        assert width >= 1, box
    own_colours.goto(reader_site + PAGES["symptoms"])
    chosen, other = (own_colours.locator(f".letters {which}").first for which in ("[aria-current]", "a:not([aria-current])"))
    thickness = "e => parseFloat(getComputedStyle(e).borderTopWidth)"
    assert chosen.evaluate(thickness) > other.evaluate(thickness)


def test_the_code_on_a_leaflet_stays_black_on_white(own_colours, reader_site):
    own_colours.goto(reader_site + PAGES["leaflet"])

    paths = own_colours.locator(".code path").evaluate_all("es => es.map(e => [getComputedStyle(e).fill, getComputedStyle(e).stroke])")

    assert [paths[0][0], paths[1][1]] == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


@pytest.mark.parametrize(("size", "points"), [("", 11), ("?size=large", 18)], ids=["normal", "large"])
def test_no_letter_on_a_printed_leaflet_is_smaller_than_promised(large, reader_site, size, points):
    large.set_viewport_size({"width": 800, "height": 800})
    large.goto(reader_site + PAGES["leaflet"] + size)
    large.emulate_media(media="print")

    smallest = large.locator("body *:not(sup, sup *, svg *)").evaluate_all(
        "es => Math.min(...es.filter(e => e.checkVisibility() && e.innerText?.trim()).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    notes = large.locator("sup").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    large.emulate_media(media="screen")

    assert smallest * 72 / 96 >= points
    assert notes * 72 / 96 >= (points if size else 9)


def test_the_print_button_prints_and_is_not_there_without_scripts(new_context, reader_site):
    page = new_context().new_page()
    page.add_init_script("window.print = () => document.title = 'printed'")
    page.goto(reader_site + PAGES["leaflet"])
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printed"

    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(reader_site + PAGES["leaflet"])
    assert plain.get_by_role("button", name="Print").count() == 0
    assert plain.get_by_text("choose “Print” in the menu of your browser").is_visible()

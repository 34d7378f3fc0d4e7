"""What is wrong with a page that a browser shows: what axe finds at some widths, in light and in dark, with nothing asked twice; and sideways scrolling.

Three quarters of axe's time go into colours. What a rule looks at decides whether it is asked again when the same page is shown otherwise:

- `COLOUR_RULES` look at the colour of letters and links, what is behind them, and whether the letters are large. They are asked about all elements at first,
  and later about those for which one of these, or whether they can be seen, is another than whenever it was asked before.
- All other rules look at markup and names, at what can be seen, and where. They are asked whenever the box of any element is another than before: at each
  width, and in dark only if something appears, moves or goes there.
"""

from axe_playwright_python.base import AXE_SCRIPT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# (width in pixels, colour scheme): all, and the two that differ most from each other.
VIEWS = ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark"))
OPPOSITE_VIEWS = ((320, "light"), (1280, "dark"))

# Gives [rule, [the first characters of each element]] for what is wrong and was not asked before on this page.
ASK = """async ([tags, colourRules]) => {
    const asked = window.askedOfAxe ||= { numbers: new Map(), looks: new WeakMap(), boxes: new Set() };
    const numberOf = text => asked.numbers.get(text) || asked.numbers.set(text, asked.numbers.size + 1).size;
    const look = (e, around) => {
        const s = getComputedStyle(e), size = parseFloat(s.fontSize), large = size >= 24 || (size >= 18.66 && s.fontWeight >= 700);
        const seen = e.checkVisibility({ visibilityProperty: true });
        return numberOf([around, seen, large, s.color, s.backgroundColor, s.backgroundImage, s.opacity, s.textShadow, s.textDecoration].join());
    };
    const box = e => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height, e.checkVisibility({ visibilityProperty: true })].join(); };
    const looks = new Map(), fresh = new Set(), boxes = [];
    for (const e of document.querySelectorAll('*')) {
        // With all that it stands in: another background of a section is another background of its words.
        const now = look(e, looks.get(e.parentElement)), before = asked.looks.get(e) || asked.looks.set(e, new Set()).get(e);
        looks.set(e, now);
        boxes.push(box(e));
        if (!before.has(now)) fresh.add(e);
        before.add(now);
    }
    const outermost = [...fresh].filter(e => !fresh.has(e.parentElement));
    const elsewhere = boxes.join('|');
    const isMoved = !asked.boxes.has(elsewhere);
    asked.boxes.add(elsewhere);

    const found = [];
    const run = async (context, options) => {
        const { violations } = await axe.run(context, { resultTypes: ['violations'], ...options });
        found.push(...violations.map(rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 150))]));
    };
    const withoutColours = Object.fromEntries(colourRules.map(rule => [rule, { enabled: false }]));
    if (isMoved) await run(document, { runOnly: { type: 'tag', values: tags }, rules: withoutColours });
    if (outermost.length) await run(outermost, { runOnly: { type: 'rule', values: colourRules } });
    return found;
}"""


# Makes the text so many times as large. Gives the first characters of each element that then stands out at the right side, or null if nothing scrolls.
SCROLLS_SIDEWAYS = """times => {
    const root = document.documentElement;
    root.style.fontSize = '';
    root.style.fontSize = times * parseFloat(getComputedStyle(root).fontSize) + 'px';
    const wide = root.scrollWidth > root.clientWidth;
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 100));
    root.style.fontSize = '';
    return wide ? out : null;
}"""


def findings(page, views=OPPOSITE_VIEWS):
    """What is wrong with the page in each view: (where, rule, [the first characters of each element])."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width, scheme in views:
        show(page, width, scheme)
        found += [(f"{width} px, {scheme}", rule, nodes) for rule, nodes in page.evaluate(ASK, [TAGS, COLOUR_RULES])]
        found += sideways(page, width)
    return found


def sideways(page, width, times=1):
    """The same for a page that scrolls sideways at this width with text so many times as large; nothing if it does not."""
    page.set_viewport_size({"width": width, "height": 800})
    out = page.evaluate(SCROLLS_SIDEWAYS, times)
    return [] if out is None else [(f"{width} px, {times:.0%} text", "scrolls sideways", out)]


def show(page, width, scheme):
    """Shows the page at a width in light or dark. Colours change slowly, and what is half-way is neither."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("Promise.all(document.getAnimations().map(change => change.finished))")

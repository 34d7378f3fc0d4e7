"""What the templates of the public pages need beyond Django's own tags."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from articles.models import CareCardVersion
from editorial.models import Source
from neuroinfo.cards import CARDS
from neuroinfo.context import SITE
from neuroinfo.inline_scripts import SCRIPTS
from neuroinfo.structured_data import page_json
from search.results import marked
from treatments.stages import Certainty, Stage

BETWEEN_TAGS = re.compile(r">\s*\n\s*<(?!/textarea)")  # what somebody typed stays as it is
EXPLAINED = re.compile(r'<button type="button" class="word"[^>]*>(.*?)</button><span popover.*?<a href="([^"]*)">.*?</span>')
CLOSED = re.compile(r"<details(?![^>]*\sopen\b)")

register = template.Library()

LOCALES = {"en": "en_GB"}  # link previews want a country with the language: that of the spelling


@register.simple_tag
def footnotes(reading, keys):
    """Links to the numbered sources of a page (`reading.sources`) for the sources of one row."""
    return reading.sources.links(keys)


@register.inclusion_tag("components/marked.html")
def marked_words(text, terms):
    """A plain text with the words that were searched for in <mark>."""
    return {"pieces": marked(text, terms)}


@register.simple_tag
def part(name):
    """A component that is the same on every page, such as the footer: rendered once a process and language."""
    return _once(f"components/{name}.html", get_language())


@register.simple_tag
def inline_script(name):
    """The text of a script that stands in the page itself: a file of `neuroinfo/inline`, without its ending."""
    return mark_safe(SCRIPTS[name])  # noqa: S308 - a file of the project


@register.inclusion_tag("components/meta.html")
def describe(head):
    """What the head of a page says of it to search engines, link previews and other machines, given its `Head`."""
    language = get_language()
    card = _once("components/meta_card.html", language, head.card)
    json = mark_safe(page_json(head))  # noqa: S308 - escaped as JSON
    return {"head": head, "language": language, "locale": LOCALES.get(language, language), "card": card, "json": json}


@register.filter
def stage_badge(stage):
    """The badge of a stage, given its stored value: word, shape, steps and a link to what it means."""
    return _once("components/stage.html", get_language(), stage)


@register.filter
def stage_mark(stage):
    """The badge of a stage where it can be no link: in a label, and beside what it means."""
    return _once("components/stage.html", get_language(), stage, is_linked=False)


@register.filter
def certainty_badge(certainty):
    """The badge of a level of certainty, given its stored value: word, steps and a link to what it means."""
    return _once("components/certainty.html", get_language(), certainty)


@register.filter
def certainty_mark(certainty):
    """The badge of a level of certainty where it can be no link: beside what it means."""
    return _once("components/certainty.html", get_language(), certainty, is_linked=False)


@register.inclusion_tag("components/icon_array.html")
def icon_array(count, out_of, name):
    """A picture of people as dots: `count` of them filled, the others rings. `name` is its own on the page; words must stand beside it.

    Ten in a row for 100 people, forty for 1,000: whole rows, then one of both, then whole rows.
    """
    across = 10 if out_of <= 100 else 40
    rows, rest = divmod(count, across)
    height = -(-out_of // across)
    below = rows + bool(rest)
    parts = [
        ("yes", 0, 0, across, rows),
        ("yes", 0, rows, rest, 1),
        ("no", rest, rows, across - rest if rest else 0, 1),
        ("no", 0, below, across, height - below),
    ]
    drawn = [
        {"what": what, "x": 10 * x, "y": 10 * y, "width": 10 * width, "height": 10 * tall} for what, x, y, width, tall in parts if width and tall
    ]
    return {"name": name, "width": 10 * across, "height": 10 * height, "parts": drawn}


@register.filter
def care_level(level):
    """The level of a care card in words and with its sign, given its stored value."""
    return _once("components/care_level.html", get_language(), level)


@register.filter
def address_with(question, symptom):
    """The address of the answer to a `search.question.Question` with one more symptom, given its slug."""
    return question.with_symptom(symptom).address()


@register.filter
def squeezed(html):
    """HTML without the spaces that indent its lines: they are for whoever reads the template, and weigh something on a slow line."""
    return BETWEEN_TAGS.sub(">\n<", html)


@register.filter
def for_paper(html):
    """HTML of a page for its leaflet: nothing is folded away, and an explained word is a link to the glossary, for paper has no buttons."""
    return EXPLAINED.sub(r'<a class="word" href="\2">\1</a>', CLOSED.sub("<details open", html))


@register.simple_tag
def source_entries(sources, layout=None):
    """The entries of the list of sources (`NumberedSources`); on paper, which has a `layout` of its own, they do not lead back to the text.

    Each is rendered once for the same words: most sources stand on many pages.
    """
    language = get_language()
    linked = () if layout else sources.linked
    return mark_safe("".join([_entry(language, source, number, source.key in linked) for number, source in enumerate(sources, 1)]))  # noqa: S308


@lru_cache(maxsize=8192)
def _entry(language, source, number, is_linked):
    return render_to_string(
        "components/source.html", {"source": source, "kind": Source.Kind(source.kind).label, "number": number, "is_linked": is_linked}
    )


def _once(name, language, value=None, is_linked=True):
    # In development a changed template shows at the next request.
    return (_render if settings.DEBUG else _keep)(name, language, value, is_linked)


# What a component that is drawn for a stored value calls it.
_VALUES: dict[str, tuple[str, Callable]] = {
    "components/stage.html": ("stage", Stage),
    "components/certainty.html": ("certainty", Certainty),
    "components/care_level.html": ("level", CareCardVersion.Level),
    "components/meta_card.html": ("card", CARDS.get),
}


def _render(name, language, value, is_linked):
    context = {**SITE, "is_linked": is_linked}
    if name in _VALUES:
        called, kind = _VALUES[name]
        context[called] = kind(value)
    return render_to_string(name, context)


_keep = cache(_render)

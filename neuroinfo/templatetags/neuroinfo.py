from django import template
from django.utils.html import format_html_join

from search.results import marked

register = template.Library()


@register.simple_tag
def footnotes(reading, sources):
    """Links to the numbered sources of a page for the sources of one row."""
    return format_html_join("", '<sup><a href="#source-{0}">[{0}]</a></sup>', ((number,) for number in reading.footnotes(sources)))


@register.inclusion_tag("components/marked.html")
def marked_words(text, terms):
    """A plain text with the words that were searched for in <mark>."""
    return {"pieces": marked(text, terms)}

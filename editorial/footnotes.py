"""Citations as numbered links to the list of sources of a page, and the way back to the text."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.markup import with_markers_as


class NumberedSources(list):
    """The sources that a page cites, in the order of their numbers, 1 upwards.

    `numbers` maps a source's key to its number, `linked` holds the keys to which a link was made: the first link to each has the id
    to which the list of sources leads back.
    """

    def __init__(self, keys=(), found=None):
        """`keys` in the order in which the page cites them, some more than once; `found` maps those that may be shown to the source."""
        super().__init__(found[key] for key in dict.fromkeys(keys) if key in found)
        self.numbers = {source.key: number for number, source in enumerate(self, 1)}
        self.linked = set()
        self.language = get_language()

    @property
    def days_read(self):
        """The days on which the sources were read, each once, the earliest first."""
        return sorted({source.seen for source in self})

    def links(self, keys):
        """Safe HTML: a link to each of these sources, in the order of their numbers. Keys without a number are left out."""
        shown = sorted({key for key in keys if key in self.numbers}, key=self.numbers.__getitem__)
        return mark_safe("".join([self._link(key) for key in shown]))  # noqa: S308 - of numbers and our own words

    def in_text(self, html):
        """A text, clean as it is stored, with links in the place of its citation markers: safe HTML."""
        return mark_safe(with_markers_as(html, self.links))  # noqa: S308

    def _link(self, key):
        is_first = key not in self.linked
        self.linked.add(key)
        return _link(self.numbers[key], is_first, self.language)


@cache
def _link(number, is_first, language):
    # It is read out as “Source 3”: a bare number in brackets says nothing.
    place = format_html(' id="cite-{}"', number) if is_first else ""
    return format_html('<sup><a{} href="#source-{}"><span class="visually-hidden">{} </span>[{}]</a></sup>', place, number, _("Source"), number)

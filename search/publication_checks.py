"""What an editor should know before the article of warning signs changes."""

from django.utils.translation import gettext as _

from editorial.models import Aspect, PageKind
from editorial.publication_checks import HINT, check
from search.offer_words import forms
from search.offers import SIGNS_ARTICLE


@check(id="signs-without-words", level=HINT, kinds=[PageKind.ARTICLE])
def signs_without_words(text):
    if text.slug != SIGNS_ARTICLE:
        return
    known = {form.sign for form in forms()}
    signs = {part.heading: part.place for part in text.parts if part.aspect == Aspect.CAUTIONS and part.heading}
    for heading in signs.keys() - known:
        yield (
            signs[heading],
            _("The check of offers knows no words for “%(sign)s”: readers can only tick it. The words stand in search/data/offer_words.txt.")
            % {"sign": heading},
        )
    for heading in sorted(known - signs.keys()):
        yield (
            "",
            _("The check of offers has words for “%(sign)s”, but no section on cautions has that heading: it is not looked for.") % {"sign": heading},
        )

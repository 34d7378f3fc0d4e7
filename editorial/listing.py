"""Lists of pages: first letters and numbered pages, in a fixed number of queries."""

from django.core.paginator import InvalidPage, Paginator
from django.db.models.functions import Substr, Upper
from django.http import Http404
from django.utils.translation import gettext as _

PER_PAGE = 50


class NotInList(Http404):
    """A list has no such letter or page. Its text is a sentence for readers, unlike that of Django's own 404s."""


def letters_and_page(request, pages, *, per_page=PER_PAGE, by_letter=True):
    """Context for a list: `letters` that occur, the chosen `letter`, and `page_obj` with its `page_range`. At most three queries.

    `?letter=` and `?page=` choose; a letter or page that does not exist is a 404 with a sentence.
    """
    letter = request.GET.get("letter", "").strip()[:1] if by_letter else ""
    letters = []
    if by_letter:
        letters = sorted(set(pages.order_by().annotate(initial=Upper(Substr("name", 1, 1))).values_list("initial", flat=True).distinct()))
    if letter:
        # As it stands first: SQLite makes capitals of a to z only, so a list may offer “α”.
        letter = letter if letter in letters else letter.upper()
        if letter not in letters:
            raise NotInList(_("No page begins with that letter."))
        pages = pages.starting_with(letter)
    paginator = Paginator(pages, per_page)
    try:
        page_obj = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        raise NotInList(_("This list has no such page.")) from None
    return {
        "letters": letters,
        "letter": letter,
        "page_obj": page_obj,
        "page_range": paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1),
        "total": paginator.count,
    }

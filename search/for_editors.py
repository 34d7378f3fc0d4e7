"""The search's own pages in the admin."""

from django.utils.translation import gettext_lazy as _

from editorial.own_pages import OwnPage
from search import misleading, try_code, try_question

PAGES = (
    OwnPage(
        "try-question", _("Try a question"), _("See what the search understands of a reader's words, and why each result came."), try_question.show
    ),
    OwnPage("try-code", _("Try a code"), _("See which page a hospital's system gets for a code or a diagnosis."), try_code.show),
    OwnPage(
        "misleading-words",
        _("Words that may mislead"),
        _("Names that lead elsewhere or nowhere, and words that point to very different symptoms."),
        misleading.show,
    ),
)

from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.models import PageKind


class SearchName(models.Model):
    """Words that patients or clinicians use for something that may have a page. Search aids, not diagnoses.

    Each kind of page has its own table, with a foreign key that is called as the kind is; `kind_of_page` names it.
    """

    kind_of_page: PageKind

    text = models.CharField(_("words"), max_length=200)
    source = models.CharField(_("source"), max_length=40, help_text=_("Where the words come from: HPO, ICD-10-CM, or editorial for our own."))
    source_code = models.CharField(_("number in the source"), max_length=20, blank=True)
    scope = models.CharField(_("kind of name"), max_length=20, blank=True)
    used_in_search = models.BooleanField(
        _("used in search"), default=True, help_text=_("Without the tick the words stay on record, but no search is matched with them.")
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.text

    @property
    def page(self):
        """The symptom or condition that it is a name of."""
        return getattr(self, self.kind_of_page.value)

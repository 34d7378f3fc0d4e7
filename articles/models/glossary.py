from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial.models import Page, PageKind, Version


class GlossaryTerm(Page):
    """A technical word. The title of its text is the term, the summary its meaning. The summary's first sentence is the definition."""

    kind_of_page = PageKind.TERM
    folder = "glossary"

    class Meta:
        proxy = True
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    @classmethod
    def version_model(cls):
        return GlossaryTermVersion

    def get_absolute_url(self):
        return f"{reverse('articles:glossary')}#{self.slug}"


class GlossaryTermVersion(Version):
    class Meta:
        proxy = True
        verbose_name = _("text of a glossary term")
        verbose_name_plural = _("texts of glossary terms")

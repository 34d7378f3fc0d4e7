from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.models import Aspect, Page, PageKind, Version


class Article(Page):
    """A page about a subject that no single condition, cause, symptom or treatment covers."""

    kind_of_page = PageKind.ARTICLE
    folder = "articles"
    url_name = "articles:article"
    aspects = tuple(Aspect.values)
    required_aspects = frozenset({Aspect.KEY_POINTS, Aspect.OVERVIEW})
    fixed_order = False

    class Meta:
        proxy = True
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @classmethod
    def version_model(cls):
        return ArticleVersion


class ArticleVersion(Version):
    related = models.ManyToManyField(Page, verbose_name=_("related pages"), blank=True, related_name="related_articles")

    class Meta:
        verbose_name = _("text of an article")
        verbose_name_plural = _("texts of articles")

    front_matter_keys = ("related",)

    @classmethod
    def check_front_matter(cls, front, library):
        related = front.get("related") or []
        if not isinstance(related, list):
            yield "related", _("Give a list of pages, such as [symptoms/numbness].")
            return
        for name in related:
            if library.page_named(name) is None:
                yield "related", _("“%(name)s” is not a page of this library. Write folder/slug.") % {"name": name}

    def read_front_matter(self, front, library):
        self.related.set([library.stored_page(*library.page_named(name)) for name in front.get("related") or []])

    def write_front_matter(self):
        pages = sorted(f"{Page.model_for(page.kind).folder}/{page.slug}" for page in self.related.all())
        return {"related": pages} if pages else {}

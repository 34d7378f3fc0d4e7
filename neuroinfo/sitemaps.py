"""sitemap.xml: an index, and parts of at most 5,000 addresses."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from articles.models import Article, Cause, Condition, Symptom
from treatments.models import Treatment

PART = 5000


class PublishedPages(Sitemap):
    limit = PART

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.published().order_by("pk").only("kind", "slug", "published_at")

    def lastmod(self, page):
        return page.published_at

    def get_latest_lastmod(self):
        """For the index: asked of the database, where Django would fetch every page."""
        return self.model.objects.published().aggregate(latest=Max("published_at"))["latest"]


class SitePages(Sitemap):
    limit = PART

    def items(self):
        return [
            "home",
            "articles:conditions",
            "articles:causes",
            "articles:symptoms",
            "treatments:list",
            "articles:articles",
            "articles:glossary",
            "articles:urgent_signs",
            "articles:tags",
            "about",
            "editorial_policy",
            "privacy",
            "accessibility",
            "offline",
        ]

    def location(self, name):
        return reverse(name)


SITEMAPS = {"site": SitePages()} | {model.folder: PublishedPages(model) for model in (Condition, Cause, Symptom, Treatment, Article)}

"""sitemap.xml: an index, and parts of at most 5,000 addresses. Each address is that of SITE_URL, whichever name the site was asked by."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.db.models import Max
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.models import Article, CareCard, Cause, Condition, GlossaryTerm, Symptom
from editorial.caching import same_for_all
from editorial.models import Page, Tag
from editorial.structured_data import absolute
from treatments.models import Treatment
from trials.models import Trial

PART = 5000
# The pages of the site, and the kinds whose pages each of them shows.
ALL = (Condition, Cause, Symptom, Treatment, Article)
SITE_PAGES = {
    "home": ALL,
    "articles:conditions": (Condition,),
    "articles:causes": (Cause,),
    "articles:symptoms": (Symptom,),
    "treatments:list": (Treatment,),
    "treatments:ladder": (Treatment,),
    "trials:list": (),
    "articles:articles": (Article,),
    "articles:glossary": (GlossaryTerm,),
    "articles:urgent_signs": (CareCard,),
    "articles:tags": ALL,
    "opendata:data": (*ALL, GlossaryTerm),
    "search:visit": (),
    "search:check_offer": (),
    "about": (),
    "editorial_policy": (),
    "privacy": (),
    "accessibility": (),
    "offline": (),
}


class PartOfTheSite(Sitemap):
    limit = PART

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PublishedPages(PartOfTheSite):
    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.published().order_by("pk").only("kind", "slug", "published_at")

    def lastmod(self, page):
        return page.published_at

    def get_latest_lastmod(self):
        """For the index: asked of the database, where Django would fetch every page."""
        return self.model.objects.published().aggregate(latest=Max("published_at"))["latest"]


class PublishedTags(PartOfTheSite):
    """A tag's list has the day of its newest text."""

    def items(self):
        return Tag.objects.published().annotate(changed_at=Max("tagged__content_object__live_on__published_at")).order_by("pk")

    def lastmod(self, tag):
        return tag.changed_at

    def get_latest_lastmod(self):
        return Page.objects.published().filter(live__tagged__isnull=False).aggregate(latest=Max("published_at"))["latest"]


class PublishedTrials(PartOfTheSite):
    def items(self):
        return Trial.objects.published().order_by("pk").only("nct_id", "changed_at")

    def lastmod(self, trial):
        return trial.changed_at

    def get_latest_lastmod(self):
        return Trial.objects.published().aggregate(latest=Max("changed_at"))["latest"]


class SitePages(PartOfTheSite):
    """The first page, the lists and the pages about the site. Items are (name of the address, day of its newest text or None)."""

    def items(self):
        newest = dict(Page.objects.published().values_list("kind").annotate(Max("published_at")).order_by())
        return [(name, _newest(newest.get(model.kind_of_page) for model in models)) for name, models in SITE_PAGES.items()]

    def location(self, item):
        return reverse(item[0])

    def lastmod(self, item):
        return item[1]

    def get_latest_lastmod(self):
        return _newest(day for _name, day in self.items())


def _newest(days):
    return max((day for day in days if day), default=None)


SITEMAPS = {"site": SitePages()} | {model.folder: PublishedPages(model) for model in ALL} | {"tags": PublishedTags(), "trials": PublishedTrials()}


@same_for_all()
@require_safe
@x_robots_tag
def sitemap_index(request):
    """The addresses of all parts. Django's own view would name the host that it was asked by."""
    parts = []
    for section, part in SITEMAPS.items():
        pages = part.paginator
        if not pages.count:
            continue  # the protocol knows no part without an address
        address, changed = absolute(reverse("sitemap_part", args=[section])), part.get_latest_lastmod()
        more = [f"{address}?p={number}" for number in range(2, pages.num_pages + 1)]
        parts += [SitemapIndexItem(place, changed) for place in (address, *more)]
    newest = _newest(part.last_mod for part in parts)
    response = render(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")
    if newest:
        response["Last-Modified"] = http_date(newest.timestamp())
    return response

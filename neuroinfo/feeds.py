"""The Atom feed (RFC 4287). Each address in it is that of SITE_URL, whichever name the site was asked by."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.models import Page
from editorial.structured_data import absolute
from editorial.xml_text import clean


class ChangedPages(Feed):
    """The pages whose text is new or changed, newest first."""

    feed_type = Atom1Feed

    def title(self):
        return _("%(site)s: new and changed pages") % {"site": settings.SITE_NAME}

    def subtitle(self):
        return _("General education about nerve damage. It does not diagnose and does not replace a health professional.")

    def link(self):
        return absolute(reverse("home"))

    def feed_url(self):
        return absolute(reverse("feed"))

    def feed_guid(self):
        return self.feed_url()

    def author_name(self):
        return settings.SITE_NAME

    def author_link(self):
        return self.link()

    def items(self):
        pages = Page.objects.published().in_language(get_language()).with_summary()
        return pages.select_related("live__treatmentversion").newest_first()[:40]

    def item_title(self, page):
        return clean(page.name)

    def item_description(self, page):
        treatment = getattr(page.live, "treatmentversion", None)
        summary = page.live.plain_summary
        # It is declared as HTML.
        return escape(clean(treatment.with_status(summary) if treatment else summary))

    def item_link(self, page):
        return absolute(page.get_absolute_url())

    def item_guid(self, page):
        """The same for ever (RFC 4151): an address changes with its slug, and a reader would show the page as a new one."""
        return f"tag:{urlsplit(settings.SITE_URL).hostname},{page.first_published_at:%Y-%m-%d}:page-{page.pk}"

    def item_pubdate(self, page):
        return page.first_published_at

    def item_updateddate(self, page):
        return page.published_at

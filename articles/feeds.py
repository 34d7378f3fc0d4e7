from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.models import Page


class ChangedPages(Feed):
    """The pages whose text is new or changed, newest first."""

    feed_type = Atom1Feed

    def title(self):
        return _("%(site)s: new and changed pages") % {"site": settings.SITE_NAME}

    def subtitle(self):
        return _("General education about nerve damage. It does not diagnose and does not replace a health professional.")

    def link(self):
        return reverse("home")

    def items(self):
        return Page.objects.published().in_language(get_language()).with_summary().newest_first()[:40]

    def item_title(self, page):
        return page.name

    def item_description(self, page):
        return page.live.plain_summary

    def item_link(self, page):
        return page.get_absolute_url()

    def item_pubdate(self, page):
        return page.first_published_at

    def item_updateddate(self, page):
        return page.published_at

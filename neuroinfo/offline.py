"""Reading without a connection: the pages that a reader may save, and what saves and shows them."""

from zlib import crc32

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Cause, Condition, Symptom
from editorial.caching import content_version, kept, same_for_all
from editorial.listing import PER_PAGE
from neuroinfo.context import SITE
from neuroinfo.structured_data import head_of_site_page
from neuroinfo.views import first_page
from treatments.models import Treatment
from treatments.views import TREATMENTS_PER_PAGE

MOST = 1_000  # pages: a larger library is not offered as a whole
PAGE_MEGABYTES = 0.021  # of HTML on the device: the mean of the starter library. A third of that goes over the line
OWN_PAGES = {
    "articles:urgent_signs": gettext_lazy("Signs that need help"),
    "home": gettext_lazy("Home"),
    "articles:symptoms": gettext_lazy("Symptoms"),
    "articles:conditions": gettext_lazy("Conditions"),
    "articles:causes": gettext_lazy("Causes"),
    "treatments:list": gettext_lazy("Treatments"),
    "treatments:ladder": gettext_lazy("Mending nerves: the evidence ladder"),
    "articles:articles": gettext_lazy("Articles"),
    "articles:glossary": gettext_lazy("Words explained"),
    "editorial_policy": gettext_lazy("How we write and review"),
    "about": gettext_lazy("About"),
    "privacy": gettext_lazy("Privacy"),
}
LISTS = {
    Symptom: ("articles:symptoms", PER_PAGE),
    Condition: ("articles:conditions", PER_PAGE),
    Cause: ("articles:causes", PER_PAGE),
    Treatment: ("treatments:list", TREATMENTS_PER_PAGE),
    Article: ("articles:articles", PER_PAGE),
}


def _library(language):
    """What can be saved, as offline.json says it. Essential is what the first page offers, and the site's own pages."""
    offered = {kind: {row[1] for row in rows} for kind, rows in first_page(language).items()}
    pages = [{"url": reverse(name), "title": str(title), "due": None, "unchecked": False, "essential": True} for name, title in OWN_PAGES.items()]
    newest = None
    for model, (list_name, per_page) in LISTS.items():
        published = model.objects.published().in_language(language).alphabetical()
        rows = published.values_list("name", "slug", "live__review_due", "published_at")
        pages += _further_pages(list_name, -(-len(rows) // per_page))
        for name, slug, due, changed in rows:
            url = reverse(model.url_name, args=[slug])
            # Only what a clinician has read has a day for its next review.
            pages.append({"url": url, "title": name, "due": due, "unchecked": due is None, "essential": slug in offered[model.folder]})
            newest = max(filter(None, (newest, changed)))
    essential = [page for page in pages if page["essential"]]
    pages = pages if len(pages) <= MOST else essential
    files = _files()
    return {
        "version": f"{content_version()}-{crc32(' '.join(files).encode()):08x}",
        "newest": newest and newest.date(),
        "count": len(pages),
        "megabytes": _megabytes(pages),
        "unchecked_count": sum(page["unchecked"] for page in pages),
        "essential_count": len(essential),
        "essential_megabytes": _megabytes(essential),
        "files": files,
        "pages": pages,
        "words": _words(),
    }


def _further_pages(list_name, count):
    """The pages of a list from the second on."""
    url, title = reverse(list_name), OWN_PAGES[list_name]
    for number in range(2, count + 1):
        name = _("%(list)s, page %(number)d") % {"list": title, "number": number}
        yield {"url": f"{url}?page={number}", "title": name, "due": None, "unchecked": False, "essential": False}


def _megabytes(pages):
    return max(1, round(len(pages) * PAGE_MEGABYTES))


def _files():
    """What is saved with the pages, and not listed among them."""
    return [*map(static, ("style.css", "favicon.svg", "dates.js", "saved.js", "offline.js")), reverse("not_saved"), reverse("offline")]


def _words():
    """What the worker writes at the top of a saved page."""
    return {
        "label": _("Saved copy"),
        "age": _("This is a saved copy from {date} ({ago})."),
        "due": _("The text is due for review on {date}."),
        "unchecked": _("No clinician has checked this text yet."),
        "overdue": _("The text was due for review on {date}: it may be out of date."),
    }


@same_for_all()
@require_safe
def offline(request):
    library = kept(_library, get_language())
    has_more = library["count"] > library["essential_count"]
    context = {"library": library, "has_more": has_more, "head": head_of_site_page(request, "offline/offline.html")}
    return render(request, "offline/offline.html", context)


@same_for_all()
@require_safe
def offline_json(request):
    return JsonResponse(kept(_library, get_language()))


@require_safe
def worker(request):
    """The service worker. It stands at the root, because it may serve only what lies below its own address."""
    response = HttpResponse(render_to_string("offline/sw.js"), content_type="text/javascript; charset=utf-8")
    # A mended worker must reach readers at once.
    response["Cache-Control"] = "no-cache"
    return response


@same_for_all()
@require_safe
def manifest(request):
    """For the home screen of a telephone: W3C Web Application Manifest."""
    icons = [{"src": static("favicon.svg"), "type": "image/svg+xml", "sizes": "any"}]
    icons += [{"src": static(f"icon-{size}.png"), "type": "image/png", "sizes": f"{size}x{size}", "purpose": "any maskable"} for size in (192, 512)]
    described = {
        "id": "/",
        "name": SITE["SITE_NAME"],
        "short_name": SITE["SITE_NAME"][:12],
        "description": capfirst(_("nerve damage in plain words")),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        # Not standalone: that has no button to go back.
        "display": "minimal-ui",
        "theme_color": "#0e4643",
        "background_color": "#fbf8f2",
        "icons": icons,
    }
    return JsonResponse(described, content_type="application/manifest+json")

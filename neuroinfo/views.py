"""Pages about the site itself, and what machines ask every site for."""

import sys
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from articles.models import Article, Cause, Condition, Symptom
from editorial.caching import kept, same_for_all
from editorial.framing import framed, is_framed
from editorial.listing import NotInList
from editorial.markup import without_markers
from neuroinfo.structured_data import head_of_home, head_of_site_page
from opendata.sharing import problem
from search.connect_views import is_for_service, service_error
from treatments.models import Treatment

HOME_ITEMS = 8
HOME_TREATMENTS = 5  # with their badges they take the room of eight names
HOME_ARTICLES = 4


def first_page(language):
    """What the first page offers: the pages that most other pages are about. Rows of a name, a slug, and what else is shown."""

    def most_named(model, texts, *columns, most=HOME_ITEMS):
        return list(model.objects.published().in_language(language).most_named(texts).values_list("name", "slug", *columns)[:most])

    treatments = Treatment.objects.published().in_language(language).by_stage()
    articles = most_named(Article, "related_articles", "live__summary", most=HOME_ARTICLES)
    return {
        "symptoms": most_named(Symptom, "seen_in__version"),
        "conditions": most_named(Condition, "condition_effects__version"),
        "causes": most_named(Cause, "led_to__version"),
        "treatments": list(treatments.values_list("name", "slug", "live__treatmentversion__stage")[:HOME_TREATMENTS]),
        "articles": [(name, slug, without_markers(summary)) for name, slug, summary in articles],
    }


@same_for_all()
@require_safe
def home(request):
    return render(request, "home.html", {**kept(first_page, get_language()), "head": head_of_home(request)})


def static_page(template):
    """A view that shows one template and asks the database nothing."""

    @same_for_all()
    @require_safe
    def view(request):
        return render(request, template, {"head": head_of_site_page(request, template)})

    return view


@require_safe
def robots_txt(request):
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search", f"Sitemap: {settings.SITE_URL}{reverse('sitemap_index')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
    """RFC 9116. The contact is SECURITY_CONTACT (a mailto: or https: address), else the page about the site."""
    contact = settings.SECURITY_CONTACT or settings.SITE_URL + reverse("about")
    expires = (datetime.now(UTC) + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def healthz(request):
    """200 "ok" while the database answers, else 503: for load balancers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    return redirect(static("favicon.svg"), permanent=False)


def bad_request(request, exception):
    if is_for_service(request):
        return service_error(request, 400, gettext("This cannot be answered. Ask the site by its own name, with fewer parameters."))
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    return render(request, "400.html", {"megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20 if too_much else 0}, status=400)


def permission_denied(request, exception):
    return render(request, "403.html", status=403)


def page_not_found(request, exception):
    reason = str(exception) if isinstance(exception, NotInList) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


def server_error(request):
    """The answer after an error that nobody foresaw: 500; or 503 where the database did not answer, for then the site is not to blame."""
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    away = gettext("The site cannot reach its records just now. Try again in a minute.")
    status, sentence = (503, away) if is_away else (500, gettext("Something went wrong on this site."))
    page = framed(render) if is_framed(request) else render
    response = _for_programs(request, status, sentence) or page(request, f"{status}.html", status=status)
    response["Cache-Control"] = "no-store"
    if is_away:
        response["Retry-After"] = "30"
    return response


def _for_programs(request, status, sentence):
    """An error as the programs read it that ask this address; None where people do."""
    if is_for_service(request):
        return service_error(request, status, sentence)
    if request.path.startswith("/api/"):
        return problem(status, sentence)
    return JsonResponse({"error": sentence}, status=status) if request.path.endswith(".json") else None

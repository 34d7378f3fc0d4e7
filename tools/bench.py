"""What pages, searches and the editors' lists cost: SQL queries, CPU relative to a minimal page or list, and the time of a search.

Makes a throw-away database of its own (SQLite, or the PostgreSQL server of DATABASE_URL), fills it with made-up pages, measures,
and drops it. Ratios compare things measured in this one run. Exit code 1 if a bound is exceeded.
"""

import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroinfo.settings")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="neuroinfo-bench-")
for name in ("ALLOWED_HOSTS", "SECRET_KEY", "DEBUG"):
    os.environ.pop(name, None)

import django  # noqa: E402

django.setup()

from allauth.account.internal.flows.login import record_authentication  # noqa: E402
from allauth.mfa.models import Authenticator  # noqa: E402
from bench_connect import measure_connect  # noqa: E402
from bench_pages import fill, import_library, import_words_and_cards, multiply  # noqa: E402
from bench_search import SearchMeasures, measure_memory  # noqa: E402
from bench_server import measure_server  # noqa: E402
from bench_worker import get  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib import admin  # noqa: E402
from django.contrib.auth import login  # noqa: E402
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import include, path, reverse  # noqa: E402

from articles.models import Article, Cause, Condition, GlossaryTerm, Symptom  # noqa: E402
from editorial import sessions  # noqa: E402
from editorial.groups import sync_groups  # noqa: E402
from editorial.models import Editor, Letter, Page, Tag  # noqa: E402
from neuroinfo.kept_pages import KeptPages  # noqa: E402
from neuroinfo.shelf import Shelf  # noqa: E402
from treatments.models import Treatment  # noqa: E402

# Before anything reads the addresses of the site: the list of one row that the editors' lists are compared with.
admin.site.register(Letter, admin.ModelAdmin)
settings.SEARCH_COUNTS_AFTER_SECONDS = 0  # nobody looks for these, and no thread works beside what is measured

SIZES = (10, 1_000, 10_000)
SIZE_OF_SEARCH = 100_000
BOUNDS = {"page": 6, "condition": 7, "list": 5, "search": 6, "404": 1, "editors' list": 10, "dashboard": 12}
CPU_RATIO = 3.0
ROUNDS = 60
ROUNDS_OF_LISTS = 20
EDITORS = 50
MINIMAL = """<!doctype html><title>{{ page.name }}</title><h1>{{ page.name }}</h1>
{% for section in sections %}<h2>{{ section.aspect }}</h2>{{ section.body|safe }}{% endfor %}
<ul>{% for tag in tags %}<li>{{ tag.name }}</li>{% endfor %}</ul>"""


def minimal_page(request, slug):
    """What the CPU bound compares with: one page, its sections and its tags, three queries, no layout."""
    page = Page.objects.select_related("live").get(slug=slug)
    context = {"page": page, "sections": page.live.sections.all(), "tags": Tag.objects.filter(tagged__content_object=page.live_id)}
    return HttpResponse(minimal_page.template.render(context, request))


class Site:
    """Answers requests through the WSGI application, without a network."""

    def __init__(self):
        urls = ModuleType("bench_urls")
        urls.urlpatterns = [path("bench/<slug:slug>/", minimal_page), path("", include("neuroinfo.urls"))]
        urls.handler404 = "neuroinfo.views.page_not_found"
        sys.modules["bench_urls"] = urls
        settings.ROOT_URLCONF = "bench_urls"
        minimal_page.template = engines["django"].from_string(MINIMAL)
        self.application = get_wsgi_application()
        self.keeping = KeptPages(self.application)
        self.session = None  # of an editor; its cookie is sent to the editors' pages only

    def get(self, address):
        """(status, body) of one GET request."""
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session.session_key}" if address.startswith("/admin/") else ""
        return get(self.application, address, cookies)

    def get_uncached(self, address):
        """As `get`, through what keeps pages, with nothing kept: as for the first reader after an approval."""
        self.keeping.shelf = Shelf()
        return get(self.keeping, address)

    def queries(self, address):
        self.get(address)
        # The dearest case: once a minute an editor's request also notes that the session is in use.
        self.session[sessions.USED] = int(time.time()) - sessions.SECONDS_BETWEEN_NOTES
        self.session.save()
        with CaptureQueriesContext(connection) as captured:
            status, _body = self.get(address)
        return status, len(captured)


def addresses():
    """(label, bound, address) of what is measured, on the pages that exist now."""
    for model in (Condition, Cause, Symptom, Treatment, Article):
        page = model.objects.published().order_by("-pk").first()
        # The page of a condition also shows its studies.
        yield model._meta.verbose_name, "condition" if model is Condition else "page", page.get_absolute_url()
    yield "home", "page", "/"
    yield "urgent signs", "page", "/urgent-signs/"
    for model, address in ((Condition, "/conditions/"), (Symptom, "/symptoms/"), (Treatment, "/treatments/"), (GlossaryTerm, "/glossary/")):
        yield f"list of {model._meta.verbose_name_plural}", "list", address
    yield "tag page", "list", f"/tags/{Tag.objects.order_by('pk').first().slug}/"
    yield "search", "search", "/search/?q=burning feet"
    yield "search, JSON", "search", "/search.json?q=pain in my feet"
    yield "no such page", "404", "/conditions/no-such-page/"
    yield "no such address", "404", "/no-such-address/"


def make_editors():
    """People who write, review and run the site, all in one; the session in which the first has signed in."""
    sync_groups()
    # The list that the CPU bound of the others compares with: Django's own, of a model with one row, at the same site.
    Group.objects.create(name="Bench").permissions.set(Permission.objects.filter(content_type__model="letter"))
    for number in range(EDITORS):
        editor = Editor.objects.create(
            username=f"bench-{number}", first_name="Bench", last_name=str(number), is_staff=True, email="bench@example.org"
        )
        editor.groups.set(Group.objects.all())
    first = Editor.objects.order_by("pk").first()
    Letter.objects.create(recipient=first, key="bench", subject="Made up", body="Made up.")
    factor = Authenticator.objects.create(user=first, type=Authenticator.Type.TOTP, data={})
    request = HttpRequest()
    request.session = SessionStore()
    login(request, first, "editorial.sign_in.backend.EditorBackend")
    record_authentication(request, first, "mfa", id=factor.pk, type=factor.type)
    request.session[sessions.BEGAN] = request.session[sessions.USED] = int(time.time())
    request.session.save()
    return request.session


def editors_addresses():
    """(label, bound, address) of the editors' lists and of their first page."""
    yield "dashboard", "dashboard", reverse("admin:index")
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        if model._meta.app_label in {"editorial", "articles", "treatments"} and model not in (Page, Letter):
            meta = model._meta
            yield meta.verbose_name_plural, "editors' list", reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def cpu_ms(get, yardstick, address, rounds=ROUNDS):
    """CPU milliseconds of one request for each of two addresses: the medians of the rounds, after one warm-up.

    They take turns, so that a busy moment of the machine touches both.
    """
    spent = {yardstick: [], address: []}
    for number in range(rounds + 1):
        for asked, milliseconds in spent.items():
            start = time.process_time()
            get(asked)
            if number:
                milliseconds.append(1000 * (time.process_time() - start))
    return statistics.median(spent[yardstick]), statistics.median(spent[address])


def measure(site):
    failures = []
    counts = {}
    search = SearchMeasures()
    for size in SIZES:
        fill(size)
        for label, bound, address in [*addresses(), *editors_addresses()]:
            status, count = site.queries(address)
            if status != (404 if bound == "404" else 200):
                failures.append(f"{label} answered {status} with {size} pages")
            counts.setdefault((label, bound), []).append(count)
        if size >= 1000:
            search.at(size)
    print(f"\nSQL queries with {', '.join(f'{size:,}' for size in SIZES)} pages")
    for (label, bound), row in counts.items():
        # A search asks for the stages of treatments only where its best results hold one, so it may need a query less with other pages.
        steady = max(row) == row[0] if bound == "search" else len(set(row)) == 1
        good = max(row) <= BOUNDS[bound] and steady
        print(f"  {label:28} {row}  at most {BOUNDS[bound]}{'' if good else '   TOO MANY OR GROWING'}")
        if not good:
            failures.append(f"{label}: {row} queries, at most {BOUNDS[bound]}, and the same for each size")
    print(f"\nCPU of an uncached page with {SIZES[-1]:,} pages, relative to a minimal page with three queries (median of {ROUNDS})")
    slug = Page.objects.published().order_by("-pk").first().slug
    for label, bound, address in addresses():
        if bound in ("page", "condition"):
            yardstick, mine = cpu_ms(site.get_uncached, f"/bench/{slug}/", address)
            ratio = mine / yardstick
            print(f"  {label:24} {mine:6.2f} ms / {yardstick:.2f} ms = {ratio:.2f}  at most {CPU_RATIO}")
            if ratio > CPU_RATIO:
                failures.append(f"{label}: {ratio:.2f} times the CPU of a minimal page, at most {CPU_RATIO}")
    failures += measure_lists(site)
    # The rest of the site is not read any more: only what a search reads is there in such numbers.
    multiply(SIZE_OF_SEARCH)
    search.at(SIZE_OF_SEARCH)
    search.growth()
    return failures + search.failures


def measure_lists(site):
    failures = []
    one_row = reverse("admin:editorial_letter_changelist")
    assert site.get(one_row)[0] == 200
    print(f"\nCPU of the editors' lists with {SIZES[-1]:,} pages, relative to Django's list of one row (median of {ROUNDS_OF_LISTS})")
    for label, bound, address in editors_addresses():
        yardstick, mine = cpu_ms(site.get, one_row, address, ROUNDS_OF_LISTS)
        ratio = mine / yardstick
        bounded = bound == "editors' list"
        print(f"  {label:28} {mine:6.2f} ms / {yardstick:.2f} ms = {ratio:.2f}{f'  at most {CPU_RATIO}' if bounded else ''}")
        if bounded and ratio > CPU_RATIO:
            failures.append(f"{label}: {ratio:.2f} times the CPU of Django's list of one row, at most {CPU_RATIO}")
    return failures


@contextmanager
def throw_away_database():
    if connection.vendor == "sqlite":
        # A file, as on a real site, and not memory.
        settings.DATABASES["default"]["TEST"]["NAME"] = str(Path(os.environ["DATA_DIR"]) / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def main():
    print(f"NeuroInfo bench on {connection.vendor}", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    with throw_away_database():
        import_library(BASE / "content")
        failures = measure_memory() + measure_server() + measure_connect()
    with throw_away_database():
        import_words_and_cards()
        site = Site()
        site.session = make_editors()
        failures += measure(site)
    for failure in failures:
        print(f"FAILED: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""What pages, searches and the editors' lists cost: SQL queries, CPU relative to a minimal page or list, and the time of a search.

Makes a throw-away database of its own (SQLite, or the PostgreSQL server of DATABASE_URL), fills it with made-up pages, measures,
and drops it. Ratios compare things measured in this one run. Exit code 1 if a bound is exceeded.
"""

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from io import BytesIO
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
from django.utils import timezone  # noqa: E402

from articles.models import Article, Association, Cause, Condition, ConditionVersion, GlossaryTerm, Symptom  # noqa: E402
from editorial import sessions  # noqa: E402
from editorial.groups import sync_groups  # noqa: E402
from editorial.models import Citation, Editor, Event, Letter, Page, PageAddress, Section, Source, Tag, TaggedVersion, Version  # noqa: E402
from search.index import rebuild  # noqa: E402
from treatments.models import Effect, Treatment, TreatmentVersion  # noqa: E402

SIZES = (10, 1_000, 10_000)
BOUNDS = {"page": 6, "list": 5, "search": 6, "404": 1, "editors' list": 10, "dashboard": 12}
CPU_RATIO = 3.0
ROUNDS = 60
ROUNDS_OF_LISTS = 20
EDITORS = 50
PAGE_FOLDERS = {"conditions", "causes", "symptoms", "treatments", "articles", "glossary"}
QUESTIONS = [
    "burning feet",
    "numb toes at night",
    "pins and needles in my hands",
    "weak legs and falls",
    "nerve pain after chemo",
    "balance",
    "vitamin b12",
    "tingeling fingers",
    "exercise for neuropathy",
    "cannot feel my feet",
]
WORDS = (
    "nerve pain feet hands burning numb tingling weak muscle balance falls walking exercise diabetes sugar vitamin doctor check skin sore ulcer shoes"
    " sleep night cold touch treatment medicine study people trial certainty risk clinic care help symptom cause injury cut repair growth cell immune"
    " infection alcohol kidney thyroid family inherited slow early late change daily life work driving questions ask source"
).split()


def import_words_and_cards():
    """The shipped symptom lexicon, sources, tags and care cards, without any other page: what a search needs to understand words."""
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        shutil.copytree(BASE / "content", folder, dirs_exist_ok=True, ignore=lambda path, names: set(names) & PAGE_FOLDERS)
        call_command("import_content", folder, stdout=nowhere, stderr=nowhere)


def made_up(random_source, count):
    """A made-up text of `count` words; every hundredth word is rare, so that questions meet common and rare words."""
    pick = random_source.choice
    return " ".join(pick(WORDS) if random_source.random() > 0.01 else f"rare{random_source.randrange(5000)}" for _number in range(count))


def fill(total):
    """Brings the number of made-up published pages up to `total`, evenly over the kinds."""
    random_source = random.Random(total)
    now = timezone.now()
    sources = list(Source.objects.printable()[:20])
    tags = list(Tag.objects.order_by("pk"))
    models = (Condition, Cause, Symptom, Treatment, Article, GlossaryTerm)
    have = Page.objects.filter(slug__startswith="made-up-").count()
    made = []
    for number in range(have, total):
        model = models[number % len(models)]
        # A symptom's name is a phrase of the search: made-up ones must not change what questions mean.
        name = f"Made-up sign {number}" if model is Symptom else f"{made_up(random_source, 3)} {number}".capitalize()
        made.append(Page(kind=model.kind_of_page, slug=f"made-up-{number}", name=name))
    made = Page.objects.bulk_create(made, batch_size=500)
    PageAddress.objects.bulk_create([PageAddress(page=page, language="en", kind=page.kind, slug=page.slug) for page in made], batch_size=1000)
    versions = Version.objects.bulk_create(
        [Version(page=page, number=1, status="starter", title=page.name, summary=made_up(random_source, 20)) for page in made], batch_size=500
    )
    _own_tables(versions)
    sections, citations, tagged = [], [], []
    for version in versions:
        model = Page.model_for(version.page.kind)
        cited = random_source.sample(sources, 6)
        for position, aspect in enumerate(model.aspects[:9]):
            key = cited[position % 6].key
            body = "".join(f"<p>{made_up(random_source, 30)}. [@{key}]</p>" for _paragraph in range(2))
            sections.append(Section(version=version, position=position, aspect=aspect, body=body))
        citations += [Citation(version=version, source=source) for source in cited]
        tagged += [TaggedVersion(content_object=version, tag=tag) for tag in [tags[0], *random_source.sample(tags[1:], 2)]]
    Section.objects.bulk_create(sections, batch_size=500)
    Citation.objects.bulk_create(citations, batch_size=1000)
    TaggedVersion.objects.bulk_create(tagged, batch_size=1000)
    _rows_of_kinds(versions, random_source, sources)
    for page, version in zip(made, versions, strict=True):
        page.live, page.first_published_at, page.published_at = version, now, now
    Page.objects.bulk_update(made, ["live", "first_published_at", "published_at"], batch_size=200)
    _work(made, versions)
    rebuild()


def _work(pages, versions):
    """What editors' lists hold: an event for each page, a draft for each fifth, and reviews and evidence claims that are due."""
    editors = list(Editor.objects.order_by("pk"))
    events = [Event(verb="imported", actor_name="bench", page_kind=page.kind, page_slug=page.slug) for page in pages]
    Event.objects.bulk_create(events, batch_size=1000)
    statuses = ("draft", "returned", "in review")
    drafts = []
    for number, version in enumerate(versions[::5]):
        author = editors[number % len(editors)]
        drafts.append(
            Version(
                page=version.page,
                number=2,
                status=statuses[number % 3],
                title=version.title,
                summary="Made up.",
                author=author,
                return_reason="Made up.",
            )
        )
    drafts = Version.objects.bulk_create(drafts, batch_size=500)
    _own_tables(drafts)
    Version.objects.filter(pk__in=[version.pk for version in versions[:100]]).update(review_due=timezone.localdate())
    Event.objects.create(verb="imported", actor_name="bench", changed_public_text=True)


def _own_tables(versions):
    """The child rows of the kinds that have a table of their own: bulk_create cannot write them."""
    rows = {
        "condition": (ConditionVersion, "pattern", ("widespread",)),
        "treatment": (TreatmentVersion, "approach, stage, status_line", ("medicines", "experimental", "Made up.")),
        "article": (Page.model_for("article").version_model(), "", ()),
    }
    with connection.cursor() as cursor:
        for kind, (model, columns, values) in rows.items():
            names = f"version_ptr_id{', ' + columns if columns else ''}"
            places = ", ".join(["%s"] * (1 + len(values)))
            statement = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})"
            cursor.executemany(statement, [(version.pk, *values) for version in versions if version.page.kind == kind])


def _rows_of_kinds(versions, random_source, sources):
    """Five associations a condition and three effects a treatment, within groups of pages: a page's rows do not grow with the site."""
    by_kind = {}
    for version in versions:
        by_kind.setdefault(version.page.kind, []).append(version)
    symptoms = [version.page_id for version in by_kind.get("symptom", [])]
    causes = [version.page_id for version in by_kind.get("cause", [])]
    conditions = [version.page_id for version in by_kind.get("condition", [])]
    checked = timezone.localdate() - timedelta(days=2)
    associations, effects = [], []
    for place, version in enumerate(by_kind.get("condition", [])):
        near = [symptoms[(place + step) % len(symptoms)] for step in range(min(4, len(symptoms)))]
        associations += [Association(version_id=version.pk, symptom_id=pk, strength="established") for pk in near]
        associations.append(Association(version_id=version.pk, cause_id=causes[place % len(causes)], strength="established"))
    for place, version in enumerate(by_kind.get("treatment", [])):
        for step in range(3):
            target = {"condition_id": conditions[(place + step) % len(conditions)]} if step < 2 else {"symptom_id": symptoms[place % len(symptoms)]}
            effects.append(
                Effect(
                    version_id=version.pk,
                    outcome="Pain",
                    finding="unclear",
                    certainty="low",
                    stage="experimental",
                    statement=made_up(random_source, 20),
                    checked_on=checked,
                    recheck_on=checked + timedelta(days=1),
                    **target,
                )
            )
    associations = Association.objects.bulk_create(associations, batch_size=1000)
    effects = Effect.objects.bulk_create(effects, batch_size=1000)
    for model, rows, name in ((Association, associations, "association"), (Effect, effects, "effect")):
        through = model.sources.through
        links = [through(**{f"{name}_id": row.pk, "source": sources[place % len(sources)]}) for place, row in enumerate(rows)]
        through.objects.bulk_create(links, batch_size=1000)


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
        admin.site.register(Letter, admin.ModelAdmin)
        urls = ModuleType("bench_urls")
        urls.urlpatterns = [path("bench/<slug:slug>/", minimal_page), path("", include("neuroinfo.urls"))]
        urls.handler404 = "neuroinfo.views.page_not_found"
        sys.modules["bench_urls"] = urls
        settings.ROOT_URLCONF = "bench_urls"
        minimal_page.template = engines["django"].from_string(MINIMAL)
        self.application = get_wsgi_application()
        self.session = None  # of an editor; its cookie is sent to the editors' pages only

    def get(self, address):
        """(status, body) of one GET request."""
        where, _mark, query = address.partition("?")
        answer = {}
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": where,
            "QUERY_STRING": query.replace(" ", "%20"),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={self.session.session_key}" if where.startswith("/admin/") else "",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        response = self.application(environ, lambda status, headers: answer.update(status=int(status[:3])))
        body = b"".join(response)
        response.close()
        return answer["status"], body

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
        yield model._meta.verbose_name, "page", page.get_absolute_url()
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


def cpu_ms(site, yardstick, address, rounds=ROUNDS):
    """CPU milliseconds of one request for each of two addresses: the medians of the rounds, after one warm-up.

    They take turns, so that a busy moment of the machine touches both.
    """
    spent = {yardstick: [], address: []}
    for number in range(rounds + 1):
        for asked, milliseconds in spent.items():
            start = time.process_time()
            site.get(asked)
            if number:
                milliseconds.append(1000 * (time.process_time() - start))
    return statistics.median(spent[yardstick]), statistics.median(spent[address])


def measure(site):
    failures = []
    counts = {}
    for size in SIZES:
        fill(size)
        for label, bound, address in [*addresses(), *editors_addresses()]:
            status, count = site.queries(address)
            if status != (404 if bound == "404" else 200):
                failures.append(f"{label} answered {status} with {size} pages")
            counts.setdefault((label, bound), []).append(count)
        if size >= 1000:
            measure_search(size)
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
        if bound == "page":
            yardstick, mine = cpu_ms(site, f"/bench/{slug}/", address)
            ratio = mine / yardstick
            print(f"  {label:24} {mine:6.2f} ms / {yardstick:.2f} ms = {ratio:.2f}  at most {CPU_RATIO}")
            if ratio > CPU_RATIO:
                failures.append(f"{label}: {ratio:.2f} times the CPU of a minimal page, at most {CPU_RATIO}")
    return failures + measure_lists(site)


def measure_lists(site):
    failures = []
    one_row = reverse("admin:editorial_letter_changelist")
    assert site.get(one_row)[0] == 200
    print(f"\nCPU of the editors' lists with {SIZES[-1]:,} pages, relative to Django's list of one row (median of {ROUNDS_OF_LISTS})")
    for label, bound, address in editors_addresses():
        yardstick, mine = cpu_ms(site, one_row, address, ROUNDS_OF_LISTS)
        ratio = mine / yardstick
        bounded = bound == "editors' list"
        print(f"  {label:28} {mine:6.2f} ms / {yardstick:.2f} ms = {ratio:.2f}{f'  at most {CPU_RATIO}' if bounded else ''}")
        if bounded and ratio > CPU_RATIO:
            failures.append(f"{label}: {ratio:.2f} times the CPU of Django's list of one row, at most {CPU_RATIO}")
    return failures


def measure_search(size):
    from search.results import answer

    answer(QUESTIONS[0], language="en")
    spent = []
    for _round in range(10):
        for question in QUESTIONS:
            start = time.perf_counter()
            answer(question, language="en")
            spent.append(1000 * (time.perf_counter() - start))
    cuts = statistics.quantiles(spent, n=20)
    print(f"search with {size:,} pages: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms ({len(spent)} searches)")


def main():
    print(f"NeuroInfo bench on {connection.vendor}")
    connection.creation.create_test_db(verbosity=0)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        import_words_and_cards()
        site = Site()
        site.session = make_editors()
        failures = measure(site)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    for failure in failures:
        print(f"FAILED: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

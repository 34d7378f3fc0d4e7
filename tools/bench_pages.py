"""Made-up pages for the benchmark: `fill` makes them one by one, `multiply` copies them inside the database."""

import math
import os
import random
import re
import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Association, Cause, Condition, ConditionVersion, GlossaryTerm, Symptom, SymptomConcept
from editorial.models import Citation, Editor, Event, Page, PageAddress, Section, Source, Tag, TaggedVersion, Version
from search.index import rebuild
from search.models import SearchDocument, SearchText
from treatments.models import Effect, Treatment, TreatmentVersion

BASE = Path(__file__).resolve().parent.parent
PAGE_FOLDERS = {"conditions", "causes", "symptoms", "treatments", "articles", "glossary"}
MODELS = (Condition, Cause, Symptom, Treatment, Article, GlossaryTerm)

# Words of which a text has none, or one of each: in 1.5 % of the pages, and in 60 %. They have a digit, so that no spelling is repaired.
SELDOM = [f"seldom{number}" for number in range(40)]
SELDOM_SHARE = 0.015
WIDELY = "widely1"
WIDELY_SHARE = 0.6
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru".split()
STRIDE = 10_000_000  # between the numbers of a row and of its copies
LINKED = 200  # conditions and treatments that have to do with symptoms of the lexicon


def import_words_and_cards():
    """The shipped symptom lexicon, sources, tags and care cards, without any other page: what a search needs to understand words."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(BASE / "content", folder, dirs_exist_ok=True, ignore=lambda path, names: set(names) & PAGE_FOLDERS)
        import_library(folder)


def import_library(folder):
    with open(os.devnull, "w") as nowhere:
        call_command("import_content", str(folder), stdout=nowhere, stderr=nowhere)
    _analyze()


class Writer:
    """Writes texts with the words of the shipped library, each as often as there, and some rare ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        # The words of a language grow about as the root of what is written in it.
        self.names = ["".join(self.random.choices(SYLLABLES, k=4)) for _number in range(20 * math.isqrt(seed))]
        library = " ".join(path.read_text(encoding="utf-8") for path in sorted((BASE / "content").rglob("*.md")))
        counts = Counter(re.findall(r"[a-z]{2,}", library.lower()))
        self.words, self.weights = list(counts), list(accumulate(counts.values()))

    def text(self, count):
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=count))

    def name(self):
        """A word that no language has."""
        return self.random.choice(self.names)

    def special(self):
        """The rare and the common words that a page happens to have."""
        words = [word for word in SELDOM if self.random.random() < SELDOM_SHARE]
        return " ".join([*words, WIDELY] if self.random.random() < WIDELY_SHARE else words)


def fill(total):
    """Brings the number of made-up published pages up to `total`, evenly over the kinds."""
    writer = Writer(total)
    now = timezone.now()
    sources = list(Source.objects.printable()[:20])
    tags = list(Tag.objects.order_by("pk"))
    have = Page.objects.filter(slug__startswith="made-up-").count()
    made = []
    for number in range(have, total):
        model = MODELS[number % len(MODELS)]
        # The names of symptoms and conditions are phrases of the search: made-up ones must not change what questions mean.
        words = "Made-up" if model in (Symptom, Condition) else writer.text(3).capitalize()
        made.append(Page(kind=model.kind_of_page, slug=f"made-up-{number}", name=f"{words} {writer.name()} {number}"))
    made = Page.objects.bulk_create(made, batch_size=500)
    PageAddress.objects.bulk_create([PageAddress(page=page, language="en", kind=page.kind, slug=page.slug) for page in made], batch_size=1000)
    versions = Version.objects.bulk_create(
        [Version(page=page, number=1, status="starter", title=page.name, summary=writer.text(20)) for page in made], batch_size=500
    )
    _own_tables(versions)
    sections, citations, tagged = [], [], []
    for version in versions:
        cited = writer.random.sample(sources, 6)
        for position, aspect in enumerate(Page.model_for(version.page.kind).aspects[:9]):
            key = cited[position % 6].key
            words = [writer.text(30), f"{writer.text(30)} {writer.special() if position == 0 else ''}"]
            body = "".join(f"<p>{paragraph}. [@{key}]</p>" for paragraph in words)
            sections.append(Section(version=version, position=position, aspect=aspect, body=body))
        citations += [Citation(version=version, source=source) for source in cited]
        tagged += [TaggedVersion(content_object=version, tag=tag) for tag in [tags[0], *writer.random.sample(tags[1:], 2)]]
    Section.objects.bulk_create(sections, batch_size=500)
    Citation.objects.bulk_create(citations, batch_size=1000)
    TaggedVersion.objects.bulk_create(tagged, batch_size=1000)
    _rows_of_kinds(versions, writer, sources)
    for page, version in zip(made, versions, strict=True):
        page.live, page.first_published_at, page.published_at = version, now, now
    Page.objects.bulk_update(made, ["live", "first_published_at", "published_at"], batch_size=200)
    _work(made, versions)
    rebuild()
    _analyze()


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
    _say_so()


def _say_so():
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


def _rows_of_kinds(versions, writer, sources):
    """Five associations a condition and three effects a treatment, within groups of pages: a page's rows do not grow with the site.

    The first conditions and treatments have to do with the symptoms of the lexicon, which questions are about.
    """
    by_kind = {}
    for version in versions:
        by_kind.setdefault(version.page.kind, []).append(version)
    symptoms = [version.page_id for version in by_kind.get("symptom", [])]
    causes = [version.page_id for version in by_kind.get("cause", [])]
    conditions = [version.page_id for version in by_kind.get("condition", [])]
    lexicon = list(SymptomConcept.objects.order_by("pk").values_list("pk", flat=True))
    room = max(0, LINKED - Association.objects.filter(symptom__in=lexicon).count())
    checked = timezone.localdate() - timedelta(days=2)
    associations, effects = [], []
    for place, version in enumerate(by_kind.get("condition", [])):
        near = [symptoms[(place + step) % len(symptoms)] for step in range(min(4, len(symptoms)))]
        if place < room:
            near.append(lexicon[place % len(lexicon)])
        associations += [Association(version_id=version.pk, symptom_id=pk, strength="established") for pk in near]
        associations.append(Association(version_id=version.pk, cause_id=causes[place % len(causes)], strength="established"))
    for place, version in enumerate(by_kind.get("treatment", [])):
        symptom = lexicon[place % len(lexicon)] if place < room else symptoms[place % len(symptoms)]
        for step in range(3):
            target = {"condition_id": conditions[(place + step) % len(conditions)]} if step < 2 else {"symptom_id": symptom}
            effects.append(
                Effect(
                    version_id=version.pk,
                    outcome="Pain",
                    finding="unclear",
                    certainty="low",
                    stage="experimental",
                    statement=writer.text(20),
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


def multiply(total):
    """Brings the number of made-up published pages up to `total` by copies of those that are there: all that a search reads of them.

    Sections, citations, drafts and events are not copied.
    """
    have = Page.objects.filter(slug__startswith="made-up-").count()
    pages = f"(SELECT id FROM editorial_page WHERE slug LIKE 'made-up-%%' AND id < {STRIDE})"
    versions = f"(SELECT live_id FROM editorial_page WHERE id IN {pages})"
    lexicon = "(SELECT symptom_id FROM articles_symptomconcept)"
    with transaction.atomic(), connection.cursor() as cursor, _without_index(cursor):
        for number in range(1, total // have):
            shift = number * STRIDE
            page = {"id": f"id + {shift}", "slug": f"slug || '-{number}'", "name": f"name || ' {number}'", "live_id": f"live_id + {shift}"}
            _copy(cursor, Page, f"id IN {pages}", page)
            version = {"id": f"id + {shift}", "page_id": f"page_id + {shift}", "title": f"title || ' {number}'"}
            _copy(cursor, Version, f"id IN {versions}", version)
            for model in (ConditionVersion, TreatmentVersion, Page.model_for("article").version_model()):
                _copy(cursor, model, f"version_ptr_id IN {versions}", {"version_ptr_id": f"version_ptr_id + {shift}"})
            _copy(
                cursor,
                TaggedVersion,
                f"content_object_id IN {versions}",
                {"id": f"id + {shift}", "content_object_id": f"content_object_id + {shift}"},
            )
            for model, targets in ((Association, ("symptom_id", "cause_id")), (Effect, ("symptom_id", "condition_id"))):
                moved = {name: f"{name} + {shift}" for name in ("id", "version_id", *targets)}
                _copy(cursor, model, f"version_id IN {versions} AND (symptom_id IS NULL OR symptom_id NOT IN {lexicon})", moved)
            moved = {"page_id": f"page_id + {shift}", "slug": page["slug"], "title": version["title"]}
            _copy(cursor, SearchDocument, f"page_id IN {pages}", moved)
            words = {"document_id": f"document_id + {shift}", "title_terms": f"title_terms || ' {number}'"}
            _copy(cursor, SearchText, f"document_id IN {pages}", words)
    _say_so()
    _analyze()


def _copy(cursor, model, where, changed):
    columns = [field.column for field in model._meta.local_concrete_fields]
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} FROM "{model._meta.db_table}" WHERE {where}', [])


@contextmanager
def _without_index(cursor):
    """PostgreSQL makes an index of many new rows far faster at once than row by row."""
    if connection.vendor == "sqlite":
        yield
        return
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_vector_index'")
    (definition,) = cursor.fetchone()
    cursor.execute("DROP INDEX search_vector_index")
    yield
    # Constraints wait for the end of the transaction, and no index can be made while some do.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(definition)


def _analyze():
    """What PostgreSQL does by itself some minutes after such a change."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

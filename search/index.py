"""The full-text index: one document a published page, changed in the transaction that changes the page."""

from django.db import transaction

from articles.models import SymptomConcept
from editorial.markup import plain_text, without_markers
from editorial.models import Page, PageKind
from search.body import REGION_OF
from search.models import SearchDocument, SearchText
from search.words import terms

BATCH = 200


def refresh(page):
    """Brings the document of one page in step with its live text; a page that is not public has none. Its row is locked by the caller."""
    _write([page.pk])


def rebuild(*, progress=iter, batch=BATCH):
    """Makes all documents afresh in batches, each a transaction of its own; readers keep searching meanwhile. Returns their number.

    A page that somebody is changing is done at the end, by itself: to wait for it with others in hand could be for ever.
    """
    SearchDocument.objects.exclude(page__live__isnull=False).delete()
    numbers = list(Page.objects.published().order_by("pk").values_list("pk", flat=True))
    busy = []
    for start in progress(range(0, len(numbers), batch)):
        wanted = numbers[start : start + batch]
        with transaction.atomic():
            free = _locked(wanted)
            _write(free)
        busy += sorted(set(wanted) - set(free))
    for number in busy:
        with transaction.atomic():
            _write(list(Page.objects.select_for_update().filter(pk=number).values_list("pk", flat=True)))
    return len(numbers)


def out_of_step(*, progress=iter, batch=BATCH):
    """Published pages without a current document, and documents without a published page: a list of "kind/slug".

    Somebody may publish between the reading of a page and of its document, so what differs is read again with the pages locked. One
    that is being changed just then gets its document with that.
    """
    wrong = [str(document) for document in SearchDocument.objects.filter(page__live__isnull=True)]
    numbers = list(Page.objects.published().order_by("pk").values_list("pk", flat=True))
    for start in progress(range(0, len(numbers), batch)):
        differing = _differing(numbers[start : start + batch])
        if differing:
            with transaction.atomic():
                wrong += [str(document) for document in _differing(_locked([document.pk for document in differing]))]
    return sorted(wrong)


def _differing(numbers):
    """The documents that some pages should have, and do not."""
    stored = SearchDocument.objects.select_related("words").in_bulk(numbers)
    return [words.document for words in texts(numbers) if not _is_same(words, stored.get(words.pk))]


def _is_same(words, stored):
    """Whether a stored document, or None, says what these unsaved words and their document say."""
    if stored is None or not hasattr(stored, "words"):
        return False
    pairs = ((words, stored.words), (words.document, stored))
    return all(getattr(wanted, field.attname) == getattr(row, field.attname) for wanted, row in pairs for field in wanted._meta.concrete_fields)


def _locked(numbers):
    """Those of the pages that nobody is changing, locked until the transaction ends."""
    return list(Page.objects.select_for_update(skip_locked=True).filter(pk__in=numbers).values_list("pk", flat=True))


def _write(numbers):
    wanted = texts(numbers)
    SearchDocument.objects.filter(pk__in=numbers).delete()
    SearchDocument.objects.bulk_create(words.document for words in wanted)
    SearchText.objects.bulk_create(wanted)


def texts(numbers):
    """The unsaved texts, with documents, of those of the pages with these numbers that are published. Four queries, five where there is a symptom."""
    pages = Page.objects.published().filter(pk__in=numbers).order_by("pk")
    pages = pages.select_related("live__treatmentversion").prefetch_related("live__sections", "live__tags")
    symptoms = [page.pk for page in pages if page.kind == PageKind.SYMPTOM]
    areas = dict(SymptomConcept.objects.filter(pk__in=symptoms).values_list("pk", "body_areas")) if symptoms else {}
    return [_text(page, areas.get(page.pk, [])) for page in pages]


def _text(page, areas):
    version = page.live
    treatment = version.treatmentversion if page.kind == PageKind.TREATMENT else None
    tags = sorted(version.tags.all(), key=lambda tag: tag.slug)
    text = "\n".join(plain_text(without_markers(section.body)) for section in version.sections.all() if section.body)
    summary = without_markers(version.summary)
    keywords = [*version.also_called, *sorted(tag.name for tag in tags)]
    document = SearchDocument(
        page=page,
        language=page.language,
        kind=page.kind,
        slug=page.slug,
        title=version.title,
        areas=areas if page.kind == PageKind.SYMPTOM else [tag.slug for tag in tags if tag.slug in REGION_OF],
        tags=[tag.slug for tag in tags],
        stage=treatment.stage if treatment else "",
        is_unproven=treatment is not None and treatment.is_unproven,
    )
    return SearchText(
        document=document,
        title_terms=" ".join(terms(version.title)),
        keyword_terms=" ".join(terms(" ".join(keywords))),
        summary_terms=" ".join(terms(summary)),
        body_terms=" ".join(terms(text)),
        summary=summary,
        text=text,
    )

"""The full-text index: one document a published page, changed in the transaction that changes the page."""

from django.db import connection, transaction

from editorial.markup import plain_text, without_markers
from editorial.models import Page
from search.models import SearchDocument
from search.words import terms

RANKED_AT_MOST = 1000


def refresh(page):
    """Brings the document of one page in step with its live text; a page that is not public has none."""
    page = Page.objects.select_related("live").get(pk=page.pk)
    SearchDocument.objects.filter(pk=page.pk).delete()
    if page.is_published:
        SearchDocument.objects.bulk_create([document_of(page)])


def rebuild(*, progress=iter, batch=200):
    """Makes all documents afresh in batches, each a transaction of its own; readers keep searching meanwhile. Returns their number."""
    SearchDocument.objects.exclude(page__live__isnull=False).delete()
    numbers = list(Page.objects.published().order_by("pk").values_list("pk", flat=True))
    for start in progress(range(0, len(numbers), batch)):
        pages = Page.objects.published().filter(pk__in=numbers[start : start + batch]).select_related("live")
        pages = pages.prefetch_related("live__sections", "live__tags")
        documents = [document_of(page) for page in pages]
        with transaction.atomic():
            SearchDocument.objects.filter(pk__in=[document.pk for document in documents]).delete()
            SearchDocument.objects.bulk_create(documents)
    return len(numbers)


def out_of_step():
    """Published pages without a current document, and documents without a published page: a list of "kind/slug"."""
    wrong = [str(document) for document in SearchDocument.objects.filter(page__live__isnull=True)]
    stored = SearchDocument.objects.in_bulk()
    for page in Page.objects.published().select_related("live").prefetch_related("live__sections", "live__tags").iterator(chunk_size=200):
        wanted, found = document_of(page), stored.get(page.pk)
        if found is None or any(getattr(found, field.attname) != getattr(wanted, field.attname) for field in SearchDocument._meta.concrete_fields):
            wrong.append(f"{page.kind}/{page.slug}")
    return sorted(wrong)


def document_of(page):
    """The unsaved document of a published page."""
    version = page.live
    text = "\n".join(plain_text(without_markers(section.body)) for section in version.sections.all() if section.body)
    summary = without_markers(version.summary)
    keywords = [*version.also_called, *sorted(tag.name for tag in version.tags.all())]
    return SearchDocument(
        page=page,
        language=page.language,
        kind=page.kind,
        slug=page.slug,
        title=version.title,
        summary=summary,
        text=text,
        title_terms=" ".join(terms(version.title)),
        keyword_terms=" ".join(terms(" ".join(keywords))),
        summary_terms=" ".join(terms(summary)),
        body_terms=" ".join(terms(text)),
    )


def candidates(asked, *, language, limit):
    """Documents that hold any of the terms, the best `limit` of them by the database's own ranking. One query.

    Terms are letters and digits only (see `search.words`), and quoted on top: nothing of a query language reaches the database.
    """
    if not asked:
        return []
    sql, parameters = _statement(asked, language, limit)
    return list(SearchDocument.objects.raw(sql, parameters))


def _statement(asked, language, limit):
    if connection.vendor == "postgresql":
        question = " | ".join(f"'{term}'" for term in asked)
        return (
            "SELECT d.* FROM (SELECT page_id FROM ("
            "SELECT page_id, search_vector FROM search_searchdocument WHERE search_vector @@ %s::tsquery AND language = %s LIMIT %s) f "
            "ORDER BY ts_rank('{0.1, 0.3, 0.4, 1.0}', f.search_vector, %s::tsquery) DESC, f.page_id LIMIT %s) best "
            "JOIN search_searchdocument d USING (page_id)",
            [question, language, RANKED_AT_MOST, question, limit],
        )
    question = " OR ".join(f'"{term}"' for term in asked)
    return (
        "SELECT d.* FROM (SELECT rowid FROM search_fts WHERE search_fts MATCH %s "
        "ORDER BY bm25(search_fts, 0.0, 10.0, 4.0, 3.0, 1.0), rowid LIMIT %s) best JOIN search_searchdocument d ON d.page_id = best.rowid",
        [f'language:"{language}" AND {{title_terms keyword_terms summary_terms body_terms}} : ({question})', limit],
    )

"""The documents of the index that hold words of a question, best first: a bounded number, however large the site."""

import json
import math
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from search.models import SearchText

RANKED_AT_MOST = 1000
READ_WHOLE = 100

# A word in the title or the keywords counts so much more than the same anywhere.
IN_NAMES, ANYWHERE = 8, 2
TOGETHER_AT_MOST = 6  # terms: hardly any page has all of more
FOUND_AT_MOST = RANKED_AT_MOST + 1  # one more shows that there are more
# Rows of documents, and rows of the words of some of them, which are filled up to the same length.
DOCUMENT = "0, page_id, kind, slug, title, CAST(areas AS text), CAST(tags AS text), stage, is_unproven"
WORDS = "1, document_id, title_terms, keyword_terms, summary_terms, body_terms, NULL, NULL, NULL"
WITHOUT_WORDS = (None, None, None, None)
# The table of the index, its column of pages, and how a row is asked whether it holds something.
PLACES = {
    "postgresql": ("search_searchtext", "document_id", "search_vector @@ %s::tsquery"),
    "sqlite": ("search_fts", "rowid", "search_fts MATCH %s"),
}


class Document(NamedTuple):
    """What the index knows of a page. The last four are None but for the best: see `candidates`.

    `areas` are parts of the body: of a symptom those of the lexicon, of another page its tags that name one. `stage` is "" but for treatments.
    """

    page_id: int
    kind: str
    slug: str
    title: str
    areas: frozenset
    tags: frozenset
    stage: str
    is_unproven: bool
    title_terms: str | None
    keyword_terms: str | None
    summary_terms: str | None
    body_terms: str | None


class Candidates(NamedTuple):
    """`documents` are best first; `is_capped` says that there are more. `others` are documents that were asked for and are not among them."""

    documents: list
    is_capped: bool
    others: list


def candidates(asked, *, language, limit=READ_WHOLE, also=()):
    """The `Candidates` for some terms: the best 1,000 documents that hold any of them, of which the first `limit` are whole. Two queries.

    `also` are numbers of pages whose documents are wanted too, whatever they say; they come without their words.

    Each term brings at most 1,000 documents that have it in their names, and 1,000 that have it anywhere; so do the terms together, all
    and all but one. So the cost of a question hardly grows with the site. While no term is in so many documents, none is left out, and
    both databases give the same in the same order. A rare term counts more than a common one.

    Terms are letters and digits only (see `search.words`), and quoted on top: nothing of a query language reaches the database.
    """
    found = _ranked(asked, language)
    best = found[:RANKED_AT_MOST]
    documents = _documents({*best, *also}, whole=best[:limit])
    ranked = [documents[number] for number in best if number in documents]
    others = [documents[number] for number in sorted({*also} - {*best}) if number in documents]
    return Candidates(ranked, len(found) > len(best), others)


def texts_of(numbers):
    """{number of a page: (its summary, its text)}: what a passage is taken from. One query."""
    rows = SearchText.objects.filter(pk__in=numbers).values_list("pk", "summary", "text")
    return {number: (summary, text) for number, summary, text in rows}


def _ranked(asked, language):
    """Numbers of pages that hold some of the terms, best first: at most one more than are wanted. One query."""
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_pools(asked, language))
        rows = cursor.fetchall()
    spread = Counter(terms for terms, weight, _number in rows if weight == ANYWHERE)
    # Whole numbers: sums of fractions would depend on their order, and that on the database.
    worth = {terms: round(1000 * math.log(1 + FOUND_AT_MOST / count)) for terms, count in spread.items()}
    scores: dict = {}
    for terms, weight, number in rows:
        scores[number] = scores.get(number, 0) + weight * worth[terms]
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)[:FOUND_AT_MOST]


def _documents(numbers, *, whole):
    """{number of a page: its document} of those that have one. One query."""
    if not numbers:
        return {}
    selects = [f"SELECT {DOCUMENT} FROM search_searchdocument WHERE page_id IN ({_listed(numbers)})"]
    if whole:
        selects.append(f"SELECT {WORDS} FROM search_searchtext WHERE document_id IN ({_listed(whole)})")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        rows = cursor.fetchall()
    words = {row[1]: row[2:6] for row in rows if row[0]}
    return {row[1]: _read(row, words.get(row[1], WITHOUT_WORDS)) for row in rows if not row[0]}


def _listed(numbers):
    """Numbers as they are written in a statement: a thousand parameters take longer than the look-up."""
    return ", ".join(f"{number:d}" for number in numbers)


def _read(row, words):
    _is_words, number, kind, slug, title, areas, tags, stage, is_unproven = row
    return Document(number, kind, slug, title, _set_of(areas), _set_of(tags), stage, bool(is_unproven), *words)


@lru_cache(maxsize=5_000)
def _set_of(stored):
    # Thousands of rows have the same few lists.
    return frozenset(json.loads(stored))


def _pools(asked, language):
    """(SQL, its parameters) of the documents of each term, and of several terms together: rows of a number, a weight and page_id."""
    table, page, holds = PLACES[connection.vendor]
    if len(settings.LANGUAGES) > 1:
        holds += f" AND (SELECT language FROM search_searchdocument d WHERE d.page_id = {table}.{page}) = %s"
    pools, parameters = [], []
    for number, wanted in enumerate(_together(asked)):
        # All but one together: anywhere only, since to look for several terms among names is slow where they are common.
        for weight in (IN_NAMES, ANYWHERE) if len(wanted) in (1, len(asked)) else (ANYWHERE,):
            columns = f"SELECT {number}, {weight}, {page}"
            pools.append(f"SELECT * FROM ({columns} FROM {table} WHERE {holds} LIMIT {FOUND_AT_MOST}) p")
            parameters.append(_match(wanted, in_names=weight == IN_NAMES))
            if len(settings.LANGUAGES) > 1:
                parameters.append(language)
    return " UNION ALL ".join(pools), parameters


def _together(asked):
    """Each term, all terms, and all but one: with a word that no page has, the others still count together."""
    together = [[term] for term in asked]
    if 1 < len(asked) <= TOGETHER_AT_MOST:
        together.append(asked)
    if 2 < len(asked) <= TOGETHER_AT_MOST:
        together += [[other for other in asked if other != term] for term in asked]
    return together


def _match(wanted, *, in_names):
    """What a document must hold, in the words of the database: all these terms, in the names or anywhere."""
    if connection.vendor == "postgresql":
        return " & ".join(f"'n:{term}'" if in_names else f"'{term}'" for term in wanted)
    quoted = " AND ".join(f'"{term}"' for term in wanted)
    return f"{{title_terms keyword_terms}} : ({quoted})" if in_names else quoted

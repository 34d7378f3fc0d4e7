"""The documents of the index that hold words of a question, best first: a bounded number, however large the site."""

import json
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from search.models import SearchDocument

RANKED_AT_MOST = 1000
READ_WHOLE = 100

# A word in the title or the keywords counts so much more than the same anywhere.
IN_NAMES, ANYWHERE = 8, 2
TOGETHER_AT_MOST = 6  # terms: hardly any page has all of more
FOUND_AT_MOST = RANKED_AT_MOST + 1  # one more shows that there are more
NOT_RANKED = FOUND_AT_MOST + 1
LIGHT = ("page_id", "kind", "slug", "title", "areas", "tags", "stage", "is_unproven", "title_terms", "keyword_terms")
WHOLE = ("summary_terms", "body_terms")
# Whole numbers: sums of fractions would depend on their order, and that on the database.
RANKING = f"""
    WITH pool AS ({{pools}}),
    worth AS (
        SELECT terms, CAST(round(1000 * ln(1 + CAST({FOUND_AT_MOST} AS double precision) / count(*))) AS integer) AS worth
        FROM pool WHERE weight = {ANYWHERE} GROUP BY terms
    ),
    best AS (
        SELECT page_id, sum(weight * worth) AS score FROM pool JOIN worth USING (terms)
        GROUP BY page_id ORDER BY score DESC, page_id LIMIT {FOUND_AT_MOST}
    ),
    placed AS (SELECT page_id, row_number() OVER (ORDER BY score DESC, page_id) AS place FROM best)
"""
# The table of the index, its column of pages, and how a row is asked whether it holds something.
PLACES = {
    "postgresql": ("search_searchdocument", "page_id", "search_vector @@ %s::tsquery"),
    "sqlite": ("search_fts", "rowid", "search_fts MATCH %s"),
}


class Document(NamedTuple):
    """What the index knows of a page. The last two are None but for the best: see `candidates`.

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
    title_terms: str
    keyword_terms: str
    summary_terms: str | None
    body_terms: str | None


class Candidates(NamedTuple):
    """`documents` are best first; `is_capped` says that there are more. `others` are documents that were asked for and are not among them."""

    documents: list
    is_capped: bool
    others: list


def candidates(asked, *, language, limit=READ_WHOLE, also=()):
    """The `Candidates` for some terms: the best 1,000 documents that hold any of them, of which the first `limit` are whole. One query.

    `also` are numbers of pages whose documents are wanted too, whatever they say; they come without the long columns.

    Each term brings at most 1,000 documents that have it in their names, and 1,000 that have it anywhere; so do the terms together, all
    and all but one. So the cost of a question hardly grows with the site. While no term is in so many documents, none is left out, and
    both databases give the same in the same order. A rare term counts more than a common one.

    Terms are letters and digits only (see `search.words`), and quoted on top: nothing of a query language reaches the database.
    """
    if not asked and not also:
        return Candidates([], False, [])
    with connection.cursor() as cursor:
        cursor.execute(*_statement(asked, language, limit, sorted(also)))
        rows = cursor.fetchall()
    ranked = [_read(row) for *row, place in rows if place <= RANKED_AT_MOST]
    others = [_read(row) for *row, place in rows if place == NOT_RANKED]
    return Candidates(ranked, len(ranked) + len(others) < len(rows), others)


def texts_of(numbers):
    """{number of a page: (its summary, its text)}: what a passage is taken from. One query."""
    rows = SearchDocument.objects.filter(pk__in=numbers).values_list("pk", "summary", "text")
    return {number: (summary, text) for number, summary, text in rows}


def _read(row):
    number, kind, slug, title, areas, tags, stage, is_unproven, *words = row
    return Document(number, kind, slug, title, _set_of(areas), _set_of(tags), stage, bool(is_unproven), *words)


@lru_cache(maxsize=5_000)
def _set_of(stored):
    # Thousands of rows have the same few lists.
    return frozenset(json.loads(stored))


def _statement(asked, language, limit, also):
    """(SQL, its parameters) of `candidates`: rows of the light and the long columns, and a place."""
    light = ", ".join(f"d.{name}" for name in LIGHT)
    ranking, selects, parameters = "", [], []
    if asked:
        whole = ", ".join(f"CASE WHEN place <= {limit:d} THEN d.{name} END" for name in WHOLE)
        selects.append(f"SELECT {light}, {whole}, place FROM placed JOIN search_searchdocument d USING (page_id)")
        pools, parameters = _pools(asked, language)
        ranking = RANKING.format(pools=pools)
    if also:
        nothing = ", ".join(["NULL"] * len(WHOLE))
        places = ", ".join(["%s"] * len(also))
        unranked = f" AND page_id NOT IN (SELECT page_id FROM placed WHERE place <= {RANKED_AT_MOST})" if asked else ""
        selects.append(f"SELECT {light}, {nothing}, {NOT_RANKED} FROM search_searchdocument d WHERE page_id IN ({places}){unranked}")
    return f"{ranking} {' UNION ALL '.join(selects)} ORDER BY {len(LIGHT) + len(WHOLE) + 1}, 1", [*parameters, *also]


def _pools(asked, language):
    """(SQL, its parameters) of the documents of each term, and of several terms together: rows of a number, a weight and page_id."""
    table, page, holds = PLACES[connection.vendor]
    if len(settings.LANGUAGES) > 1:
        holds += f" AND (SELECT language FROM search_searchdocument d WHERE d.page_id = {table}.{page}) = %s"
    pools, parameters = [], []
    for number, wanted in enumerate(_together(asked)):
        # All but one together: anywhere only, since to look for several terms among names is slow where they are common.
        for weight in (IN_NAMES, ANYWHERE) if len(wanted) in (1, len(asked)) else (ANYWHERE,):
            columns = f"SELECT {number} AS terms, {weight} AS weight, {page} AS page_id"
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

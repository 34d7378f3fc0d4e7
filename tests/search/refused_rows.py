"""For each named constraint of `search` an object that the database must refuse; see `tests.editorial.refused_rows`."""

from django.utils import timezone

from search.models import SearchCount
from tests.editorial.refused_rows import row

ROWS = {}


def count_of(**fields):
    return SearchCount(**{"day": timezone.localdate(), "kind": "symptom", "concept": "tingling", "count": 1, **fields})


@row("search_counted_once_a_day", ROWS)
def concept_that_was_counted_twice_on_a_day():
    count_of().save()
    return count_of()


@row("search_count_kind_is_known", ROWS)
def count_of_an_unknown_kind():
    return count_of(kind="word")


@row("search_count_has_a_concept", ROWS)
def count_of_nothing():
    return count_of(concept="")


@row("search_count_is_positive", ROWS)
def count_of_no_search():
    return count_of(count=0)

"""What public text depends on, as one number; what is made from it once a process; and which answers depend on nothing else."""

from functools import wraps

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.views.decorators.csrf import csrf_exempt

from editorial.models import Event

# Numbers of events are given out in one order and may become visible in another: two people publish at once. So not only the newest counts.
# One that becomes visible after fifty newer ones would be missed: that takes a transaction that stands still for long.
NEWEST = 50
SQL = f"SELECT COALESCE(SUM(id), 0) FROM (SELECT id FROM {Event._meta.db_table} WHERE changed_public_text ORDER BY id DESC LIMIT {NEWEST}) AS newest"  # noqa: S608
# PostgreSQL plans a statement each time, which takes it longer than to run this one; what a function says it plans once a connection.
POSTGRESQL = "SELECT editorial_content_version()"
# The same as a column, for a query that reads something else besides.
CONTENT_VERSION = RawSQL(SQL, (), output_field=BigIntegerField())  # noqa: S611 - it has no parameters

_kept: dict = {}


def content_version():
    """A number that grows whenever what readers see has changed: 0 for an empty site. One query, whose cost does not grow."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQL)
        return int(cursor.fetchone()[0])


def kept(make, language, version=None):
    """`make(language)` for the present content. A change costs the next reader one making.

    `version` is the content version, where a query before has read it; else one query asks for it.
    """
    # The number is read first: what is published meanwhile is in the rows already, and they are read once more.
    version = content_version() if version is None else version
    found = _kept.get((make, language))
    if found is None or found[0] != version:
        found = _kept[make, language] = (version, make(language))
    return found[1]


def forget():
    """For tests: nobody can know that a change was rolled back."""
    _kept.clear()


class _Every:
    """The names of all parameters that there can be."""

    def __contains__(self, name):
        return True


def same_for_all(*parameters, strict=False):
    """For a view whose answer depends on its path, on these parameters of the query part, and on what is published: on nothing else.

    With `strict` it depends on all parameters, because the view refuses those that it does not know. Such an answer may be kept, see
    `neuroinfo.kept_pages`. The names stand in `parameters_used` of the answer.
    """
    used = _Every() if strict else parameters

    def decorate(view):
        @csrf_exempt  # it changes nothing, and says itself that it takes no form
        @wraps(view)
        def marked(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            response.parameters_used = used
            return response

        return marked

    return decorate

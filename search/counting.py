"""What readers look for, counted by concept and day: no word of a question, no address, no time of day, and nobody told apart.

An answer only adds to counts in the memory of its process. A thread writes them to the database a minute later, or when the process
ends; what a process that is killed had not written is lost, which is a minute of counts.
"""

import logging
import re
from collections import Counter
from datetime import timedelta
from threading import Lock, Thread, main_thread

from django.conf import settings
from django.db import Error, connection, connections, transaction
from django.utils import timezone

from articles.codes import ICD10CM, ICD10WHO
from editorial.models import PageKind
from search.body import region_of
from search.models import SearchCount
from search.results import BY_SYMPTOM

KEPT = timedelta(days=400)
ICD10 = (ICD10CM, ICD10WHO)
ABOUT_NERVES = re.compile(r"E(08|09|10|11|12|13)\.4|G(5\d|6[0-5]|90)")
ADD = (
    "INSERT INTO search_searchcount (day, kind, concept, count) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (day, kind, concept) DO UPDATE SET count = search_searchcount.count + excluded.count"
)
logger = logging.getLogger(__name__)


class Tally:
    """Counts of this process that are not yet in the database: {(day, kind, concept): count}. Safe for several threads."""

    def __init__(self):
        self.lock = Lock()
        self.counts = Counter()
        self.has_writer = False

    def add(self, counts):
        """Adds counts. Returns whether nobody is there yet who will write them: the caller then is."""
        with self.lock:
            self.counts.update(counts)
            needs_writer = bool(self.counts) and not self.has_writer
            self.has_writer = self.has_writer or needs_writer
            return needs_writer

    def take(self):
        """The counts, which are then somebody else's to write."""
        with self.lock:
            counts, self.counts, self.has_writer = self.counts, Counter(), False
            return counts

    def give_up(self, counts=()):
        """Nobody writes for now; what could not be written waits for the next writer."""
        with self.lock:
            self.counts.update(counts)
            self.has_writer = False


_tally = Tally()


def count(answer, narrowing):
    """Counts what an answer was about, once: not for its other pages and filters. Asks nothing of the database."""
    if narrowing.is_filtered or narrowing.page > 1:
        return
    _add(concepts(answer))


def _add(named):
    """Counts each (kind, concept) once, for today."""
    day = timezone.localdate()
    if _tally.add({(day, kind, concept): 1 for kind, concept in named}):
        _write_later()


def count_codes(wanted, found):
    """Counts the codes that a hospital's system asked for, each with the page that answered it. Asks nothing of the database.

    A code without a page, though a name beside it may have one, is named only if it is one of nerve trouble: those tell which pages to write.
    """
    _add({(SearchCount.Kind.CODE, _code_concept(each, found.by_code.get(each))) for each in wanted if each.code})


def _code_concept(wanted, slug):
    if slug:
        return f"{wanted.system.key} {wanted.code} {slug}"
    return f"{wanted.system.key} {wanted.code} -" if ABOUT_NERVES.match(wanted.code) and wanted.system.key in ICD10 else "other"


def concepts(answer):
    """What an answer was about: a set of (kind, concept) that only holds names of our own. Empty for an empty question.

    An answer that fits badly is about nothing: its concepts are guesses.
    """
    if not answer.question:
        return set()
    if not answer.is_sure:
        return {(SearchCount.Kind.NO_ANSWER, "")}
    found = {(SearchCount.Kind.SYMPTOM, symptom.slug) for symptom in answer.understood}
    # More than a condition reaches that only has the symptoms.
    named = [result for result in answer.results if result.kind == PageKind.CONDITION and result.score > BY_SYMPTOM]
    found |= {(SearchCount.Kind.CONDITION, result.slug) for result in named}
    return found | {(SearchCount.Kind.AREA, region_of(area).slug) for area in answer.reading.areas}


def _write_later():
    if not settings.SEARCH_COUNTS_AFTER_SECONDS:
        return
    # At the end of a process Python waits for its threads, and this one goes on as soon as the main thread has come to its end. The
    # threads of some servers are daemons, which are not waited for, and a new one would be what its maker is.
    try:
        Thread(target=_write_in_a_while, name="search-counts", daemon=False).start()
    except RuntimeError:  # the process is ending, or has no room for a thread
        _tally.give_up()


def _write_in_a_while():
    main_thread().join(settings.SEARCH_COUNTS_AFTER_SECONDS)
    try:
        write()
    except Error as error:
        logger.warning("The counts of searches could not be written (%s). They are tried again after the next search.", type(error).__name__)
    finally:
        connections.close_all()


def write():
    """Adds what this process has counted to the database, and drops what is older than 400 days. Raises django.db.Error."""
    counts = _tally.take()
    # In one order: two processes that lock the same rows in different orders would wait for each other.
    rows = [(day.isoformat(), str(kind), concept, number) for (day, kind, concept), number in sorted(counts.items())]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(ADD, rows)
            SearchCount.objects.filter(day__lt=timezone.localdate() - KEPT).delete()
    except Error:
        _tally.give_up(counts)
        raise

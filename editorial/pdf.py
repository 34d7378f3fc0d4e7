"""A leaflet as a PDF file: made from its HTML by a program of its own, one at a time, and kept under a hash of that HTML.

**Kept under a hash.** A file says what its HTML says. So an approval shows at once and makes no other file anew, nothing is purged, and a
browser that has the file is told so without one being made.

**A program of its own.** WeasyPrint computes for two to four seconds in Python, for which every other thread of the process would have to
wait again and again, and what it loads would stay in memory. The program runs at a low priority, its up to 100 MB are free when it ends, and
a fault in a library that draws letters ends it and not the site.

**Nobody waits.** A process has four threads, and slow forms may hold two of them (`neuroinfo.bodies`). One PDF holds the third; who wants
another meanwhile is asked to come back, so that the fourth is there for readers of pages.
"""

import logging
import subprocess
import sys
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from editorial.pdf_program import NOT_SET_UP

PATIENCE = 60  # seconds: a busy machine needs many times the two to four
MOST_KEPT = 40  # files of 20 to 150 KB
# -P: the folder of the program is none that it imports from, for modules of the site would stand in the way of libraries.
COMMAND = [sys.executable, "-P", str(Path(__file__).with_name("pdf_program.py"))]

_kept: dict[str, bytes] = {}
_one_at_a_time = Lock()

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Another file is being made."""


class NotSetUp(Exception):
    """A library that makes PDF files is missing."""


def etag_of(html):
    """The ETag of the PDF file of a page of HTML: a weak one, for it stands for the same text and not for the same bytes."""
    return f'W/"{blake2b(html.encode(), digest_size=12).hexdigest()}"'


def pdf_of(html, address):
    """The PDF file of a page of HTML whose links start from an absolute address: bytes. Raises `Busy` or `NotSetUp`."""
    key = etag_of(html)
    found = _kept.get(key)
    return _make_alone(key, html, address) if found is None else found


def _make_alone(key, html, address):
    if not _one_at_a_time.acquire(blocking=False):
        raise Busy
    try:
        made = _make(html, address)
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = made
    finally:
        _one_at_a_time.release()
    return made


def _make(html, address):
    done = subprocess.run([*COMMAND, address], input=html.encode(), capture_output=True, timeout=PATIENCE, check=False)
    if done.returncode == NOT_SET_UP:
        logger.warning("No PDF file can be made: %s", done.stderr.decode(errors="replace").strip())
        raise NotSetUp
    if done.returncode:
        raise RuntimeError(f"The program that makes PDF files ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout

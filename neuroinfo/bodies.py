"""What forms send, read before Django is asked.

A thread of the server that waits for the rest of a form answers nobody else, and cannot be called back. So only some may wait at once, and
the others stay for readers. How long a form may take is for the web server in front to say: docs/deploy.md.
"""

from io import BytesIO
from threading import BoundedSemaphore

WAITING_AT_ONCE = 2  # of the threads of a process, of which `make run` and docs/deploy.md start four
SECONDS_FOR_A_PLACE = 0.1


class TooMany(Exception):
    """Too many forms are being waited for."""


_places = BoundedSemaphore(WAITING_AT_ONCE)


def read_body(environ):
    """Puts the whole body of a request into its environ. Raises TooMany."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not length:
        return
    if not _places.acquire(timeout=SECONDS_FOR_A_PLACE):
        raise TooMany
    try:
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
    finally:
        _places.release()

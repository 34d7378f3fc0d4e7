"""The kept pages of a process: in memory, those that were asked for last."""

from collections import OrderedDict
from threading import Lock
from urllib.parse import parse_qsl

LARGEST = 16 * 1024 * 1024  # bytes of all together: about a thousand pages


class Shelf:
    """Pages by key. Several threads may use it."""

    def __init__(self, largest=LARGEST):
        self.largest = largest
        self.size = 0
        self.pages = OrderedDict()
        self.parameters = {}  # of each path of which a page was kept: the parameters that its answer depends on
        self.lock = Lock()

    def key(self, environ):
        """The path and the parameters that its answer depends on: all, while no page of the path was kept."""
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
        if not query:
            return path, ()
        used = self.parameters.get(path)
        return path, tuple(pair for pair in parse_qsl(query, keep_blank_values=True) if used is None or pair[0] in used)

    def find(self, key):
        """The page, or None."""
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def put(self, key, page):
        with self.lock:
            self._take_away(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > self.largest:
                self._take_away(next(iter(self.pages)))

    def _take_away(self, key):
        page = self.pages.pop(key, None)
        self.size -= page.size if page else 0

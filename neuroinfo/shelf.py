"""The kept pages of a process: in memory, those that were asked for last."""

from collections import OrderedDict
from threading import Lock
from urllib.parse import parse_qsl, urlencode

LARGEST = 16 * 1024 * 1024  # bytes of all together: about eight hundred pages
LONGEST_KEY = 500  # characters: no page of this site is linked with more, and whoever makes up addresses shall fill no memory with them
MOST_PATHS = 10_000


class Shelf:
    """Pages by key. Several threads may use it."""

    def __init__(self, largest=LARGEST):
        self.largest = largest
        self.size = 0
        self.pages = OrderedDict()
        self.parameters = {}  # of each path of which a page was kept: the parameters that its answer depends on
        self.lock = Lock()

    def key(self, environ):
        """The path and the parameters that its answer depends on, as a text: all, while no page of the path was kept."""
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
        if not query:
            return path
        used = self.parameters.get(path)
        pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if used is None or pair[0] in used]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def learn(self, path, parameters):
        """Keeps the names of the parameters that the answer of a path depends on."""
        if len(self.parameters) >= MOST_PATHS:
            self.parameters.clear()  # it costs each path one more rendering
        if len(path) <= LONGEST_KEY:
            self.parameters[path] = parameters

    def find(self, key):
        """The page, or None."""
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def put(self, key, page):
        if len(key) > LONGEST_KEY:
            return
        with self.lock:
            self._take_away(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > self.largest:
                self._take_away(next(iter(self.pages)))

    def _take_away(self, key):
        page = self.pages.pop(key, None)
        self.size -= page.size if page else 0

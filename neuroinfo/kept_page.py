"""One public page as it was rendered: compressed once, with everything that is sent with it."""

import gzip
import re
from functools import cache
from hashlib import blake2b

from django.template.loader import render_to_string

from neuroinfo.compression import BEST, ENCODINGS, QUICK, encoded

MAIN = re.compile(rb"<main\b[^>]*>")

# Browsers ask each time and mostly hear “not modified”; so do shared caches that go by RFC 9111. A network of caches that goes by RFC 9213
# answers on its own for a minute, and for a day while this site does not.
CACHE_CONTROL = "no-cache, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"
CDN_CACHE_CONTROL = "max-age=60, stale-while-revalidate=60, stale-if-error=86400"
REPLACED = {"Content-Length", "Vary", "ETag", "Cache-Control"}
FOR_ALL = ("Vary", "Accept-Encoding")
# Pages of other sites may read an answer by these, also one that says that nothing has changed.
FOR_OTHER_SITES = {"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cross-Origin-Resource-Policy"}
OVERHEAD = 3 * 1024  # bytes that the headers of a page take, and what holds them
ASKED_OFTEN = 3  # times: then it is worth the best compression, once


class KeptPage:
    """An answer as it was at a content version, on a day. `size` in bytes; `etag` is weak, for it stands for the text in all encodings.

    Answers are (headers, body) pairs: headers a list of (name, value) pairs, body bytes.
    """

    __slots__ = ("asked", "caching", "etag", "of_304", "own_headers", "ready", "size", "version")

    def __init__(self, version, headers, body):
        self.version = version
        self.asked = 0
        self.etag = _etag(body)
        self.own_headers = _own(headers)
        self.caching = [("ETag", self.etag), *_for_caches(headers), FOR_ALL]
        self.of_304 = [*self.caching, *(pair for pair in self.own_headers if pair[0] in FOR_OTHER_SITES)]  # RFC 9110, section 15.4.5
        self.ready = {encoding: _ready([*self.own_headers, *self.caching], body, encoding) for encoding in ENCODINGS}
        self.size = OVERHEAD + sum(len(smaller) for _headers, smaller in self.ready.values())

    def says(self, headers, body):
        """Whether this is what would be sent for these headers and this body."""
        return (self.etag, self.own_headers, self.caching[1:-1]) == (_etag(body), _own(headers), _for_caches(headers))

    def answer(self, encoding):
        """The answer in one of the `ENCODINGS`, or for "" without one."""
        self.asked += 1
        if self.asked == ASKED_OFTEN:
            self.ready["br"] = _ready([*self.own_headers, *self.caching], self._plain(), "br", BEST)
        if encoding:
            return self.ready[encoding]
        headers = [pair for pair in self.ready["gzip"][0] if pair[0] not in {"Content-Encoding", "Content-Length"}]
        return _ready(headers, self._plain(), "")

    def out_of_date(self, encoding):
        """The answer while nobody can say whether it is still the newest text: with a line that says so, and for no cache to keep."""
        body = MAIN.sub(lambda match: match[0] + _line(), self._plain(), count=1)
        return _ready([*self.own_headers, ("Cache-Control", "no-store"), FOR_ALL], body, encoding)

    def _plain(self):
        # Seldom asked for, so it is not kept too.
        return gzip.decompress(self.ready["gzip"][1])


def _etag(body):
    return f'W/"{blake2b(body, digest_size=12).hexdigest()}"'


def _own(headers):
    return [pair for pair in headers if pair[0] not in REPLACED]


def _for_caches(headers):
    """What caches may do: what the view says, or what suits a page."""
    given = [pair for pair in headers if pair[0] == "Cache-Control"]
    return given or [("Cache-Control", CACHE_CONTROL), ("CDN-Cache-Control", CDN_CACHE_CONTROL)]


def _ready(headers, body, encoding, quality=QUICK):
    if encoding:
        body = encoded(body, encoding, quality)
        headers = [*headers, ("Content-Encoding", encoding)]
    return [*headers, ("Content-Length", str(len(body)))], body


@cache
def _line():
    return render_to_string("components/out_of_date.html").encode()

"""Public pages are rendered once a process, and again when what they say may have changed.

Whether it may have is asked of the database for each request (`editorial.caching.content_version`): a reader in any process sees an
approval at once, and nothing is ever purged. A new day makes every page anew too. Kept pages are answered before Django's own handler; docs/decisions/0007 says why.
"""

import time
from functools import lru_cache
from threading import Lock, Thread

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.http import parse_etags

from editorial.caching import content_version
from neuroinfo.compression import FEWEST_BYTES, accepted_encoding, encoded, is_text
from neuroinfo.kept_page import FOR_ALL, KeptPage
from neuroinfo.shelf import Shelf

LONGEST_HEADER = 255  # characters of a header whose meaning is remembered: a name of a host has no more
SECONDS_BETWEEN_TRIES = 1.0  # to reach a database that is away
SECONDS_OF_A_REFUSAL = 1.0  # at most: whoever waited longer asked a machine that is gone
LOCKS = 64
NOT_FOR_READERS = ("/admin/", "/static/")
# It takes seconds to make one, for which no reader of a page may wait behind a lock. `editorial.pdf` keeps them.
FILES = ".pdf"


class KeptPages:
    """A WSGI application around Django's: keeps the answers whose view says `same_for_all`, and compresses what all readers may see."""

    def __init__(self, application):
        self.application = application
        self.shelf = Shelf()
        self.locks = [Lock() for _number in range(LOCKS)]
        self.away_until = 0.0  # 0 while the database answers
        self.trying = Lock()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(NOT_FOR_READERS):
            return self.application(environ, start_response)
        if not _may_be_kept(environ):
            return _pass_on(environ, start_response, *self._ask(environ))
        version = self._version()
        page = self.shelf.find(self.shelf.key(environ))
        if version is None and page:
            return _send_out_of_date(environ, start_response, page)
        if page is None or page.version != version:
            return self._render_once(environ, start_response, version)
        return _send_kept(environ, start_response, page, "hit")

    def _version(self):
        """The content version and the day, for some pages say how old something is; None while the database does not answer.

        It is then left alone for a moment, and tried beside the readers: a machine that is gone lets whoever asks it wait for seconds.
        """
        if not self.away_until:
            return self._asked_version()
        if time.monotonic() >= self.away_until and self.trying.acquire(blocking=False):
            try:
                Thread(target=self._try_again, daemon=True).start()
            except RuntimeError:  # the machine gives no more threads: a later reader tries
                self.trying.release()
        return None

    def _try_again(self):
        try:
            self._asked_version()
        finally:
            connection.close()  # that of this thread, which ends
            self.trying.release()

    def _asked_version(self):
        asked = time.monotonic()
        for _try in range(2):  # the first may fail because the database was started anew
            try:
                version = content_version(), timezone.localdate()
                self.away_until = 0.0
                return version
            except Error:
                connection.close()
            if time.monotonic() - asked > SECONDS_OF_A_REFUSAL:
                break
        self.away_until = time.monotonic() + SECONDS_BETWEEN_TRIES
        return None

    def _render_once(self, environ, start_response, version):
        """One renders; whoever wants the same page meanwhile waits for it."""
        key = self.shelf.key(environ)
        with self.locks[hash(key) % LOCKS]:
            older = self.shelf.find(self.shelf.key(environ))
            if older and older.version == version is not None:
                return _send_kept(environ, start_response, older, "hit")
            status, headers, response = self._ask(environ)
            page = self._keep(environ, version, headers, response, older)
        if page:
            is_stored = self.shelf.find(self.shelf.key(environ)) is page
            return _send_kept(environ, start_response, page, "fwd=miss; stored" if is_stored else "fwd=miss")
        if older and response.status_code == 503:
            response.close()
            return _send_out_of_date(environ, start_response, older)
        return _pass_on(environ, start_response, status, headers, response)

    def _ask(self, environ):
        """(status line, headers, response) of Django."""
        given = []
        if environ["REQUEST_METHOD"] == "HEAD":
            environ = {**environ, "REQUEST_METHOD": "GET"}
        response = self.application(environ, lambda status, headers, _error=None: given.extend((status, headers)))
        return *given, response

    def _keep(self, environ, version, headers, response, older):
        """The page, if this is one that may be kept: the older one, if what was published since is not on it."""
        parameters = getattr(response, "parameters_used", None)
        if version is None or parameters is None or response.status_code != 200 or not _is_for_all(response):
            return None
        self.shelf.learn(environ["PATH_INFO"], parameters)
        body = response.content
        response.close()
        if older and older.says(headers, body):
            older.version = version
            return older
        page = KeptPage(version, headers, body)
        self.shelf.put(self.shelf.key(environ), page)
        return page


def _may_be_kept(environ):
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or settings.DEBUG or environ["PATH_INFO"].endswith(FILES):
        return False
    if settings.SECURE_SSL_REDIRECT and not _is_secure(environ):
        return False
    host = environ.get("HTTP_HOST", "")
    return len(host) <= LONGEST_HEADER and _is_host_of_this_site(host)


def _is_secure(environ):
    name, value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    return environ["wsgi.url_scheme"] == "https" if not name else environ.get(name, "").split(",")[0].strip() == value


@lru_cache(maxsize=1000)
def _is_host_of_this_site(host):
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_for_all(response):
    return not response.cookies and "cookie" not in response.get("Vary", "").lower()


def _send_kept(environ, start_response, page, how):
    if _is_known(environ.get("HTTP_IF_NONE_MATCH"), page.etag):
        start_response("304 Not Modified", list(page.of_304))
        return [b""]
    return _send(environ, start_response, page.answer(_encoding(environ)), how)


def _send_out_of_date(environ, start_response, page):
    return _send(environ, start_response, page.out_of_date(_encoding(environ)), "hit; detail=database-away")


def _send(environ, start_response, answer, how):
    headers, body = answer
    # RFC 9211: where an answer came from.
    start_response("200 OK", [*headers, ("Cache-Status", f"NeuroInfo; {how}")])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _is_known(header, etag):
    """Whether the client has it: the weak comparison of RFC 9110, section 8.8.3.2, as its section 13.1.2 asks for."""
    if header is None or header == etag:
        return header is not None
    return header.strip() == "*" or etag.removeprefix("W/") in [known.removeprefix("W/") for known in parse_etags(header)]


def _encoding(environ):
    header = environ.get("HTTP_ACCEPT_ENCODING", "")
    return accepted_encoding(header) if len(header) <= LONGEST_HEADER else ""


def _pass_on(environ, start_response, status, headers, response):
    """Django's answer, compressed if it is a text for all: what depends on a cookie holds secrets that a length could tell."""
    if not _may_be_compressed(response):
        start_response(status, headers)
        if environ["REQUEST_METHOD"] != "HEAD":
            return response
        response.close()  # it was asked for as a whole
        return [b""]
    body = response.content
    response.close()
    vary = ", ".join([*(value for name, value in headers if name == "Vary"), FOR_ALL[1]])
    headers = [pair for pair in headers if pair[0] not in {"Content-Length", "Vary"}]
    encoding = _encoding(environ)
    if encoding:
        body = encoded(body, encoding)
        headers.append(("Content-Encoding", encoding))
    start_response(status, [*headers, ("Vary", vary), ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _may_be_compressed(response):
    if not isinstance(response, HttpResponse) or "Content-Encoding" in response or not _is_for_all(response):
        return False
    return is_text(response.get("Content-Type", "")) and len(response.content) >= FEWEST_BYTES

"""What is refused before anything else is done: methods, addresses and bodies that no page of this site is asked with."""

import json
import logging
import sys
from functools import partial
from urllib.parse import quote

from django.utils.http import parse_header_parameters

from neuroinfo import headers
from neuroinfo.bodies import TooMany, read_body
from opendata import sharing
from search.connect_answer import feed, stamped
from search.connect_views import CORS
from search.infobutton import asked_type
from search.knowledge_response import written

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
SERVICE = "/connect/service"
CONNECT = (SERVICE, "/connect/application")
API = "/api/"
METHODS_OF_API = METHODS[:3]
LONGEST_ADDRESS = 4096  # characters of path and query as they were sent
LARGEST_BODY = 10 * 1024 * 1024  # bytes; Django refuses a form of half of it, with a page
HEADERS = {
    **headers.HEADERS,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
FAILED = "500 Internal Server Error", "Something went wrong here, and whoever runs this site can see it. Try again in a moment."

logger = logging.getLogger(__name__)


class Door:
    """A WSGI application that passes on to another what has the form of a request for this site, and refuses the rest with a sentence."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        refused = _refusal(environ) or _refusal_of_body(environ)
        if refused:
            return _refuse(environ, start_response, *refused)
        try:
            return self.application(environ, start_response)
        except Exception:  # Django answers for its own; what fails before it gets the request would be an empty answer
            logger.exception("A request failed before Django could answer it.")
            return _refuse(environ, lambda status, given: start_response(status, given, sys.exc_info()), *FAILED)


def _refuse(environ, start_response, status, sentence, *more):
    kind, own, body = _writer(environ)(status, sentence)
    given = {**HEADERS, **own, **dict(more), "Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
    start_response(status, list(given.items()))
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _is_for_api(environ):
    return environ.get("PATH_INFO", "").startswith(API)


def _writer(environ):
    """What writes a refusal as whoever asks can read it, a person, a program, or a hospital's system: (type, further headers, body)."""
    if _is_for_api(environ):
        return _problem
    return partial(_feed, environ) if _path(environ) == SERVICE else _plain


def _path(environ):
    """NeuroInfo Connect may be asked with and without a slash at the end."""
    return environ.get("PATH_INFO", "").rstrip("/")


def _plain(_status, sentence):
    return "text/plain; charset=utf-8", {}, f"{sentence}\n".encode()


def _problem(status, sentence):
    """As the API itself refuses (RFC 9457), for programs of every site."""
    number, _space, title = status.partition(" ")
    return "application/problem+json", sharing.HEADERS, json.dumps({"title": title, "status": int(number), "detail": sentence}).encode()


def _feed(environ, _status, sentence):
    """As NeuroInfo Connect itself refuses: a feed without entries, in the asked format."""
    kind = asked_type(environ.get("QUERY_STRING", "").encode("latin-1", "replace"), environ.get("HTTP_ACCEPT", "")) or "text/xml"
    answer = stamped(feed(used=(), subtitle=sentence, media_type=kind))
    return f"{kind}; charset=utf-8", CORS, written(answer, kind)


def _refusal(environ):
    """(status, sentence, further headers) for what is refused; nothing for the rest."""
    if _path(environ) in CONNECT:
        return ()  # it has methods and lengths of its own, and says so in the format that it is asked for
    methods, who = (METHODS_OF_API, "address") if _is_for_api(environ) else (METHODS, "site")
    if environ["REQUEST_METHOD"] not in methods:
        return "405 Method Not Allowed", f"This {who} answers {', '.join(methods)} only.", ("Allow", ", ".join(methods))
    if _length_of_address(environ) > LONGEST_ADDRESS:
        return "414 URI Too Long", f"This address is too long: {LONGEST_ADDRESS} characters are the most. Ask with fewer words."
    return ()


def _length_of_address(environ):
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    short = 3 * len(path) + len(query) <= LONGEST_ADDRESS  # a character of a path is three at most when it is sent
    return 0 if short else len(quote(path.encode("latin-1"), safe="/:@!$&'()*+,;=~-._")) + len(query)


def _refusal_of_body(environ):
    if environ["REQUEST_METHOD"] != "POST":
        environ.pop("CONTENT_TYPE", None)  # Django would read the address in the encoding that it names
        return ()
    length = environ.get("CONTENT_LENGTH") or ""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return "411 Length Required", "Send this form with its length: this site reads no body that comes in pieces."
    if length and not (length.isascii() and length.isdigit()):
        return "400 Bad Request", "The length of what was sent is not a number."
    if length and (len(length) > 12 or int(length) > LARGEST_BODY):
        return "413 Content Too Large", f"What was sent is too large: {LARGEST_BODY // 2**20} megabytes are the most. Send less at a time."
    if not _is_in_utf_8(environ.get("CONTENT_TYPE", "")):
        return "415 Unsupported Media Type", "Send this form in UTF-8, the encoding of its page."
    try:
        read_body(environ)
    except TooMany:
        return "503 Service Unavailable", "Too many forms are being sent just now. Go back, and send yours again in a moment.", ("Retry-After", "5")
    return ()


def _is_in_utf_8(content_type):
    try:
        _kind, parameters = parse_header_parameters(content_type)
        return parameters.get("charset", "utf-8").lower() == "utf-8"  # by any other name Django refuses it too
    except ValueError:
        return False

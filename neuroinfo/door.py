"""What is refused before anything else is done: methods, addresses and bodies that no page of this site is asked with."""

import json
from functools import partial
from urllib.parse import quote

from neuroinfo.bodies import TooMany, read_body
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
HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]


class Door:
    """A WSGI application that passes on to another what has the form of a request for this site, and refuses the rest with a sentence."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        refused = _refusal(environ) or _refusal_of_body(environ)
        if not refused:
            return self.application(environ, start_response)
        status, sentence, *more = refused
        headers, body = _writer(environ)(status, sentence)
        start_response(status, [*headers, *more, ("Content-Length", str(len(body))), ("Connection", "close")])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _is_for_api(environ):
    return environ.get("PATH_INFO", "").startswith(API)


def _writer(environ):
    """What writes a refusal as whoever asks can read it: a person, a program, or a hospital's system."""
    if _is_for_api(environ):
        return _problem
    return partial(_feed, environ) if _path(environ) == SERVICE else _plain


def _path(environ):
    """NeuroInfo Connect may be asked with and without a slash at the end."""
    return environ.get("PATH_INFO", "").rstrip("/")


def _plain(_status, sentence):
    return [("Content-Type", "text/plain; charset=utf-8"), *HEADERS], f"{sentence}\n".encode()


def _problem(status, sentence):
    """As the API itself refuses (RFC 9457), for programs of every site."""
    number, _space, title = status.partition(" ")
    headers = [("Content-Type", "application/problem+json"), ("Access-Control-Allow-Origin", "*"), *HEADERS]
    return headers, json.dumps({"title": title, "status": int(number), "detail": sentence}).encode()


def _feed(environ, _status, sentence):
    """As NeuroInfo Connect itself refuses: a feed without entries, in the asked format."""
    kind = asked_type(environ.get("QUERY_STRING", "").encode("latin-1", "replace"), environ.get("HTTP_ACCEPT", "")) or "text/xml"
    answer = stamped(feed(used=(), subtitle=sentence, media_type=kind))
    return [("Content-Type", f"{kind}; charset=utf-8"), *CORS.items(), *HEADERS], written(answer, kind)


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
        return ()
    length = environ.get("CONTENT_LENGTH") or ""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return "411 Length Required", "Send this form with its length: this site reads no body that comes in pieces."
    if length and not (length.isascii() and length.isdigit()):
        return "400 Bad Request", "The length of what was sent is not a number."
    if length and (len(length) > 12 or int(length) > LARGEST_BODY):
        return "413 Content Too Large", f"What was sent is too large: {LARGEST_BODY // 2**20} megabytes are the most. Send less at a time."
    try:
        read_body(environ)
    except TooMany:
        return "503 Service Unavailable", "Too many forms are being sent just now. Go back, and send yours again in a moment.", ("Retry-After", "5")
    return ()

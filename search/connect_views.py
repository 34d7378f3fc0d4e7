"""NeuroInfo Connect: hospitals' systems ask for a page by code (HL7 Infobutton, as they ask MedlinePlus Connect).

Nothing of a request is stored but a count (`search.counting`), and nothing of it is in the address of a page.
"""

from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles.models import Condition
from editorial.framing import framed
from search.connect import find, wanted_of
from search.connect_answer import feed, stamped
from search.counting import count_codes
from search.infobutton import BadRequest, asked_type, decoded, first_values, read
from search.knowledge_response import as_json, written
from search.limits import seconds_until_connect

METHODS = "GET, HEAD, POST, OPTIONS"
FORM = "application/x-www-form-urlencoded"
CORS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "X-Robots-Tag": "noindex"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Content-Type, Accept",
    "Access-Control-Max-Age": "86400",
}


class Refusal(Exception):
    """A request that is not answered: its status, why, and further headers."""

    def __init__(self, status, sentence, **headers):
        super().__init__(sentence)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}


@csrf_exempt
def service(request):
    """The feed, as XML or JSON. Every error is a feed too, without entries, and says in its subtitle what to mend."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={**CORS, **PREFLIGHT, "Allow": METHODS})
    kind = _kind(request)
    try:
        values = _values(request)
        if kind is None:
            raise Refusal(406, _("This format is not given. Ask for text/xml or application/json in knowledgeResponseType."))
        _refuse_too_many(request)
        asked = _read(values)
    except Refusal as refusal:
        return _error(kind, refusal)
    return _answer(request, asked, kind)


def service_error(request, status, sentence):
    """An error of the site itself, as this address says it: in the format that was asked for."""
    return _error(_kind(request), Refusal(status, sentence))


def is_for_service(request):
    """Whether a request is for the feed: programs read every answer to it."""
    return request.path.rstrip("/") == reverse("search:connect_service")


def _kind(request):
    """The media type that is asked for, whatever else is wrong with the request; None if it is not given here."""
    try:
        form = _body(request) if request.content_type == FORM else b""
    except Refusal:
        form = b""
    return asked_type(form or _query(request), request.headers.get("Accept", ""))


def _values(request):
    """The values of the parameters of a request. Raises `Refusal`."""
    if request.method not in {"GET", "HEAD", "POST"}:
        raise Refusal(405, _("Ask with GET or POST."), Allow=METHODS)
    body = _body(request)
    if body and request.content_type != FORM:
        raise Refusal(415, _("Send the parameters as application/x-www-form-urlencoded."))
    try:
        return first_values(decoded(body or _query(request)))
    except BadRequest as mistake:
        raise Refusal(400, str(mistake)) from None


def _query(request):
    return request.META.get("QUERY_STRING", "").encode("latin-1", "replace")


def _refuse_too_many(request):
    if seconds := seconds_until_connect(request):
        raise Refusal(429, _("Too many requests came from your address. Ask again later."), Retry_After=str(seconds))


def _body(request):
    try:
        return request.body if request.method == "POST" else b""
    except (RequestDataTooBig, UnreadablePostError):
        raise Refusal(400, _("Send fewer parameters.")) from None


def _read(values):
    try:
        return read(values)
    except BadRequest as mistake:
        raise Refusal(400, str(mistake)) from None


def _error(kind, refusal):
    kind = kind or "text/xml"
    response = _written(feed(used=(), subtitle=str(refusal), media_type=kind), kind)
    response.status_code = refusal.status
    for name, value in refusal.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _answer(request, asked, kind):
    wanted = tuple(map(wanted_of, asked.criteria))
    found = find(wanted, asked.languages)
    count_codes(wanted, found)
    answer = feed(
        used=_used(asked, wanted, found),
        subtitle=_subtitle(wanted, found),
        found=found,
        recipient=asked.recipient,
        media_type=kind,
        language=_language(found),
    )
    etag = f'W/"{blake2b(as_json(answer) + kind.encode(), digest_size=12).hexdigest()}"'
    if request.method == "POST":
        response = _written(answer, kind)
        response["Cache-Control"] = "no-store"
        return response
    response = get_conditional_response(request, etag=etag) or _written(answer, kind)
    for name, value in {**CORS, "Vary": "Accept", "ETag": etag, "Cache-Control": settings.CONNECT_CACHE_CONTROL}.items():
        response[name] = value
    return response


def _written(answer, kind):
    return HttpResponse(written(stamped(answer), kind), content_type=f"{kind}; charset=utf-8", headers={**CORS, "Vary": "Accept"})


def _used(asked, wanted, found):
    """The (name, value) pairs that the answer rests on: codes as they are written by their system, and texts that led to a page."""
    texts = {(match.wanted.number, match.used_text) for match in found.matches}
    pairs = []
    for each in wanted:
        if each.code:
            pairs += [(f"mainSearchCriteria.v.c{each.number}", each.code), (f"mainSearchCriteria.v.cs{each.number}", each.system.oid)]
        for parameter, text in (("dn", each.name), ("ot", each.original)):
            if (each.number, parameter) in texts:
                pairs.append((f"mainSearchCriteria.v.{parameter}{each.number}", text))
    languages = [(f"informationRecipient.languageCode.c{number or ''}", language) for number, language in enumerate(asked.languages)]
    return [*pairs, ("informationRecipient", asked.recipient), *languages]


def _subtitle(wanted, found):
    answered = found.by_code if found.matches else {each for each in wanted if each.code}
    codes = ", ".join(f"{each.system.label} {each.code}" for each in wanted if each in answered)
    if found.matches:
        return _("Results for %(what)s") % {"what": codes or _("the name that was sent")}
    return _("No NeuroInfo page for %(what)s") % {"what": codes or _("this request")}


def _language(found):
    languages = [match.page.language for match in found.matches]
    return max(languages, key=languages.count, default="en")


# --- For people -------------------------------------------------------------------------------------------------


@csrf_exempt
@framed
def application(request):
    """A page for the patient: the one that was found, else a list, else what to do without one."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    try:
        values = _values(request)
        if not any(name.startswith("mainsearchcriteria") for name in values):
            return _page(request)
        _refuse_too_many(request)
        asked = _read(values)
    except Refusal as refusal:
        response = _page(request, problem=str(refusal))
        response.status_code = refusal.status
        for name, value in refusal.headers.items():
            response[name] = value
        return response
    wanted = tuple(map(wanted_of, asked.criteria))
    found = find(wanted, asked.languages)
    count_codes(wanted, found)
    if len(found.matches) == 1:
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
        return HttpResponseRedirect(found.matches[0].page.get_absolute_url(), headers=headers)
    return _page(request, matches=found.matches, is_unknown=not found.matches)


def _page(request, problem="", matches=(), is_unknown=False):
    context = {"problem": problem, "matches": matches, "is_unknown": is_unknown}
    if not matches:
        context["conditions"] = Condition.objects.published().in_language(get_language()).alphabetical().only("kind", "slug", "name")
    response = render(request, "search/connect.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response

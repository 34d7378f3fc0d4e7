"""What everybody may ask for from anywhere: the methods, the headers, and refusals that programs understand (RFC 9457)."""

from functools import wraps
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

METHODS = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
BEFOREHAND = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class Refused(Exception):
    """What was asked for cannot be given. `sentence` says what to do."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = HTTPStatus(status)
        self.sentence = sentence


def problem(status, sentence):
    """An error as RFC 9457 says it: title, status and detail, with the sentence as the last."""
    content = {"title": HTTPStatus(status).phrase, "status": status, "detail": str(sentence)}
    more = {"content_type": "application/problem+json", "headers": {**HEADERS, "Cache-Control": "no-cache"}}
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False}, **more)


def shared(view):
    """For a view that pages and programs of every other site may ask, and that only answers."""

    @csrf_exempt  # a POST is refused with words, not for want of a token
    @wraps(view)
    def answered(request, *args, **kwargs):
        response = _answer(view, request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return answered


def _answer(view, request, *args, **kwargs):
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=BEFOREHAND)
    if request.method not in METHODS:
        response = problem(405, f"This address answers {', '.join(METHODS)} only.")
        response["Allow"] = ", ".join(METHODS)
        return response
    try:
        return view(request, *args, **kwargs)
    except Refused as refusal:
        return problem(refusal.status, refusal.sentence)

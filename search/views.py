"""The answer page and its JSON twin."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search.results import answer


def _answer(request):
    return answer(request.GET.get("q", ""), language=get_language(), exact=request.GET.get("exact") == "1")


@require_safe
def search_page(request):
    return render(request, "search/search.html", {"answer": _answer(request)})


@require_safe
def search_json(request):
    """The answer as JSON: query, understood, corrected, urgent, results; see docs/search.md for the names and ranges."""
    found = _answer(request)
    return JsonResponse(
        {
            "query": found.query,
            "understood": [{"slug": symptom.slug, "name": symptom.name, "matched": symptom.matched} for symptom in found.understood],
            "corrected": found.corrected,
            "urgent": found.urgent
            and {
                "level": found.urgent.level,
                "title": found.urgent.title,
                "action": found.urgent.action,
                "text": found.urgent.text,
                "url": found.urgent.url,
            },
            "results": [
                {
                    "kind": result.kind,
                    "slug": result.slug,
                    "title": result.title,
                    "url": result.url,
                    "score": result.score,
                    "snippet": result.snippet,
                }
                for result in found.results
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )

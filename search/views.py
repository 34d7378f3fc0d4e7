"""The answer page and its JSON twin, and the way in without words."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search.choosing import ALL, ChoosingPage, all_choices, first_places
from search.counting import count
from search.layout import AnswerPage
from search.limits import limited
from search.nearest import nearest_names
from search.question import Narrowing, Question
from search.results import answer
from search.suggestions import suggestions
from search.words import MAX_CHARACTERS

MOST_IN_JSON = 40
# What somebody feels is for nobody else to find: in no cache on the way, and on no computer that others use.
never_kept = cache_control(private=True, no_store=True)


@never_kept
@require_safe
@limited("search")
def search_page(request):
    found, narrowing = answer(Question.read(request.GET), language=get_language()), Narrowing.read(request.GET)
    count(found, narrowing)
    shown = AnswerPage(found, narrowing)
    nearest = [] if found.results else [(name, Question(name).address()) for name in nearest_names(found.question.text, get_language())]
    ways = {"nearest": nearest, "places": first_places(shown.question), "all_address": shown.question.choosing_address(ALL)}
    return render(request, "search/search.html", {"answer": found, "shown": shown, **ways})


@never_kept
@require_safe
def choose_symptoms(request):
    shown = ChoosingPage(Question.read(request.GET), all_choices(get_language()), request.GET.get("area", ""))
    return render(request, "search/symptoms.html", {"shown": shown})


@never_kept
@require_safe
@limited("search")
def search_json(request):
    """The answer as JSON: query, understood, corrected, urgent, also_urgent, results; see docs/search.md for the names and ranges."""
    found = answer(Question.read(request.GET), language=get_language())
    count(found, Narrowing.read(request.GET))
    return JsonResponse(
        {
            "query": found.question.text,
            "understood": [{"slug": symptom.slug, "name": symptom.name, "matched": symptom.matched} for symptom in found.understood],
            "corrected": found.corrected,
            "urgent": found.urgent and _flag(found.urgent),
            "also_urgent": [_flag(flag) for flag in found.also_urgent],
            "results": [
                {
                    "kind": result.kind,
                    "slug": result.slug,
                    "title": result.title,
                    "url": result.url,
                    "score": result.score,
                    "snippet": result.snippet,
                }
                for result in found.with_snippets(found.results[:MOST_IN_JSON])
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _flag(flag):
    return {"level": flag.level, "title": flag.title, "action": flag.action, "text": flag.text, "url": flag.url}


@never_kept
@require_safe
@limited("suggestions")
def suggest_json(request):
    """What the search box offers for what was typed so far, as JSON: query and suggestions; see docs/search.md."""
    typed = request.GET.get("q", "")[:MAX_CHARACTERS]
    rows = suggestions(get_language()).find(typed)
    found = [{"text": row.text, "label": row.label, "kind": row.kind, "url": row.url} for row in rows]
    response = JsonResponse({"query": typed, "suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return response

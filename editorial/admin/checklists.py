"""Checklists that a person fills in for a text: PEMAT, DISCERN and the CDC index."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editorial import actions
from editorial.admin.buttons import tell
from editorial.admin.review import seen_version
from editorial.copying import fingerprint
from editorial.exceptions import Refused
from editorial.instruments import INSTRUMENTS, score


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request, pk, instrument):
    """A checklist with this person's answers for a text, and everybody's scores."""
    version = seen_version(request, pk)
    chosen = INSTRUMENTS.get(instrument)
    if chosen is None:
        raise Http404(_("There is no such checklist."))
    if request.method == "POST":
        return _store(request, version, chosen)
    now = fingerprint(version)
    answers: dict[int, dict] = {}
    ratings = list(version.ratings.filter(instrument=chosen.id).select_related("rater").order_by("rater", "pk"))
    for rating in ratings:
        answers.setdefault(rating.rater_id, {})[rating.item] = rating
    mine = answers.get(request.user.pk, {})
    topics: dict[str, list] = {}
    for item in chosen.items:
        topics.setdefault(item.topic, []).append((item, mine[item.id].answer if item.id in mine else ""))
    context = {
        **admin.site.each_context(request),
        "title": f"{chosen.name}: {version.title}",
        "version": version,
        "form_url": version.get_admin_url(),
        "instrument": chosen,
        "topics": topics.items(),
        "results": [_result(chosen, rows, now) for rows in answers.values()],
    }
    return render(request, "admin/checklist.html", context)


def _result(instrument, rows, now):
    """One person's result: name, scores, date, and whether the text was changed since."""
    latest = max(rows.values(), key=lambda rating: rating.at)
    return {
        "rater": latest.rater,
        "scores": [(name.replace("_", " "), value) for name, value in score(instrument, _answers(rows)).items()],
        "at": latest.at,
        "is_of_this_text": all(rating.content_hash == now for rating in rows.values()),
    }


def _answers(rows):
    return {item: rating.answer for item, rating in rows.items()}


def _store(request, version, instrument):
    try:
        actions.rate(version, by=request.user, instrument=instrument, answers={item.id: request.POST.get(item.id, "") for item in instrument.items})
        messages.success(request, _("Your answers are stored, with today's date and the text that they are about."))
    except Refused as refusal:
        tell(request, refusal)
    return HttpResponseRedirect(reverse("admin:checklist", args=[version.pk, instrument.id]))

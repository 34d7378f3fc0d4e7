"""Pages about studies: thin views. What they show depends on the day, and so do kept pages: see `neuroinfo.kept_pages`."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.caching import same_for_all
from editorial.listing import NotInList, letters_and_page
from trials.models import Trial
from trials.registry import nct_id
from trials.shown import ShownTrial
from trials.structured_data import head_of_trial, head_of_trials


@same_for_all("condition", "page")
@require_safe
def trial_list(request):
    conditions = list(Trial.objects.condition_pages(get_language()))
    condition = _chosen(request.GET.get("condition", ""), conditions)
    trials = condition.trials if condition else Trial.objects
    listed = letters_and_page(request, trials.in_order(), by_letter=False)
    context = {"condition": condition, "conditions": conditions, "head": head_of_trials(request, listed, condition)}
    return render(request, "trials/trial_list.html", listed | context)


@same_for_all()
@require_safe
def trial_detail(request, number):
    trial = _trial(nct_id(number))
    if trial.nct_id != number:
        return HttpResponsePermanentRedirect(trial.get_absolute_url())
    shown = ShownTrial(trial, timezone.localdate())
    conditions = list(trial.condition_pages.published().in_language(get_language()).alphabetical())
    context = {"shown": shown, "trial": trial, "conditions": conditions, "head": head_of_trial(shown, conditions)}
    return render(request, "trials/trial_detail.html", context)


def _trial(number):
    """The public record of this number, or of the one that the registry made of it. Raises Http404."""
    trials = Trial.objects.published()
    trial = number and (trials.filter(nct_id=number).first() or trials.filter(aliases__nct_id=number).first())
    if not trial:
        raise Http404
    return trial


def _chosen(slug, conditions):
    """The condition of this slug among those that have a record, None for an empty one. Raises `NotInList`."""
    chosen = next((page for page in conditions if page.slug == slug), None)
    if slug and chosen is None:
        raise NotInList(_("We list no study of a condition of that name."))
    return chosen

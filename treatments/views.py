"""Pages about what may be done: thin views."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from editorial.caching import same_for_all
from editorial.drawing import public_page
from editorial.listing import letters_and_page
from editorial.reading import read
from treatments.comparing import Comparison
from treatments.ladder import Ladder
from treatments.models import Effect, Treatment
from treatments.structured_data import head_of_ladder, head_of_treatment, head_of_treatments

TREATMENTS_PER_PAGE = 100


@public_page(Treatment)
def treatment_detail(treatment):
    effects = Effect.objects.of_version(treatment.live)
    reading = read(treatment, row_keys=[key for effect in effects for key in effect.source_keys])
    context = {"reading": reading, "effects": effects, "own": treatment.live, "head": head_of_treatment(reading, effects)}
    return "treatments/treatment_detail.html", context


@same_for_all("page")
@require_safe
def treatment_list(request):
    treatments = Treatment.objects.published().in_language(get_language()).with_live().by_approach()
    listed = letters_and_page(request, treatments, per_page=TREATMENTS_PER_PAGE, by_letter=False)
    return render(request, "treatments/treatment_list.html", listed | {"head": head_of_treatments(request, listed)})


@same_for_all("condition", "symptom", "t")
@require_safe
def compare(request):
    comparison = Comparison(request.GET, get_language())
    context = {"comparison": comparison, "targets": [] if comparison.target else comparison.targets()}
    return render(request, "treatments/compare.html", context, status=404 if comparison.is_unknown else 200)


@same_for_all()
@require_safe
def evidence_ladder(request):
    ladder = Ladder(get_language())
    return render(request, "treatments/evidence_ladder.html", {"ladder": ladder, "head": head_of_ladder(request, ladder.sources)})

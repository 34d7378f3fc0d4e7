"""Two forms that are answered with a page and then forgotten: the sheet for a visit, and the check of an offer."""

from django.shortcuts import render
from django.utils.translation import get_language

from search.forms import OfferForm, VisitForm, printable
from search.limits import limited
from search.offers import Offer, offer_book
from search.sent_forms import takes_a_form
from search.visits import Visit, first_values, symptom_groups

MISTAKEN = 422


@takes_a_form
@limited("search")
def visit(request):
    language = get_language()
    groups = symptom_groups(language)
    if request.method != "POST":
        form = VisitForm(groups=groups, initial=first_values(printable(request.GET), language))
        return render(request, "search/visit.html", {"form": form})
    form = VisitForm(request.POST, groups=groups)
    sheet = Visit(form.cleaned_data, language) if form.is_valid() else None
    return render(request, "search/visit.html", {"form": form, "sheet": sheet}, status=200 if sheet else MISTAKEN)


@takes_a_form
@limited("search")
def check_offer(request):
    language = get_language()
    treatments, signs = offer_book(language).choices()
    if request.method != "POST":
        initial = {"treatment": printable(request.GET).get("treatment", "")}
        return render(request, "search/offer.html", {"form": OfferForm(treatments=treatments, signs=signs, initial=initial)})
    form = OfferForm(request.POST, treatments=treatments, signs=signs)
    offer = Offer(form.cleaned_data, language) if form.is_valid() else None
    return render(request, "search/offer.html", {"form": form, "offer": offer}, status=200 if offer else MISTAKEN)

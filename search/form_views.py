"""Two forms that are answered with a page and then forgotten: the sheet for a visit, and the check of an offer."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editorial.caching import kept, same_for_all
from editorial.structured_data import Head
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
    if request.method == "POST":
        form = _visit_form(language, request.POST)
        sheet = Visit(form.cleaned_data, language) if form.is_valid() else None
        return render(request, "search/visit.html", {"form": form, "sheet": sheet}, status=200 if sheet else MISTAKEN)
    if request.GET:
        return render(request, "search/visit.html", {"form": _visit_form(language, initial=first_values(printable(request.GET), language))})
    return _empty_visit(request)


# The address with a parameter is one reader's, and nothing of it is kept.
@same_for_all("s", "p")
def _empty_visit(request):
    description = _(
        "Write down what you feel and what matters to you, and get one page to print, with questions to ask at your appointment. Nothing is stored."
    )
    head = Head(_("Prepare for a visit"), description, request.path)
    return render(request, "search/visit.html", {"empty_form": kept(_empty_visit_form, get_language()), "head": head})


def _visit_form(language, sent=None, **options):
    return VisitForm(sent, groups=symptom_groups(language), **options)


def _empty_visit_form(language):
    return render_to_string("search/visit_form.html", {"form": _visit_form(language)})


@takes_a_form
@limited("search")
def check_offer(request):
    language = get_language()
    if request.method == "POST":
        form = _offer_form(language, request.POST)
        offer = Offer(form.cleaned_data, language) if form.is_valid() else None
        return render(request, "search/offer.html", {"form": form, "offer": offer}, status=200 if offer else MISTAKEN)
    if request.GET:
        initial = {"treatment": printable(request.GET).get("treatment", "")}
        return render(request, "search/offer.html", {"form": _offer_form(language, initial=initial)})
    return _empty_offer(request)


@same_for_all("treatment")
def _empty_offer(request):
    description = _(
        "Were you offered a treatment for damaged nerves? Check the words of the offer for warning signs, read what is known, and take questions along."
    )
    head = Head(_("Check an offer"), description, request.path)
    return render(request, "search/offer.html", {"empty_form": kept(_empty_offer_form, get_language()), "head": head})


def _offer_form(language, sent=None, **options):
    treatments, signs = offer_book(language).choices()
    return OfferForm(sent, treatments=treatments, signs=signs, **options)


def _empty_offer_form(language):
    return render_to_string("search/offer_form.html", {"form": _offer_form(language)})

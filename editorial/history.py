"""What changed on a public page and when, for its readers."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from editorial.addresses import Moved, find_public
from editorial.caching import same_for_all
from editorial.listing import letters_and_page
from editorial.models import Event
from editorial.structured_data import head_of_list

# What readers may know of, in a sentence each. Whatever else is done to a page stands in the trail of the editors only.
SENTENCES = {
    Event.Verb.IMPORTED: gettext_lazy("Starter text was published. No clinician had checked it."),
    Event.Verb.APPROVED: gettext_lazy("A clinician approved the text, and it was published."),
    Event.Verb.PUBLISHED: gettext_lazy("A clinician had approved the text, and it was published at the planned time."),
    Event.Verb.CHECKED: gettext_lazy("A clinician read the text again: it is still right."),
    Event.Verb.CORRECTED: gettext_lazy("A safety correction was published at once."),
    Event.Verb.CONFIRMED: gettext_lazy("A second clinician confirmed the safety correction."),
    Event.Verb.WITHDRAWN: gettext_lazy("The page was withdrawn."),
}
BY_CLINICIANS = {Event.Verb.APPROVED, Event.Verb.PUBLISHED, Event.Verb.CHECKED, Event.Verb.CORRECTED, Event.Verb.CONFIRMED}


@dataclass(frozen=True)
class Change:
    """One line of a page's history: when, what in a sentence, why or what exactly, and the role of the clinician; no names."""

    at: datetime
    what: str
    why: str
    role: str


def page_history(model):
    """A view of the history of the public pages of a kind, at the address of the page and `history/`. Four queries."""

    @same_for_all("page")
    @require_safe
    def view(request, slug):
        try:
            page = find_public(model, slug)
        except Moved as moved:
            return HttpResponsePermanentRedirect(history_address(moved.page))
        events = Event.objects.filter(page_number=page.pk, verb__in=SENTENCES)
        listed = letters_and_page(request, events, by_letter=False)
        context = {"page": page, "changes": _changes(page, listed["page_obj"]), "head": _head(request, page, listed), **listed}
        return render(request, "page_history.html", context)

    return view


def _head(request, page, listed):
    title = page.live.title
    name = _("What changed: %(title)s") % {"title": title}
    description = _("Every change that readers could see on our page about: %(title)s. When it was made, and why.") % {"title": title}
    return head_of_list(request, listed, name, description, type="WebPage", trail=((title, page.get_absolute_url()),))


def history_address(page):
    return f"{page.get_absolute_url()}history/"


def _changes(page, events):
    planned = _roles_of_planned(page)
    for event in events:
        role = event.actor_role or planned.get(event.version_number, "")
        yield Change(event.at, str(SENTENCES[event.verb]), event.reason, role if event.verb in BY_CLINICIANS else "")


def _roles_of_planned(page):
    """{version: role of the clinician who approved it for a later time}: the schedule itself publishes it and has no role."""
    approvals = Event.objects.filter(page_number=page.pk, verb=Event.Verb.SCHEDULED).order_by("pk")
    return dict(approvals.values_list("version_number", "actor_role"))

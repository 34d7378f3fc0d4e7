"""For editors: what the search makes of a question, and why each result stands where it does. Nothing of it is stored."""

from dataclasses import dataclass

from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from editorial.models import PageKind
from search.misleading import names_url
from search.question import Question
from search.results import SURE_AT_LEAST, answer
from search.senses import AFTER, TIMES
from search.understanding import area_of
from search.vocabulary import vocabulary

MOST_SHOWN = 50


@dataclass(frozen=True)
class Heard:
    """A clause as it was understood: (the reader's words, what they say) pairs, and parts of the body that a neighbour names."""

    tokens: list
    heard: list


class Explained:
    """An `Answer` with its reasons, as the template shows them."""

    def __init__(self, found, known):
        self.found, self.known = found, known
        self.clauses = [
            Heard([(token.words, sense_in_words(token.sense)) for token in clause.tokens], [sense_in_words(sense) for sense in clause.heard])
            for clause in found.reading.clauses
        ]
        # Without the words of the question the reading of a choice from the lists is empty.
        self.matches = {match.target: match for match in known.book.match(found.reading)}

    @property
    def understood(self):
        """(symptom, address of its names in the admin, the name that matched) of each symptom that was understood."""
        for symptom in self.found.understood:
            target = (PageKind.SYMPTOM, symptom.slug)
            yield symptom, names_url(target, self.known), self._phrase(target)

    @property
    def rows(self):
        """(result, its kind and slug, the name that matched) of the first results."""
        return [(result, self._phrase((result.kind, result.slug))) for result in self.found.results[:MOST_SHOWN]]

    @property
    def alarms(self):
        """(care card, the phrases and symptoms that raised it) of each card that is raised, the most urgent first."""
        phrases = self.known.flag_book.raised(self.found.reading)
        urgent = [symptom for symptom in self.found.understood if symptom.slug in self.found.urgent_symptoms]
        for card in filter(None, [self.found.urgent, *self.found.also_urgent]):
            symptoms = [symptom.name for symptom in urgent if card.slug in self.known.flags_of_symptom.get(symptom.slug, ())]
            yield card, [*(phrase.text for phrase in phrases.get(card.slug, ())), *symptoms]

    def _phrase(self, target):
        match = self.matches.get(target)
        return match.phrase if match else ""


def sense_in_words(sense):
    """What a sense of a clause is, for people: "part of the body: feet" for "area:feet"."""
    if area := area_of(sense):
        return _("part of the body: %(area)s") % {"area": area}
    if sense in TIMES:
        return _("when: %(time)s") % {"time": TIMES[sense]}
    if sense in AFTER:
        return _("after what: %(cause)s") % {"cause": AFTER[sense][0]}
    prefix, _colon, rest = sense.partition(":")
    if prefix == "no" and rest:
        return _("cannot, or not any more: %(what)s") % {"what": rest}
    if prefix == "not" and rest:
        return _("denied: %(what)s") % {"what": rest}
    return sense


# By POST, though nothing changes: the words of a GET would stand in logs and in the browser's history.
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request):
    """The form, and below it the explained answer to what was sent with it."""
    question = Question.read(request.POST)
    explained = None
    if question.text:
        explained = Explained(answer(question, language=get_language()), vocabulary(get_language()))
    context = {"title": _("Try a question"), "question": question, "explained": explained, "sure_at_least": SURE_AT_LEAST, "most": MOST_SHOWN}
    return render(request, "admin/try_question.html", {**admin.site.each_context(request), **context})

"""Words that point to very different things: names that lead elsewhere, and single words that mean too much. For editors."""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary

from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles.models import ConditionName, SymptomConcept, SymptomName
from editorial.models import PageKind
from search.results import UNDERSTOOD_AT_LEAST
from search.understanding import read
from search.vocabulary import vocabulary
from search.words import words

ALIKE = 0.9  # share of the best score that a symptom reaches which a single word means about as well
MOST_OTHERS = 4
MOST_WARNINGS = 8  # after one saving
MOST_SHOWN = 500

OTHERS, CONDITIONS, WORDS = "others", "conditions", "words"
# What the page shows at a time: names of the symptoms of each group, of those in none, of conditions, and single words.
PARTS = {
    **dict(SymptomConcept.Group.choices),
    OTHERS: gettext_lazy("Symptoms of no group"),
    CONDITIONS: gettext_lazy("Conditions"),
    WORDS: gettext_lazy("Single words"),
}


class Why(Enum):
    """What is wrong with words that should lead to their symptom or condition."""

    ALSO = "also"  # another has a name that says the same
    ELSEWHERE = "elsewhere"  # a search finds another first
    NOTHING = "nothing"  # a search finds nothing of its kind


@dataclass(frozen=True)
class Doubt:
    """Words and what they point to. `target` is the (kind, slug) that they are a name of, None for a single word.

    `others` are (target, its name that has the words or "") pairs, best first.
    """

    words: str
    target: tuple | None
    why: Why
    others: tuple = ()


# --- Finding them -----------------------------------------------------------------------------------------------


def doubtful_names(known, names):
    """The doubts about ((kind, slug), text) pairs of the `Vocabulary`. Takes about a millisecond a name."""
    alike = defaultdict(dict)
    for phrase in known.book.phrases:
        alike[frozenset(phrase.senses)].setdefault(phrase.target, phrase.text)
    doubts = (_doubt_about(text, target, known, alike) for target, text in names if target in known.known)
    return [doubt for doubt in doubts if doubt]


def _doubt_about(text, target, known, alike):
    """None if a search for the name finds what it is a name of before all else of its kind, and nothing else has a name that says the same."""
    reading = read(text)
    found = [match for match in known.book.match(reading, at_least=UNDERSTOOD_AT_LEAST) if match.target[0] == target[0]]
    if not found:
        return Doubt(text, target, Why.NOTHING)
    same = {other: phrase for other, phrase in alike[reading.whole.senses].items() if other[0] == target[0] and other != target}
    if same:
        return Doubt(text, target, Why.ALSO, tuple(sorted(same.items()))[:MOST_OTHERS])
    if found[0].target == target:
        return None
    own = next((match.score for match in found if match.target == target), 0.0)
    better = tuple((match.target, match.phrase) for match in found if match.score > own)
    return Doubt(text, target, Why.ELSEWHERE, better[:MOST_OTHERS]) if better else None


def doubtful_words(known, groups):
    """The doubts about single words of names: those that mean symptoms of different groups about equally well. `groups` maps slugs to groups."""
    found, seen = [], set()
    for word in sorted({word for phrase in known.book.phrases for word in words(phrase.text)}):
        reading = read(word)
        if reading.whole.senses in seen:
            continue
        seen.add(reading.whole.senses)
        matches = [match for match in known.book.match(reading, at_least=UNDERSTOOD_AT_LEAST) if match.target[0] == PageKind.SYMPTOM]
        near = [match for match in matches if match.score >= matches[0].score * ALIKE]
        if len({groups.get(match.target[1]) for match in near}) > 1:
            found.append(Doubt(word, None, Why.ALSO, tuple((match.target, match.phrase) for match in near[:MOST_OTHERS])))
    return found


# About a second's work each, and the same until the content changes.
_found: WeakKeyDictionary = WeakKeyDictionary()


def doubts(part, language):
    """The doubts about the words of one of the `PARTS`, and the vocabulary of the present content. At most three queries."""
    known = vocabulary(language)
    found = _found.setdefault(known, {})
    if part not in found:
        found[part] = doubtful_words(known, _groups(language)) if part == WORDS else doubtful_names(known, _names(part, language))
    return found[part], known


def _groups(language):
    return dict(SymptomConcept.objects.filter(symptom__language=language).values_list("symptom__slug", "group"))


def _names(part, language):
    model = ConditionName if part == CONDITIONS else SymptomName
    kind = model.kind_of_page.value
    names = model.objects.filter(**{f"{kind}__language": language}, used_in_search=True).order_by(f"{kind}__name", "text")
    if part in SymptomConcept.Group:
        names = names.filter(symptom__concept__group=part)
    elif part == OTHERS:
        names = names.filter(symptom__concept__isnull=True)
    return [((kind, slug), text) for slug, text in names.values_list(f"{kind}__slug", "text")]


# --- Saying it --------------------------------------------------------------------------------------------------


def warnings_about(names):
    """Sentences, as safe HTML, about names that were just saved and that searches use."""
    of_language = defaultdict(list)
    for name in names:
        if name.used_in_search:
            of_language[name.page.language].append(((name.page.kind, name.page.slug), name.text))
    sentences = []
    for language, pairs in of_language.items():
        known = vocabulary(language)
        sentences += [format_html("“{}”: {}", doubt.words, said_of(doubt, known)) for doubt in doubtful_names(known, pairs)]
    if len(sentences) > MOST_WARNINGS:
        rest = _("%(number)s more of these names need a look.") % {"number": len(sentences) - MOST_WARNINGS}
        all_of_them = format_html('{} <a href="{}">{}</a>', rest, reverse("admin:misleading-words"), _("See all words that may mislead."))
        return [*sentences[:MOST_WARNINGS], all_of_them]
    return sentences


def said_of(doubt, known):
    """What is odd about the words, in a sentence with links: safe HTML."""
    if doubt.why == Why.NOTHING:
        if doubt.target[0] == PageKind.CONDITION:
            return _("A search finds no condition by these words. Say it in other words, or in more.")
        return _("A search finds no symptom by these words. Say it in other words, or in more.")
    others = format_html_join(", ", "{}", [(_linked(target, phrase, known),) for target, phrase in doubt.others])
    if doubt.target is None:
        return format_html(_("It may mean {}."), others)
    if doubt.why == Why.ALSO:
        return format_html(_("It stands for {} as well."), others)
    return format_html(_("A search finds {} first."), others)


def _linked(target, phrase, known):
    name = format_html('<a href="{}">{}</a>', names_url(target, known), known.known[target].name)
    return format_html(_("{} (by “{}”)"), name, phrase) if phrase else name


def names_url(target, known):
    """Where the names of a symptom or condition are in the admin."""
    kind = str(target[0])
    return reverse(f"admin:articles_{kind}_change", args=[known.known[target].pk]) + f"#{kind}_names-group"


def show(request):
    """One part of all words that may mislead."""
    asked = request.GET.get("part", "")
    part = asked if asked in PARTS else next(iter(PARTS))
    found, known = doubts(part, get_language())
    rows = [
        {
            "words": doubt.words,
            "of": known.known[doubt.target].name if doubt.target else "",
            "url": names_url(doubt.target, known) if doubt.target else "",
            "said": said_of(doubt, known),
        }
        for doubt in found[:MOST_SHOWN]
    ]
    context = {"title": _("Words that may mislead"), "parts": PARTS.items(), "part": part, "rows": rows, "total": len(found), "single": part == WORDS}
    return render(request, "admin/misleading_words.html", {**admin.site.each_context(request), **context})

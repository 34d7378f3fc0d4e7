"""From a reader's question to an answer: what was understood, what is urgent, and the pages, best first."""

import math
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F, Q
from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from articles.models import Association
from editorial.models import Page, PageKind
from search.candidates import candidates, texts_of
from search.question import Question
from search.senses import AFTER, TIMES
from search.understanding import Reading, area_of, read
from search.vocabulary import vocabulary
from search.words import MAX_TERMS, all_query_terms, fold, term
from treatments.models import Effect

MOST_UNDERSTOOD = 8
MOST_ROWS = 400  # associations and effects that one answer reads
SNIPPET = 220

# The one threshold: below it nothing that we know fits the question well. Chosen on tuning questions, see docs/search-quality.md.
SURE_AT_LEAST = 0.395
UNDERSTOOD_AT_LEAST, OF_THE_BEST = 0.3, 0.65
MOST_ALSO_URGENT = 3
SHOWN_AT_LEAST, SHOWN_OF_THE_BEST, ALWAYS_SHOWN = 0.005, 0.4, 3
ECHO = 0.1  # how much worse a symptom is that only repeats words of a better one

FIELD_WEIGHTS = (("title_terms", 1.0), ("keyword_terms", 0.9), ("summary_terms", 0.45), ("body_terms", 0.2))
TEXT_AT_LEAST = 0.12
OF_TITLE = 0.25  # how much it counts that the question says the title
# What stands behind a result weighs less than the symptom or condition that was asked for itself.
BY_TEXT = 0.5
BESIDE_PAGES = 0.7  # of a definition or a care card: somebody who asks for its word mostly wants a page
BY_SYMPTOM = 0.55
BY_CAUSED = 0.45
OPTION, UNPROVEN = 0.45, 0.15
WORD_WITH_MARKS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Chip:
    """One thing that was understood. `key` is what `not=` takes to leave it out; `words` are the reader's own, "" if it was chosen from a list."""

    key: str
    label: str
    words: str


@dataclass(frozen=True)
class Understood:
    """A symptom that the words point to, or that was chosen: `score` 0 to 1."""

    slug: str
    name: str
    matched: str
    score: float
    url: str | None = None


class Result(NamedTuple):
    """One page of the answer. `score` is 0 to 1 and means the same for every question; `parts` say where it comes from.

    `snippet` is None for a page that is found by its text: `Answer.with_snippets` reads it for those that are shown.
    """

    kind: str
    slug: str
    title: str
    url: str | None
    score: float
    snippet: str | None
    stage: str = ""
    is_unproven: bool = False
    areas: frozenset = frozenset()
    tags: frozenset = frozenset()
    parts: tuple = ()
    number: int | None = None
    certainty: str = ""
    has: tuple = ()
    lacks: tuple = ()

    @property
    def kind_label(self):
        return PageKind(self.kind).label


@dataclass
class Answer:
    """The answer to one question. `results` are best first; unproven treatments keep their place there and are shown apart."""

    question: Question
    shortened: bool = False
    corrected: str | None = None
    corrections: tuple = ()
    meant: tuple = ()
    reading: Reading = field(default_factory=Reading)
    chips: list = field(default_factory=list)
    understood: list = field(default_factory=list)
    urgent: object = None
    also_urgent: tuple = ()  # further red flags that are raised, the most urgent first
    urgent_symptoms: frozenset = frozenset()  # slugs of those that may raise one by themselves
    results: list = field(default_factory=list)
    is_capped: bool = False
    is_sure: bool = False
    marked_terms: frozenset = frozenset()
    tag_names: dict = field(default_factory=dict)

    @property
    def denied(self):
        return self.reading.denied

    def with_snippets(self, results):
        """Some of the results, each with a snippet. At most one query."""
        bare = {result.number for result in results if result.snippet is None}
        if not bare:
            return results
        texts = texts_of(bare)

        def filled(result):
            summary, body = texts.get(result.number, ("", ""))
            return result._replace(snippet=snippet(summary, body, self.marked_terms))

        return [filled(result) if result.snippet is None else result for result in results]


def answer(question, *, language):
    """The `Answer` to a `Question`. At most six SQL queries while the content stays the same."""
    known = vocabulary(language)
    found = Answer(question, shortened=question.shortened, tag_names=known.tag_names)
    text = question.text
    if not question.exact:
        text, changes, meant = known.speller.repair_text(text)
        if changes:
            found.corrected, found.corrections = text, tuple(changes)
        found.meant = tuple(text.replace(typed, medicine) for typed, medicine in meant)
    # A red flag may be the last thing that a long question says, so only the database is asked for fewer words.
    said = all_query_terms(text)
    asked = said[:MAX_TERMS]
    found.reading = _without(read(text), question.dropped)
    found.marked_terms = frozenset(asked) - {"not", "cannot"}
    matches = known.book.match(found.reading, at_least=SHOWN_AT_LEAST)
    misread = [match for match in matches if match.target[1] in question.dropped and match.score >= UNDERSTOOD_AT_LEAST]
    if misread:
        # What the reader took back must not come again as the next best reading of the same words.
        found.reading = _without_words(found.reading, {word for match in misread for word in match.words.split()})
        matches = known.book.match(found.reading, at_least=SHOWN_AT_LEAST)
    matches = [match for match in matches if match.target[1] not in question.dropped]
    found.understood = _symptoms(matches, known, question)
    found.urgent_symptoms = frozenset({*question.symptoms, *known.urgent_names(found.reading)} - set(question.dropped))
    raised = known.raised(found.reading, found.urgent_symptoms)
    found.urgent, found.also_urgent = raised[0] if raised else None, tuple(raised[1 : 1 + MOST_ALSO_URGENT])
    found.chips = _chips(found, known)
    results = [*_named(matches, known), *_chosen(question, known)]
    related = list(_related(found.understood, known)) if found.understood else []
    results += related
    behind = {(result.kind, result.slug): result.score for result in related if result.kind == PageKind.CONDITION and not result.lacks}
    asked_for = {match.target: match.score for match in matches if match.score >= UNDERSTOOD_AT_LEAST}
    asked_for |= {("symptom", symptom.slug): symptom.score for symptom in found.understood}
    results += _treatments(asked_for, behind, known)
    written = candidates(asked, language=language, also={result.number for result in results if result.url})
    results = _described(results, [*written.documents, *written.others])
    results += _text_results(written.documents, asked)
    found.results = _ranked(results)
    found.is_capped = written.is_capped
    found.is_sure = bool(found.results) and found.results[0].score >= SURE_AT_LEAST
    return found


def _without(reading, dropped):
    """The reading without the parts of the body, times and causes that the reader removed."""
    keys = {key.partition(":")[2] if key.startswith(("time:", "after:")) else key for key in dropped if ":" in key}
    if not keys:
        return reading

    def without(found, prefix):
        return {name: words for name, words in found.items() if prefix + name not in dropped}

    return replace(
        _filtered(reading, lambda sense, _words: sense not in keys),
        areas=without(reading.areas, "area:"),
        times=without(reading.times, "time:"),
        afters=without(reading.afters, "after:"),
    )


def _without_words(reading, words):
    """The reading without what was said by some of its words; parts of the body stay."""
    return _filtered(reading, lambda sense, said: area_of(sense) or not words.issuperset(said.split()))


def _filtered(reading, is_kept):
    """The reading with those of its tokens for whose sense and words `is_kept` is true."""

    def left(tokens):
        return tuple(token for token in tokens if is_kept(token.sense, token.words))

    def of_clause(clause):
        return replace(clause, tokens=left(clause.tokens), heard=tuple(sense for sense in clause.heard if is_kept(sense, "")))

    return replace(
        reading,
        clauses=tuple(map(of_clause, reading.clauses)),
        said=tuple(filter(None, map(left, reading.said))),
        whole=of_clause(reading.whole),
    )


def symptoms_in(text, known, *, without=()):
    """The symptoms that some words point to, an `Understood` each; `without` are slugs of those that the reader took back. No query."""
    text, _changes, _meant = known.speller.repair_text(text)
    matches = known.book.match(read(text), at_least=SHOWN_AT_LEAST)
    return _symptoms([match for match in matches if match.target[1] not in without], known, Question())


def _symptoms(matches, known, question):
    """The symptoms that were chosen, and those that the words point to.

    One that only repeats words of a better one is left out, and so is one that is far below the best unless nothing better explains its words.
    """
    understood = [Understood(slug, page.name, "", 1.0, page.url) for slug in question.symptoms if (page := known.known.get((PageKind.SYMPTOM, slug)))]
    kept = []
    matches = [match for match in matches if match.target[0] == PageKind.SYMPTOM]
    at_least = max(UNDERSTOOD_AT_LEAST, OF_THE_BEST * matches[0].score) if matches else 0
    for match in matches:
        words = set(match.words.split())
        of_same_words = [better for better in kept if not words.isdisjoint(better.words.split())]
        if match.score < (at_least if of_same_words else min(at_least, SURE_AT_LEAST)):
            continue
        if not any(words <= set(better.words.split()) and match.score < better.score - ECHO for better in of_same_words):
            kept.append(match)
    chosen = {symptom.slug for symptom in understood}
    for match in kept:
        if match.target[1] not in chosen:
            page = known.known[match.target]
            understood.append(Understood(page.slug, page.name, match.words, match.score, page.url))
    return understood[: max(MOST_UNDERSTOOD, len(chosen))]


def _chips(found, known):
    chips = [Chip(symptom.slug, symptom.name, symptom.matched) for symptom in found.understood]
    reading = found.reading
    chips += [Chip(f"area:{area}", area, words) for area, words in reading.areas.items()]
    chips += [Chip(f"time:{time}", _(TIMES[time]), words) for time, words in reading.times.items()]
    chips += [Chip(f"after:{cause}", _(AFTER[cause][0]), words) for cause, words in reading.afters.items()]
    return chips


def _named(matches, known):
    """The symptoms and conditions that the words point to."""
    at_least = SHOWN_OF_THE_BEST * matches[0].score if matches else 0
    for place, match in enumerate(matches):
        if place >= ALWAYS_SHOWN and match.score < at_least:
            break
        page = known.known[match.target]
        snippet = _("Matches your words “%(words)s”.") % {"words": match.words}
        parts = ((_("where all the words lean"), match.leaning),)
        if match.phrase:
            held = _("share of the name “%(name)s” that was said") % {"name": match.phrase}
            parts = ((held, match.held), (_("share of the words that it explains"), match.explained), *parts)
        yield Result(page.kind, page.slug, page.name, page.url, match.score, snippet, areas=page.areas, parts=parts, number=page.pk)


def _chosen(question, known):
    for slug in question.symptoms:
        page = known.known.get((PageKind.SYMPTOM, slug))
        if page:
            parts = ((_("chosen from the list"), 1.0),)
            yield Result(page.kind, slug, page.name, page.url, 1.0, _("You chose this."), areas=page.areas, parts=parts, number=page.pk)


def _text_results(documents, asked):
    """Pages by their text: the best by our own score, then the rest in the order that the database gave them."""
    whole = [document for document in documents if document.body_terms is not None]
    # A text search in a padded string is far cheaper than making a set of each document's words.
    fields = [[(f" {getattr(document, name)} ", weight) for name, weight in FIELD_WEIGHTS] for document in whole]
    weights = [{term: next((weight for words, weight in columns if f" {term} " in words), 0.0) for term in asked} for columns in fields]
    spread = {term: sum(weight[term] > 0 for weight in weights) for term in asked}
    worth = {term: math.log(1 + len(whole) / max(count, 1)) + 0.1 for term, count in spread.items()}
    total = sum(worth.values())
    in_text, in_title, further = _("words of the question in the text"), _("words of the title"), _("place among the rest")
    prefix = get_script_prefix()
    for document, weight in zip(whole, weights, strict=True):
        held = sum(worth[term] * weight[term] for term in asked) / total
        title = set(document.title_terms.split()) or {""}
        of_title = len(title.intersection(asked)) / len(title)
        score = (1 - OF_TITLE) * held + OF_TITLE * of_title
        if score >= TEXT_AT_LEAST:
            if document.kind in (PageKind.SYMPTOM, PageKind.CONDITION):
                # They are found by their names; what their text says beside that is a hint.
                score *= BY_TEXT
            elif document.kind in (PageKind.TERM, PageKind.CARE_CARD):
                score *= BESIDE_PAGES
            yield _of_document(document, score, ((in_text, round(held, 4)), (in_title, round(of_title, 4))), prefix)
    for place, document in enumerate(documents[len(whole) :]):
        yield _of_document(document, TEXT_AT_LEAST * (1 - place / len(documents)), ((further, place + 1),), prefix)


def _of_document(document, score, parts, prefix):
    """A result without a snippet. Positional, and its prefix is handed in: an answer makes a thousand of these."""
    number, kind, slug, title, areas, tags, stage, is_unproven, *_words = document
    return Result(kind, slug, title, _address(kind, slug, prefix), round(score, 4), None, stage, is_unproven, areas, tags, parts, number)


def _address(kind, slug, prefix):
    before, after = _around_the_slug(kind, prefix)
    return f"{before}{slug}{after}"


@lru_cache(maxsize=100)
def _around_the_slug(kind, _prefix):
    """What stands before and after the slug in the address of a page of this kind: to ask for a thousand addresses takes a tenth of a second."""
    before, _slug, after = Page(kind=kind, slug="a-slug").get_absolute_url().partition("a-slug")
    return before, after


def _related(understood, known):
    """Conditions that have the symptoms, and causes of these conditions. One query."""
    scores = {known.known["symptom", symptom.slug].pk: symptom for symptom in understood}
    total = sum(symptom.score for symptom in understood)
    having = Association.objects.live().filter(symptom__in=scores).values("version")
    rows = Association.objects.live().filter(Q(symptom__in=scores) | Q(cause__isnull=False), version__in=having).order_by("pk")
    conditions, causes = {}, {}
    values = ("version__page", "version__live_on__slug", "version__live_on__name", "symptom", "cause", "cause__slug", "cause__name", "cause__live")
    for number, slug, name, symptom, cause, cause_slug, cause_name, cause_live in rows.values_list(*values)[:MOST_ROWS]:
        if symptom:
            conditions.setdefault((number, slug, name), set()).add(symptom)
        elif cause_live:
            causes.setdefault((cause, cause_slug, cause_name), []).append((number, slug, name))
    for (number, slug, name), symptoms in conditions.items():
        yield _having("condition", number, slug, name, symptoms, scores, total, BY_SYMPTOM, _("Can cause: %(names)s."))
    for (number, slug, name), leads_to in causes.items():
        symptoms = set().union(*(conditions.get(condition, set()) for condition in leads_to))
        names = ", ".join(sorted(condition[2] for condition in leads_to))
        yield _having("cause", number, slug, name, symptoms, scores, total, BY_CAUSED, _("Can lead to %(conditions)s.") % {"conditions": names})


def _having(kind, number, slug, name, symptoms, scores, total, weight, sentence):
    has = tuple(symptom.name for pk, symptom in scores.items() if pk in symptoms)
    lacks = tuple(symptom.name for pk, symptom in scores.items() if pk not in symptoms)
    share = sum(scores[pk].score for pk in symptoms) / total
    best = max(symptom.score for symptom in scores.values())
    parts = ((_("share of the symptoms that it has"), round(share, 4)), (_("how surely they were understood"), best))
    words = sentence % {"names": ", ".join(has)} if kind == "condition" else sentence
    return Result(
        kind,
        slug,
        name,
        _address(kind, slug, get_script_prefix()),
        round(weight * share * best, 4),
        words,
        has=has,
        lacks=lacks,
        parts=parts,
        number=number,
    )


def _treatments(asked_for, behind, known):
    """Treatments with evidence for symptoms and conditions: {(kind, slug): how surely it was asked for}. One query.

    Conditions that may be `behind` the symptoms bring treatments too, each with the name of its condition, but no unproven one: nobody
    has said that the reader has the condition.
    """
    by_pk = {known.known[target].pk: (known.known[target], score) for target, score in {**behind, **asked_for}.items()}
    if not by_pk:
        return
    effects = (
        Effect.objects.live()
        .filter(Q(symptom__in=by_pk) | Q(condition__in=by_pk))
        .with_treatment()
        .annotate(page_number=F("version__page"))
        .order_by("pk")
    )
    for effect in effects[:MOST_ROWS]:
        target, likeness = by_pk.get(effect.symptom_id) or by_pk[effect.condition_id]
        if not effect.is_option and (target.kind, target.slug) not in asked_for:
            continue
        score = round((OPTION if effect.is_option else UNPROVEN) * likeness, 4)
        yield Result(
            "treatment",
            effect.treatment_slug,
            effect.treatment_name,
            effect.treatment_url,
            score,
            f"{target.name}: {effect.statement}",
            stage=effect.stage,
            certainty=effect.certainty,
            is_unproven=not effect.is_option,
            parts=((_("evidence for “%(name)s”") % {"name": target.name}, likeness),),
            number=effect.page_number,
        )


def _ranked(found):
    """Each page once, with its best score; equal scores in the order of kind and slug, so that both databases agree.

    What is known of a treatment for the symptom that was asked about stays with it, and so do the symptoms that a condition has, also
    where their words score higher.
    """
    best = {}
    for result in found:
        other = best.setdefault((result.kind, result.slug), result)
        if other is result:
            continue
        higher, lower = (result, other) if result.score > other.score else (other, result)
        if lower.certainty and not higher.certainty:
            higher = lower._replace(score=higher.score, parts=higher.parts)
        elif lower.has and not higher.has:
            higher = higher._replace(has=lower.has, lacks=lower.lacks)
        best[result.kind, result.slug] = higher._replace(areas=higher.areas | lower.areas)
    return sorted(best.values(), key=lambda result: (-result.score, result.kind, result.slug))


def _described(results, documents):
    """The results with what the index knows of their pages: areas, tags, and the stage of a treatment of which only words were found."""
    by_number = {document.page_id: document for document in documents}
    return [_with_document(result, by_number[result.number]) if result.number in by_number else result for result in results]


def _with_document(result, document):
    stage = {} if result.stage else {"stage": document.stage, "is_unproven": document.is_unproven}
    return result._replace(areas=result.areas | document.areas, tags=document.tags, **stage)


def snippet(summary, body, asked):
    """About 220 characters of a page's summary or body around the first word that was asked for: plain text."""
    text, place = summary, _first_of(asked, summary)
    if place is None and (place := _first_of(asked, body)) is not None:
        text = body[max(body.rfind(". ", 0, place), body.rfind("\n", 0, place)) + 1 :]
    text = " ".join(text[: 20 * SNIPPET].split())
    return text if len(text) <= SNIPPET else text[:SNIPPET].rsplit(" ", 1)[0] + " …"


def _first_of(asked, text):
    """Where the first of the words that were asked for begins, or None."""
    return next((match.start() for match in WORD_WITH_MARKS.finditer(text) if _term_of(match[0]) in asked), None)


# Texts are made of a few thousand words.
@lru_cache(maxsize=2_000)
def _term_of(word):
    return term(fold(word))


def marked(text, asked):
    """(piece, is_match) pairs of a plain text: the words that were asked for apart from the rest."""
    pieces, end = [], 0
    for match in WORD_WITH_MARKS.finditer(text):
        if term(fold(match[0])) in asked:
            pieces += [(text[end : match.start()], False), (match[0], True)]
            end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]

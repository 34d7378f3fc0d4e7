"""From a reader's question to an answer: what was understood, what is urgent, and the pages, best first."""

import math
import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from articles.models import Association
from editorial.models import Page, PageKind
from search.index import candidates
from search.vocabulary import vocabulary
from search.words import MAX_CHARACTERS, MAX_TERMS, all_query_terms, fold, stem
from treatments.models import Effect, Treatment

CANDIDATES = 100
MOST_RESULTS = 40
SNIPPET = 220

FIELD_WEIGHTS = (("title_terms", 1.0), ("keyword_terms", 0.9), ("summary_terms", 0.45), ("body_terms", 0.2))
SYMPTOM_AT_LEAST = 0.6
URGENT_AT_LEAST = 0.85
TEXT_AT_LEAST = 0.12
WORD_WITH_MARKS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Understood:
    slug: str
    name: str
    matched: str
    score: float


@dataclass(frozen=True)
class Result:
    kind: str
    slug: str
    title: str
    url: str | None
    score: float
    snippet: str
    stage: str = ""
    certainty: str = ""
    is_unproven: bool = False

    @property
    def kind_label(self):
        return PageKind(self.kind).label


@dataclass
class Answer:
    """The answer to one question. `results` are best first; unproven treatments keep their place there and are shown apart."""

    query: str
    understood: list = field(default_factory=list)
    corrected: str | None = None
    urgent: object = None
    results: list = field(default_factory=list)
    shortened: bool = False
    marked_terms: frozenset = frozenset()

    @property
    def proven(self):
        return [result for result in self.results if not result.is_unproven]

    @property
    def unproven(self):
        return [result for result in self.results if result.is_unproven]


def answer(query, *, language, exact=False):
    """The `Answer` to a question in a reader's own words.

    `query` is any text; its first 300 characters count. With `exact` no spelling is repaired. At most five queries while the
    content stays the same.
    """
    query = query.replace("\x00", " ").strip()
    shown = query[:MAX_CHARACTERS]
    result = Answer(query=shown, shortened=len(query) > MAX_CHARACTERS)
    known = vocabulary(language)
    if not exact:
        text, changed = known.speller.repair_text(shown)
        result.corrected = text if changed else None
    said = all_query_terms(result.corrected or shown)
    if not said:
        return result
    # A red flag may be the last thing that a long question says, so only the database is asked for fewer words.
    asked = said[:MAX_TERMS]
    result.marked_terms = frozenset(asked)
    result.understood = _symptoms(said, known)
    result.urgent = known.raised(said, [symptom.slug for symptom in result.understood if symptom.score >= URGENT_AT_LEAST])
    found = [*_symptom_results(result.understood, known), *_text_results(asked, language)]
    if result.understood:
        found += _condition_results(result.understood, known)
        found += _treatment_results(result.understood, known)
    result.results = _with_stages(_ranked(found)[:MOST_RESULTS], language)
    return result


def _symptoms(asked, known):
    """The symptoms that the words point to; one that only repeats words of a much better one is left out."""
    kept = []
    for match in known.symptom_phrases.match(asked, at_least=SYMPTOM_AT_LEAST):
        echo = any(match.terms <= better.terms and match.score < better.score - 0.12 for better in kept)
        if not echo:
            kept.append(match)
    return [Understood(match.target, known.symptoms[match.target].name, match.phrase, match.score) for match in kept[:8]]


def _symptom_results(understood, known):
    for symptom in understood:
        page = known.symptoms[symptom.slug]
        snippet = _("Matches your words “%(words)s”.") % {"words": symptom.matched}
        yield Result("symptom", symptom.slug, page.name, page.url, symptom.score, snippet)


def _text_results(asked, language):
    documents = candidates(asked, language=language, limit=CANDIDATES)
    # A text search in a padded string is far cheaper than making a set of each document's words.
    fields = [[(f" {getattr(document, name)} ", weight) for name, weight in FIELD_WEIGHTS] for document in documents]
    weights = [{term: next((weight for words, weight in columns if f" {term} " in words), 0.0) for term in asked} for columns in fields]
    spread = {term: sum(weight[term] > 0 for weight in weights) for term in asked}
    worth = {term: math.log(1 + len(documents) / max(count, 1)) + 0.1 for term, count in spread.items()}
    total = sum(worth.values())
    found = []
    for document, weight in zip(documents, weights, strict=True):
        held = sum(worth[term] * weight[term] for term in asked)
        title = set(document.title_terms.split()) or {""}
        score = round(0.85 * held / total + 0.15 * len(title.intersection(asked)) / len(title), 4)
        if score >= TEXT_AT_LEAST:
            found.append((score, document))
    found.sort(key=lambda row: (-row[0], row[1].kind, row[1].slug))
    for score, document in found[:MOST_RESULTS]:
        page = Page(kind=document.kind, slug=document.slug)
        yield Result(document.kind, document.slug, document.title, page.get_absolute_url(), score, snippet(document, asked))


def _condition_results(understood, known):
    scores = {known.symptoms[symptom.slug].pk: symptom for symptom in understood}
    total = sum(symptom.score for symptom in understood)
    found = {}
    rows = Association.objects.live().filter(symptom__in=scores).order_by("pk")
    for slug, name, symptom in rows.values_list("version__live_on__slug", "version__live_on__name", "symptom"):
        found.setdefault((slug, name), []).append(scores[symptom])
    for (slug, name), symptoms in found.items():
        score = round(0.55 * sum(symptom.score for symptom in symptoms) / total, 4)
        names = ", ".join(symptom.name for symptom in symptoms)
        address = Page(kind="condition", slug=slug).get_absolute_url()
        yield Result("condition", slug, name, address, score, _("Can cause: %(names)s.") % {"names": names})


def _treatment_results(understood, known):
    scores = {known.symptoms[symptom.slug].pk: symptom for symptom in understood}
    for effect in Effect.objects.live().filter(symptom__in=scores).with_treatment():
        symptom = scores[effect.symptom_id]
        score = round((0.45 if effect.is_option else 0.15) * symptom.score, 4)
        words = f"{symptom.name}: {effect.statement}"
        yield Result(
            "treatment",
            effect.treatment_slug,
            effect.treatment_name,
            effect.treatment_url,
            score,
            words,
            stage=effect.stage,
            certainty=effect.certainty_label,
            is_unproven=not effect.is_option,
        )


def _ranked(found):
    """Each page once, with its best score; equal scores in the order of kind and slug, so that both databases agree.

    What is known of a treatment for the symptom that was asked about stays with it, also where its words score higher.
    """
    best = {}
    for result in found:
        other = best.setdefault((result.kind, result.slug), result)
        if bool(result.stage) == bool(other.stage):
            chosen = max(other, result, key=lambda one: one.score)
        else:
            chosen = replace(result if result.stage else other, score=max(result.score, other.score))
        best[result.kind, result.slug] = chosen
    return sorted(best.values(), key=lambda result: (-result.score, result.kind, result.slug))


def _with_stages(results, language):
    """The results, each treatment with a stage: that of its page where only its words were found."""
    bare = [result.slug for result in results if result.kind == PageKind.TREATMENT and not result.stage]
    if not bare:
        return results
    pages = Treatment.objects.published().in_language(language).with_live().filter(slug__in=bare)
    texts = {("treatment", page.slug): page.live.treatmentversion for page in pages}
    return [
        replace(result, stage=text.stage, is_unproven=text.is_unproven) if (text := texts.get((result.kind, result.slug))) else result
        for result in results
    ]


def snippet(document, asked):
    """About 220 characters of a document around the first word that was asked for: plain text."""
    text = document.summary
    if not _holds(text, asked) and _holds(document.text, asked):
        text = document.text
        for match in WORD_WITH_MARKS.finditer(text):
            if stem(fold(match[0])) in asked:
                start = max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
                text = text[start:].strip()
                break
    text = " ".join(text.split())
    return text if len(text) <= SNIPPET else text[:SNIPPET].rsplit(" ", 1)[0] + " …"


def _holds(text, asked):
    return any(stem(fold(match[0])) in asked for match in WORD_WITH_MARKS.finditer(text))


def marked(text, asked):
    """(piece, is_match) pairs of a plain text: the words that were asked for apart from the rest."""
    pieces, end = [], 0
    for match in WORD_WITH_MARKS.finditer(text):
        if stem(fold(match[0])) in asked:
            pieces += [(text[end : match.start()], False), (match[0], True)]
            end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]

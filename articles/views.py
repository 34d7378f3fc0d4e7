"""Pages about the disorder: thin views, each a fetch, a call and a template."""

from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles.cards import read_cards
from articles.models import Article, CareCard, Cause, Condition, GlossaryTerm, Symptom
from articles.named_pages import conditions_naming, named_by
from articles.structured_data import (
    head_of_article,
    head_of_cause,
    head_of_condition,
    head_of_glossary,
    head_of_pages,
    head_of_symptom,
    head_of_tag,
    head_of_tags,
    head_of_urgent_signs,
)
from editorial.caching import same_for_all
from editorial.drawing import draws, public_page
from editorial.footnotes import NumberedSources
from editorial.listing import letters_and_page
from editorial.markup import cited_keys
from editorial.models import Page, Tag
from editorial.reading import ReadableCard, read, references


def _treatments(effects):
    """Effects of published treatments: what is offered, and apart from it what is unproven or was shown not to help."""
    return {"options": [effect for effect in effects if effect.is_option], "unproven": [effect for effect in effects if not effect.is_option]}


@public_page(Condition)
def condition_detail(condition):
    causes, symptoms = named_by(condition.live)
    reading = read(condition, row_keys=[key for row in causes + symptoms for key in row.sources])
    effects = condition.condition_effects.in_place()
    head = head_of_condition(reading, causes, symptoms, effects)
    context = {"reading": reading, "head": head, "causes": causes, "symptoms": symptoms, **_treatments(effects)}
    studies, experiments = condition.trials.on_condition_page()
    return "articles/condition_detail.html", {**context, "studies": studies, "experiments": experiments}


@public_page(Cause)
def cause_detail(cause):
    reading, conditions = read(cause), conditions_naming(cause)
    return "articles/cause_detail.html", {"reading": reading, "head": head_of_cause(reading, conditions), "conditions": conditions}


@public_page(Symptom)
def symptom_detail(symptom):
    reading, conditions, effects = read(symptom), conditions_naming(symptom), symptom.symptom_effects.in_place()
    context = {"reading": reading, "head": head_of_symptom(reading, conditions, effects), "conditions": conditions, **_treatments(effects)}
    return "articles/symptom_detail.html", context


@public_page(Article)
def article_detail(article):
    related = article.live.related.published().alphabetical()
    reading = read(article)
    return "articles/article_detail.html", {"reading": reading, "head": head_of_article(reading), "related": related}


@draws(GlossaryTerm)
def term(term):
    return "page.html", {"reading": read(term)}


@draws(CareCard)
def care_card(card):
    reading = read(card)
    body = mark_safe("".join(section.body for section in reading.sections))  # noqa: S308 - cleaned when it was stored
    return "articles/care_card.html", {"reading": reading, "card": ReadableCard(card.live.title, card.live.level, reading.summary, body)}


def _list(request, model, template):
    pages = model.objects.published().in_language(get_language()).with_summary().alphabetical()
    listed = letters_and_page(request, pages)
    return render(request, template, listed | {"model": model._meta, "head": head_of_pages(request, listed, model)})


@same_for_all("letter", "page")
@require_safe
def condition_list(request):
    return _list(request, Condition, "articles/page_list.html")


@same_for_all("letter", "page")
@require_safe
def cause_list(request):
    return _list(request, Cause, "articles/page_list.html")


@same_for_all("letter", "page")
@require_safe
def symptom_list(request):
    return _list(request, Symptom, "articles/page_list.html")


@same_for_all("letter", "page")
@require_safe
def article_list(request):
    return _list(request, Article, "articles/page_list.html")


@same_for_all("letter", "page")
@require_safe
def glossary(request):
    """All words in one list, and those of a letter with their sources, which would make the whole list half as heavy again."""
    listed = letters_and_page(request, GlossaryTerm.objects.published().in_language(get_language()).with_summary().alphabetical(), per_page=200)
    terms = [(term, cited_keys(term.live.summary)) for term in listed["page_obj"]]
    keys = [key for _term, cited in terms for key in cited] if listed["letter"] else []
    sources = NumberedSources(keys, references(keys))
    words = [(term, bool(cited), sources.links(cited)) for term, cited in terms]
    context = {"words": words, "sources": sources, "head": head_of_glossary(request, listed, sources)}
    return render(request, "articles/glossary.html", listed | context)


@same_for_all()
@require_safe
def urgent_signs(request):
    cards = read_cards(get_language())
    return render(request, "articles/urgent_signs.html", cards | {"head": head_of_urgent_signs(request, cards["sources"])})


@same_for_all()
@require_safe
def tag_list(request):
    return render(request, "articles/tag_list.html", {"tags": Tag.objects.published(), "head": head_of_tags(request)})


@same_for_all("letter", "page")
@require_safe
def tag_detail(request, slug):
    tag = get_object_or_404(Tag.objects.published(), slug=slug)
    pages = Page.objects.published().in_language(get_language()).tagged(tag).with_summary().alphabetical()
    listed = letters_and_page(request, pages)
    return render(request, "articles/tag_detail.html", listed | {"tag": tag, "head": head_of_tag(request, listed, tag)})

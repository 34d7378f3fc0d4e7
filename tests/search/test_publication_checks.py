"""What editors are told of the article of warning signs."""

from articles.models import Article
from editorial.checked_text import Part
from editorial.models import Aspect
from search.offer_words import forms
from search.offers import SIGNS_ARTICLE
from tests.checked_texts import a_text, found, whole_parts

HEADINGS = sorted({form.sign for form in forms()})


def article(*headings, slug=SIGNS_ARTICLE):
    signs = [Part(f"sections-{10 + place}", Aspect.CAUTIONS, "<p>Words. [@a-source]</p>", heading) for place, heading in enumerate(headings)]
    return a_text(Article, (*whole_parts(Article), *signs), slug=slug)


# {id of a check: (a text that it finds something in, one in which it finds nothing)}
PAIRS = {"signs-without-words": (article("Hurry up", *HEADINGS), article(*HEADINGS))}


def told(text):
    return found(text, "signs-without-words")


def test_an_article_with_all_signs_is_fine():
    assert told(article(*HEADINGS)) == []


def test_a_heading_that_was_changed_is_told_at_its_place_and_missed():
    [(place, new), (_nowhere, old)] = told(article("Hurry up", *HEADINGS[1:]))

    assert place == "sections-10"
    assert "knows no words for “Hurry up”" in new
    assert f"has words for “{HEADINGS[0]}”" in old


def test_other_articles_may_say_what_they_like():
    assert told(article("Hurry up", slug="another")) == []

"""Which documents hold words of a question: the same, in the same order, on both databases."""

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.models import Page
from search.candidates import Candidates, candidates, texts_of
from search.models import SearchDocument, SearchText
from search.words import MAX_TERMS, all_query_terms, terms
from tests import factories

pytestmark = pytest.mark.django_db

LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]


def make_documents(*rows, language="en"):
    """Documents of pages that nobody published; a row is a slug and words by field."""
    pages = Page.objects.bulk_create(Page(kind="article", language=language, slug=slug, name=slug) for slug, _words in rows)
    documents = SearchDocument.objects.bulk_create(
        SearchDocument(page=page, language=language, kind="article", slug=slug, title=slug) for page, (slug, _words) in zip(pages, rows, strict=True)
    )
    SearchText.objects.bulk_create(SearchText(document=document, **words) for document, (_slug, words) in zip(documents, rows, strict=True))


def numbered(count, **words):
    return [(f"page-{number}", words) for number in range(count)]


def found(*asked, **options):
    return [document.slug for document in candidates(asked, language="en", **options).documents]


def test_a_document_is_found_by_each_of_its_fields():
    fields = ("title_terms", "keyword_terms", "summary_terms", "body_terms")
    make_documents(*((field, {field: f"{field[0]}word common"}) for field in fields))

    for field in fields:
        assert found(f"{field[0]}word") == [field]
    assert sorted(found("common")) == sorted(fields)
    assert found("nothing") == []


def test_names_come_before_texts():
    make_documents(
        ("text", {"body_terms": "tingl"}),
        ("summary", {"summary_terms": "tingl"}),
        ("keyword", {"keyword_terms": "tingl"}),
        ("title", {"title_terms": "tingl"}),
    )

    assert found("tingl") == ["keyword", "title", "text", "summary"]


def test_a_rare_word_counts_more_than_a_common_one():
    make_documents(*numbered(20, body_terms="foot"), ("rare", {"body_terms": "bortezomib"}))

    assert found("foot", "bortezomib")[0] == "rare"


def test_more_words_count_more_than_fewer():
    make_documents(("one", {"body_terms": "foot"}), ("other", {"body_terms": "numb"}), ("both", {"body_terms": "foot numb"}))

    assert found("foot", "numb") == ["both", "one", "other"]


def test_it_is_said_that_there_are_more():
    make_documents(*numbered(1000, body_terms="foot"))

    few = candidates(["foot"], language="en")
    make_documents(("one-more", {"body_terms": "foot"}))
    many = candidates(["foot"], language="en")

    assert (len(few.documents), few.is_capped) == (1000, False)
    assert (len(many.documents), many.is_capped) == (1000, True)


@pytest.mark.parametrize("good", [{"title_terms": "foot"}, {"body_terms": "numb foot"}, {"body_terms": "bortezomib"}])
def test_a_good_document_is_not_lost_among_many(good):
    make_documents(*numbered(1100, body_terms="foot"), *((f"numb-{number}", {"body_terms": "numb"}) for number in range(1100)), ("good", good))

    assert found("foot", "numb", "bortezomib")[0] == "good"


def test_only_the_best_are_whole():
    make_documents(*numbered(5, summary_terms="summari", body_terms="text"))

    documents = candidates(["text"], language="en", limit=2).documents

    assert [document[-2:] for document in documents[:2]] == [("summari", "text")] * 2
    assert [document[-2:] for document in documents[2:]] == [(None, None)] * 3


def test_a_document_has_what_the_filters_need():
    factories.make_treatment("tens", stage="experimental", name="Nerve stimulation", tags=[factories.make_tag("feet"), factories.make_tag("pain")])

    (document,) = candidates(["stimulation"], language="en").documents

    assert (document.kind, document.slug, document.title) == ("treatment", "tens", "Nerve stimulation")
    assert (document.areas, document.tags) == ({"feet"}, {"feet", "pain"})
    assert (document.stage, document.is_unproven) == ("experimental", True)
    assert document.title_terms == "nerv stimulation"


def test_other_documents_come_along(django_assert_num_queries):
    make_documents(("asked", {"body_terms": "foot"}), ("other", {"body_terms": "hand"}))
    numbers = list(Page.objects.values_list("pk", flat=True))

    with django_assert_num_queries(2):
        answer = candidates(["foot"], language="en", also=[*numbers, 10**9])

    assert [document.slug for document in answer.documents] == ["asked"]
    assert [(document.slug, document.body_terms) for document in answer.others] == [("other", None)]
    assert not answer.is_capped


def test_other_documents_come_without_a_word():
    make_documents(("other", {"body_terms": "hand"}))

    answer = candidates([], language="en", also=Page.objects.values_list("pk", flat=True))

    assert ([document.slug for document in answer.others], answer.documents) == (["other"], [])


def test_another_document_comes_along_where_the_ranking_ends():
    make_documents(*numbered(1001, body_terms="foot"))
    numbers = list(Page.objects.order_by("pk").values_list("pk", flat=True))

    answer = candidates(["foot"], language="en", also=numbers)

    assert (len(answer.documents), len(answer.others), answer.is_capped) == (1000, 1, True)


def test_no_terms_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert candidates([], language="en") == Candidates([], False, [])


def test_texts_are_fetched_by_page(django_assert_num_queries):
    make_documents(("one", {"summary": "A summary.", "text": "A text."}), ("other", {}))
    one, other = Page.objects.order_by("pk")

    with django_assert_num_queries(1):
        texts = texts_of([one.pk, other.pk, 10**9])

    assert texts == {one.pk: ("A summary.", "A text."), other.pk: ("", "")}


@override_settings(LANGUAGES=LANGUAGES)
def test_documents_of_another_language_are_not_found():
    make_documents(("tingling", {"body_terms": "tingl"}))
    make_documents(*numbered(1100, body_terms="tingl"), language="cy")
    make_documents(("late", {"body_terms": "tingl"}))

    assert found("tingl") == ["tingling", "late"]
    assert candidates(["tingl"], language="cy").is_capped


@pytest.mark.parametrize("term", ["and", "or", "not", "near", "null", "select", "или", "痛み", "b12"])
def test_words_of_a_query_language_are_words(term):
    factories.make_symptom(name=f"Some {term}")

    assert len(found(term)) == (0 if term in ("and", "or") else 1)


# The last are letters that Unicode added after the tokenizers of the databases were made, or that they take for marks.
@pytest.mark.parametrize("word", ["b12", "ĳ", "Ǆungla", "שָׁלוֹם", "ﬁbre", "²³", "ａｂｃ", "𝒩erve", "𞤀𞤁", "a𞤀b", "ꟈx", "ߟ", "५५", "ൺ", "a\u0d4eb"])
def test_every_word_finds_the_page_that_has_it(word):
    factories.make_symptom("page", name=f"Some {word}")
    factories.make_symptom("other", name="Other")
    asked = terms(word)

    assert asked, "nothing to look for"
    assert found(*asked) == ["page"]


@pytest.fixture
def tingling():
    make_documents(("tingling", {"body_terms": "tingl"}))


@pytest.mark.usefixtures("tingling")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400))
def test_whatever_is_asked_has_an_answer(text):
    asked = all_query_terms(f"tingl {text}")[:MAX_TERMS]

    assert [document.slug for document in candidates(asked, language="en").documents] == ["tingling"]

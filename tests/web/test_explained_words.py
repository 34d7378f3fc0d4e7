"""Words of the glossary in the text of a page: which become a button, with which definition, and where none may stand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import GlossaryTerm
from editorial import actions, caching
from editorial.glossary import MOST, forms
from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def axon():
    return factories.make_term("axon", name="Axon", also_called=["axons"], summary=f"The thread of a nerve cell. [@{factories.the_source().key}]")


def page_of(client, overview, **fields):
    sections = {"key-points": "<p>Short.</p>", "overview": overview, "questions-to-ask": "<p>What now?</p>"} | fields.pop("sections", {})
    page = factories.make_article(sections={key: f"{html} <p>[@{factories.the_source().key}]</p>" for key, html in sections.items()}, **fields)
    return soup(client.get(page.get_absolute_url()))


def explained(page):
    return [button.text for button in page.select("button.word")]


# --- The button and its definition ------------------------------------------------------------------------------


def test_a_word_is_a_button_that_shows_its_definition_without_a_script(client):
    page = page_of(client, "<p>An axon can grow.</p>")

    button = page.select_one("#overview button.word")
    assert (button["type"], button.text) == ("button", "axon")
    meaning = page.find(id=button["popovertarget"])
    assert "popover" in meaning.attrs
    assert text_of(meaning) == "Axon: The thread of a nerve cell. More about this word"
    assert meaning.a["href"] == "/glossary/#axon"
    assert {part.name for part in (button.parent, meaning.parent)} == {"p"}


def test_only_the_first_sentence_of_its_meaning_is_shown_in_the_text(client):
    factories.make_term(
        "reflex", name="Reflex", summary=f"A quick movement, e.g. a jerk: it happens by itself. Damage takes it away. [@{factories.the_source().key}]"
    )

    page = page_of(client, "<p>A reflex.</p>")

    assert text_of(page.find(id="word-reflex")) == "Reflex: A quick movement, e.g. a jerk: it happens by itself. More about this word"
    assert "Damage takes it away." in text_of(soup(client.get("/glossary/")).find(id="reflex"))


def test_an_unchecked_definition_says_so(client):
    factories.make_starter(GlossaryTerm, "myelin", title="Myelin")

    page = page_of(client, "<p>The axon has myelin.</p>")

    assert "(not yet checked by a clinician)" in text_of(page.find(id="word-myelin"))
    assert "checked by" not in text_of(page.find(id="word-axon"))


def test_only_the_first_of_a_word_on_the_page_is_a_button(client):
    page = page_of(client, "<p>Axons and axons.</p>", sections={"key-points": "<p>An axon.</p>", "research": "<p>The axon.</p>"})

    assert explained(page) == ["axon"]
    assert page.select_one(".key-points button.word")


def test_what_stands_open_is_explained_before_what_is_folded(client):
    page = page_of(client, "<p>An axon.</p>", sections={"self-care": "<p>Axons.</p>"})

    assert explained(page) == ["Axons"]


def test_a_link_of_the_author_to_the_glossary_becomes_the_button(client):
    page = page_of(client, '<p>Its <a href="/glossary/#axon">long fibre</a> and its <a href="/glossary/#axon">axon</a>.</p>')

    assert explained(page) == ["long fibre"]
    assert [link.text for link in page.select("#overview > p > a")] == ["axon"]


def test_a_definition_cannot_bring_markup(client):
    factories.make_term("nasty", name="A <b>bold</b> & “new” word", summary="<script>alert(1)</script>")

    page = page_of(client, "<p>See a &lt;b&gt;bold&lt;/b&gt; &amp; “new” word.</p>")

    assert explained(page) == ["a <b>bold</b> & “new” word"]
    assert not page.select("#overview :is(b, script)")


# --- Which words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["axonal", "pre-axon", "axon-like", "polyaxons", "axon_1"])
def test_a_part_of_a_word_is_not_explained(client, words):
    assert explained(page_of(client, f"<p>It is {words}.</p>")) == []


@pytest.mark.parametrize("words", ["Axon", "(axons)", "<strong>axon</strong>,", "“axon”", "axon/nerve"])
def test_a_whole_word_is_explained_whatever_stands_around_it(client, words):
    assert len(explained(page_of(client, f"<p>{words}</p>"))) == 1


def test_the_longest_term_is_explained(client):
    factories.make_term("stem", name="Stem")
    factories.make_term("stem-cell", name="Stem cell", also_called=["stem cells"])

    assert explained(page_of(client, "<p>Of stem cells and a stem.</p>")) == ["stem cells", "stem"]


def test_a_word_of_the_title_is_not_explained(client):
    assert explained(page_of(client, "<p>An axon.</p>", name="How axons grow")) == []


@pytest.mark.parametrize(
    "html", ["<h3>The axon</h3>", '<p><a href="/symptoms/numb/">axon</a></p>', '<p><a href="/symptoms/numb/"><em>an axon</em></a></p>']
)
def test_no_button_stands_in_a_heading_or_a_link(client, html):
    factories.make_symptom("numb")

    assert explained(page_of(client, html)) == []


def test_no_button_stands_in_a_care_card_or_in_when_to_get_help(client):
    card = factories.make_care_card(summary="Mind the axon.", sections={"when-to-get-help": f"<p>The axon. [@{factories.the_source().key}]</p>"})
    condition = factories.make_condition(cards=[card])
    urgent = page_of(client, "<p>Words.</p>", sections={"when-to-get-help": "<p>Your axon!</p>"})

    assert explained(soup(client.get(condition.get_absolute_url()))) == explained(urgent) == []


def test_a_page_explains_few_words(client):
    names = [f"Word{letter}" for letter in "abcdefghijkl"]
    for name in names:
        factories.make_term(name.lower(), name=name)

    assert explained(page_of(client, f"<p>{' '.join(names)}</p>")) == names[:MOST]


@pytest.mark.parametrize(
    ("title", "also_called", "found"),
    [
        ("Axon", ["axons"], {"Axon", "axon", "Axons", "axons"}),
        ("Biopsy", ["biopsies", "tissue sample"], {"Biopsy", "biopsy", "Biopsies", "biopsies"}),
        ("Nerve fibre", ["nerve fibers", "thread"], {"Nerve fibre", "nerve fibre", "Nerve fibers", "nerve fibers"}),
        ("EMG (electromyography)", ["muscle test"], {"EMG", "Electromyography", "electromyography"}),
        ("Mesenchymal stem cell", ["MSCs"], {"Mesenchymal stem cell", "mesenchymal stem cell", "MSCs"}),
        ("Control group", ["controls"], {"Control group", "control group"}),
    ],
)
def test_the_forms_of_a_term(title, also_called, found):
    assert forms(title, also_called) == found


# --- What is public, and what it costs --------------------------------------------------------------------------


def test_a_draft_of_a_term_explains_nothing(client):
    factories.make_term_draft("myelin", name="Myelin")

    assert explained(page_of(client, "<p>Some myelin.</p>")) == []


def test_a_withdrawn_term_explains_nothing_any_more(client, axon, administrator):
    article = factories.make_article(sections={"overview": f"<p>An axon. [@{factories.the_source().key}]</p>"})
    assert explained(soup(client.get(article.get_absolute_url()))) == ["axon"]

    factories.make_withdrawn(axon, by=administrator)

    assert explained(soup(client.get(article.get_absolute_url()))) == []


def test_the_preview_of_a_draft_explains_its_words(client, author):
    draft = factories.make_article_draft(sections={"overview": "<p>An axon.</p>"})
    client.force_login(author)

    assert explained(soup(client.get(reverse("admin:preview_page", args=[draft.pk])))) == ["axon"]


def test_without_any_term_nothing_is_explained(client, axon, administrator):
    factories.make_withdrawn(axon, by=administrator)

    assert explained(page_of(client, "<p>An axon.</p>")) == []


def test_the_glossary_is_read_once_for_a_content_version(client):
    articles = [factories.make_article(sections={"overview": "<p>An axon.</p>"}) for _number in range(2)]
    caching.forget()
    statements = []
    for article in articles:
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        statements.append(len(queries))

    assert statements[0] == statements[1] + 1


def test_pages_follow_a_change_of_a_definition(client, axon):
    article = factories.make_article(sections={"overview": f"<p>An axon. [@{factories.the_source().key}]</p>"})
    client.get(article.get_absolute_url())

    factories.publish(factories.edit(actions.start_draft(axon, by=factories.the_author()), summary="A quite new definition."))

    assert "A quite new definition." in text_of(soup(client.get(article.get_absolute_url())).find(id="word-axon"))

"""What names a page: links, rows and relations of live texts and of texts on their way, and pages that it replaces."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from articles.models import Symptom
from editorial import actions
from editorial.where_used import where_used
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TO_NUMBNESS = '<p>See <a href="/symptoms/numbness/">numbness</a>. [@a-source]</p>'


@pytest.fixture
def numbness(db):
    return factories.make_symptom("numbness", name="Numbness")


def found(page):
    return [(use.name, use.status, use.how) for use in where_used(page)]


def test_a_page_that_nothing_names_is_used_nowhere(numbness):
    factories.make_symptom("other")
    factories.make_symptom(sections={"overview": '<p><a href="/symptoms/other/">Other</a> and numbness [@a-source]</p>'})

    assert where_used(numbness) == []


def test_a_live_text_that_links_to_it_is_found(numbness):
    page = factories.make_condition("neuropathy", name="Neuropathy", sections={"overview": TO_NUMBNESS, "symptoms": TO_NUMBNESS})

    (use,) = where_used(numbness)

    assert (use.name, use.kind, use.status, use.how, use.is_public) == ("Neuropathy", "condition", "readers see it", "links to it", True)
    assert resolve(use.url).url_name == "articles_conditionversion_change"
    assert resolve(use.url).kwargs["object_id"] == str(page.live_id)


def test_a_link_to_an_old_address_counts(numbness, administrator):
    factories.make_cause(name="Cold", sections={"overview": TO_NUMBNESS})
    actions.move(numbness, to="loss-of-feeling", by=administrator)
    numbness.refresh_from_db()
    factories.make_cause(name="Heat", sections={"overview": TO_NUMBNESS.replace("numbness/", "loss-of-feeling/")})

    assert found(numbness) == [("Cold", "readers see it", "links to it"), ("Heat", "readers see it", "links to it")]


@pytest.mark.parametrize("address", ["/symptoms/numbness-of-hands/", "/conditions/numbness/", "https://example.org/symptoms/numbness/", "/symptoms/"])
def test_an_address_that_only_looks_alike_does_not_count(numbness, address):
    draft = factories.make_symptom_draft(sections={"overview": f'<p><a href="{address}">words</a></p>'})

    assert draft.sections.filter(body__contains=address).exists()
    assert where_used(numbness) == []


def test_a_place_on_a_shared_page_is_not_one_that_begins_alike():
    axon, axonal = factories.make_term("axon"), factories.make_term("axonal")
    factories.make_symptom(name="Weakness", sections={"overview": '<p><a href="/glossary/#axonal">axonal</a> [@a-source]</p>'})

    assert where_used(axon) == []
    assert found(axonal) == [("Weakness", "readers see it", "links to it")]


@pytest.mark.parametrize("state", ["draft", "in review", "sent back", "scheduled", "safety correction in work"])
def test_texts_on_their_way_are_found(numbness, author, reviewer, state):
    if state == "safety correction in work":
        draft = factories.make_correction_in_work(factories.make_symptom(name="Cold feet"), sections={"overview": TO_NUMBNESS})
    else:
        draft = factories.make_symptom_draft(name="Cold feet", sections={"overview": TO_NUMBNESS})
    if state == "scheduled":
        factories.make_scheduled(draft)
    elif state in ("in review", "sent back"):
        actions.submit(draft, by=author)
    if state == "sent back":
        actions.return_to_author(draft, by=reviewer, reason="Shorter, please.")

    assert found(numbness) == [("Cold feet", state, "links to it")]
    assert not where_used(numbness)[0].is_public


def test_texts_of_the_past_are_not_found(numbness, author, administrator):
    page = factories.make_symptom(sections={"overview": TO_NUMBNESS})
    factories.publish(factories.edit(actions.start_draft(page, by=author), sections={"overview": "<p>No link. [@a-source]</p>"}))
    actions.discard(factories.make_symptom_draft(sections={"overview": TO_NUMBNESS}), by=author)
    factories.make_withdrawn(factories.make_symptom(sections={"overview": TO_NUMBNESS}), by=administrator)

    assert where_used(numbness) == []


def test_rows_and_relations_count(numbness):
    cause, card = factories.make_cause("cold"), factories.make_care_card("fast-change")
    condition = factories.make_condition("neuropathy", name="Neuropathy", symptoms=[numbness], causes=[cause], cards=[card])
    factories.make_treatment(name="Walking", effects=[{"symptom": numbness}, {"condition": condition}])
    factories.make_article(name="Feet", related=[numbness, condition])
    factories.make_care_card(name="Card", level="soon", symptoms=[numbness])

    assert found(numbness) == [
        ("Card", "readers see it", "names it under “symptoms that raise it”"),
        ("Feet", "readers see it", "names it under “related pages”"),
        ("Neuropathy", "readers see it", "names it under “causes and symptoms”"),
        ("Walking", "readers see it", "names it under “effects”"),
    ]
    assert found(cause) == [("Neuropathy", "readers see it", "names it under “causes and symptoms”")]
    assert found(card) == [("Neuropathy", "readers see it", "names it under “care card”")]
    assert [name for name, _status, _how in found(condition)] == ["Feet", "Walking"]


def test_a_text_that_names_it_twice_stands_there_once(numbness):
    factories.make_condition(name="Neuropathy", symptoms=[numbness], sections={"overview": TO_NUMBNESS})

    assert found(numbness) == [("Neuropathy", "readers see it", "links to it; names it under “causes and symptoms”")]


def test_a_draft_stands_below_what_readers_see(numbness, author):
    page = factories.make_condition(name="Neuropathy", symptoms=[numbness])
    factories.edit(actions.start_draft(page, by=author), sections={"overview": TO_NUMBNESS})

    assert found(numbness) == [
        ("Neuropathy", "readers see it", "names it under “causes and symptoms”"),
        ("Neuropathy", "draft", "links to it; names it under “causes and symptoms”"),
    ]


def test_what_a_page_says_of_itself_does_not_count(numbness, author):
    factories.edit(actions.start_draft(numbness, by=author), sections={"overview": TO_NUMBNESS})

    assert where_used(numbness) == []


def test_a_page_that_sends_its_readers_to_it_is_found(numbness, administrator):
    old = factories.make_symptom(name="Numb feet")
    actions.withdraw(old, by=administrator, reason="All on one page now.", successor=numbness)

    (use,) = where_used(numbness)

    assert (use.name, use.kind, use.status, use.how) == ("Numb feet", "symptom", "withdrawn", "sends its readers to it")
    assert resolve(use.url).url_name == "articles_symptom_change"


def test_a_withdrawn_page_is_looked_up_too(numbness, administrator):
    factories.make_condition(name="Neuropathy", symptoms=[numbness], sections={"overview": TO_NUMBNESS})
    factories.make_withdrawn(numbness, by=administrator)

    assert [name for name, _status, _how in found(numbness)] == ["Neuropathy"]


def test_the_number_of_queries_does_not_grow_with_the_uses(numbness, administrator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert len(where_used(numbness)) >= made
        return len(captured)

    def use(number):
        for _number in range(number):
            factories.make_starter(Symptom, sections={"overview": TO_NUMBNESS})
            actions.withdraw(factories.make_starter(Symptom), by=administrator, reason="One page.", successor=numbness)

    made = 5
    use(5)
    few = queries()
    made = 50
    use(45)

    assert queries() == few <= 12

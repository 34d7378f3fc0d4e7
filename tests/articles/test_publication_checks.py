"""What stops a text about the disorder from being public, beyond what every text must say."""

import pytest

from articles.models import CareCard, Cause, Symptom
from articles.publication_checks import urgent_cards_on_site
from editorial import actions
from editorial.checked_text import Part
from editorial.models import Aspect
from editorial.publication_checks import problems
from tests import factories
from tests.checked_texts import a_text, found, ids, whole_parts

CARD = Part("sections-1", Aspect.WHEN_TO_GET_HELP, card="foot-wound", card_name="A wound on a numb foot")
OTHER_CARD = Part("sections-1", Aspect.WHEN_TO_GET_HELP, card="stroke-signs", card_name="Signs of a stroke")


def symptom(*cards, slug="foot-ulcers", **changes):
    return a_text(Symptom, (*whole_parts(Symptom), *cards), slug=slug, **changes)


# {id of a check: (a text that it finds something in, one in which it finds nothing)}
PAIRS = {"urgent-symptom-without-card": (symptom(), symptom(CARD))}


def test_an_urgent_symptom_shows_its_own_care_card():
    [(place, sentence)] = found(symptom(OTHER_CARD), "urgent-symptom-without-card")

    assert sentence == "This symptom always calls for the care card “A wound on a numb foot”. Show it under “When to get help”."
    assert next(part.aspect for part in whole_parts(Symptom) if part.place == place) == Aspect.WHEN_TO_GET_HELP


def test_only_urgent_symptoms_need_a_card():
    assert ids(symptom(slug="numbness")) == set()
    assert ids(a_text(Cause, slug="foot-ulcers")) == set()


# --- What is stored ---------------------------------------------------------------------------------------------


def raise_card(level, *, symptom, live=True):
    draft = factories.make_care_card_draft(level=level, symptoms=[symptom])
    return factories.publish(draft) if live else draft.page


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "live", "urgent"), [("now", True, True), ("today", True, True), ("soon", True, False), ("now", False, False)])
def test_live_cards_of_the_urgent_levels_count(level, live, urgent):
    page = actions.add_page(Symptom, slug="foot-ulcers", name="Foot ulcers")
    card = raise_card(level, symptom=page, live=live)

    assert urgent_cards_on_site() == ({"foot-ulcers": [(card.slug, card.name)]} if urgent else {})


@pytest.mark.django_db
def test_a_symptom_that_raises_a_card_is_published_with_it():
    draft = factories.make_symptom_draft("foot-ulcers")
    card = raise_card("now", symptom=draft.page)
    assert problems(draft) == [f"When to get help: This symptom always calls for the care card “{card.name}”. Show it under “When to get help”."]

    factories.fill(draft, cards=[CareCard.objects.get(pk=card.pk)])

    assert problems(draft) == []


@pytest.mark.django_db
def test_a_condition_names_nothing_without_a_source():
    cause = factories.make_cause()
    draft = factories.make_condition_draft()
    factories.make_association(draft, cause=cause, sources=[])

    assert problems(draft) == [f"“{cause.name}” has no source. Add at least one."]

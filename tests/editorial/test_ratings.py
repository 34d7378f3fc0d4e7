"""Checklists as people fill them in: what is stored, and of which text. Their scores have tests of their own."""

from itertools import chain

import pytest

from editorial import actions
from editorial.copying import fingerprint
from editorial.exceptions import NotAllowed, Refused
from editorial.instruments import INSTRUMENTS
from editorial.models import Event, Rating
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(params=INSTRUMENTS.values(), ids=lambda instrument: instrument.id)
def instrument(request):
    return request.param


@pytest.fixture
def draft():
    return factories.make_symptom_draft()


def first_answers(instrument):
    """The first answer that each item allows."""
    return {item.id: item.answers[0] for item in instrument.items}


def stored(**of):
    return {rating.item: rating.answer for rating in Rating.objects.filter(**of)}


def test_no_two_checklists_share_an_item():
    items = [item.id for item in chain.from_iterable(instrument.items for instrument in INSTRUMENTS.values())]

    assert len(items) == len(set(items))


def test_everything_fits_its_column():
    for instrument in INSTRUMENTS.values():
        rows = [Rating(instrument=instrument.id, item=item.id, answer=answer) for item in instrument.items for answer in item.answers]
        for row in rows:
            row.clean_fields(exclude=["version", "rater", "content_hash"])


def test_answers_are_stored_and_scored(draft, reviewer, instrument):
    answers = first_answers(instrument)

    score = actions.rate(draft, by=reviewer, instrument=instrument, answers=answers)

    event = Event.objects.first()
    assert stored(version=draft, rater=reviewer, instrument=instrument.id) == answers
    assert score["answered"] == score["items"] == len(instrument.items)
    assert (event.verb, event.actor, event.reason, event.changed_public_text) == ("rated", reviewer, instrument.name, False)


def test_answers_come_in_any_number_of_times(draft, reviewer, instrument):
    first, second = instrument.items[:2]
    actions.rate(draft, by=reviewer, instrument=instrument, answers={first.id: first.answers[0]})

    score = actions.rate(draft, by=reviewer, instrument=instrument, answers={first.id: first.answers[1], second.id: second.answers[0]})

    assert stored() == {first.id: first.answers[1], second.id: second.answers[0]}
    assert score["answered"] == 2


@pytest.mark.parametrize("nothing", ["", None])
def test_an_answer_is_taken_back(draft, reviewer, instrument, nothing):
    item = instrument.items[0]
    actions.rate(draft, by=reviewer, instrument=instrument, answers={item.id: item.answers[0]})

    score = actions.rate(draft, by=reviewer, instrument=instrument, answers={item.id: nothing})

    assert stored() == {}
    assert score["answered"] == 0


def test_each_answer_keeps_the_text_that_it_is_of(draft, reviewer, instrument):
    first, second = instrument.items[:2]
    before = fingerprint(draft)
    actions.rate(draft, by=reviewer, instrument=instrument, answers={first.id: first.answers[0]})
    after = fingerprint(factories.edit(draft, title="Another title"))

    actions.rate(draft, by=reviewer, instrument=instrument, answers={second.id: second.answers[0]})

    assert dict(Rating.objects.values_list("item", "content_hash")) == {first.id: before, second.id: after}
    assert before != after


def test_everybody_has_answers_of_their_own(draft, author, reviewer, instrument):
    item = instrument.items[0]

    actions.rate(draft, by=author, instrument=instrument, answers={item.id: item.answers[0]})
    score = actions.rate(draft, by=reviewer, instrument=instrument, answers={item.id: item.answers[1]})

    assert stored(rater=author) == {item.id: item.answers[0]}
    assert stored(rater=reviewer) == {item.id: item.answers[1]}
    assert score["answered"] == 1


@pytest.mark.parametrize("answers", [{"no-such-item": "yes"}, {"no-such-item": ""}, "a wrong answer"])
def test_an_item_or_answer_that_the_checklist_lacks_is_refused_and_nothing_is_stored(draft, reviewer, instrument, answers):
    good = instrument.items[0]
    wrong = {instrument.items[1].id: "perhaps"} if answers == "a wrong answer" else answers

    with pytest.raises(Refused, match="Reload the page"):
        actions.rate(draft, by=reviewer, instrument=instrument, answers={good.id: good.answers[0], **wrong})

    assert stored() == {}
    assert not Event.objects.filter(verb="rated").exists()


def test_a_reader_rates_nothing(draft, reader, instrument):
    with pytest.raises(NotAllowed):
        actions.rate(draft, by=reader, instrument=instrument, answers={})


def test_a_rating_changes_no_text_and_makes_nobody_an_author(draft, author, reviewer, instrument):
    actions.submit(draft, by=author)
    shown = fingerprint(draft)

    actions.rate(draft, by=reviewer, instrument=instrument, answers=first_answers(instrument))

    assert actions.approve(draft, by=reviewer, shown=shown).reviewer == reviewer

"""Every verb on a text of every status by every role: what happens, and that a refusal leaves no trace."""

import pytest
from django.db import transaction

from articles.models import GlossaryTerm
from editorial import actions
from editorial.exceptions import Refused
from editorial.models import Event, Page, PageAddress, Version
from editorial.models.version import Status
from tests import factories

pytestmark = pytest.mark.django_db

# Who acts. All but "writing reviewer" act on a text that the author wrote.
ROLES = ("reader", "author", "other author", "writing reviewer", "reviewer", "administrator", "superuser")


# --- A page with a text of each status; its first text is live and another's ------------------------------------


def published_page(people):
    return factories.publish(factories.make_term_draft(by=people["colleague"]), reviewer=people["second reviewer"])


def draft(people, writer):
    return actions.start_draft(published_page(people), by=writer)


def in_review(people, writer):
    return actions.submit(draft(people, writer), by=writer)


def returned(people, writer):
    return actions.return_to_author(in_review(people, writer), by=people["second reviewer"], reason="Shorter, please.")


def approved_live(people, writer):
    return actions.approve(in_review(people, writer), by=people["second reviewer"])


def approved_old(people, writer):
    version = approved_live(people, writer)
    newer = actions.submit(actions.start_draft(version.page, by=people["colleague"]), by=people["colleague"])
    actions.approve(newer, by=people["second reviewer"])
    return version


def starter_live(people, writer):
    return factories.make_starter(GlossaryTerm).live


def discarded(people, writer):
    return actions.discard(draft(people, writer), by=writer)


STATES = {make.__name__: make for make in (draft, returned, in_review, approved_live, approved_old, starter_live, discarded)}

# --- What each verb does: how to call it, what to call the outcome, the event, and whether readers see a change --


def verb(call, event, *, changes_live=False):
    return {"call": call, "event": event, "changes_live": changes_live}


VERBS = {
    "submit": verb(lambda version, by: actions.submit(version, by=by).status, "submitted"),
    "return_to_author": verb(lambda version, by: actions.return_to_author(version, by=by, reason="Shorter, please.").status, "returned"),
    "approve": verb(lambda version, by: actions.approve(version, by=by).status, "approved", changes_live=True),
    "discard": verb(lambda version, by: actions.discard(version, by=by).status, "discarded"),
    "start_draft": verb(lambda version, by: actions.start_draft(version.page, by=by).status, "drafted"),
    "restore": verb(lambda version, by: actions.restore(version, by=by).status, "restored"),
    "withdraw": verb(lambda version, by: _withdrawn(actions.withdraw(version.page, by=by, reason="Out of date.")), "withdrawn", changes_live=True),
    "move": verb(lambda version, by: _moved(actions.move(version.page, to="elsewhere", by=by)), "moved"),
}


def _withdrawn(page):
    return "withdrawn" if page.is_withdrawn and not page.is_published else "still there"


def _moved(page):
    return "moved" if page.slug == "elsewhere" else "still there"


# --- The table --------------------------------------------------------------------------------------------------


def everybody(outcome, **others):
    return {role: others.get(role.replace(" ", "_"), outcome) for role in ROLES}


def by_owner(outcome):
    """Who takes a draft on: its writer, and those who may withdraw pages."""
    return everybody("NotAllowed", author=outcome, writing_reviewer=outcome, administrator=outcome, superuser=outcome)


def by_reviewer(outcome, of_own="NotReviewable"):
    """Who reviews: another clinician than the writer."""
    return everybody("NotAllowed", writing_reviewer=of_own, reviewer=outcome, superuser=outcome)


def by_writers(outcome):
    return everybody(outcome, reader="NotAllowed")


def by_administrators(outcome):
    return everybody("NotAllowed", administrator=outcome, superuser=outcome)


# Starter text has no author: nobody's own, so the refusal of a writer is that it is not theirs.
NOBODYS = everybody("NotAllowed", administrator="WrongState", superuser="WrongState")

EXPECTED = {
    "submit": {
        "draft": by_owner("in review"),
        "returned": by_owner("in review"),
        "in_review": by_owner("WrongState"),
        "approved_live": by_owner("WrongState"),
        "approved_old": by_owner("WrongState"),
        "starter_live": NOBODYS,
        "discarded": by_owner("WrongState"),
    },
    "return_to_author": {
        **dict.fromkeys(("draft", "returned", "approved_live", "approved_old", "discarded"), by_reviewer("WrongState")),
        "in_review": by_reviewer("returned"),
        "starter_live": by_reviewer("WrongState", of_own="WrongState"),
    },
    "approve": {
        **dict.fromkeys(("draft", "returned", "approved_live", "approved_old", "discarded"), by_reviewer("WrongState")),
        "in_review": by_reviewer("approved"),
        "starter_live": by_reviewer("WrongState", of_own="WrongState"),
    },
    "discard": {
        "draft": by_owner("discarded"),
        "returned": by_owner("discarded"),
        "in_review": by_owner("WrongState"),
        "approved_live": by_owner("WrongState"),
        "approved_old": by_owner("WrongState"),
        "starter_live": NOBODYS,
        "discarded": by_owner("WrongState"),
    },
    "start_draft": {
        **dict.fromkeys(("draft", "returned", "in_review"), by_writers("WrongState")),
        **dict.fromkeys(("approved_live", "approved_old", "starter_live", "discarded"), by_writers("draft")),
    },
    "restore": {
        **dict.fromkeys(("draft", "returned", "in_review"), by_writers("WrongState")),
        **dict.fromkeys(("approved_live", "approved_old", "starter_live", "discarded"), by_writers("draft")),
    },
    "withdraw": dict.fromkeys(STATES, by_administrators("withdrawn")),
    "move": dict.fromkeys(STATES, by_administrators("moved")),
}


@pytest.fixture
def people(reader, author, other_author, reviewer, administrator, superuser):
    return {
        "reader": reader,
        "author": author,
        "other author": other_author,
        "writing reviewer": reviewer,
        "reviewer": reviewer,
        "administrator": administrator,
        "superuser": superuser,
        "colleague": factories.make_editor("colleague", "Author", first_name="Cora", last_name="League"),
        "second reviewer": factories.make_editor("second", "Clinical reviewer", first_name="Sam", last_name="Second"),
    }


def stored(page_id):
    """All that the database holds of a page, to compare before and after."""
    return [list(rows.order_by("pk").values()) for rows in (Page.objects.all(), PageAddress.objects.all(), Version.objects.filter(page=page_id))]


def outcome(verb, version, by):
    """What came of it: the new status, or the name of the refusal. Checks what holds for every cell of the table."""
    page, before = version.page, stored(version.page_id)
    live, events = Page.objects.get(pk=page.pk).live_id, Event.objects.count()
    try:
        result = verb["call"](Version.objects.get(pk=version.pk), by)
    except Refused as refusal:
        assert stored(page.pk) == before, "a refusal changed something"
        assert Event.objects.count() == events, "a refusal left an event"
        return type(refusal).__name__ if str(refusal) else "a refusal without a sentence"
    event = Event.objects.first()
    assert (Event.objects.count() - events, event.verb, event.actor) == (1, verb["event"], by)
    assert (Page.objects.get(pk=page.pk).live_id != live) == verb["changes_live"]
    assert Version.objects.filter(page=page).open().count() <= 1
    return str(result)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", VERBS)
def test_the_table_of_transitions(people, name, state):
    texts = {writer: STATES[state](people, people[writer]) for writer in ("author", "writing reviewer")}
    found = {}

    for role in ROLES:
        with transaction.atomic():
            found[role] = outcome(VERBS[name], texts.get(role, texts["author"]), people[role])
            transaction.set_rollback(True)

    assert found == EXPECTED[name][state]


def test_the_table_covers_every_status():
    assert {make.__name__.removesuffix("_live").removesuffix("_old").replace("_", " ") for make in STATES.values()} == set(Status.values)


def test_each_state_is_made_as_named(people):
    for name, make in STATES.items():
        version = Version.objects.get(pk=make(people, people["author"]).pk)

        assert version.status == name.removesuffix("_live").removesuffix("_old").replace("_", " ")
        assert (Page.objects.get(pk=version.page_id).live_id == version.pk) == name.endswith("_live")

"""Every verb on a text of every status by every role: what happens, and that a refusal leaves no trace."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import GlossaryTerm
from editorial import actions
from editorial.copying import fingerprint
from editorial.exceptions import Refused
from editorial.models import Comment, Event, Letter, Page, PageAddress, Version
from editorial.models.version import EDITABLE, Status
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# Who acts. The texts were written by the author, for the "writing reviewer" by this very person, and safety corrections by the corrector;
# the "contributing reviewer" changed each of them. The nameless reviewer lacks what readers see of a reviewer, and nothing else.
ROLES = (
    "reader",
    "author",
    "other author",
    "writing reviewer",
    "contributing reviewer",
    "reviewer",
    "safety reviewer",
    "corrector",
    "nameless reviewer",
    "administrator",
    "superuser",
)


# --- A page with a text of each status; its first text is live and another's ------------------------------------


def published_page(people):
    return factories.publish(factories.make_term_draft(by=people["colleague"]), reviewer=people["second reviewer"])


def touched(version, people):
    """The text after the contributing reviewer changed a word of it."""
    return factories.edit(version, by=people["contributing reviewer"], summary=f"{version.summary} Changed.")


def draft(people, writer):
    return touched(actions.start_draft(published_page(people), by=writer), people)


def in_review(people, writer):
    return actions.submit(draft(people, writer), by=writer)


def returned(people, writer):
    return actions.return_to_author(in_review(people, writer), by=people["second reviewer"], reason="Shorter, please.")


def scheduled(people, writer):
    return factories.approve(in_review(people, writer), by=people["second reviewer"], publish_at=tomorrow())


def draft_behind(people, writer):
    version = draft(people, writer)
    factories.make_correction(version.page)
    return version


def in_review_behind(people, writer):
    version = in_review(people, writer)
    factories.make_correction(version.page)
    return version


def approved_live(people, writer):
    return factories.approve(in_review(people, writer), by=people["second reviewer"])


def approved_old(people, writer):
    version = approved_live(people, writer)
    newer = actions.submit(actions.start_draft(version.page, by=people["colleague"]), by=people["colleague"])
    factories.approve(newer, by=people["second reviewer"])
    return version


def to_be_withdrawn(people, writer):
    version = approved_live(people, writer)
    actions.plan_withdrawal(version.page, by=people["administrator"], reason="Out of date.", at=tomorrow())
    return version


def withdrawn(people, writer):
    version = approved_live(people, writer)
    actions.withdraw(version.page, by=people["administrator"], reason="Out of date.")
    return version


def correcting(people, writer):
    return touched(actions.start_correction(published_page(people), by=people["corrector"]), people)


def correction_live(people, writer):
    return factories.publish_correction(correcting(people, writer))


def corrected_starter_live(people, writer):
    page = factories.make_starter(GlossaryTerm)
    return factories.publish_correction(touched(actions.start_correction(page, by=people["corrector"]), people))


def starter_live(people, writer):
    return factories.make_starter(GlossaryTerm).live


def discarded(people, writer):
    return actions.discard(draft(people, writer), by=writer)


def tomorrow():
    return timezone.now() + timedelta(days=1)


# How each is made, its status, and whether readers see it.
STATES = {
    "draft": (draft, Status.DRAFT, False),
    "draft_behind": (draft_behind, Status.DRAFT, False),
    "returned": (returned, Status.RETURNED, False),
    "in_review": (in_review, Status.IN_REVIEW, False),
    "in_review_behind": (in_review_behind, Status.IN_REVIEW, False),
    "scheduled": (scheduled, Status.SCHEDULED, False),
    "approved_live": (approved_live, Status.APPROVED, True),
    "approved_old": (approved_old, Status.APPROVED, False),
    "to_be_withdrawn": (to_be_withdrawn, Status.APPROVED, True),
    "withdrawn": (withdrawn, Status.APPROVED, False),
    "correcting": (correcting, Status.CORRECTING, False),
    "correction_live": (correction_live, Status.CORRECTION, True),
    "corrected_starter_live": (corrected_starter_live, Status.CORRECTION, True),
    "starter_live": (starter_live, Status.STARTER, True),
    "discarded": (discarded, Status.DISCARDED, False),
}
ON_THEIR_WAY = ("draft", "draft_behind", "returned", "in_review", "in_review_behind", "scheduled")  # through a review: one a page
BY_CORRECTOR = ("correcting", "correction_live", "corrected_starter_live")

# --- What each verb does: how to call it, what to call the outcome, the event, and whether readers see another text -


def verb(call, event, *, changes_live=False):
    return {"call": call, "event": event, "changes_live": changes_live}


VERBS = {
    "submit": verb(lambda version, by: actions.submit(version, by=by).status, "submitted"),
    "return_to_author": verb(lambda version, by: actions.return_to_author(version, by=by, reason="Shorter, please.").status, "returned"),
    "approve": verb(lambda version, by: factories.approve(version, by=by).status, "approved", changes_live=True),
    "approve_for_later": verb(lambda version, by: factories.approve(version, by=by, publish_at=tomorrow()).status, "scheduled"),
    "discard": verb(lambda version, by: actions.discard(version, by=by).status, "discarded"),
    "start_draft": verb(lambda version, by: actions.start_draft(version.page, by=by).status, "drafted"),
    "restore": verb(lambda version, by: actions.restore(version, by=by).status, "restored"),
    "take_over": verb(lambda version, by: _taken_over(actions.take_over(version, by=by)), "taken-over"),
    "start_correction": verb(lambda version, by: actions.start_correction(version.page, by=by).status, "correcting"),
    "publish_correction": verb(
        lambda version, by: actions.publish_correction(version, by=by, reason="A warning was missing.", shown=fingerprint(version)).status,
        "corrected",
        changes_live=True,
    ),
    "confirm_correction": verb(lambda version, by: factories.confirm(version, by=by).status, "confirmed"),
    "check_current": verb(
        lambda version, by: _checked(version, actions.check_current(version.page, by=by, shown=_live_hash(version)), by), "checked"
    ),
    "comment": verb(lambda version, by: _said(actions.comment(version, by=by, text="Which dose?")), "commented"),
    "share": verb(lambda version, by: _shared(actions.share(version, by=by)), "shared"),
    "withdraw": verb(lambda version, by: _withdrawn(actions.withdraw(version.page, by=by, reason="Out of date.")), "withdrawn", changes_live=True),
    "plan_withdrawal": verb(
        lambda version, by: _planned(actions.plan_withdrawal(version.page, by=by, reason="Out of date.", at=tomorrow())), "withdrawal-planned"
    ),
    "cancel_withdrawal": verb(lambda version, by: _planned(actions.cancel_withdrawal(version.page, by=by)), "withdrawal-kept"),
    "move": verb(lambda version, by: _moved(actions.move(version.page, to="elsewhere", by=by)), "moved"),
    "assign_owner": verb(lambda version, by: _owned(actions.assign_owner(version.page, to=factories.the_author(), by=by)), "owned"),
}


def _live_hash(version):
    live = version.page.live
    return fingerprint(live) if live else ""


def _taken_over(version):
    return "still behind" if version.is_behind else "taken over"


def _checked(version, checked, by):
    return "checked" if checked.pk == version.page.live_id and checked.reviewer == by else "not checked"


def _said(comment):
    return comment.text


def _shared(version):
    return "shared"


def _withdrawn(page):
    return "withdrawn" if page.is_withdrawn and not page.is_published else "still there"


def _planned(page):
    return "planned" if page.withdraw_at else "not planned"


def _moved(page):
    return "moved" if page.slug == "elsewhere" else "still there"


def _owned(page):
    return "owned" if page.owner else "nobody's"


# --- The table --------------------------------------------------------------------------------------------------


def everybody(outcome, **others):
    return {role: others.get(role.replace(" ", "_"), outcome) for role in ROLES}


def by_owner(outcome):
    """Who takes a draft on: its writer, and those who may withdraw pages."""
    return everybody("NotAllowed", author=outcome, writing_reviewer=outcome, administrator=outcome, superuser=outcome)


def by_owner_of_correction(outcome):
    return everybody("NotAllowed", corrector=outcome, administrator=outcome, superuser=outcome)


def by_reviewer(outcome, **others):
    """Who reviews: another clinician than those who wrote the text, with a profile."""
    usual = dict.fromkeys(("writing_reviewer", "contributing_reviewer", "reviewer", "safety_reviewer", "corrector", "superuser"), outcome)
    return everybody("NotAllowed", nameless_reviewer="NotReviewable", **usual | others)


def by_other_reviewer(outcome):
    return by_reviewer(outcome, writing_reviewer="NotReviewable", contributing_reviewer="NotReviewable")


def by_confirmer(outcome):
    return by_reviewer(outcome, corrector="NotReviewable", contributing_reviewer="NotReviewable")


def by_corrector(outcome):
    """Who corrects at once: a clinician with that right on top, and with a profile."""
    return everybody("NotAllowed", safety_reviewer=outcome, corrector=outcome, superuser=outcome, nameless_reviewer="NotReviewable")


def by_publisher(corrector):
    """Who publishes a correction: who wrote it, or a superuser."""
    return everybody("NotAllowed", corrector=corrector, superuser="WrongState", nameless_reviewer="NotReviewable")


def by_writers(outcome):
    return everybody(outcome, reader="NotAllowed")


def by_administrators(outcome):
    return everybody("NotAllowed", administrator=outcome, superuser=outcome)


def in_all_states(usual, **others):
    """A row of the table for every state; `others` are the states that differ."""
    assert set(others) <= set(STATES)
    return {state: others.get(state, usual) for state in STATES}


def of_owner(**outcomes):
    """For what the owner of a text does: WrongState wherever no outcome is named."""
    rows = {state: (by_owner_of_correction if state in BY_CORRECTOR else by_owner)(outcomes.get(state, "WrongState")) for state in STATES}
    # Starter text has no author: nobody's own, so the refusal of a writer is that it is not theirs.
    return rows | {"starter_live": by_administrators("WrongState")}


def of_reviewer(**outcomes):
    """For what a reviewer of a text does: WrongState wherever no outcome is named."""
    rows = {state: (by_confirmer if state in BY_CORRECTOR else by_other_reviewer)(outcomes.get(state, "WrongState")) for state in STATES}
    return rows | {"starter_live": by_reviewer("WrongState")}


ONLY_ONE_DRAFT = dict.fromkeys(ON_THEIR_WAY, by_writers("WrongState"))
OPEN_TO_COMMENTS = (*ON_THEIR_WAY, "correcting")

EXPECTED = {
    "submit": of_owner(draft="in review", returned="in review", draft_behind="NotPublishable"),
    "return_to_author": of_reviewer(in_review="returned", in_review_behind="returned", scheduled="returned"),
    "approve": of_reviewer(in_review="approved", scheduled="approved", in_review_behind="NotPublishable"),
    "approve_for_later": of_reviewer(in_review="scheduled", in_review_behind="NotPublishable"),
    "discard": of_owner(draft="discarded", returned="discarded", draft_behind="discarded", correcting="discarded"),
    "start_draft": in_all_states(by_writers("draft"), **ONLY_ONE_DRAFT, withdrawn=by_writers("WrongState")),
    "restore": in_all_states(by_writers("draft"), **ONLY_ONE_DRAFT),
    "take_over": of_owner(draft_behind="taken over"),
    "start_correction": in_all_states(by_corrector("correcting"), correcting=by_corrector("WrongState"), withdrawn=by_corrector("WrongState")),
    "publish_correction": in_all_states(
        by_publisher(corrector="NotAllowed"),
        correcting=everybody("NotAllowed", corrector="correction", superuser="correction", nameless_reviewer="NotReviewable"),
        correction_live=by_publisher(corrector="WrongState"),
        corrected_starter_live=by_publisher(corrector="WrongState"),
    ),
    "confirm_correction": of_reviewer(correction_live="approved", corrected_starter_live="starter"),
    "check_current": in_all_states(
        by_reviewer("checked"),  # none of them wrote the text that readers see
        approved_live=by_other_reviewer("checked"),
        to_be_withdrawn=by_other_reviewer("checked"),
        **dict.fromkeys(
            ("draft_behind", "in_review_behind", "withdrawn", "correction_live", "corrected_starter_live", "starter_live"), everybody("WrongState")
        ),
    ),
    "comment": in_all_states(by_writers("WrongState"), **dict.fromkeys(OPEN_TO_COMMENTS, by_writers("Which dose?"))),
    "share": in_all_states(by_writers("WrongState"), **dict.fromkeys(OPEN_TO_COMMENTS, by_writers("shared"))),
    "withdraw": in_all_states(by_administrators("withdrawn"), withdrawn=by_administrators("WrongState")),
    "plan_withdrawal": in_all_states(by_administrators("planned"), withdrawn=by_administrators("WrongState")),
    "cancel_withdrawal": in_all_states(by_administrators("WrongState"), to_be_withdrawn=by_administrators("not planned")),
    "move": in_all_states(by_administrators("moved")),
    "assign_owner": in_all_states(by_writers("owned")),
}


@pytest.fixture
def people(reader, author, other_author, reviewer, other_reviewer, corrector, administrator, superuser):
    clinician = ("Clinical reviewer", "Safety corrections")
    return {
        "reader": reader,
        "author": author,
        "other author": other_author,
        "writing reviewer": factories.make_editor("writing", "Clinical reviewer", first_name="Will", last_name="Both"),
        "contributing reviewer": factories.make_editor("contributing", "Clinical reviewer", first_name="Con", last_name="Tribute"),
        "reviewer": reviewer,
        "safety reviewer": factories.make_editor("safety", *clinician, first_name="Sal", last_name="Fety"),
        "corrector": corrector,
        "nameless reviewer": factories.make_editor("nameless", *clinician),
        "administrator": administrator,
        "superuser": superuser,
        "colleague": factories.make_editor("colleague", "Author", first_name="Cora", last_name="League"),
        "second reviewer": other_reviewer,
    }


def stored(page_id):
    """All that the database holds of a page, to compare before and after."""
    versions = Version.objects.filter(page=page_id)
    kept = (
        Page.objects.all(),
        PageAddress.objects.all(),
        versions,
        Version.contributors.through.objects.all(),
        Comment.objects.all(),
        Letter.objects.all(),
    )
    return [list(rows.order_by("pk").values_list()) for rows in kept]


def outcome(verb, version, by, before):
    """What came of it: the new status, or the name of the refusal. Checks what holds for every cell of the table.

    `before` is what was stored.
    """
    page, live, events = version.page, Page.objects.get(pk=version.page_id).live_id, Event.objects.count()
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
def test_the_table_of_transitions(people, state):
    make, _status, _is_live = STATES[state]
    texts = {writer: make(people, people[writer]) for writer in ("author", "writing reviewer")}
    before = {version.page_id: stored(version.page_id) for version in texts.values()}
    found = {name: {} for name in VERBS}

    for name, role in ((name, role) for name in VERBS for role in ROLES):
        version = texts.get(role, texts["author"])
        with transaction.atomic():
            found[name][role] = outcome(VERBS[name], version, people[role], before[version.page_id])
            transaction.set_rollback(True)

    wrong = {
        f"{name} by {role}": f"{found[name][role]} instead of {EXPECTED[name][state][role]}"
        for name in VERBS
        for role in ROLES
        if found[name][role] != EXPECTED[name][state][role]
    }
    assert not wrong


def test_the_table_covers_every_status_and_verb():
    assert {status for _make, status, _is_live in STATES.values()} == set(Status)
    assert set(EXPECTED) == set(VERBS)


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_made_as_named(people, state):
    make, status, is_live = STATES[state]

    version = Version.objects.get(pk=make(people, people["author"]).pk)

    assert version.status == status
    assert (Page.objects.get(pk=version.page_id).live_id == version.pk) == is_live
    if state.endswith("_behind"):
        assert version.is_behind


@pytest.mark.parametrize("state", STATES)
def test_only_a_draft_can_be_saved(people, state):
    make, status, _is_live = STATES[state]
    version = make(people, people["author"])

    if status in EDITABLE:
        assert actions.lock_for_editing(version) == version
    else:
        with pytest.raises(Refused, match="not saved"):
            actions.lock_for_editing(version)

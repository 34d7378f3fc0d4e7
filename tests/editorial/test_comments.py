"""What is said of a text on its way, by editors and by guests."""

import pytest

from editorial import actions
from editorial.caching import content_version
from editorial.copying import fingerprint
from editorial.exceptions import Refused, WrongState
from editorial.models import Comment, Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return factories.make_symptom_draft("numbness")


def test_an_editor_comments_on_a_part_of_a_text(draft, other_author):
    made = actions.comment(draft, by=other_author, text="  Which dose?  ", place="self-care")

    event = Event.objects.first()
    assert (made.text, made.place, made.by, made.author, made.guest) == ("Which dose?", "self-care", "Olive Penn", other_author, "")
    assert (event.verb, event.actor, event.reason, event.changed_public_text) == ("commented", other_author, "Which dose?", False)
    assert list(draft.comments.all()) == [made]


def test_a_guest_comments_by_name(draft):
    made = actions.comment(draft, guest=" Dr Guest ", text="Which dose?")

    event = Event.objects.first()
    assert (made.by, made.author) == ("Dr Guest", None)
    assert (event.actor, event.actor_name, event.actor_role) == (None, "Dr Guest (guest)", "")


def test_an_editor_cannot_speak_as_a_guest(draft, other_author):
    made = actions.comment(draft, by=other_author, guest="Somebody Else", text="Which dose?")

    assert (made.by, made.guest) == ("Olive Penn", "")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"guest": "Dr Guest", "text": ""}, "Write the comment"),
        ({"guest": "Dr Guest", "text": " \n "}, "Write the comment"),
        ({"guest": "Dr Guest", "text": None}, "Write the comment"),
        ({"guest": "", "text": "Which dose?"}, "Give your name"),
        ({"guest": "  ", "text": "Which dose?"}, "Give your name"),
        ({"guest": "g" * 121, "text": "Which dose?"}, "at most 120 characters"),
        ({"guest": "Dr Guest", "text": "w" * 2001}, "at most 2000 characters"),
        ({"guest": "Dr Guest", "text": "Which dose?", "place": "p" * 61}, "at most 60 characters"),
    ],
)
def test_a_comment_without_words_or_name_or_with_too_many_is_refused(draft, said, sentence):
    events = Event.objects.count()

    with pytest.raises(Refused, match=sentence):
        actions.comment(draft, **said)

    assert not Comment.objects.exists()
    assert Event.objects.count() == events


def test_the_longest_comment_is_kept_whole_and_told_in_short(draft):
    made = actions.comment(draft, guest="g" * 120, text="w" * 2000)

    event = Event.objects.first()
    assert len(Comment.objects.get(pk=made.pk).text) == 2000
    assert len(event.reason) == 500
    assert event.actor_name == f"{'g' * 120} (guest)"


def test_words_of_a_comment_are_kept_as_they_are(draft):
    text = "<script>alert(1)</script> & “naïve”\nSecond line"

    assert actions.comment(draft, guest="Dr Guest", text=text).text == text


def test_comments_stay_when_a_text_is_decided_on_and_no_new_ones_come(draft, author, reviewer):
    actions.comment(draft, by=author, text="Which dose?")
    page = factories.publish(draft)

    with pytest.raises(WrongState, match="comments are closed"):
        actions.comment(draft, by=reviewer, text="Too late.")

    assert [comment.text for comment in page.live.comments.all()] == ["Which dose?"]


def test_the_next_draft_begins_without_comments(draft, author):
    actions.comment(draft, by=author, text="Which dose?")
    page = factories.publish(draft)

    assert not actions.start_draft(page, by=author).comments.exists()


def test_a_comment_changes_neither_the_text_nor_what_readers_see(draft, author, reviewer):
    actions.submit(draft, by=author)
    shown, number = fingerprint(draft), content_version()

    actions.comment(draft, by=reviewer, text="Which dose?")

    assert content_version() == number
    assert actions.approve(draft, by=reviewer, shown=shown).status == "approved"


def test_who_only_comments_may_still_review(draft, author, reviewer):
    actions.comment(draft, by=reviewer, text="Which dose?")
    actions.submit(draft, by=author)

    assert factories.approve(draft, by=reviewer).reviewer == reviewer


def test_a_preview_link_is_recorded_once_a_time(draft, author):
    actions.share(draft, by=author)

    event = Event.objects.first()
    assert (event.verb, event.actor, event.version_number, event.changed_public_text) == ("shared", author, 1, False)


def test_only_a_text_on_its_way_has_a_preview_link(draft, author):
    factories.publish(draft)

    with pytest.raises(WrongState, match="Only a text on its way has a preview link"):
        actions.share(draft, by=author)

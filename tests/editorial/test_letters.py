"""Who is told what by e-mail, and that neither a letter nor a mail server harms what was done."""

import logging
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from editorial import actions, letters
from editorial.exceptions import WrongState
from editorial.models import Event, Letter, Version
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TODAY = date(2026, 6, 1)


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Commits what is done in its `with` block, so that the letters of it are posted."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def told(about):
    """Addresses of those who have a letter whose subject begins like this."""
    return sorted(Letter.objects.filter(subject__startswith=about).values_list("recipient__username", flat=True))


# --- Who is told what -------------------------------------------------------------------------------------------


def test_every_reviewer_who_did_not_write_it_is_asked(author, reviewer, other_reviewer, corrector, administrator, superuser):
    draft = factories.edit(factories.make_symptom_draft("numbness", name="Numbness"), by=other_reviewer, change_note="A new part.")

    actions.submit(draft, by=author)

    letter = Letter.objects.get(recipient=reviewer)
    assert told("Review asked") == ["corrector", "reviewer"]
    assert letter.subject == "Review asked: Numbness"
    assert "Dear Rita Viewer," in letter.body
    assert "Ann Writer sent a text for review: “Numbness” (symptom)." in letter.body
    assert "A new part." in letter.body
    assert f"/admin/articles/symptomversion/{draft.pk}/change/" in letter.body


def test_a_reviewer_who_wrote_is_not_asked(reviewer, other_reviewer):
    actions.submit(factories.make_symptom_draft(by=reviewer), by=reviewer)

    assert told("Review asked") == ["other-reviewer"]


def test_the_author_is_told_why_a_text_comes_back(author, reviewer, other_reviewer):
    draft = actions.submit(factories.make_symptom_draft(), by=author)

    actions.return_to_author(draft, by=reviewer, reason="Name the dose.")

    assert told("Sent back") == ["author"]
    assert "Rita Viewer sent" in Letter.objects.get(subject__startswith="Sent back").body
    assert "Name the dose." in Letter.objects.get(subject__startswith="Sent back").body


def test_all_who_wrote_a_text_are_told_of_its_approval(author, other_author, reviewer):
    draft = factories.edit(factories.make_symptom_draft(), by=other_author, title="Another title")

    factories.publish(draft)

    assert told("Approved: Another title") == ["author", "other-author"]
    assert "Readers see it now." in Letter.objects.get(recipient=author, subject__startswith="Approved").body


def test_a_planned_publication_says_when(author, reviewer):
    planned = factories.make_scheduled(factories.make_symptom_draft())

    body = Letter.objects.get(recipient=author, subject__startswith="Approved").body
    assert f"{timezone.localtime(planned.publish_at):%H:%M}" in body
    assert "Readers see it now." not in body


def test_author_and_reviewer_are_told_when_a_planned_publication_failed(author, reviewer, other_reviewer, administrator):
    page = factories.make_symptom()
    planned = factories.make_scheduled(actions.start_draft(page, by=author))
    factories.make_withdrawn(page, by=administrator)

    list(actions.publish_due(planned.publish_at))

    assert told("Sent back") == ["author", "reviewer"]
    assert "Schedule sent" in Letter.objects.get(recipient=author, subject__startswith="Sent back").body


def test_every_other_reviewer_is_asked_to_confirm_a_correction(author, reviewer, other_reviewer, corrector):
    correction = factories.make_correction(factories.make_symptom())

    body = Letter.objects.get(recipient=reviewer, subject__startswith="Confirm within 72 hours").body
    assert told("Confirm within 72 hours") == ["other-reviewer", "reviewer"]
    assert "Cleo Rector published a safety correction" in body
    assert "The warning was missing." in body
    assert f"{timezone.localtime(correction.confirm_by):%H:%M}" in body


def test_nobody_is_told_of_what_was_refused(author, reviewer):
    draft = factories.make_symptom_draft()

    with pytest.raises(WrongState):
        actions.return_to_author(draft, by=reviewer, reason="Shorter.")

    assert not Letter.objects.exists()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email": ""}], ids=["left", "no address"])
def test_who_left_or_has_no_address_gets_no_letter(author, reviewer, fields):
    factories.make_editor("unreachable", "Clinical reviewer", **fields)

    actions.submit(factories.make_symptom_draft(), by=author)

    assert told("Review asked") == ["reviewer"]


def test_a_person_without_a_name_is_addressed_by_the_account(author):
    factories.make_editor("nn", "Clinical reviewer")

    actions.submit(factories.make_symptom_draft(), by=author)

    assert Letter.objects.get().body.startswith("Dear nn,")


# --- What stands in a letter ------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Two\nlines", "Two\r\nBcc: all@example.org", "Two\u2028lines", " Two \t lines ", "Two\x0blines"])
def test_a_title_with_line_breaks_is_one_line_in_the_subject(author, reviewer, posted, title):
    draft = factories.make_symptom_draft()
    Version.objects.filter(pk=draft.pk).update(title=title)

    with posted():
        actions.submit(draft, by=author)

    assert Letter.objects.get().subject == f"Review asked: {' '.join(title.split())}"
    assert mail.outbox[0].message()["Subject"]
    assert "Bcc" not in mail.outbox[0].message()


def test_the_longest_title_fits(author, reviewer, corrector, posted):
    page = factories.make_symptom(name="t" * 200)
    correction = factories.make_correction(page)
    Version.objects.filter(pk=correction.pk).update(confirm_by=timezone.now() - timedelta(days=1))

    letters.remind()

    longest = max(len(subject) for subject in Letter.objects.values_list("subject", flat=True))
    assert longest <= Letter._meta.get_field("subject").max_length


def test_a_letter_is_plain_text(author, reviewer):
    draft = factories.edit(factories.make_symptom_draft(), change_note="Dose > 5 mg & <b>daily</b>")

    actions.submit(draft, by=author)

    assert "Dose > 5 mg & <b>daily</b>" in Letter.objects.get().body


# --- Posting ----------------------------------------------------------------------------------------------------


class BrokenServer(EmailBackend):
    """Fails at the letters that `failures` names: {address: error}; "" stands for all."""

    failures: dict = {}

    def send_messages(self, messages):
        for message in messages:
            error = self.failures.get(message.to[0]) or self.failures.get("")
            if error:
                raise error
        return super().send_messages(messages)


@pytest.fixture
def broken(monkeypatch):
    """A mail server that fails as told, until told otherwise."""
    monkeypatch.setattr(BrokenServer, "failures", {})
    with override_settings(EMAIL_BACKEND=f"{__name__}.BrokenServer"):
        yield BrokenServer.failures


def recipients():
    return sorted(message.to[0] for message in mail.outbox)


def test_letters_are_posted_after_the_action(author, reviewer, posted):
    draft = factories.make_symptom_draft()

    with posted():
        actions.submit(draft, by=author)
        assert not mail.outbox

    assert recipients() == ["reviewer@example.org"]
    assert mail.outbox[0].body == Letter.objects.get().body
    assert Letter.objects.get().sent_at


def test_no_letter_is_posted_of_what_was_rolled_back(author, reviewer, posted):
    draft = factories.make_symptom_draft()

    with posted(), transaction.atomic():
        actions.submit(draft, by=author)
        transaction.set_rollback(True)

    assert not mail.outbox
    assert not Letter.objects.exists()


def test_nobody_gets_a_letter_twice(author, reviewer, posted):
    draft = factories.make_symptom_draft()
    with posted():
        actions.submit(draft, by=author)

    assert letters.post() == (0, "")
    assert len(mail.outbox) == 1


def test_the_same_letter_is_not_written_twice(author, reviewer):
    draft = actions.submit(factories.make_symptom_draft(), by=author)
    event = Event.objects.get(verb="submitted")

    letters.review_asked(draft, event)

    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "error",
    [SMTPServerDisconnected("gone"), ConnectionRefusedError("refused"), TimeoutError("slow"), SMTPException("no"), SMTPDataError(451, b"busy")],
)
def test_a_mail_server_that_fails_harms_no_action_and_is_tried_again(author, reviewer, other_reviewer, broken, posted, caplog, error):
    draft = factories.make_symptom_draft()
    broken[""] = error

    with caplog.at_level(logging.WARNING, logger="editorial.letters"), posted():
        actions.submit(draft, by=author)

    draft.refresh_from_db()
    assert draft.status == "in review"
    assert Letter.objects.unsent().count() == 2
    assert "could not be sent" in caplog.text

    broken.clear()
    assert letters.post() == (2, "")
    assert recipients() == ["other-reviewer@example.org", "reviewer@example.org"]
    assert not Letter.objects.unsent().exists()


def test_a_server_that_is_down_is_not_tried_for_every_letter(author, reviewer, other_reviewer, broken, caplog):
    actions.submit(factories.make_symptom_draft(), by=author)
    broken[""] = SMTPServerDisconnected("gone")

    assert letters.post() == (0, "gone")
    assert len(caplog.records) == 1


@pytest.mark.parametrize("error", [SMTPRecipientsRefused({"x": (550, b"unknown")}), ValueError("Invalid address")])
def test_an_address_that_is_refused_keeps_nobody_else_waiting(author, reviewer, other_reviewer, broken, error):
    actions.submit(factories.make_symptom_draft(), by=author)
    broken["reviewer@example.org"] = error

    sent, failure = letters.post()

    assert (sent, failure) == (1, str(error))
    assert recipients() == ["other-reviewer@example.org"]
    assert [letter.recipient for letter in Letter.objects.unsent()] == [reviewer]


def test_a_letter_that_waited_goes_to_the_new_address_and_not_to_somebody_who_left(author, reviewer, other_reviewer):
    actions.submit(factories.make_symptom_draft(), by=author)
    reviewer.email = "new@example.org"
    reviewer.save()
    other_reviewer.is_active = False
    other_reviewer.save()

    letters.post()

    assert recipients() == ["new@example.org"]


# --- Reminders --------------------------------------------------------------------------------------------------


def reviewed_until(day, **fields):
    """A page whose live text is due for review on that day."""
    page = factories.make_symptom()
    Version.objects.filter(pk=page.live_id).update(review_due=day)
    type(page).objects.filter(pk=page.pk).update(**fields)
    return page


@pytest.mark.parametrize(
    ("days", "subject"),
    [(61, None), (60, "Review due soon"), (1, "Review due soon"), (0, "Review due soon"), (-1, "Review overdue"), (-400, "Review overdue")],
)
def test_the_owner_is_reminded_of_a_review_in_the_sixty_days_before_it_and_after(author, reviewer, administrator, days, subject):
    page = reviewed_until(TODAY + timedelta(days=days))
    Letter.objects.all().delete()

    count = letters.remind(TODAY)

    assert count == (1 if subject else 0)
    assert [letter.subject for letter in Letter.objects.all()] == ([f"{subject}: {page.name}"] if subject else [])
    assert [letter.recipient for letter in Letter.objects.all()] == ([author] if subject else [])


def test_a_reminder_comes_once_before_and_once_after_the_day(author):
    reviewed_until(TODAY)
    Letter.objects.all().delete()

    counts = [letters.remind(TODAY + timedelta(days=days)) for days in (-30, -30, 0, 1, 1, 30)]

    assert counts == [1, 0, 0, 1, 0, 0]


def test_the_next_review_has_reminders_of_its_own(author, reviewer, other_reviewer):
    page = reviewed_until(TODAY)
    letters.remind(TODAY)
    Version.objects.filter(pk=page.live_id).update(review_due=TODAY + timedelta(days=730))

    assert letters.remind(TODAY) == 0
    assert letters.remind(TODAY + timedelta(days=730)) == 1


@pytest.mark.parametrize("owner", ["none", "left", "no address"])
def test_the_administrators_are_reminded_where_no_owner_can_be_reached(author, administrator, owner):
    gone = {"none": None, "left": ("left", {"is_active": False}), "no address": ("mute", {"email": ""})}[owner]
    reviewed_until(TODAY, owner=gone and factories.make_editor(gone[0], "Author", **gone[1]))
    Letter.objects.all().delete()

    letters.remind(TODAY)

    assert told("Review due soon") == ["administrator"]


def test_nobody_is_reminded_of_what_readers_do_not_see(author, administrator):
    factories.make_withdrawn(reviewed_until(TODAY), by=administrator)
    factories.make_starter(type(factories.make_term()))
    draft = factories.make_symptom_draft()
    Version.objects.filter(pk=draft.pk).update(review_due=TODAY)

    assert letters.remind(TODAY) == 0


def test_a_correction_that_nobody_confirmed_in_time_is_told_to_reviewers_and_administrators(author, reviewer, corrector, administrator):
    late, early = (factories.make_correction(factories.make_symptom()) for _time in range(2))
    Version.objects.filter(pk=late.pk).update(confirm_by=timezone.now() - timedelta(hours=1))

    counts = [letters.remind(), letters.remind()]

    assert counts == [2, 0]
    assert told("Not confirmed in time") == ["administrator", "reviewer"]
    assert Letter.objects.filter(key=f"unconfirmed-{early.pk}").count() == 0


@pytest.mark.parametrize("what", ["confirmed", "replaced", "withdrawn"])
def test_a_correction_that_is_settled_is_not_told_of(author, reviewer, corrector, administrator, what):
    correction = factories.make_correction(factories.make_symptom())
    Version.objects.filter(pk=correction.pk).update(confirm_by=timezone.now() - timedelta(hours=1))
    correction = Version.objects.get(pk=correction.pk)
    if what == "confirmed":
        factories.confirm(correction, by=reviewer)
    elif what == "replaced":
        factories.publish(actions.start_draft(correction.page, by=author))
    else:
        factories.make_withdrawn(correction.page, by=administrator)

    letters.remind()

    assert told("Not confirmed in time") == []

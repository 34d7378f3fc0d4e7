"""What runs by the clock: `publish_due` and `send_reminders`, and the settings of the mail server."""

import os
import runpy
import signal
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from editorial import actions
from editorial.management.commands import publish_due
from editorial.models import Letter, Page, Version
from tests import factories

CHECKOUT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.django_db


def run(command, **options):
    """Runs a command: what it printed, and what it printed as errors."""
    output, errors = StringIO(), StringIO()
    call_command(command, stdout=output, stderr=errors, **options)
    return output.getvalue(), errors.getvalue()


def an_hour_ago():
    return timezone.now() - timedelta(hours=1)


def make_due(slug):
    """A text whose time to be published has come."""
    version = factories.make_scheduled(factories.make_term_draft(slug))
    Version.objects.filter(pk=version.pk).update(publish_at=an_hour_ago())
    return version


def make_page_to_remind_of(owner):
    page = factories.make_term()
    Version.objects.filter(pk=page.live_id).update(review_due=timezone.localdate())
    Page.objects.filter(pk=page.pk).update(owner=owner)
    return page


# --- publish_due ------------------------------------------------------------------------------------------------


def test_what_is_due_is_done_with_a_line_for_each(administrator):
    make_due("axon")
    gone = factories.make_term("nerve")
    actions.plan_withdrawal(gone, by=administrator, reason="Out of date.", at=timezone.now() + timedelta(hours=1))
    Page.objects.filter(pk=gone.pk).update(withdraw_at=an_hour_ago())
    factories.make_scheduled(factories.make_term_draft("later"))

    output, _errors = run("publish_due")

    assert output.splitlines() == ["Published: Axon (term/axon)", "Withdrawn: Nerve (term/nerve)"]
    assert [page.slug for page in Page.objects.published()] == ["axon"]


def test_a_text_that_cannot_be_published_is_named_with_the_reason_and_the_rest_is_done():
    bad = make_due("bad")
    make_due("good")
    bad.sections.all().delete()
    Version.objects.filter(pk=bad.pk).update(summary="Changed behind everybody's back.")

    output, _errors = run("publish_due")

    first, second = output.splitlines()
    assert first.startswith("Sent back to its author: Bad (term/bad). The text was changed")
    assert second == "Published: Good (term/good)"


def test_a_second_run_does_nothing():
    make_due("axon")
    run("publish_due")

    assert run("publish_due") == ("", "")


def no_database():
    raise OperationalError("connection to server\nlost")
    yield


def test_a_database_that_does_not_answer_is_a_sentence(monkeypatch):
    monkeypatch.setattr(actions, "publish_due", no_database)

    with pytest.raises(CommandError, match="The database cannot be used: connection to server lost"):
        run("publish_due")


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "often", "86401"])
def test_a_time_between_rounds_that_cannot_be_is_refused(text):
    with pytest.raises(CommandError, match="--every"):
        call_command("publish_due", f"--every={text}")


# --- publish_due --every ----------------------------------------------------------------------------------------


@pytest.fixture
def rounds(monkeypatch):
    """Ends `--every` after some rounds, and waits for none; what happens between two rounds may be given."""

    def end_after(number, between=lambda: None):
        left = [number]

        def wait(_reader, _writers, _errors, _seconds):
            left[0] -= 1
            between()
            return ([_reader] if left[0] == 0 else [], [], [])

        monkeypatch.setattr(publish_due.select, "select", wait)
        # A test's connection is one transaction, which must outlive the command.
        monkeypatch.setattr(publish_due, "close_old_connections", lambda: None)
        monkeypatch.setattr(publish_due.connection, "close", lambda: None)

    return end_after


def test_it_looks_again_in_each_round(rounds):
    rounds(2, between=lambda: make_due("axon") if not Page.objects.exists() else None)

    output, _errors = run("publish_due", every=60)

    assert "Published: Axon (term/axon)" in output


def test_the_reminders_of_a_day_are_sent_once_and_again_on_the_next(rounds, author, monkeypatch):
    make_page_to_remind_of(author)
    Letter.objects.all().delete()
    days = iter([timezone.localdate()] * 2 + [timezone.localdate() + timedelta(days=1)] * 2)
    rounds(4)
    monkeypatch.setattr(publish_due.timezone, "localdate", lambda: next(days))
    sent = []
    monkeypatch.setattr(publish_due, "call_command", lambda name, **_options: sent.append(name))

    run("publish_due", every=60)

    assert sent == ["send_reminders"] * 2


def test_a_lost_database_is_a_sentence_and_the_next_round_goes_on(rounds, monkeypatch):
    make_due("axon")
    real = actions.publish_due
    monkeypatch.setattr(actions, "publish_due", no_database)
    rounds(2, between=lambda: setattr(actions, "publish_due", real))

    output, errors = run("publish_due", every=60)

    assert errors.strip() == "The database cannot be used: connection to server lost It is tried again in 60 seconds."
    assert "Published: Axon (term/axon)" in output


def test_a_mail_server_that_does_not_answer_does_not_end_it(rounds, author, monkeypatch):
    make_page_to_remind_of(author)
    monkeypatch.setattr(EmailBackend, "send_messages", no_mail)
    rounds(1)

    _output, errors = run("publish_due", every=60)

    assert "The mail server did not take a letter: it is asleep." in errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.django_db(transaction=True)
def test_a_signal_ends_it_without_a_traceback(number):
    from django.db import connection

    name = connection.settings_dict["NAME"]
    settings = connection.settings_dict
    database = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        database = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{name}"
    command = [sys.executable, "manage.py", "publish_due", "--every", "3600"]
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=os.environ | {"DATABASE_URL": database}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        first_line = process.stdout.readline()  # the number of reminders: it waits now, or is about to
        process.send_signal(number)
        rest = process.communicate(timeout=30)[0]

    assert first_line == "Reminders written: 0. Letters sent: 0.\n"
    assert (process.returncode, rest) == (0, "")


# --- send_reminders ---------------------------------------------------------------------------------------------


def no_mail(_backend, _messages):
    raise ConnectionRefusedError("it is asleep")


def test_reminders_are_written_sent_and_counted(author, mailoutbox):
    make_page_to_remind_of(author)
    Letter.objects.all().delete()

    output, _errors = run("send_reminders")

    assert output == "Reminders written: 1. Letters sent: 1.\n"
    assert [message.to for message in mailoutbox] == [[author.email]]


def test_a_second_run_sends_nothing(author, mailoutbox):
    make_page_to_remind_of(author)
    run("send_reminders")
    sent = len(mailoutbox)

    assert run("send_reminders")[0] == "Reminders written: 0. Letters sent: 0.\n"
    assert len(mailoutbox) == sent


def test_a_mail_server_that_does_not_answer_is_asked_once_and_the_letters_wait(author, monkeypatch, mailoutbox):
    for _number in range(3):
        make_page_to_remind_of(author)
    Letter.objects.all().delete()
    asked = []
    monkeypatch.setattr(EmailBackend, "send_messages", lambda backend, messages: asked.append(1) or no_mail(backend, messages))

    with pytest.raises(CommandError, match=r"The mail server did not take a letter: it is asleep\. The letters wait; run the command again later\."):
        run("send_reminders")

    assert len(asked) == 1
    monkeypatch.undo()
    assert run("send_reminders")[0] == "Reminders written: 0. Letters sent: 3.\n"


# --- The mail server's settings ---------------------------------------------------------------------------------


def settings_with(monkeypatch, **variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(CHECKOUT / "neuroinfo" / "settings.py"))


def test_without_a_mail_server_letters_are_printed(monkeypatch):
    assert settings_with(monkeypatch)["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


def test_with_a_mail_server_letters_are_sent(monkeypatch):
    given = {"EMAIL_HOST": "mail.example.org", "EMAIL_USE_TLS": "1", "EMAIL_HOST_USER": "site", "EMAIL_HOST_PASSWORD": "secret word"}

    found = settings_with(monkeypatch, DEFAULT_FROM_EMAIL="NeuroInfo <editors@example.org>", **given)

    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_TIMEOUT"]) == (587, True, 10)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("site", "secret word")
    assert found["DEFAULT_FROM_EMAIL"] == "NeuroInfo <editors@example.org>"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL is ''. EMAIL_HOST is set"),
        ({"DEFAULT_FROM_EMAIL": "nobody"}, "DEFAULT_FROM_EMAIL is 'nobody'"),
        ({"DEFAULT_FROM_EMAIL": "a@example.org, b@example.org"}, "DEFAULT_FROM_EMAIL is 'a@example.org, b@example.org'"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT is 'smtp'. Give a number from 1 to 65535."),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT is '0'"),
        ({"EMAIL_PORT": "65536"}, "EMAIL_PORT is '65536'"),
        ({"EMAIL_USE_TLS": "perhaps"}, "EMAIL_USE_TLS is 'perhaps'. Set it to 1 or 0."),
        ({"EMAIL_HOST_USER": "site"}, "Set both EMAIL_HOST_USER and EMAIL_HOST_PASSWORD"),
        ({"EMAIL_HOST_PASSWORD": "secret"}, "Set both EMAIL_HOST_USER and EMAIL_HOST_PASSWORD"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_a_sentence(monkeypatch, variables, sentence):
    usual = {"EMAIL_HOST": "mail.example.org", "DEFAULT_FROM_EMAIL": "editors@example.org"}

    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_with(monkeypatch, **{**usual, **variables})

    assert str(refusal.value).startswith(sentence)

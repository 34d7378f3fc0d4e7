import os
import select
import signal
from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import actions


class Command(BaseCommand):
    help = "Publishes and withdraws what was planned for a time that has come. Can be run any number of times, also twice at once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=_seconds,
            metavar="SECONDS",
            help="keep running, look again each time after so many seconds, and send the reminders of each day",
        )

    def handle(self, *, every, **options):
        if every:
            self.keep_running(every)
            return
        try:
            self.publish()
        except Error as error:
            raise CommandError(_("The database cannot be used: %(reason)s") % {"reason": _in_a_line(error)}) from None

    def publish(self):
        for done in actions.publish_due():
            if done.what == "published":
                self.stdout.write(_("Published: %(page)s") % {"page": _named(done.page)})
            elif done.what == "withdrawn":
                self.stdout.write(_("Withdrawn: %(page)s") % {"page": _named(done.page)})
            elif done.what == "failed":
                self.stderr.write(_("Could not be done: %(page)s. %(why)s") % {"page": _named(done.page), "why": _in_a_line(done.why)})
            else:
                self.stdout.write(_("Sent back to its author: %(page)s. %(why)s") % {"page": _named(done.page), "why": _in_a_line(done.why)})

    def keep_running(self, every):
        reminded_on = None
        with told_to_stop() as stopped_within:
            while True:
                close_old_connections()
                today = timezone.localdate()
                try:
                    self.publish()
                    if reminded_on != today:
                        self.remind()
                        reminded_on = today
                except Error as error:
                    self.stderr.write(
                        _("The database cannot be used: %(reason)s It is tried again in %(seconds)s seconds.")
                        % {"reason": _in_a_line(error), "seconds": every}
                    )
                    connection.close()
                self.stdout.flush()
                if stopped_within(every):
                    return

    def remind(self):
        try:
            call_command("send_reminders", stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(str(error))


def _seconds(text):
    """A whole number of seconds, 1 or more."""
    seconds = int(text)
    if not 1 <= seconds <= 86_400:
        raise ValueError
    return seconds


@contextmanager
def told_to_stop():
    """Gives a function that waits so many seconds and says whether this process was told to stop, meanwhile or before.

    What is under way when the signal comes is finished: it could be a letter that is marked as sent and not yet sent.
    """
    reader, writer = os.pipe()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: os.write(writer, b".")) for number in signals]
    try:
        yield lambda seconds: bool(select.select([reader], [], [], seconds)[0])
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)


def _named(page):
    return f"{page.name} ({page.kind}/{page.slug})"


def _in_a_line(text):
    return " ".join(str(text).split())

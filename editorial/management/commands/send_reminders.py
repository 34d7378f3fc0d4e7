from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils.translation import gettext as _

from editorial import letters


class Command(BaseCommand):
    help = (
        "Writes to editors whose pages are due for review and about safety corrections that nobody confirmed in time, and sends every letter that "
        "waits. Can be run any number of times: nobody gets a letter twice."
    )

    def handle(self, **options):
        try:
            written = letters.remind()
            sent, failure = letters.post()
        except Error as error:
            raise CommandError(_("The database cannot be used: %(reason)s") % {"reason": " ".join(str(error).split())}) from None
        self.stdout.write(_("Reminders written: %(written)s. Letters sent: %(sent)s.") % {"written": written, "sent": sent})
        if failure:
            raise CommandError(
                _("The mail server did not take a letter: %(reason)s. The letters wait; run the command again later.")
                % {"reason": failure.rstrip(".")}
            )

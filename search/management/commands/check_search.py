import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from editorial.models import Page
from search.index import out_of_step


class Command(BaseCommand):
    help = "Looks whether the search index agrees with what readers see. Changes nothing; exit code 1 if it does not agree."

    def handle(self, **options):
        wrong = out_of_step(progress=lambda batches: tqdm(batches, desc="Checking", unit="batch", file=sys.stderr, disable=None, leave=False))
        for page in wrong:
            self.stdout.write(page)
        if wrong:
            sentence = ngettext(
                "%(number)s page is out of step with the search index. Mend it with: manage.py rebuild_search",
                "%(number)s pages are out of step with the search index. Mend them with: manage.py rebuild_search",
                len(wrong),
            )
            raise CommandError(sentence % {"number": len(wrong)})
        number = Page.objects.published().count()
        self.stdout.write(_("%(number)s pages, all in step.") % {"number": number})

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from search.index import rebuild


class Command(BaseCommand):
    help = "Makes the search index afresh from the live pages. Readers keep searching meanwhile."

    def handle(self, **options):
        try:
            count = rebuild(progress=lambda batches: tqdm(batches, desc="Indexing", unit="batch", file=sys.stderr, disable=None, leave=False))
        except KeyboardInterrupt:
            raise CommandError(_("Stopped. What was done is kept, and readers can search. Run the command again to finish.")) from None
        self.stdout.write(f"{count} pages indexed.")

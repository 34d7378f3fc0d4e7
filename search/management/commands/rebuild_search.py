import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.index import rebuild


class Command(BaseCommand):
    help = "Makes the search index afresh from the live pages. Readers keep searching meanwhile."

    def handle(self, **options):
        count = rebuild(progress=lambda batches: tqdm(batches, desc="Indexing", unit="batch", file=sys.stderr, disable=None, leave=False))
        self.stdout.write(f"{count} pages indexed.")

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from editorial.exceptions import Refused
from editorial.transfer import export_library


class Command(BaseCommand):
    help = "Writes all live pages, their sources, tags and the lexicons of symptoms and conditions into a new or empty folder."

    def add_arguments(self, parser):
        parser.add_argument("path", help="a folder that is new or empty")

    def handle(self, *, path, **options):
        try:
            count = export_library(path, progress=self.progress)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(_("%(path)s cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror}) from None
        self.stdout.write(_("%(count)s pages written to %(path)s.") % {"count": count, "path": path})

    def progress(self, rows):
        return tqdm(rows, desc=_("Exporting pages"), unit="page", file=sys.stderr, disable=None, leave=False)

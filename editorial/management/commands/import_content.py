import sys

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from editorial.content_folder import LibraryProblems
from editorial.exceptions import Refused
from editorial.transfer import import_library


class Command(BaseCommand):
    help = "Imports a content folder. Everything is checked before anything is written; a second import changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("path", help="the content folder, for example content/")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument(
            "--overwrite",
            metavar="USERNAME",
            help="make a new draft, with this editor as its author, for each differing page that editors have worked on; also replace sources that were changed here",
        )

    def handle(self, *, path, dry_run, overwrite, **options):
        editor = None
        if overwrite:
            editor = get_user_model().objects.filter(username=overwrite, is_active=True).first()
            if editor is None:
                raise CommandError(_("There is no active editor called “%(name)s”. Make one with `make editor`.") % {"name": overwrite})
        try:
            report = import_library(path, overwrite_by=editor, dry_run=dry_run, progress=self.progress)
        except LibraryProblems as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(_("%(count)s problems. Nothing was written.") % {"count": len(error.problems)}) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for name in report.kept:
            self.stdout.write(_("Left alone, because an editor has worked on it: %(name)s") % {"name": name})
        self.stdout.write(
            _("%(published)s pages published, %(drafted)s drafts made, %(unchanged)s unchanged, %(kept)s left alone; %(rows)s other rows changed.")
            % {
                "published": len(report.published),
                "drafted": len(report.drafted),
                "unchanged": len(report.unchanged),
                "kept": len(report.kept),
                "rows": report.other_rows,
            }
        )
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was written."))

    def progress(self, rows):
        return tqdm(rows, desc=_("Importing pages"), unit="page", file=sys.stderr, disable=None, leave=False)

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from editorial.exceptions import Refused
from trials.importing import ImportProblems, import_trials


class Command(BaseCommand):
    help = (
        "Imports studies from files of ClinicalTrials.gov (API version 2). Everything is checked before anything is written; a second import"
        " changes nothing. Nothing is published."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="JSON of one study, of a list of studies, or an answer with “studies”")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")

    def handle(self, *, files, dry_run, **options):
        try:
            report = import_trials(files, dry_run=dry_run, progress=self.progress)
        except ImportProblems as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError(_("%(count)s problems. Nothing was written.") % {"count": len(error.problems)}) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except KeyboardInterrupt:
            raise CommandError(_("Stopped. Nothing was written.")) from None
        self.report(report)
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was written."))

    def report(self, report):
        for number in report.older:
            self.stdout.write(_("Left alone, because the stored record is newer: %(number)s") % {"number": number})
        for number in report.taken_off:
            self.stdout.write(_("Taken off the site, because it has new words that may mean that patients pay: %(number)s") % {"number": number})
        self.stdout.write(
            _("%(new)s new records wait for an editor, %(changed)s changed, %(unchanged)s unchanged, %(older)s left alone.")
            % {"new": len(report.new), "changed": len(report.changed), "unchanged": len(report.unchanged), "older": len(report.older)}
        )

    def progress(self, rows):
        return tqdm(rows, desc=_("Importing records"), unit="record", file=sys.stderr, disable=None, leave=False)

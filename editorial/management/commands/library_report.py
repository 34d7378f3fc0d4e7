import sys
from statistics import median

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from editorial.library_report import HIGHEST_MEDIAN_GRADE, LibraryReport
from editorial.models import PageKind


class Command(BaseCommand):
    help = "Measures all live pages: words, reading grades, sources, evidence claims, and what is below the bars. Exit code 1 if anything is."

    def handle(self, **options):
        report = LibraryReport(progress=lambda pages: tqdm(pages, desc=_("Reading pages"), unit="page", file=sys.stderr, disable=None, leave=False))
        if not report.pages:
            raise CommandError(_("There is no live page to measure. Import a library first: manage.py import_content content/"))
        self.write_pages(report)
        self.write_kinds(report)
        self.write_claims(report)
        self.write_sources(report)
        self.write_below(report)

    def write_pages(self, report):
        self.title(_("Each page: words, reading grade, grade of the key points, sources, sentences of more than 25 words"))
        for page in report.pages:
            self.stdout.write(
                f"{page!s:62}{page.words:6}{page.grade:7.1f}{page.grade_of_key_points:7.1f}{len(page.sources):5}{page.long_sentences:4}"
            )

    def write_kinds(self, report):
        self.title(_("Pages of each kind: number, words, median and highest reading grade, median of the sources of a page"))
        for kind in PageKind:
            pages = report.of_kind(kind)
            if pages:
                found = [page.grade for page in pages]
                words = sum(page.words for page in pages)
                sources = median(len(page.sources) for page in pages)
                self.stdout.write(f"{kind.label!s:20}{len(pages):5}{words:9,}{median(found):7.1f}{max(found):7.1f}{sources:6.1f}")
        words = sum(page.words for page in report.pages)
        self.stdout.write(f"{_('All'):20}{len(report.pages):5}{words:9,}{report.median_grade:7.1f}{max(page.grade for page in report.pages):7.1f}")

    def write_claims(self, report):
        self.title(_("Evidence claims: certainty, stage, number"))
        for (certainty, stage), number in sorted(report.claims.items()):
            self.stdout.write(f"{certainty:18}{stage:26}{number:4}")

    def write_sources(self, report):
        self.title(_("Sources"))
        counts = {"used": len(report.used), "unused": len(report.unused), "hidden": report.not_printable}
        self.stdout.write(_("%(used)s used, %(unused)s that might be shown and are not used, %(hidden)s that may not be shown.") % counts)
        for key in report.unused:
            self.stdout.write(f"  {key}")

    def write_below(self, report):
        self.title(_("Below the bars"))
        for page, faults in report.below.items():
            self.stdout.write(f"{page}: {'; '.join(faults)}")
        if report.median_grade > HIGHEST_MEDIAN_GRADE:
            grades = {"grade": report.median_grade, "limit": HIGHEST_MEDIAN_GRADE}
            raise CommandError(_("The median reading grade is %(grade)s, at most %(limit)s.") % grades)
        if report.below:
            number = len(report.below)
            raise CommandError(ngettext("%(number)s page is below the bars.", "%(number)s pages are below the bars.", number) % {"number": number})
        self.stdout.write(_("Nothing."))

    def title(self, words):
        self.stdout.write(f"\n{words}\n")

"""What the checks say of a text, for the panel beside it."""

from editorial.checked_text import text_of
from editorial.hints import reading_grades
from editorial.publication_checks import findings_in


def checks_of(version):
    """Context for `admin/checks.html`: what stops publication, hints, and the reading grades of each part."""
    text = text_of(version)
    findings = findings_in(text)
    return {
        "stops": [finding for finding in findings if finding.stops],
        "hints": [finding for finding in findings if not finding.stops],
        "grades": reading_grades(text),
    }

"""What waits for an editor in the treatments: evidence claims whose day to look again has passed."""

from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.dashboard import Panel, Row, day_words, name_of, on_dashboard
from editorial.permissions import may_write
from treatments.models import Effect


def _claims_to_recheck(editor):
    if not may_write(editor):
        return None
    claims = Effect.objects.live().filter(recheck_on__lt=timezone.localdate()).order_by("recheck_on", "pk")
    return Panel(
        "claims",
        _("Evidence claims to check again"),
        _("No claim is past its date."),
        claims,
        _claim_row,
        ("version__page__owner", "condition", "symptom"),
    )


def _claim_row(effect):
    version = effect.version
    title = _("%(outcome)s, %(target)s: %(text)s") % {"outcome": effect.outcome, "target": effect.target, "text": version.title}
    when = _("to be checked by %(day)s") % {"day": day_words(effect.recheck_on)}
    who = name_of(version.page.owner) or _("no owner")
    return Row(title, version.get_admin_url(), version.page.get_kind_display(), _("overdue"), when, who)


on_dashboard(_claims_to_recheck)
